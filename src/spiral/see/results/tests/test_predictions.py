"""What is said of the next cohort stands on the pages with its day, is scored when the figure comes, and how often it
held is a page of its own that names nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from spiral.engine.numbers import number
from spiral.see.results import loading, predictions, queries
from spiral.see.results.models import Model, Prediction
from spiral.see.results.outcomes import PredictionOutcome
from spiral.see.results.pages import next_cohort, outcomes
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.predictions import PredictionFile
from spiral.trust.access.viewer import system, visitor

from .test_new_year import FILES, NEXT, UNIT, load  # noqa: F401 - a fixture

pytestmark = pytest.mark.figures
SHIPPED = open_snapshot()
[FILE] = SHIPPED.predictions


@pytest.fixture
def main(read: Callable) -> Callable[[str], str]:
    """The words of a page."""
    return lambda url: " ".join(read(url).xpath("string(//main)").split())


def row(**changed: Any) -> Prediction:
    """A made-up school of 65 pupils."""
    values = {"day": date(2026, 11, 28), "period": "2025/26", "until": "2024/25", "place": "00000001", "n": 65}
    values |= {"units": 1, "before": 177.6, "middle": 206.4, "low": 183.1, "high": 229.6, "reached": None}
    return Prediction(**(values | changed))


def said(one: Prediction, newest: str = "2024/25") -> str:
    section = next_cohort.of_unit(one, "Påhittade skolan", newest, "sv")
    return section.blocks[0].sentence if section else ""


def test_before_the_year_comes_it_is_said_where_the_cohort_probably_lands() -> None:
    assert (
        said(row()) == "Nästa årskulls meritvärde, läsåret 2025/26, hamnar troligen mellan 183 och 230 om inget ändras."
    )
    exhibit = next_cohort.of_unit(row(), "Påhittade skolan", "2024/25", "sv").blocks[0]
    assert exhibit.aside == (
        "Sagt 28 november 2026 ur meritvärdena till och med 2024/25. Det ska stämma för 95 av 100 skolor."
    )
    assert [(m.label, m.low, m.high) for m in exhibit.chart.marks] == [
        ("2024/25, uppnått", None, None),
        ("2025/26, troligen 183–230, mitten", 183.1, 229.6),
    ]
    assert [link.url for link in exhibit.links] == ["/sa-ofta-holl-det/", "/hjalp/metod/nasta-arskull/"]


def test_when_it_has_come_it_is_said_what_it_became() -> None:
    assert said(row(reached=210.2), "2025/26").endswith("mellan 183 och 230. Det blev 210, innanför.")
    outside = said(row(reached=240.0), "2025/26")
    assert outside.endswith("Det blev 240, utanför. Ungefär 5 av 100 gör det utan att något har ändrats.")
    exhibit = next_cohort.of_unit(row(reached=240.0), "Påhittade skolan", "2025/26", "sv").blocks[0]
    assert exhibit.chart.marks[-1].value == 240.0
    assert exhibit.chart.axis[1] > 240.0


def test_nothing_is_said_where_the_year_came_without_a_figure_or_nothing_was_said() -> None:
    assert said(row(), "2025/26") == ""
    assert next_cohort.of_unit(None, "Påhittade skolan", "2024/25", "sv") is None
    assert next_cohort.of_municipality(None, "Påhittade kommunen", "2024/25", "sv") is None


def test_it_stands_on_the_pages_of_schools_and_municipalities(main: Callable, client: Any, db: None) -> None:
    by_place = queries.predictions(visitor())
    for url, place, what in (
        (f"/enhet/{UNIT}/", UNIT, "Nästa årskulls meritvärde, läsåret"),
        ("/kommun/vara/", "1470", "Nästa årskulls meritvärde i kommunens egna skolor, läsåret"),
    ):
        one, text = by_place[place], main(url)
        ends = f"hamnar troligen mellan {one.low:.0f} och {one.high:.0f} om inget ändras."
        assert f"{what} {one.period}, {ends}" in text
        assert f"ur meritvärdena till och med {one.until}" in text
    client.cookies["django_language"] = "en"
    text = re.sub(r"\s+", " ", client.get(f"/enhet/{UNIT}/").content.decode())
    assert "will probably land between" in text
    assert b"%PDF" in client.get(f"/uppgift/{UNIT}/allt.pdf").content[:8]
    assert client.get(f"/uppgift/{UNIT}/next-cohort.csv").status_code == 200


def test_a_school_without_a_range_says_nothing_of_it(main: Callable, db: None) -> None:
    assert "Nästa årskull" not in main("/enhet/54382141/")


def test_how_often_it_held_is_a_page_that_names_no_school(main: Callable, read: Callable, client: Any) -> None:
    text = main("/sa-ofta-holl-det/")
    came = [o for o in queries.outcomes(visitor()) if o.all]
    assert {o.day for o in came} == {""}, "only what is said in hindsight has come"
    for o in came:
        assert f"{o.period}, i efterhand" in text
    assert "Inget som sagts i förväg har avgjorts än." in text
    assert "95 av 100 betyder" in text
    main_part = read("/sa-ofta-holl-det/").xpath("//main")[0]
    waiting = main_part.xpath('.//section[@aria-labelledby="sagt"]//tbody/tr')
    cells = [[" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")] for row in waiting]
    assert [cell[-3:] for cell in cells] == [
        [many, FILE.ahead.until, FILE.sha256[:16]] for many in ("1 498 skolor", "280 kommuner")
    ]
    assert not main_part.xpath('.//a[contains(@href, "/enhet/") or contains(@href, "/kommun/")]')
    assert len(main_part.xpath(".//svg")) >= 2
    assert len(main_part.xpath(".//table")) >= 4
    for kind, start in (("csv", b""), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        for figure in ("schools", "municipalities"):
            answer = client.get(f"/sa-ofta-holl-det/{figure}.{kind}")
            assert answer.status_code == 200
            assert answer.content.startswith(start)
    assert client.get("/sa-ofta-holl-det/units.csv").status_code == 404


def test_the_methods_page_has_what_held_in_hindsight(db: None) -> None:
    came = {(o.period, o.kind): o for o in queries.outcomes(visitor()) if o.all}
    for folder, mark, language in (("docs", " %", "sv"), ("docs/en", "%", "en")):
        lines = (open_docs(folder)).splitlines()
        for period in sorted({period for period, _kind in came}):
            units, towns = came[period, "unit"], came[period, "municipality"]
            cells = [
                text
                for o in (units, towns)
                for text in (number(o.all, 0, language), number(100 * o.inside / o.all, 1, language) + mark)
            ]
            assert f"| {period} | {' | '.join(cells)} |" in lines


def open_docs(folder: str) -> str:
    return (Path(__file__).parents[5] / folder / "metod/nasta-arskull.md").read_text(encoding="utf-8")


def outcome(kind: str, period: str, day: str, inside: int, count: int) -> PredictionOutcome:
    return PredictionOutcome(
        kind, period, "2024/25", day, "f" * 64 if day else "", 1500, ((0, 0), (0, 0), (0, 0), (inside, count))
    )


class Held:
    """Open data that hold these outcomes."""

    def __init__(self, *listed: PredictionOutcome) -> None:
        self.listed = list(listed)

    def once(self, _read: object) -> list[PredictionOutcome]:
        return self.listed


def page(*listed: PredictionOutcome) -> outcomes.OutcomesPage:
    return outcomes.outcomes_page(Held(*listed), "sv", date(2027, 11, 1))


def test_the_page_with_nothing_said_nothing_due_and_something_settled() -> None:
    empty = page().document
    assert empty.title == "Inget som är sagt i förväg har avgjorts än"
    assert list(empty.exhibits()) == []
    waiting = page(outcome("unit", "2025/26", "2026-11-28", 0, 0)).document
    assert waiting.title == empty.title
    assert "Sagt, men inte avgjort" in [section.heading for section in waiting.sections]
    hindsight = outcome("unit", "2024/25", "", 960, 1000)
    assert page(hindsight).document.title == "Räknat i efterhand hamnade 96 av 100 skolor där de väntades"
    settled = page(hindsight, outcome("unit", "2025/26", "2026-11-28", 930, 1000)).document
    assert settled.title == "93 av 100 skolor hamnade där det sades i förväg"
    assert "sades 28 november 2026" in settled.lead
    [exhibit] = settled.exhibits()
    assert [(m.label, m.own) for m in exhibit.chart.marks] == [("2024/25, i efterhand", False), ("2025/26", True)]
    assert [r[1].text for r in exhibit.table.rows] == ["i efterhand", "28 november 2026"]
    with translation.override("en"):
        english = outcomes.outcomes_page(Held(hindsight), "en", date(2027, 11, 1)).document
    assert english.title == "In hindsight 96 in 100 schools landed where they were expected"


def test_a_share_far_from_the_promise_stays_in_the_picture() -> None:
    [exhibit] = page(outcome("unit", "2025/26", "2026-11-28", 40, 80)).document.exhibits()
    assert exhibit.chart.axis == (0.0, 100.0)


def test_when_the_year_comes_what_was_said_is_scored(load: Callable, main: Callable, monkeypatch: Any) -> None:  # noqa: F811
    """The new year is loaded with the file that was said before it: it is scored, and not told in hindsight."""
    later = load(**dict.fromkeys(FILES, [NEXT]))
    with_said = type(later)(later.folder, later.manifest, (FILE,))
    loading.load_snapshot(with_said, by=system())
    assert FILE.ahead.period == NEXT
    one = Prediction.objects.get(place=UNIT)
    assert one.reached is not None
    [units] = [o for o in queries.outcomes(visitor()) if o.kind == "unit" and o.period == NEXT]
    assert units.day == FILE.day.isoformat()
    scored = Prediction.objects.filter(place__regex=r"^[0-9]{8}$", reached__isnull=False)
    assert units.all == scored.count() > 300
    assert units.inside == sum(p.low <= p.reached <= p.high for p in scored)
    assert f"Läsåret {NEXT} väntades meritvärdet hamna mellan" in main(f"/enhet/{UNIT}/")
    assert "av 100 skolor hamnade där det sades i förväg" in main("/sa-ofta-holl-det/")


def test_an_installation_without_scores_works_them_out_at_its_next_load(db: None) -> None:
    Model.objects.filter(key="predictions").delete()
    Prediction.objects.all().delete()
    loading.load_snapshot(SHIPPED, by=system())
    assert Prediction.objects.count() == len(FILE.ahead.ranges)
    scores = Model.objects.get(key="predictions")
    scores.parameters["files"] = {}
    scores.save()
    assert not loading._is_loaded(SHIPPED)


def test_two_files_about_one_year_are_scored_each() -> None:
    twice = (FILE, PredictionFile(date(2027, 1, 1), FILE.ahead, "0" * 64, b""))
    snapshot = type(SHIPPED)(SHIPPED.folder, SHIPPED.manifest, twice)
    listed = [o for o in predictions.outcomes(snapshot) if o.period == FILE.ahead.period and o.kind == "unit"]
    assert [o.day for o in listed] == [FILE.day.isoformat(), "2027-01-01"]
    assert [o.all for o in listed] == [0, 0]
