import polars as pl
import pytest

from spiral.sources.register.places import in_mixed_case, owner_kind
from spiral.sources.snapshot.build import read_originals
from tests.sources.conftest import DATA


@pytest.fixture(scope="module")
def places() -> pl.DataFrame:
    return read_originals(DATA / "originals")[1]


def one(places: pl.DataFrame, kind: str, code: str) -> dict[str, object]:
    return places.filter((pl.col("kind") == kind) & (pl.col("code") == code)).row(0, named=True)


def test_a_unit_gathers_what_every_source_says_of_it(places: pl.DataFrame) -> None:
    assert one(places, "unit", "38081093") == {
        "kind": "unit",
        "code": "38081093",
        "name": "Lunden",
        "county_code": "14",
        "county": "Västra Götalandsregionen",
        "skaraborg": True,
        "municipality_code": "1471",
        "municipality": "Götene",
        "owner_kind": "kommunal",
        "owner": "Götene kommun",
        "owner_orgnr": "2120001652",
        "school_forms": ["gr"],
        "has_year9": True,
        "lat": None,
        "lng": None,
        "status": "in_use",
        "sources": ["skolenhetsregistret-xlsx-2020-06", "slutbetyg", "underlag"],
    }


@pytest.mark.parametrize(
    ("code", "status"),
    [("34900938", "in_use"), ("16790280", "no_figures"), ("63358493", "possibly_closed")],
)
def test_status_tells_what_may_be_closed(places: pl.DataFrame, code: str, status: str) -> None:
    assert one(places, "unit", code)["status"] == status


def test_a_municipal_owner_has_a_municipality_and_a_private_one_has_none(places: pl.DataFrame) -> None:
    gotene, broholm = one(places, "owner", "2120001652"), one(places, "owner", "5594148594")
    assert (gotene["name"], gotene["owner_kind"], gotene["municipality_code"]) == ("Götene kommun", "kommunal", "1471")
    assert (broholm["name"], broholm["owner_kind"], broholm["municipality_code"]) == (
        "Broholm Education AB",
        "enskild",
        None,
    )


def test_a_unit_is_owned_by_the_owner_whose_column_has_figures(places: pl.DataFrame) -> None:
    assert one(places, "unit", "28319392")["owner"] == "Broholm Education AB"


def test_no_place_stands_twice(places: pl.DataFrame) -> None:
    assert not places.select("kind", "code").is_duplicated().any()


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("SVARTRÄVENS SKOLA F-3", "Svarträvens skola F-3"),
        ("GÖTENE KOMMUN", "Götene kommun"),
        ("KÄLLBY GÅRD", "Källby Gård"),
        ("BROHOLM EDUCATION AB", "Broholm Education AB"),
        ("SKOLAN I BYN", "Skolan i Byn"),
        ("Åsle Friskola ekonomisk förening", "Åsle Friskola ekonomisk förening"),
        ("NTI GYMNASIET", "NTI Gymnasiet"),
        ("", ""),
    ],
)
def test_names_in_capitals_are_written_as_swedish_writes_them(printed: str, shown: str) -> None:
    assert in_mixed_case(printed) == shown


@pytest.mark.parametrize(
    ("orgnr", "kind"),
    [
        ("2120001652", "kommunal"),
        ("2220000265", "kommunalförbund"),
        ("2321000032", "region"),
        ("2021004185", "statlig"),
        ("5594148594", None),
    ],
)
def test_an_organisation_number_tells_a_public_owner(orgnr: str, kind: str | None) -> None:
    assert owner_kind(orgnr) == kind
