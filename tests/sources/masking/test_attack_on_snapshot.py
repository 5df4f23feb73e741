"""The shipped files attacked by an outsider who has nothing else. Only counts are asserted, never a place or a value."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from spiral.sources.masking.masks import mask_everywhere
from spiral.sources.reading.observations import observations
from spiral.sources.register.places import SCHEMA as PLACES
from spiral.sources.snapshot.files import PACKAGED, open_snapshot
from spiral.sources.snapshot.next_year import reached
from tests.sources.masking.attacker import ELIGIBLE, MEAN_OF_TESTS, MERIT, PASSED, TESTS, attacks

# Exempelby is made up: no such municipality, owner or school exists.
EXEMPELBY, OWNER, LARGE, SMALL, MIDDLE = "9901", "2129990001", "99000001", "99000002", "99000003"
SHARE = "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen"
OWNERS_SHARE = "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 9"
BACKGROUND = "Andel (%) med utländsk bakgrund"
TEACHERS = "Lärare (heltidstjänster)"


def places() -> pl.DataFrame:
    owner = {"kind": "owner", "code": OWNER, "owner_kind": "kommunal", "municipality_code": EXEMPELBY}
    units = [
        {
            "kind": "unit",
            "code": code,
            "owner_kind": "kommunal",
            "owner_orgnr": OWNER,
            "municipality_code": EXEMPELBY,
        }
        for code in (LARGE, SMALL, MIDDLE)
    ]
    return pl.DataFrame([owner, *units], schema=PLACES)


def line(part: str, measure: str, place: str, value: float | str, **more: str) -> dict[str, object]:
    """One observation; a text instead of a number is its mask."""
    kind = {EXEMPELBY: "municipality", OWNER: "owner"}.get(place, "unit")
    state = value if isinstance(value, str) else "value"
    number = None if isinstance(value, str) else float(value)
    row = {"part": part, "measure": measure, "place_kind": kind, "place": place, "period": "2024/25", "state": state}
    return row | {"value": number} | more


def graded(place: str, pupils: float | str, share: float | str) -> list[dict[str, object]]:
    return [line("slutbetyg", "Antal elever", place, pupils), line("slutbetyg", SHARE, place, share)]


def kolada(sex: str, value: float | str, measure: str = "N15488") -> dict[str, object]:
    return line("kolada", measure, EXEMPELBY, value, sex=sex, period="2015")


#: One leak each, by the attack that finds it.
LEAKS: dict[str, list[dict[str, object]]] = {
    "counting pupils": [
        *graded(LARGE, 100, 70.0),
        *graded(SMALL, "hidden", "hidden"),
        line("underlag", OWNERS_SHARE, OWNER, 67.3),
    ],
    "subtracting one unit": [
        line("underlag", TEACHERS, LARGE, 11.5),
        line("underlag", TEACHERS, SMALL, "hidden"),
        line("underlag", TEACHERS, OWNER, 13.2),
    ],
    "adding the units up": [
        line("underlag", BACKGROUND, LARGE, 20.0),
        line("underlag", BACKGROUND, MIDDLE, 30.0),
        line("underlag", "Antal elever", LARGE, 100),
        line("underlag", "Antal elever", MIDDLE, 50),
        line("underlag", BACKGROUND, OWNER, "hidden"),
    ],
    "girls, boys and all": [kolada("T", 90.0), kolada("K", "near_all"), kolada("M", 85.0)],
    "another source prints it": [
        line("planned_educations", PASSED, LARGE, 70.0),
        line("underlag", OWNERS_SHARE, LARGE, "hidden"),
    ],
    "a mean of three": [
        line("planned_educations_masks", TESTS[0], LARGE, "hidden"),
        *(line("planned_educations_masks", test, LARGE, 12.0) for test in TESTS[1:]),
        line("planned_educations", MEAN_OF_TESTS, LARGE, 12.5),
    ],
    "calculated and deviation": [
        line("planned_educations_masks", MERIT, LARGE, "hidden"),
        line("planned_educations", "salsaAverageCalculated", LARGE, 220.0),
        line("planned_educations", "salsaAverageGradesIn9thGradeDeviation", LARGE, -5.0),
    ],
    "the latest is of a hidden year": [
        line("planned_educations", TESTS[0], LARGE, 12.0, period="latest"),
        line("planned_educations_masks", TESTS[0], LARGE, "hidden"),
    ],
}


def folder_of(rows: list[dict[str, object]], folder: Path, *, masked: bool = False) -> Path:
    table = observations(pl.DataFrame(rows, schema_overrides={"value": pl.Float64}))
    (mask_everywhere(table, places()) if masked else table).write_parquet(folder / "observations_all.parquet")
    places().write_parquet(folder / "places.parquet")
    return folder


@pytest.mark.slow
def test_no_hidden_figure_follows_from_the_shipped_files() -> None:
    assert attacks(PACKAGED) == {}


def test_nothing_but_masked_observations_registers_and_what_was_said_is_shipped() -> None:
    assert sorted(path.name for path in PACKAGED.iterdir()) == [
        "groups.parquet",
        "indicators.json",
        "manifest.json",
        "observations_kolada.parquet",
        "observations_skolverket.parquet",
        "places.parquet",
        *(file.name for file in open_snapshot().predictions),
    ]


def test_what_was_said_prints_no_figure_that_is_hidden_now() -> None:
    """A file is never written over, and a figure may be masked after it: then this says so."""
    shipped = open_snapshot()
    assert shipped.predictions
    hidden = 0
    for file in shipped.predictions:
        came = reached(shipped.skolverket, shipped.places, file.ahead.until)
        hidden += sum(abs(came.get(row.place, -1.0) - row.before) > 0.051 for row in file.ahead.ranges)
    assert hidden == 0


@pytest.mark.parametrize("way", LEAKS)
def test_the_outsider_finds_a_leak_that_is_there(way: str, tmp_path: Path) -> None:
    assert attacks(folder_of(LEAKS[way], tmp_path))[way] == 1


@pytest.mark.parametrize("way", LEAKS)
def test_the_masks_close_every_leak_the_outsider_knows(way: str, tmp_path: Path) -> None:
    assert attacks(folder_of(LEAKS[way], tmp_path, masked=True)) == {}


def test_the_outsider_finds_one_hidden_unit_of_two_that_keeps_too_few_values(tmp_path: Path) -> None:
    both = [*graded(SMALL, "hidden", "hidden"), *graded(MIDDLE, 12, "hidden")]
    rows = [*graded(LARGE, 100, 70.0), *both, line("underlag", OWNERS_SHARE, OWNER, 57.9)]
    assert attacks(folder_of(rows, tmp_path)) == {"counting pupils": 2}


def test_the_outsider_finds_a_milder_demand_hidden_where_all_pass_the_stricter(tmp_path: Path) -> None:
    rows = [line("planned_educations_masks", ELIGIBLE, LARGE, "hidden")]
    rows += [line("planned_educations_masks", ELIGIBLE.removesuffix("YR") + "ES", LARGE, 100.0)]
    assert attacks(folder_of(rows, tmp_path)) == {"nobody misses the stricter": 1}


def test_what_keeps_three_values_is_left_open(tmp_path: Path) -> None:
    """Two units hidden in a large municipality: nothing follows, and nothing more is hidden."""
    both = [*graded(SMALL, "hidden", "hidden"), *graded(MIDDLE, 14, "hidden")]
    rows = [*graded(LARGE, 300, 70.0), *both, line("underlag", OWNERS_SHARE, OWNER, 69.3)]
    assert attacks(folder_of(rows, tmp_path, masked=True)) == {}
    shown = pl.read_parquet(tmp_path / "observations_all.parquet").filter(pl.col("place") == OWNER)
    assert shown.get_column("state").to_list() == ["value"]
