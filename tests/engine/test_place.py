"""A place knows what it stands for, and is its code."""

import json
import pickle

import pytest

from spiral.engine.place import NATION, REGION, Place, PlaceKind


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("", PlaceKind.REGION),
        ("0000", PlaceKind.NATION),
        ("1471", PlaceKind.MUNICIPALITY),
        ("12345678", PlaceKind.UNIT),
        ("2120001710", PlaceKind.OWNER),
    ],
)
def test_every_code_is_of_one_kind(code: str, kind: PlaceKind) -> None:
    place = Place(code)
    asked = (place.is_region, place.is_municipality, place.is_unit, place.is_owner)
    kinds = (PlaceKind.REGION, PlaceKind.MUNICIPALITY, PlaceKind.UNIT, PlaceKind.OWNER)
    assert (place.kind, place.code, asked) == (kind, code, tuple(kind is k for k in kinds))


@pytest.mark.parametrize("code", ["147", "14711", "abcd", "٠٠٠٠", "1471 ", "212000-1710", "1" * 400, "²²²²"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is no place's code") as refused:
        Place(code)
    assert len(str(refused.value)) < 80


@pytest.mark.parametrize(
    ("typed", "code"), [(" 1471\n", "1471"), ("212000-1710", "2120001710"), ("", ""), ("12345678", "12345678")]
)
def test_a_typed_code_is_read_as_people_write_it(typed: str, code: str) -> None:
    assert Place.read(typed) == Place(code)


@pytest.mark.parametrize("typed", ["14-71", "2120-001710", "-", "Skara"])
def test_a_typed_code_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match="is no place's code"):
        Place.read(typed)


def test_it_is_stored_sorted_and_compared_as_its_code() -> None:
    place = Place("1471")
    assert (place == "1471", {"1471": 1}[place], json.dumps(place), f"{place}") == (True, 1, '"1471"', "1471")
    assert pickle.loads(pickle.dumps(place)) is place
    assert Place(place) is place
    assert sorted([place, NATION, REGION]) == ["", "0000", "1471"]
