"""Planned Educations v4 played by a local server from recorded answers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from spiral.sources.live.polite import FetchStopped
from spiral.sources.snapshot.fetch import fetch_skolverket
from spiral.sources.snapshot.files import open_snapshot
from spiral.sources.snapshot.refresh import FetchOrder, FetchResult
from tests.sources.conftest import contents

LUNDEN = "38081093"
NEW = "18790096"


def listed(code: str, name: str, *forms: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "geographicalAreaCode": "1471",
        "typeOfSchooling": [{"code": form, "displayName": form, "schoolYears": ["7", "8", "9"]} for form in forms],
        "principalOrganizerType": "Kommunal",
    }


def page(units: list[dict[str, Any]], following: str | None = None) -> bytes:
    links = {"next": {"href": following}} if following else {}
    body = {"_embedded": {"listedSchoolUnits": units}, "_links": links}
    return json.dumps({"status": "OK", "message": "Success", "body": body}).encode()


FIRST = "/v4/school-units?geographicalAreaCode=1471&page=0&size=100"
SECOND = "/v4/school-units?geographicalAreaCode=1471&page=1&size=100"


@pytest.fixture
def recorded(originals: Path) -> dict[str, Any]:
    path = originals / "skolverket/planned_educations_v4_statistics_gr_recorded.jsonl"
    answers = [json.loads(line)["json"] for line in path.read_text().splitlines()]
    return next(answer for answer in answers if answer["body"]["schoolUnit"] == LUNDEN)


@pytest.fixture
def service(replay: Any, recorded: dict[str, Any], answers: Path) -> Any:
    """Two units on two pages: Lunden, which we have, and one we have not; one survey."""
    replay.on(FIRST, page([listed(LUNDEN, "Lunden", "gr")], replay.base + SECOND))
    replay.on(SECOND, page([listed(NEW, "Nya skolan", "fsk", "gr"), listed("77777777", "Förskolan", "fsk")]))
    replay.on(f"/v4/school-units/{LUNDEN}/statistics/gr", json.dumps(recorded).encode())
    replay.on(f"/v4/school-units/{NEW}/statistics/gr", (answers / f"pe_statistics_gr_{NEW}.json").read_bytes())
    survey = (answers / "pe_pupilsgr_44673074.json").read_text().replace("44673074", NEW)
    replay.on(f"/v4/school-units/{NEW}/nestedsurveys/pupilsgr", survey.encode())
    return replay


@pytest.fixture
def fetch(hurried: Any, target: Path) -> Callable[..., FetchResult]:
    def run(**more: Any) -> FetchResult:
        accepted = frozenset(
            f"planned_educations:{question}Metrics:{who}"
            for question in ("satisfaction", "security", "workingEnvironment", "support", "inspiration")
            for who in ("custodiansgr", "pupilsgr.ak8")
        )
        order = FetchOrder(
            target, municipalities=("1471",), tell=hurried.told.append, **({"accept_shrink": accepted} | more)
        )
        return fetch_skolverket(order, hurried.http)

    return run


def of(table: pl.DataFrame, part: str, place: str) -> pl.DataFrame:
    return table.filter((pl.col("part") == part) & (pl.col("place") == place))


def test_a_unit_we_have_is_as_before_and_a_new_one_arrives_with_its_survey(
    service: Any, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target).skolverket
    assert fetch().written
    after = open_snapshot(target)
    lunden = of(before, "planned_educations_masks", LUNDEN)
    assert lunden.height == 67
    assert of(after.skolverket, "planned_educations_masks", LUNDEN).equals(lunden)
    assert of(after.skolverket, "planned_educations_masks", NEW).height == 67
    assert of(after.skolverket, "planned_educations", NEW).get_column("n").to_list() == [45, 84] * 5
    new = after.places.filter((pl.col("kind") == "unit") & (pl.col("code") == NEW)).row(0, named=True)
    assert (new["name"], new["municipality"], new["skaraborg"]) == ("Nya skolan", "Götene", True)


def test_other_municipalities_and_parts_are_left_alone(
    service: Any, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target)
    kept = before.skolverket.filter(pl.col("part").is_in(["slutbetyg", "underlag", "gymnasium"]))
    kolada = before.kolada
    fetch()
    after = open_snapshot(target)
    assert after.skolverket.filter(pl.col("part").is_in(["slutbetyg", "underlag", "gymnasium"])).equals(kept)
    assert after.kolada.equals(kolada)


def test_salsa_of_a_new_year_arrives_beside_the_old_one(
    service: Any, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = open_snapshot(target).skolverket.filter(pl.col("measure").str.starts_with("salsa"))
    item = {
        "schoolUnitCode": "34900938",
        "salsaParentsEducation": {"value": "2,2", "valueType": "EXISTS"},
        "salsaNewlyImmigratedQuota": {"value": "4", "valueType": "EXISTS"},
    }
    stranger = item | {"schoolUnitCode": "99999999"}
    body = {"compulsorySchoolUnitSalsaMetricList": [item, stranger], "timePeriod": "2025/26"}
    service.on("/v4/statistics/all-schools/salsa", json.dumps({"status": "OK", "body": body}).encode())
    assert fetch().written
    after = open_snapshot(target).skolverket.filter(pl.col("measure").str.starts_with("salsa"))
    assert after.filter(pl.col("period") == "2024/25").equals(before)
    new = after.filter(pl.col("period") == "2025/26")
    assert sorted(new.select("place", "measure", "value").rows()) == [
        ("34900938", "salsaNewlyImmigratedQuota", 4.0),
        ("34900938", "salsaParentsEducation", 2.2),
    ]


def test_surveys_that_vanish_are_named_and_nothing_is_replaced(
    service: Any, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = contents(target)
    result = fetch(accept_shrink=frozenset())
    assert not result.written
    assert "planned_educations:securityMetrics:custodiansgr" in [shrunk.name for shrunk in result.shrunk]
    assert contents(target) == before


def test_what_a_unit_does_not_have_is_not_missed(service: Any, fetch: Callable[..., FetchResult]) -> None:
    fetch()
    assert f"/v4/school-units/{LUNDEN}/nestedsurveys/pupilsgr" in service.asked
    assert not any("77777777" in path for path in service.asked)


def test_a_mask_that_arrives_hides_the_figure_in_every_source(
    service: Any, fetch: Callable[..., FetchResult], target: Path, recorded: dict[str, Any]
) -> None:
    merit = "averageGradesMeritRating9thGrade"
    unit = "34900938"
    own = pl.col("measure").is_in([merit, "Genomsnittligt meritvärde (17 ämnen)"]) & (pl.col("period") == "2024/25")
    before = open_snapshot(target).skolverket.filter((pl.col("place") == unit) & own)
    assert before.get_column("state").to_list() == ["value", "value"]
    hidden = {"value": "..", "valueType": "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS", "timePeriod": "2024/25"}
    body = recorded | {"body": recorded["body"] | {"schoolUnit": unit, merit: [hidden]}}
    service.on(SECOND, page([listed(unit, "Liljestensskolan 1", "gr")]))
    service.on(f"/v4/school-units/{unit}/statistics/gr", json.dumps(body).encode())
    assert fetch(
        accept_shrink=frozenset(
            f"planned_educations:{question}Metrics:{who}"
            for question in ("satisfaction", "security", "workingEnvironment", "support", "inspiration")
            for who in ("custodiansgr", "pupilsgr.ak8", "pupilsgr.ak5")
        )
    ).written
    after = open_snapshot(target).skolverket.filter((pl.col("place") == unit) & own)
    assert after.get_column("state").unique().to_list() == ["hidden"]
    assert after.height == 3


def test_fetching_twice_gives_the_same_bytes(service: Any, fetch: Callable[..., FetchResult], target: Path) -> None:
    fetch()
    once = contents(target)
    fetch()
    assert contents(target) == once


def test_pages_in_a_ring_stop_the_fetch(service: Any, fetch: Callable[..., FetchResult], target: Path) -> None:
    before = contents(target)
    service.on(SECOND, page([], service.base + FIRST))
    with pytest.raises(FetchStopped, match="runt i ring"):
        fetch()
    assert contents(target) == before


def test_a_next_page_on_another_host_is_refused(service: Any, fetch: Callable[..., FetchResult]) -> None:
    service.on(FIRST, page([], "http://example.org" + SECOND))
    with pytest.raises(FetchStopped, match="annan värd"):
        fetch()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": "OK", "body": {}}, "fel form"),
        ({"status": "ERROR", "message": "Internal", "body": None}, "Internal"),
    ],
)
def test_a_listing_of_the_wrong_form_leaves_nothing_to_fetch(
    answer: Any, said: str, service: Any, fetch: Callable[..., FetchResult], target: Path
) -> None:
    before = contents(target)
    service.on(FIRST, json.dumps(answer).encode())
    with pytest.raises(FetchStopped, match=said):
        fetch()
    assert contents(target) == before


@pytest.mark.parametrize(
    ("path", "answer", "said"),
    [
        (f"/v4/school-units/{NEW}/statistics/gr", {"status": "OK", "body": {"schoolUnit": LUNDEN}}, "gäller enhet"),
        (f"/v4/school-units/{NEW}/nestedsurveys/pupilsgr", {"schoolYearMetrics": [{}]}, "schoolUnitCode"),
    ],
)
def test_one_answer_of_the_wrong_form_costs_that_answer_and_the_unit_is_named(
    path: str, answer: Any, said: str, service: Any, fetch: Callable[..., FetchResult], target: Path
) -> None:
    service.on(path, json.dumps(answer).encode())
    result = fetch()
    assert result.written
    told = "\n".join(str(problem) for problem in result.problems)
    assert said in told
    assert f"Nya skolan ({NEW})" in told
    assert of(open_snapshot(target).skolverket, "planned_educations_masks", LUNDEN).height == 67
