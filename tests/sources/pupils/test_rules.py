"""The versions that ship, and what is said of one that cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from spiral.engine.measures.codes import GRADE_SIGNS
from spiral.engine.measures.versions import VersionStatus
from spiral.sources.pupils.rules import FOLDER, read_version, shipped_versions

LETTERS = (FOLDER / "letters.toml").read_text(encoding="utf-8")
NUMBERS = (FOLDER / "one_to_ten.toml").read_text(encoding="utf-8")


def test_three_versions_ship_each_with_its_source_and_day() -> None:
    assert {key: (v.status, v.begins) for key, v in shipped_versions().items()} == {
        "letters": (VersionStatus.IN_FORCE, date(2011, 7, 1)),
        "ten_years": (VersionStatus.DECIDED, date(2028, 7, 1)),
        "one_to_ten": (VersionStatus.PROPOSED, date(2028, 7, 1)),
    }
    assert all(len(v.source) > 40 for v in shipped_versions().values())


def test_todays_points() -> None:
    scale = shipped_versions()["letters"].scale
    assert dict(zip(scale.signs, scale.points, strict=True)) == {
        "A": 20,
        "B": 17.5,
        "C": 15,
        "D": 12.5,
        "E": 10,
        "F": 0,
    }
    assert [code.name for code in scale.passes] == list("ABCDE")


def test_the_proposed_scale() -> None:
    version = shipped_versions()["one_to_ten"]
    assert dict(zip(version.scale.signs, version.scale.points, strict=True)) == {str(n): n for n in range(1, 11)}
    assert version.scale.passes == tuple(GRADE_SIGNS[str(n)] for n in range(10, 3, -1))
    assert [(rule.tests, rule.mean) for rule in version.merit] == [(0.0, True), (0.3, True)]
    assert [rule.least_mean for rule in version.eligibility] == [4.0]
    assert "antagande" in version.conversion_source


def test_what_a_version_does_not_say_is_as_in_the_one_it_is_based_on() -> None:
    letters, ten_years = (shipped_versions()[key] for key in ("letters", "ten_years"))
    assert (ten_years.scale, ten_years.merit, ten_years.eligibility) == (
        *(letters.scale, letters.merit, letters.eligibility),
    )
    based = read_version(
        "next", 'based_on = "one_to_ten"\nstatus = "proposed"\nbegins = 2030-07-01\nsource = "s"', shipped_versions()
    )
    assert based.conversion == shipped_versions()["one_to_ten"].conversion
    assert ten_years.conversion == {}


@pytest.mark.parametrize(
    ("text", "old", "new", "reason"),
    [
        (LETTERS, 'status = "in_force"', 'status = "in force"', "v, status: 'in force' is none of"),
        (LETTERS, 'status = "in_force"', "", "v, status: is missing"),
        (LETTERS, "begins = 2011-07-01", 'begins = "2011"', "v, begins: '2011' is no day"),
        (LETTERS, "begins = 2011-07-01", "begins = 2011-07-01T00:00:00", "v, begins: .* is no day"),
        (LETTERS, "begins = 2011-07-01", "begins =", r"v: Invalid value \(at line"),
        (LETTERS, "source = ", "sources = ", "v: sources is no part"),
        (LETTERS, "points = 12.5", "points = 15.5", "v, scale: the points of a scale fall"),
        (LETTERS, "points = 12.5", 'points = "12,5"', "v, scale: '12,5' is no number"),
        (LETTERS, "points = 12.5", "points = true", "v, scale: True is no number"),
        (LETTERS, "points = 12.5, ", "", "v, scale: points is missing"),
        (LETTERS, 'sign = "D"', 'sign = "G"', "v, scale: 'G' is no grade"),
        (LETTERS, 'sign = "D"', "sign = 4", "v, scale: 4 is no text"),
        (LETTERS, "pass = false", "pass = 0", "v, scale: 0 is no truth"),
        (LETTERS, 'name = "A–F"', 'name = "A–F"\ncolour = 1', "v, scale: colour is unknown"),
        (LETTERS, "best = 16\nextra", "best = 16.5\nextra", "v, merit: 16.5 is no whole number"),
        (LETTERS, 'extra = "M2"', 'extra = "M9"', "v, merit: merit17: 'M9' is no subject"),
        (LETTERS, 'name = "merit16"', 'name = "merit17"', "v: two rules have one name"),
        (LETTERS, "others = 5", "other = 5", "v, eligibility: other is unknown"),
        (LETTERS, '["En"], ', '"En", ', "v, eligibility: 'En' is no list"),
        (LETTERS, "[labels]\nstarts_at = 7", "[labels]", "v, labels: starts_at is missing"),
        (LETTERS, "np9 = 9", 'np9 = "9"', "v, labels: '9' is no whole number"),
        (NUMBERS, 'based_on = "ten_years"', "", "v, labels: is missing, and the version is based on no other"),
        (NUMBERS, 'based_on = "ten_years"', 'based_on = "ten"', "v: based_on names no version: 'ten'"),
        (NUMBERS, 'A = "10"', 'A = "11"', "v, conversion: '11' is no grade"),
        (NUMBERS, 'A = "10"', 'A = "A"', "v: a conversion is of other grades to those of the scale"),
        (NUMBERS, "tests = 0.3", "tests = 1.3", "v, merit: merit_with_tests: the share of tests"),
    ],
)
def test_a_bad_version_is_told_by_its_part_and_what_is_wrong(text: str, old: str, new: str, reason: str) -> None:
    assert text.count(old) >= 1
    with pytest.raises(ValueError, match=reason):
        read_version("v", text.replace(old, new, 1), shipped_versions())


def test_a_part_of_the_wrong_shape_is_told() -> None:
    head = 'based_on = "letters"\nstatus = "proposed"\nbegins = 2030-07-01\nsource = "s"\n'
    for part, value in (
        ("scale", "1"),
        ("merit", '["a"]'),
        ("eligibility", "7"),
        ("labels", '"x"'),
        ("conversion", "[]"),
    ):
        with pytest.raises(ValueError, match=f"v, {part}: "):
            read_version("v", f"{head}{part} = {value}", shipped_versions())
