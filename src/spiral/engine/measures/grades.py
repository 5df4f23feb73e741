"""Measures of grades: merit values, all subjects, eligibility, and of each subject its points, passes and distribution.

Definitions: Skolverket's of the statistics of leaving grades, gymnasieförordningen 7:4 (merit value) and skollagen 16
(eligibility); the numbers in them are data, :class:`~spiral.engine.measures.versions.RuleVersion`. A mean is over those
with at least one pass, a share over those with at least one grade or dash (streck); a dash is no pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code
from spiral.engine.measures.linking import rows_in
from spiral.engine.measures.measure import PupilMeasure, mean, share
from spiral.engine.measures.national_tests import grades_of_tests
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.subjects import measure_word, subject_codes
from spiral.engine.measures.versions import EligibilityRule, GradeScale, MeritRule, RuleVersion

#: The survey whose grades have a merit value and eligibility; the grades of year 6 are of other subjects.
LEAVING_GRADES = "betyg_ak9"

Counts = Mapping[Code, NDArray[np.uint8]]


def grade_measures(pupils: Pupils, version: RuleVersion, tests: Pupils | None = None) -> Iterator[PupilMeasure]:
    """Every measure of a survey of grades, one at a time, for a nation's pupils are many. ``tests``: the same pupils'
    national tests, for a merit value that has a part by tests; without them that value is left out. Raises ValueError
    when they are of another spring."""
    if tests is not None and tests.year != pupils.year:
        raise ValueError("grades and tests of one spring are put together")
    return _grade_measures(pupils, version, tests)


def _grade_measures(pupils: Pupils, version: RuleVersion, tests: Pupils | None) -> Iterator[PupilMeasure]:
    codes = subject_codes(pupils)
    counts = _counts(codes, len(pupils), version.scale)
    passes = _total(counts, version.scale.passes, len(pupils))
    grades = _total(counts, version.scale.grades, len(pupils))
    marks = grades + counts[Code.NO_BASIS]
    inside = marks > 0
    if pupils.survey == LEAVING_GRADES:
        for rule in version.merit:
            value = merit_value(rule, codes, counts, version.scale)
            if not rule.tests:
                yield mean(rule.name, passes > 0, value)
            elif tests is not None:
                tested, of_tests = _mean_of_tests(pupils, tests, version.scale)
                weighted = (1 - rule.tests) * value + rule.tests * of_tests
                yield mean(rule.name, (passes > 0) & tested, weighted)
    yield share("all_subjects", inside, passes == marks)
    if pupils.survey == LEAVING_GRADES:
        for programme in version.eligibility:
            yield share(programme.name, inside, _eligible(programme, codes, passes, counts, version.scale))
    yield mean("grade_count", inside, grades.astype(np.float64))
    for subject, column in codes.items():
        yield from _of_subject(measure_word(subject), column, version.scale)


def _counts(codes: Mapping[str, NDArray[np.uint8]], n: int, scale: GradeScale) -> Counts:
    """How many of each grade, and how many dashes, every pupil has: (n,) by code."""
    matrix = np.stack([*codes.values()]) if codes else np.zeros((0, n), np.uint8)
    every = (*scale.grades, Code.NO_BASIS)
    return {code: (matrix == code).view(np.uint8).sum(axis=0, dtype=np.uint8) for code in every}


def _total(counts: Counts, codes: Iterable[Code], n: int) -> NDArray[np.uint8]:
    return sum((counts[code] for code in codes), np.zeros(n, np.uint8))


def merit_value(
    rule: MeritRule, codes: Mapping[str, NDArray[np.uint8]], counts: Counts, scale: GradeScale
) -> NDArray[np.float64]:
    """The merit value (n,) of each pupil, in points, of the grades alone; 0 without any.

    Without sorting: as many as there are of the best grade, then of the next, until ``rule.best`` are counted.
    """
    n = len(next(iter(counts.values())))
    extra = codes.get(rule.extra) if rule.extra else None
    value = np.zeros(n) if extra is None else scale.points_of(extra)
    counted = np.zeros(n, np.uint8) if extra is None else scale.is_grade(extra).view(np.uint8).copy()
    left = np.full(n, len(codes) if rule.best is None else rule.best, np.uint8)
    for code, points in zip(scale.grades, scale.points, strict=True):
        others = counts[code] if extra is None else counts[code] - (extra == code)
        taken = np.minimum(others, left)
        value += taken * points
        left -= taken
        counted += taken
    return value / np.maximum(counted, 1) if rule.mean else value


def _mean_of_tests(pupils: Pupils, tests: Pupils, scale: GradeScale) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Who has a grade in a test (n,), and the mean of the points of those grades."""
    rows = rows_in(pupils, tests)
    total, grades = np.zeros(len(pupils)), np.zeros(len(pupils), np.uint8)
    for column in grades_of_tests(tests, rows).values():
        total += scale.points_of(column)
        grades += scale.is_grade(column)
    return grades > 0, total / np.maximum(grades, 1)


def _eligible(
    rule: EligibilityRule,
    codes: Mapping[str, NDArray[np.uint8]],
    passes: NDArray[np.uint8],
    counts: Counts,
    scale: GradeScale,
) -> NDArray[np.bool_]:
    n = len(passes)
    nobody = np.zeros(n, np.uint8)

    def passed(subject: str) -> NDArray[np.bool_]:
        return scale.is_pass(codes.get(subject, nobody))

    eligible, others = np.ones(n, np.bool_), passes.astype(np.int16)
    for area in rule.areas:
        of_area = np.zeros(n, np.int16)
        for subject in area:
            of_area += passed(subject)
        eligible &= of_area > 0
        others -= of_area
    eligible &= others >= rule.others
    for subject in rule.among:
        eligible &= passed(subject)
    if rule.least_mean is not None:
        points = merit_value(MeritRule(rule.name, mean=True), codes, counts, scale)
        eligible &= points >= rule.least_mean
    return eligible


def _of_subject(word: str, codes: NDArray[np.uint8], scale: GradeScale) -> Iterator[PupilMeasure]:
    """Points, passes and the share of each grade and of dashes in one subject."""
    graded, dash = scale.is_grade(codes), codes == Code.NO_BASIS
    inside = graded | dash
    yield mean(f"grade_points_{word}", graded, scale.points_of(codes))
    yield share(f"passed_{word}", inside, scale.is_pass(codes))
    for sign, code in zip(scale.signs, scale.grades, strict=True):
        yield share(f"grades_{word}_{sign.lower()}", inside, codes == code)
    yield share(f"grades_{word}_streck", inside, dash)
