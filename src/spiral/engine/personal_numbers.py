"""Swedish personal numbers, coordination numbers and the temporary numbers (TF) of pupils: one as text, many as bytes.

A personal number is ååååmmdd, three digits of which the last is odd for men and boys, and a check digit (Luhn's, over
all but the century). A coordination number adds 60 to the day. A pupil without a number is given ååååmmddTFxx by the
school: 1x for a boy, 2x for a girl, so that the last digit but one tells the sex in all three. Source: Skatteverket,
SKV 704 and SKV 707; SCB's instructions for the surveys of grades.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

WIDTH = 12
#: A number of anybody who goes to school: nobody is born later than the survey, nobody is older than this.
OLDEST = 100
#: What is added to the day of a coordination number.
_COORDINATION = 60
#: Temporary numbers lie above all others, so that a number is one whole number.
TEMPORARY = 10**WIDTH
_BETWEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\u2010-\u2015\u2212.-]")
_LONGEST = 40


class Fault(StrEnum):
    """What is wrong with a number."""

    NONE = ""
    BLANK = "person_blank"
    FORM = "person_form"  # not twelve digits, or eight digits and TFxx
    DATE = "person_date"  # no such day
    YEAR = "person_year"  # born after the survey, or more than a hundred years before it
    CHECK = "person_check"  # the last digit does not fit the others


#: The faults in arrays, by number.
FAULTS = tuple(Fault)


@dataclass(frozen=True, slots=True, eq=False)
class Numbers:
    """Many numbers, a row each. ``key`` is a whole number that is the same for the same number, -1 for none at all."""

    key: NDArray[np.int64]
    linkable: NDArray[np.bool_]  # not temporary, and nothing wrong
    born: NDArray[np.int16]  # the year; 0 where there is no date
    girl: NDArray[np.bool_]
    fault: NDArray[np.uint8]  # an index into FAULTS


def _days_in_month(year: NDArray[np.int64], month: NDArray[np.int64]) -> NDArray[np.int64]:
    """Days in each month, 0 where the month is none."""
    days = np.array([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, *[0] * 87])[np.clip(month, 0, 99)]
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.asarray(days + ((month == 2) & is_leap), np.int64)


def read_many(signs: NDArray[np.uint8], lengths: NDArray[np.integer[Any]], survey_year: int) -> Numbers:
    """Read n numbers exactly as they stand: ``signs`` n × 12 bytes, ``lengths`` how many bytes each field has.

    A full-width digit, a hyphen or a blank is a fault here (:func:`normalised` reads those, one by one).
    """
    digits = signs.astype(np.int64) - ord("0")
    is_digit = (digits >= 0) & (digits <= 9)
    has_date = (lengths == WIDTH) & is_digit[:, :8].all(axis=1)
    temporary = has_date & (signs[:, 8] == ord("T")) & (signs[:, 9] == ord("F")) & is_digit[:, 10:].all(axis=1)
    ordinary = has_date & is_digit[:, 8:].all(axis=1)
    date = digits[:, :8] @ (10 ** np.arange(7, -1, -1))
    year, month, day = date // 10_000, date // 100 % 100, date % 100
    day = np.where(ordinary & (day > _COORDINATION), day - _COORDINATION, day)
    fault = np.zeros(len(signs), np.uint8)
    weights = np.array([2, 1] * 5)
    doubled = digits[:, 2:] * weights
    luhn = (doubled - 9 * (doubled > 9)).sum(axis=1) % 10 == 0
    fault[ordinary & ~luhn] = FAULTS.index(Fault.CHECK)
    fault[(year > survey_year) | (year < survey_year - OLDEST)] = FAULTS.index(Fault.YEAR)
    fault[(day < 1) | (day > _days_in_month(year, month))] = FAULTS.index(Fault.DATE)
    fault[~(ordinary | temporary)] = FAULTS.index(Fault.FORM)
    fault[lengths == 0] = FAULTS.index(Fault.BLANK)
    tail = np.where(ordinary, digits[:, 8:] @ (10 ** np.arange(3, -1, -1)), digits[:, 10] * 10 + digits[:, 11])
    is_number = ordinary | temporary
    return Numbers(
        np.where(is_number, date * 10_000 + tail + np.where(temporary, TEMPORARY, 0), -1),
        ordinary & (fault == 0),
        np.where(is_number & (fault != FAULTS.index(Fault.DATE)), year, 0).astype(np.int16),
        is_number & (digits[:, 10] % 2 == 0),
        fault,
    )


def normalised(text: str, survey_year: int) -> str:
    """The number that was meant: twelve signs, without blanks and hyphens, in the digits 0 to 9, and with its century.

    What cannot be understood is given back as it stands. A number of ten digits is of the youngest pupil it can be.
    """
    text = text.strip("\r\n\t '’´`")  # an apostrophe keeps the digits of a number in a spreadsheet
    if len(text) > _LONGEST:
        return text
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", text))
    is_hundred = "+" in plain
    plain = _BETWEEN.sub("", plain).replace("+", "").upper()
    if not re.fullmatch(r"[0-9]{6}(?:[0-9]{2})?(?:[0-9]{4}|TF[0-9]{2})", plain, re.ASCII):
        return text
    if len(plain) == WIDTH:
        return plain
    century = survey_year // 100
    if int(f"{century}{plain[:2]}") > survey_year:
        century -= 1
    return f"{century - is_hundred}{plain}"


def read_texts(texts: list[str], survey_year: int) -> Numbers:
    """Read numbers that are given as texts, exactly as they stand."""
    raw = [text.encode("utf-8", "replace") for text in texts]
    signs = np.zeros((len(raw), WIDTH), np.uint8)
    for row, number in enumerate(raw):
        signs[row, : len(number)] = list(number[:WIDTH])
    return read_many(signs, np.array([len(number) for number in raw]), survey_year)
