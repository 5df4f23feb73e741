"""The texts of every chart that the pages draw of the packaged data: none upon another, none outside its sheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.utils import timezone, translation
from tests.lettering import faults

from spiral.documents.blocks import Document
from spiral.documents.chart import Chart, Interval
from spiral.documents.svg import draw, draw_band_head, draw_mini_trend, draw_overview
from spiral.engine.numbers import Language
from spiral.see.results import queries
from spiral.see.results.opendata import OpenData, open_data
from spiral.see.results.pages import compare, country, municipality, outcomes, region, unit
from spiral.trust.access.viewer import visitor

pytestmark = pytest.mark.figures
#: How wide a page draws its main chart and its others: on a screen, a telephone, paper and a wall.
MAIN, BESIDE = (1080, 850, 358), (360, 520)


@pytest.fixture(params=["sv", "en"])
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def data(db: None) -> OpenData:
    return open_data(visitor())


def _pages(data: OpenData, language: Language, today: date) -> Iterator[Document]:
    """Those of every municipality and every unit of the region."""
    towns = queries.municipalities(data.viewer)
    for town in towns:
        yield municipality.municipality_page(data, town, {}, language, today).document
        yield municipality.preschool_page(data, town, {}, language, today).document
        yield municipality.cost_page(data, town, {}, language, today).document
    for school in queries.units(data.viewer, towns):
        yield unit.unit_page(data, school, {}, language, today).document
    yield outcomes.outcomes_page(data, language, today).document


def _comparisons(data: OpenData, language: Language, today: date) -> Iterator[Document]:
    """Of everything that can be compared, every municipality and every unit with year 9."""
    towns = queries.municipalities(data.viewer)
    for indicator in country.comparable(data, units=False):
        for town in towns:
            if page := compare.compare_municipality(data, town, indicator.key, [], language, today):
                yield page.document
    schools = [school for school in queries.units(data.viewer, towns) if school.has_year9]
    for indicator in country.comparable(data, units=True):
        for school in schools:
            if page := compare.compare_unit(data, school, indicator.key, [], language, today):
                yield page.document


def _wrong(pages: Iterator[Document]) -> tuple[int, dict[str, list[str]]]:
    """How many charts there are, and by title and width what is wrong with one."""
    count, wrong = 0, {}
    for page in pages:
        for exhibit in page.exhibits():
            whole = exhibit.whole if exhibit.chart is None and isinstance(exhibit.whole, Chart) else None
            for chart in filter(None, [exhibit.chart, exhibit.differences, whole]):
                for width in MAIN if exhibit.is_main else BESIDE:
                    count += 1
                    if seen := faults(draw(chart, key="k", width=width)):
                        wrong[f"{chart.title}, {width}"] = seen
                if isinstance(chart, Interval) and (seen := faults(draw_overview(chart, "k", 520))):
                    wrong[f"{chart.title}, overview"] = seen
    return count, wrong


def test_no_text_of_a_page_stands_upon_another_or_leaves_its_chart(data: OpenData, language: Language) -> None:
    count, wrong = _wrong(_pages(data, language, timezone.localdate()))
    assert wrong == {}
    assert count > 500


def test_no_text_of_a_comparison_stands_upon_another_or_leaves_its_chart(data: OpenData, language: Language) -> None:
    count, wrong = _wrong(_comparisons(data, language, timezone.localdate()))
    assert wrong == {}
    assert count > 500


def test_no_text_of_the_regions_rows_stands_upon_another(data: OpenData, language: Language) -> None:
    keys = [i.key for i in data.once(queries.indicators, "municipality")]
    pages = [page for key in keys if (page := region.region_page(data, key, language, timezone.localdate()))]
    assert pages
    for page in pages:
        [main] = page.document.exhibits()
        assert faults(draw_band_head(main.chart), 17) == []
        for line in page.lines:
            assert not line.trend or faults(draw_mini_trend(line.trend)) == []
