"""The reviewed catalogue: every direction cites the description, every series exists, nothing without metadata is shown."""

from __future__ import annotations

import polars as pl
import pytest

from spiral.engine.periods import RULES
from spiral.see.results import catalogue, opendata, queries
from spiral.see.results.models import Indicator
from spiral.sources.snapshot.files import open_snapshot
from spiral.trust.access.viewer import visitor

pytestmark = pytest.mark.figures

REVIEWED = catalogue.reviewed()


@pytest.mark.parametrize("key", [k for k, i in REVIEWED.items() if i.kolada])
def test_the_words_that_decide_the_direction_stand_in_the_sources_description(key: str, db: None) -> None:
    indicator = queries.indicator(visitor(), key)
    assert indicator is not None
    assert _plain(indicator.cites) in _plain(indicator.description)


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_every_series_that_is_named_has_figures_in_the_snapshot_or_is_known_to_lack_them() -> None:
    have = set(open_snapshot().observations.select("part", "measure").unique().iter_rows())
    lacking = {
        s.measure
        for i in REVIEWED.values()
        for s in i.series
        if s.part != "computed" and (s.part, s.measure) not in have
    }
    assert lacking == {"N13014", "N13805", "N13015", "N13008"}, "fritidshem has nothing in the snapshot"


def test_every_row_is_complete_in_both_languages_and_by_known_words() -> None:
    for i in REVIEWED.values():
        for words in (i.unit, i.short, i.phrase, i.who):
            assert words.sv
            assert words.en
        assert i.kind in {"share", "mean", "index", "ratio", "cost", "deviation"}
        assert i.direction in {"up", "down", "none"}
        assert set(i.levels) <= {"unit", "owner", "region"}
        assert i.perspective in {"kommunala", "hemkommun", "lägeskommun", "enhet"}
        assert all(s.year in RULES for s in i.series)
        assert bool(i.kolada) != bool(i.metadata_cites), f"{i.key}: metadata from one source"


def test_the_pages_have_the_indicators_they_should() -> None:
    kolada = [i.kolada for i in catalogue.of_set("municipality")]
    assert kolada == ["N15505", "N15419", "N15436", "N15452", "N15454", "N15814", "N17461"]
    for name in ("unit9", "unit6", "unitgy"):
        assert 5 <= len(catalogue.of_set(name)) <= 7


def test_an_indicator_without_metadata_is_not_shown(db: None, read) -> None:
    assert read("/kommun/vara/").xpath('//section[@aria-labelledby="exam4"]')
    Indicator.objects.filter(key="N17461").delete()
    opendata.forget()
    assert not read("/kommun/skovde/").xpath('//section[@aria-labelledby="exam4"]')


def test_titles_are_the_sources_own(db: None, read) -> None:
    title = next(row["title"] for row in open_snapshot().indicators if row["id"] == "N15419")
    assert " ".join(title.split()) in read("/kommun/vara/").xpath(
        'string(//section[@aria-labelledby="all-subjects"]//dl)'
    )


def test_grades_of_year_y_are_school_year_before_and_y_as_skolverkets_units_confirm() -> None:
    """Six municipalities with one municipal year-9 school: Kolada 2021 and 2022 equal the school's own value."""
    o = open_snapshot().observations.filter(pl.col("sex") == "T")
    places = open_snapshot().places
    agreed = 0
    for code in ("1445", "1447", "1497", "1446", "1472", "1473"):
        unit = places.filter(
            pl.col("kind") == "unit",
            pl.col("municipality_code") == code,
            pl.col("has_year9"),
            pl.col("owner_kind") == "kommunal",
        )["code"].to_list()
        for year, school_year in (("2021", "2020/21"), ("2022", "2021/22")):
            kolada = o.filter(pl.col("measure") == "N15505", pl.col("place") == code, pl.col("period") == year)["value"]
            own = o.filter(
                pl.col("part") == "planned_educations",
                pl.col("measure") == "averageGradesMeritRating9thGrade",
                pl.col("place").is_in(unit),
                pl.col("period") == school_year,
            )["value"]
            agreed += len(own) == 1 and round(kolada[0], 1) == own[0]
    assert agreed == 12
