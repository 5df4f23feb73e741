"""The codes of grades and national tests as types. What a source writes ("9", "2", "88") means different things in
different columns; each becomes one of these by the kind of its column, so that no code is ever taken for a number.

Source of the codes: SCB's record descriptions of the surveys of grades and national tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class Code(IntEnum):
    """What stands in a cell of a grade or a test. Arrays of codes are ``numpy.uint8``."""

    BLANK = 0  # nothing: in digital tests the result is in Skolverket's portal, elsewhere it is not known
    A = 1
    B = 2
    C = 3
    D = 4
    E = 5
    F = 6
    NO_BASIS = 7  # "9", a dash in the catalogue (streck): no basis for a grade, because of absence
    ADAPTED = 8  # "3": left out by an adapted course of study or timetable
    NOT_GRADED = 9  # "2": not graded in a subject that is not compulsory
    OTHER_GRADING = 10  # "Y": the school does not give grades of knowledge
    NOT_TAUGHT = 11  # "Z": not taught in year 6
    NOT_REACHED = 12  # "0": below the level of the part of the test
    TOOK_PART = 13  # "1": took part; in year 3, reached the level
    SUBSTITUTE = 14  # "77": took the substitute test
    LOST = 15  # "88": the result is lost
    ABSENT = 16  # "99": did not take part
    SWEDISH = 17  # the test was judged by the course plan of Swedish
    SWEDISH_SECOND = 18  # … of Swedish as a second language
    UNKNOWN = 19  # "99" of what is not a result: not known
    BIOLOGY = 20  # the subject that a pupil's test in science or social studies was in
    PHYSICS = 21
    CHEMISTRY = 22
    GEOGRAPHY = 23
    HISTORY = 24
    RELIGION = 25
    CIVICS = 26
    NO_COLUMN = 27  # the form that the pupil's file is in has no such column
    ONE = 31  # the grades of the proposed scale of ten
    TWO = 32
    THREE = 33
    FOUR = 34
    FIVE = 35
    SIX = 36
    SEVEN = 37
    EIGHT = 38
    NINE = 39
    TEN = 40
    WRONG = 255  # a code that the column does not have


#: Codes there can be, for tables that are looked up by code.
CODES = 256

GRADES = (Code.A, Code.B, Code.C, Code.D, Code.E, Code.F)
PASSES = GRADES[:5]
#: How each grade is written, on the scale in force and on the proposed one.
GRADE_SIGNS = {code.name: code for code in GRADES} | {str(sign): Code(30 + sign) for sign in range(1, 11)}


def among(codes: NDArray[np.uint8], wanted: Iterable[Code]) -> NDArray[np.bool_]:
    """Is each code one of the wanted?"""
    table = np.zeros(CODES, np.bool_)
    table[list(wanted)] = True
    return table[codes]
