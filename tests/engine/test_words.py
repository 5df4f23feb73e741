"""Numbers, periods and sentences in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.estimates import Estimate
from spiral.engine.figures import PROTECTIVE, Figure, State
from spiral.engine.numbers import interval, number, span, with_unit
from spiral.engine.periods import period
from spiral.exchange.wording import results as wording


def test_a_mask_is_never_a_number_and_a_number_is_never_a_mask() -> None:
    with pytest.raises(ValueError, match="never a number"):
        Figure(State.HIDDEN, 12.0)
    with pytest.raises(ValueError, match="never a number"):
        Figure(State.VALUE)
    with pytest.raises(ValueError, match="no bounds"):
        Figure(State.VALUE, 3.0, low=1.0)
    assert not Figure(State.NEAR_ALL).is_number


def test_swedish_numbers_have_comma_space_and_a_real_minus() -> None:
    assert number(1234567.891, 1) == "1\u00a0234\u00a0567,9"
    assert number(-3.75, 1) == "\u22123,8"
    assert number(-0.04, 1) == "0,0"
    assert number(2.0, 1, signed=True) == "+2,0"
    assert with_unit("54,3", "%") == "54,3\u00a0%"
    assert with_unit("54.3", "%", "en") == "54.3%"
    assert interval(158, 200) == "158 till 200"
    assert span(158, 200) == "158–200"
    assert span(-5, 3) == "\u22125 till 3"


@pytest.mark.parametrize(
    ("raw", "rule", "swedish", "english", "short"),
    [
        ("2022", "grade", "2021/22", "2021/22", "2022"),
        ("2022", "autumn", "2022/23", "2022/23", "2022"),
        ("2022", "calendar", "2022", "2022", "2022"),
        ("2024/25", "school", "2024/25", "2024/25", "2025"),
        ("2024/25", "autumn-school", "2024/25", "2024/25", "2024"),
        ("VT25", "term", "våren 2025", "spring 2025", "2025"),
        ("2020/21", "start", "startade 2020/21", "started 2020/21", "2020"),
        ("1999/00", "school", "1999/00", "1999/00", "2000"),
        ("latest", "latest", "senast publicerat, år anges inte", "latest published, no year given", "9999"),
    ],
)
def test_a_sources_year_is_read_by_its_rule(raw: str, rule: str, swedish: str, english: str, short: str) -> None:
    found = period(raw, rule)
    assert (wording.when(found, "sv"), wording.when(found, "en"), found.short) == (swedish, english, short)


@pytest.mark.slow
@given(st.text(max_size=12))
def test_a_period_is_read_or_refused_never_guessed(raw: str) -> None:
    try:
        found = period(raw, "school")
    except ValueError:
        return
    assert 0 < found.order < 10000


def test_both_languages_have_every_sentence_and_every_mask() -> None:
    sv, en = wording._TEXT["sv"], wording._TEXT["en"]
    assert sv.keys() == en.keys()
    for key in sv:
        assert set(_fields(sv[key])) == set(_fields(en[key])), key
    for state in PROTECTIVE | {State.MISSING, State.NOT_MEASURED, State.NOT_REPORTED}:
        assert wording.mask(state, "sv") != wording.mask(state, "en")


def _fields(text: str) -> list[str]:
    from string import Formatter

    return [name for _literal, name, _spec, _conversion in Formatter().parse(text) if name]


def test_an_interval_that_holds_the_reference_cannot_be_told_from_it() -> None:
    own = Estimate(60, 50, 70, 40)
    assert "kan inte skiljas från riket" in wording.versus(own, 69.9, "riket", "%", 1, "sv")
    assert "ligger tydligt under riket" in wording.versus(own, 71.9, "riket", "%", 1, "sv")
    assert "ligger tydligt över riket" in wording.versus(own, 49.9, "riket", "%", 1, "sv")
    assert wording.versus(None, 71.9, "riket", "%", 1, "sv") == "Riket: 71,9\u00a0%."


def test_a_change_is_chance_or_not_or_cannot_be_judged() -> None:
    assert "kan bero på slumpen" in wording.change(-5, "2023/24", "%", 1, "sv", interval=Estimate(-5, -12, 2, 30))
    assert "större skillnad än slumpen" in wording.change(
        -5, "2023/24", "%", 1, "sv", interval=Estimate(-5, -9, -1, 30)
    )
    assert "inte mer än värdet brukar röra sig" in wording.change(3, "2021", "%", 1, "sv", usual=2)
    assert ", mer än värdet brukar" in wording.change(5, "2021", "%", 1, "sv", usual=2)
    assert "kan inte räknas ut" in wording.change(5, "2021", "%", 1, "sv")
    assert wording.change(0.04, "2021", "%", 1, "sv") == "Det är oförändrat sedan 2021."
    assert "procentenheter" in wording.change(5, "2021", "%", 1, "sv")


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (50.2, "hälften"),
        (53.8, "drygt hälften"),
        (47, "knappt hälften"),
        (66.5, "två av tre"),
        (75, "tre av fyra"),
        (79.5, "åtta av tio"),
        (62, "drygt sex av tio"),
        (58, "knappt sex av tio"),
        (100, "alla"),
    ],
)
def test_shares_are_said_as_people_say_them(percent: float, words: str) -> None:
    assert wording.in_ten(percent, "sv") == words


@pytest.mark.parametrize(("unit", "said"), [("%", "procentenheter"), ("av 20", "poäng"), ("poäng", "poäng")])
def test_a_difference_has_the_unit_of_a_difference(unit: str, said: str) -> None:
    assert wording.change(-1.8, "2024", unit, 1, "sv").startswith(f"Det är 1,8\u00a0{said} mindre än 2024")


def test_a_difference_has_its_unit_in_english_too() -> None:
    assert [wording.points(unit, "en") for unit in ("%", "of 10")] == ["percentage points", "points"]
