"""Personal numbers read many at once, held against the library that reads one."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from personnummer import personnummer

from spiral.engine.personal_numbers import FAULTS, Fault, normalised, read_texts
from tests.sources.pupils.made_up import check_digit, person

SURVEY = 2026


def fault(text: str) -> Fault:
    return FAULTS[int(read_texts([text], SURVEY).fault[0])]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.integers(0, 9999))
def test_day_and_check_digit_are_as_the_library_says(day, tail: int) -> None:
    text = f"{day:%Y%m%d}{tail:04}"
    expected = personnummer.valid(text) and day.year <= SURVEY
    if tail // 10 == 0:
        return  # the library refuses 000, which is given to nobody
    assert (fault(text) is Fault.NONE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (person(0), Fault.NONE),
        ("20110230" + "1234", Fault.DATE),
        ("20110001" + "1234", Fault.DATE),
        ("202712241234", Fault.YEAR),
        ("181201011236", Fault.YEAR),
        ("20110101TF10", Fault.NONE),
        ("20110132TF10", Fault.DATE),
        ("20110101TFAB", Fault.FORM),
        ("", Fault.BLANK),
        (" " + person(0)[1:], Fault.FORM),
        (person(0) + "\n", Fault.FORM),
        ("２" + person(0)[1:], Fault.FORM),
    ],
)
def test_each_fault_has_its_name(text: str, expected: Fault) -> None:
    assert fault(text) is expected


def test_sex_birth_year_and_what_can_be_linked() -> None:
    coordination = "201101611" + "23"
    coordination += check_digit(coordination[2:])
    numbers = read_texts(["20110101TF20", "20110101TF10", coordination, "20110101TF21", person(3), person(4)], SURVEY)
    assert numbers.girl.tolist() == [True, False, False, True, int(person(3)[10]) % 2 == 0, int(person(4)[10]) % 2 == 0]
    assert numbers.linkable.tolist() == [False, False, True, False, True, True]
    assert numbers.born.tolist() == [2011, 2011, 2011, 2011, 2010, 2010]
    assert len(np.unique(numbers.key)) == 6


@pytest.mark.parametrize(
    "written",
    [
        "20100101-1000",
        "100101-1000",
        "1001011000",
        " 20100101 1000 ",
        "２０１００１０１１０００",
        "20100101\u20131000",
        "20100101.1000",
    ],
)
def test_what_was_meant_is_read(written: str) -> None:
    assert normalised(written, SURVEY) == "201001011000"


def test_what_cannot_be_understood_stays_as_it_stands_and_a_hundred_years_are_said_by_a_plus() -> None:
    assert normalised("Anna Ek", SURVEY) == "Anna Ek"
    assert normalised("x" * 5000, SURVEY) == "x" * 5000
    assert normalised("980101-1234", SURVEY)[:4] == "1998"
    assert normalised("180101+1234", SURVEY)[:4] == "1918"
