"""National tests, column by column of a form: beside the grades of the same spring, with error; some did not take part.

Values of points are the points themselves, or 100 and a code; of other columns they are codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from spiral.engine.measures.codes import Code
from spiral.sources.pupils.form import MEANINGS, ColumnKind, Form, FormColumn

#: What is added to a code among points, and a blank there.
CODE_OF_POINTS, BLANK_OF_POINTS = 100, 255
#: How the test lies to the grade, in steps between grades: on the whole, and its spread.
_BESIDE, _ERROR = {"MA": -0.25, "SV": 0.05, "EN": 0.2, "NO": -0.1, "SO": -0.05}, 0.65
#: Shares: no part taken, the last part not taken, a result lost, the substitute test taken.
_ABSENT, _PART_ABSENT, _LOST, _SUBSTITUTE = 0.035, 0.02, 0.003, 0.01
#: Of those whose grade is a dash, who took no part.
_ABSENT_WITH_DASH = 0.8
#: How far above the limit a part of the tests of year 3 is on the whole, and its spread between parts.
_REACHED, _BETWEEN_PARTS = 1.15, 0.55
#: The share of the points that is the limit of a part in year 3.
_LIMIT = 0.6
_GRADES = np.array([Code.F, Code.E, Code.D, Code.C, Code.B, Code.A], np.uint8)

Columns = dict[str, NDArray[np.uint8]]


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """n pupils in one test: who took no part, who not the last part, whose result was lost, who took the substitute
    test, who took it digitally (nothing stands in the file)."""

    absent: NDArray[np.bool_]
    part_absent: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    substitute: NDArray[np.bool_]
    digital: NDArray[np.bool_]


def grade_steps(codes: NDArray[np.uint8]) -> NDArray[np.float64]:
    """0 for F to 5 for A; NaN of what is no grade."""
    table = np.full(256, np.nan)
    table[_GRADES] = range(6)
    return table[codes]


def areas_of(form: Form) -> dict[str, tuple[FormColumn, ...]]:
    """The form's tests with their columns."""
    areas = dict.fromkeys(column.area for column in form.columns if column.area)
    return {area: tuple(column for column in form.columns if column.area == area) for area in areas}


def draw_tests(
    form: Form,
    grades: Mapping[str, NDArray[np.uint8]],
    standing: NDArray[np.floating],
    plan: NDArray[np.uint8],
    digital: NDArray[np.bool_],
    assigned: Mapping[str, NDArray[np.uint8]],
    random: np.random.Generator,
) -> Columns:
    """The columns of codes and points of a form with test grades. ``grades``: area → codes of the grade that the test
    is beside; ``plan``: the course plan in Swedish; ``digital``: whose unit took what may be taken digitally so;
    ``assigned``: area → the subject of the test, as a code."""
    columns: Columns = {}
    for area, of_area in areas_of(form).items():
        where = grade_steps(grades[area])
        guess = np.clip(2.2 + standing, 0, 5)
        step = np.where(np.isnan(where), guess, where) + _BESIDE[area]
        step = step + _ERROR * random.standard_normal(len(step))
        outcomes = _outcomes(of_area, grades[area] == Code.NO_BASIS, digital, random)
        columns |= _written(
            of_area, step, outcomes, {ColumnKind.CURRICULUM: plan, ColumnKind.TEST_SUBJECT: assigned.get(area)}
        )
    return columns


def draw_first_tests(
    form: Form, standing: NDArray[np.floating], plan: NDArray[np.uint8], random: np.random.Generator
) -> Columns:
    """The columns of the form of year 3, whose parts are reached or not."""
    columns: Columns = {}
    none = np.zeros(len(standing), bool)
    for of_area in areas_of(form).values():
        ability = standing + 0.4 * random.standard_normal(len(standing))
        outcomes = _outcomes(of_area, none, none, random)
        points = {column.name: column for column in of_area if column.kind is ColumnKind.POINTS}
        parts = [column for column in of_area if column.kind is ColumnKind.PART]
        for column in parts:
            beside = points.get(column.name.replace("_PR", "_POANG"))
            margin = ability + _REACHED + _BETWEEN_PARTS * random.standard_normal(len(ability))
            result = np.where(margin > 0, Code.TOOK_PART, Code.NOT_REACHED).astype(np.uint8)
            blocked = _blocked(outcomes, column is parts[-1], column is parts[0])
            columns[column.name] = np.where(blocked != Code.BLANK, blocked, result)
            if beside is not None:
                limit = np.ceil(_LIMIT * beside.most)
                value = np.clip(np.floor(limit + margin * beside.most / 6), 0, beside.most)
                columns[beside.name] = _with_codes(value, blocked)
        for column in of_area:
            if column.kind is ColumnKind.CURRICULUM:
                columns[column.name] = plan
    return columns


