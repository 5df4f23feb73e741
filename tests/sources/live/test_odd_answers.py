"""One odd answer costs that answer, not the fetch: the rest is written, what was known of it stays, and it is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.sources.live.odd import MOST_ODD
from spiral.sources.live.polite import FetchStopped
from spiral.sources.reading.observations import KEY
from spiral.sources.skolverket.planned_educations import read_statistics, read_unit_list
from spiral.sources.snapshot.fetch import fetch_skolverket
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import FetchOrder, FetchResult
from tests.sources.live.test_fetch_astray import unit, units

UNIT = "38081093"
OTHER = "18790096"
FIGURE = {"value": "71,0", "valueType": "EXISTS", "timePeriod": "2023/24"}
STATISTICS = f"/v4/school-units/{UNIT}/statistics/gr"


def statistics(code: str, **measures: Any) -> bytes:
    body = {
        "schoolUnit": code,
        "certifiedTeachersQuota": [FIGURE],
        "studentsPerTeacherQuota": [FIGURE | {"value": "11,0"}],
    }
    return json.dumps({"status": "OK", "message": "", "body": body | measures}).encode()


@pytest.fixture
def skolverket(replay: Any, hurried: Any, target: Path) -> Callable[..., FetchResult]:
    """Two units of one municipality, each with two figures; another municipality with an empty list, which is told."""
    replay.on("/v4/school-units?geographicalAreaCode=1471&page=0&size=100", units(unit(UNIT), unit(OTHER, name="Åsen")))
    replay.on("/v4/school-units?geographicalAreaCode=1470&page=0&size=100", units())
    for code in (UNIT, OTHER):
        replay.on(f"/v4/school-units/{code}/statistics/gr", statistics(code))

    def run() -> FetchResult:
        names = open_snapshot(target).skolverket
        series = names.select("part", "measure", "area").unique().iter_rows()
        accepted = frozenset(":".join(part for part in one if part) for one in series)
        order = FetchOrder(target, municipalities=("1471", "1470"), tell=hurried.told.append, accept_shrink=accepted)
        return fetch_skolverket(order, hurried.http)

    return run


def of(target: Path, place: str) -> dict[str, float]:
    rows = open_snapshot(target).skolverket.filter(
        (pl.col("place") == place) & (pl.col("part") == "planned_educations_masks") & (pl.col("period") == "2023/24")
    )
    return dict(rows.filter(pl.col("value").is_not_null()).select("measure", "value").iter_rows())


ODD_FIGURES = {
    "null": None,
    "a number": 7,
    "of an unknown kind": FIGURE | {"valueType": "ROUNDED_OFF_TO_FIVE"},
    "of no kind": FIGURE | {"valueType": None},
    "no value": FIGURE | {"value": "< 5"},
    "null that exists": FIGURE | {"value": None},
    "no period": FIGURE | {"timePeriod": "läsåret"},
}


@pytest.mark.parametrize("kind", ODD_FIGURES)
def test_an_odd_figure_costs_that_figure_and_its_unit_is_named(
    kind: str, skolverket: Callable[..., FetchResult], replay: Any, target: Path
) -> None:
    replay.on(STATISTICS, statistics(UNIT, certifiedTeachersQuota=[ODD_FIGURES[kind]]))
    before = of(target, UNIT)
    result = skolverket()
    assert result.written
    assert of(target, UNIT)["studentsPerTeacherQuota"] == 11.0
    assert of(target, UNIT).get("certifiedTeachersQuota") == before.get("certifiedTeachersQuota")
    assert of(target, OTHER) == {"certifiedTeachersQuota": 71.0, "studentsPerTeacherQuota": 11.0}
    assert any(f"Lunden ({UNIT})" in str(p) and "certifiedTeachersQuota" in str(p) for p in result.problems)


def test_a_year_with_two_values_costs_that_year(skolverket: Any, replay: Any, target: Path) -> None:
    twice = [FIGURE, FIGURE | {"value": "70,1"}, FIGURE | {"timePeriod": "2022/23", "value": "33,0"}]
    replay.on(STATISTICS, statistics(UNIT, certifiedTeachersQuota=twice))
    result = skolverket()
    assert (result.written, of(target, UNIT)["certifiedTeachersQuota"]) == (True, 18.8)
    assert any("två olika värden" in str(p) and UNIT in str(p) for p in result.problems)


ODD_ANSWERS = {
    "of another unit": statistics(OTHER),
    "text that says all is well": b"200 OK",
    "a web page": b"<html>Fel</html>",
    "null": b"null",
    "a list": b"[]",
    "an error": json.dumps({"status": "ERROR", "message": "Internal", "body": None}).encode(),
    "more than all": statistics(UNIT, certifiedTeachersQuota=[FIGURE | {"value": "905,0"}]),
}


@pytest.mark.parametrize("kind", ODD_ANSWERS)
def test_an_odd_answer_costs_that_answer_and_what_was_known_stays(
    kind: str, skolverket: Callable[..., FetchResult], replay: Any, target: Path
) -> None:
    replay.on(STATISTICS, ODD_ANSWERS[kind])
    before = of(target, UNIT)
    result = skolverket()
    assert result.written
    assert before
    assert of(target, UNIT) == before
    assert of(target, OTHER)["certifiedTeachersQuota"] == 71.0
    assert any(f"Lunden ({UNIT})" in str(p) for p in result.problems)


@pytest.mark.parametrize("status", ["OK", "200 OK", "ok", 200])
def test_every_way_of_saying_that_all_is_well_is_well(status: Any, skolverket: Any, replay: Any, target: Path) -> None:
    replay.on(STATISTICS, json.dumps(json.loads(statistics(UNIT)) | {"status": status}).encode())
    assert not any(UNIT in str(problem) for problem in skolverket().problems)
    assert of(target, UNIT)["certifiedTeachersQuota"] == 71.0


SALSA = "/v4/statistics/all-schools/salsa"


@pytest.mark.parametrize(
    ("odd", "named"),
    [(None, "SALSA"), ({"name": "utan kod"}, "SALSA"), ({"schoolUnitCode": OTHER, "salsaBoysQuota": None}, OTHER)],
)
def test_an_odd_row_of_salsa_costs_that_row(odd: Any, named: str, skolverket: Any, replay: Any, target: Path) -> None:
    good = {"schoolUnitCode": UNIT, "salsaBoysQuota": {"value": "47", "valueType": "EXISTS"}}
    body = {"compulsorySchoolUnitSalsaMetricList": [good, odd], "timePeriod": "2024/25"}
    replay.on(SALSA, json.dumps({"status": "OK", "body": body}).encode())
    before = open_snapshot(target).skolverket.filter(pl.col("measure").str.starts_with("salsa"))
    result = skolverket()
    assert result.written
    assert any(named in str(p) for p in result.problems)
    after = open_snapshot(target).skolverket.filter(pl.col("measure").str.starts_with("salsa"))
    assert after.height >= before.height
    assert after.filter((pl.col("place") == UNIT) & (pl.col("measure") == "salsaBoysQuota"))["value"].to_list() == [
        47.0
    ]


def test_an_odd_entry_of_a_listing_costs_that_unit(skolverket: Any, replay: Any, target: Path) -> None:
    listed = units(unit(UNIT), None, unit("x"), unit(OTHER, typeOfSchooling=None), total=4)
    replay.on("/v4/school-units?geographicalAreaCode=1471&page=0&size=100", listed)
    before = of(target, OTHER)
    result = skolverket()
    assert result.written
    assert sum("skolenhet i kommun 1471" in str(p) for p in result.problems) == 2
    assert of(target, UNIT)["certifiedTeachersQuota"] == 71.0
    assert of(target, OTHER) == before


def test_a_listing_that_leads_elsewhere_costs_what_stands_there(skolverket: Any, replay: Any, target: Path) -> None:
    listed = units(unit(UNIT), following="http://example.org/v4/school-units?page=1")
    replay.on("/v4/school-units?geographicalAreaCode=1471&page=0&size=100", listed)
    others = pl.col("place") != UNIT
    before = open_snapshot(target).skolverket.filter(others).select(KEY)
    result = skolverket()
    assert result.written
    assert any("annan värd" in str(p) and "1471" in str(p) for p in result.problems)
    assert of(target, UNIT)["certifiedTeachersQuota"] == 71.0
    assert open_snapshot(target).skolverket.filter(others).select(KEY).equals(before)
    assert not any("example" in path for path in replay.asked)


def test_many_odd_answers_are_not_believed(replay: Any, hurried: Any, target: Path) -> None:
    listed = [unit(f"{n:08}") for n in range(1, MOST_ODD + 3)]
    replay.on("/v4/school-units?geographicalAreaCode=1471&page=0&size=100", units(*listed))
    replay.otherwise = lambda _: b"null"
    with pytest.raises(FetchStopped, match="går inte att använda"):
        fetch_skolverket(FetchOrder(target, municipalities=("1471",), tell=hurried.told.append), hurried.http)


@pytest.mark.parametrize(
    ("years", "has"),
    [
        (["7", "8", "9"], True),
        ([7, 8, 9], True),
        ([4, 5, 6], False),
        ("7-9", True),
        ("4–6", False),
        (None, False),
        ([], False),
    ],
)
def test_school_years_come_as_texts_numbers_or_a_span(years: Any, has: bool) -> None:
    forms = [{"code": "gr", "schoolYears": years}]
    found, _following = read_unit_list(units(unit(typeOfSchooling=forms)), "sida")
    assert found[0]["has_year9"] is has


@pytest.mark.parametrize(
    "page", [{"page": {"totalElements": 0}}, {"_links": {}}, {"page": {"totalElements": 0}, "_links": {}}]
)
def test_an_empty_page_has_no_units(page: dict[str, Any]) -> None:
    assert read_unit_list(json.dumps({"status": "OK", "body": page}).encode(), "sida") == ([], None)


@pytest.mark.parametrize(
    "measures", [{"ratio": None, "merit": None}, {"ratio": [], "merit": []}, {"ratio": None, "hasLibrary": True}]
)
def test_a_school_without_a_single_result_has_nothing_to_tell(measures: dict[str, Any]) -> None:
    body = {"status": "OK", "body": {"schoolUnit": UNIT} | measures}
    reading = read_statistics(json.dumps(body).encode(), UNIT, "svar", part="planned_educations_masks")
    assert (reading.ok, reading.table.height) == (True, 0)
