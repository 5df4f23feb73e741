import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from spiral.sources.reading.problems import Reading, Unreadable
from spiral.sources.register.units import read_municipalities, read_unit_answer, read_units


@pytest.fixture
def path(originals: Path) -> Path:
    return originals / "register/school_units_skaraborg.csv"


def test_the_register_gives_a_row_a_unit(path: Path) -> None:
    reading = read_units(path)
    assert reading.problems == ()
    assert reading.table.height == 47
    lunden = reading.table.filter(pl.col("school_unit_code") == "38081093").row(0, named=True)
    assert (lunden["name"], lunden["organizer_orgnr"], lunden["has_year9"]) == ("Lunden", "2120001652", "1")


def test_there_are_290_municipalities_and_fifteen_in_skaraborg(originals: Path) -> None:
    table = read_municipalities(originals / "register/kommuner_290.csv").table
    assert table.height == 290
    assert table.filter(pl.col("skaraborg") == "1").height == 15


SPOILED = {
    "a unit twice": (lambda text: text + text.splitlines()[-1] + "\n", ["finns flera gånger", "Ta bort dubbletten"]),
    "a short unit code": (lambda text: text.replace("38081093", "38081", 1), ["”38081” är ingen skolenhetskod"]),
    "a place abroad": (lambda text: text.replace(",,,,", ",,48.85,2.35,", 1), ["”48.85” är ingen plats i Sverige"]),
    "degrees with a comma": (lambda text: text.replace(",,,,", ',,"58,5","13,1",', 1), ["”58,5” är ingen plats"]),
    "an unknown municipality": (lambda text: text.replace(",1471,", ",1600,", 1), ["”1600” är ingen kommunkod"]),
    "a missing column": (lambda text: text.replace("organizer_orgnr", "orgnr"), ["”organizer_orgnr” saknas"]),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_register_is_refused_whole_with_a_remedy(
    case: str, path: Path, refused: Callable[[Reading], str]
) -> None:
    change, expected = SPOILED[case]
    text = path.read_text()
    path.write_text(change(text))
    assert path.read_text() != text
    said = refused(read_units(path))
    for part in expected:
        assert part in said


def answer() -> dict:
    attributes = {
        "displayName": "Storskolan",
        "status": "AKTIV",
        "headMaster": "Ett Namn",
        "email": "rektor@example.org",
        "municipalityCode": "1471",
        "schoolTypes": ["GR", "FKLASS"],
        "addresses": [{"type": "BESOKSADRESS", "geoCoordinates": {"latitude": "58,52", "longitude": "13.49"}}],
    }
    return {
        "data": {"type": "schoolunit", "schoolUnitCode": "12345678", "attributes": attributes},
        "included": {"type": "organization", "organizationNumber": "2120001652"},
    }


def test_an_answer_of_the_register_is_read_without_the_head_teachers_name() -> None:
    unit = read_unit_answer(json.dumps(answer()).encode(), "svar")
    assert unit == {
        "code": "12345678",
        "name": "Storskolan",
        "status": "AKTIV",
        "municipality_code": "1471",
        "school_forms": ["fklass", "gr"],
        "lat": 58.52,
        "lng": 13.49,
        "owner_orgnr": "2120001652",
    }


@pytest.mark.parametrize("key", ["displayName", "municipalityCode", "schoolTypes", "status"])
def test_an_answer_without_a_key_names_it(key: str) -> None:
    spoiled = answer()
    del spoiled["data"]["attributes"][key]
    with pytest.raises(Unreadable, match=key):
        read_unit_answer(json.dumps(spoiled).encode(), "svar")


def test_an_answer_from_a_municipality_that_does_not_exist_is_refused() -> None:
    spoiled = answer()
    spoiled["data"]["attributes"]["municipalityCode"] = "9999"
    with pytest.raises(Unreadable, match="”9999” är ingen kommunkod"):
        read_unit_answer(json.dumps(spoiled).encode(), "svar")