def _outcomes(
    columns: Sequence[FormColumn], dash: NDArray[np.bool_], digital: NDArray[np.bool_], random: np.random.Generator
) -> Outcomes:
    draw, n = random.random(len(dash)), len(dash)
    edges = np.cumsum([_ABSENT, _PART_ABSENT, _LOST, _SUBSTITUTE])
    absent = (draw < edges[0]) | (dash & (random.random(n) < _ABSENT_WITH_DASH))
    grade = next((column for column in columns if column.kind is ColumnKind.TEST_GRADE), None)
    has_substitute = grade is not None and "77" in grade.codes
    return Outcomes(
        absent,
        ~absent & (draw >= edges[0]) & (draw < edges[1]),
        ~absent & (draw >= edges[1]) & (draw < edges[2]),
        ~absent & (draw >= edges[2]) & (draw < edges[3]) & has_substitute,
        digital & columns[0].digital,
    )


def _blocked(outcomes: Outcomes, is_last: bool, is_first: bool) -> NDArray[np.uint8]:
    """What stands in a part instead of a result; blank where the result does."""
    codes = np.where(outcomes.absent, Code.ABSENT, Code.BLANK).astype(np.uint8)
    if is_last:
        codes[outcomes.part_absent] = Code.ABSENT
    if is_first:
        codes[outcomes.lost] = Code.LOST
    return codes


def _with_codes(points: NDArray[np.floating], blocked: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.where(blocked != Code.BLANK, blocked + CODE_OF_POINTS, points).astype(np.uint8)


def _written(
    columns: Sequence[FormColumn],
    step: NDArray[np.floating],
    outcomes: Outcomes,
    others: Mapping[ColumnKind, NDArray[np.uint8] | None],
) -> Columns:
    """The columns of one test with a grade."""
    written: Columns = {}
    parts = [column for column in columns if column.kind in {ColumnKind.PART, ColumnKind.POINTS}]
    for column in columns:
        if column.kind is ColumnKind.TEST_GRADE:
            codes = _GRADES[np.clip(np.floor(step + 0.5), 0, 5).astype(np.intp)]
            codes[outcomes.absent | outcomes.part_absent] = Code.ABSENT
            codes[outcomes.lost] = Code.LOST
            codes[outcomes.substitute] = Code.SUBSTITUTE
        elif column in parts:
            codes = _blocked(outcomes, column is parts[-1], column is parts[0])
            if "77" in column.codes:
                codes[outcomes.substitute] = Code.SUBSTITUTE
            if column.kind is ColumnKind.POINTS:
                share = ndtr((step - 2.2) / 1.6)
                points = np.clip(np.round(column.least + share * (column.most - column.least)), 0, column.most)
                codes = _with_codes(points, codes)
            else:
                codes[codes == Code.BLANK] = Code.TOOK_PART
        elif column.kind in others:
            value = others[column.kind]
            if value is None:
                raise ValueError(f"{column.name}: no subject is assigned")
            codes = value.copy()
        else:
            continue
        codes[outcomes.digital] = BLANK_OF_POINTS if column.kind is ColumnKind.POINTS else Code.BLANK
        written[column.name] = codes
    return written


def texts_of(column: FormColumn) -> list[str]:
    """What each value (0–255) of a column of codes or points is in a file; empty for what cannot stand there."""
    if column.kind is ColumnKind.POINTS:
        texts = [str(value) if value < CODE_OF_POINTS else "" for value in range(256)]
        for text, code in MEANINGS[ColumnKind.POINTS].items():
            texts[CODE_OF_POINTS + code] = text
        return texts
    texts = [""] * 256
    for text, code in MEANINGS[column.kind].items():
        if text in column.codes:
            texts[code] = text
    return texts
