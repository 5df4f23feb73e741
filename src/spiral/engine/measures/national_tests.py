"""Measures of national tests: who reached the level in year 3, passed in years 6 and 9, and the grade against the test.

Definitions: Skolverket's of the national tests, which count those who took all parts. What was taken digitally is
blank in the file (the result is in Skolverket's portal) and is outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code, among
from spiral.engine.measures.linking import rows_in, taken_at
from spiral.engine.measures.measure import PupilMeasure, share
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.subjects import CURRICULA, SWEDISH_AREA, curriculum, subject_codes
from spiral.engine.measures.versions import GradeScale, RuleVersion

#: The tests of year 3 have parts that are reached or not; the others have a grade.
YEAR_3 = "np3"
#: The subjects that have tests; science and social studies are tested in one subject each, in year 9.
TESTED = ("MA", "SV", "EN", "NO", "SO")
_SAME_SUBJECT = {"MA": "Ma", "EN": "En"}
#: Of science and social studies: the column that says which subject the test was in, and what it says → the subject.
_ASSIGNED = {
    "NO": ("NO_PROV", {Code.BIOLOGY: "Bi", Code.PHYSICS: "Fy", Code.CHEMISTRY: "Ke"}),
    "SO": ("SO_PROV", {Code.GEOGRAPHY: "Ge", Code.HISTORY: "Hi", Code.RELIGION: "Re", Code.CIVICS: "Sh"}),
}


def measures_of_tests(tests: Pupils, version: RuleVersion, grades: Pupils | None = None) -> Iterator[PupilMeasure]:
    """Every measure of a survey of tests. ``grades``: the same pupils' grades of the same spring, for the grade against
    the test; unit and sex are those of the test's row. Raises ValueError when they are of another spring."""
    if grades is not None and grades.year != tests.year:
        raise ValueError("grades and tests of one spring are held against each other")
    return _reached(tests) if tests.survey == YEAR_3 else _with_grades(tests, version, grades)


def _with_grades(tests: Pupils, version: RuleVersion, grades: Pupils | None) -> Iterator[PupilMeasure]:
    """Passed, and the grade against the test where there are grades."""
    marks = subject_codes(grades) if grades is not None else {}
    rows = rows_in(tests, grades) if grades is not None else np.full(len(tests), -1, np.intp)
    for subject, test in grades_of_tests(tests).items():
        graded = version.scale.is_grade(test)
        compared = _compared(subject, tests, marks, rows) if grades is not None else None
        for name, of_plan in _by_course_plan(f"{tests.survey}_{subject.lower()}", subject, tests):
            inside = graded & of_plan
            yield share(f"{name}_passed", inside, version.scale.is_pass(test))
            if compared is not None:
                yield from _against(name, inside, test, compared, version.scale)


def grades_of_tests(tests: Pupils, rows: NDArray[np.intp] | None = None) -> dict[str, NDArray[np.uint8]]:
    """The codes of the grade of each test that the form has, by its subject; at ``rows`` where they are given."""
    names = {subject: f"{subject}_PROVB" for subject in TESTED if f"{subject}_PROVB" in tests.columns}
    columns = {subject: tests.column(name) for subject, name in names.items()}
    return columns if rows is None else {subject: taken_at(codes, rows) for subject, codes in columns.items()}


def _by_course_plan(name: str, subject: str, tests: Pupils) -> Iterator[tuple[str, NDArray[np.bool_]]]:
    """The measure's name and who it is about; of Swedish both course plans together, and each apart."""
    yield name, np.ones(len(tests), np.bool_)
    if subject == "SV":
        plan = curriculum(tests)
        yield from ((f"{name}_{word}", plan == number) for number, word in enumerate(CURRICULA))


def _reached(tests: Pupils) -> Iterator[PupilMeasure]:
    """Of those who took every part of a subject that their form has, who reached the level in all."""
    for subject in ("MA", "SV"):
        parts = [c for c in tests.columns if c.startswith(f"{subject}_") and c.endswith("_PR")]
        if not parts:
            continue
        inside, reached = np.ones(len(tests), np.bool_), np.ones(len(tests), np.bool_)
        for part in parts:
            codes = tests.column(part)
            inside &= among(codes, (Code.TOOK_PART, Code.NOT_REACHED, Code.NO_COLUMN))
            reached &= among(codes, (Code.TOOK_PART, Code.NO_COLUMN))
        for name, of_plan in _by_course_plan(f"{tests.survey}_{subject.lower()}", subject, tests):
            yield share(name, inside & of_plan, reached)


def _compared(
    subject: str, tests: Pupils, marks: Mapping[str, NDArray[np.uint8]], rows: NDArray[np.intp]
) -> NDArray[np.uint8]:
    """The grade (n,) that a test is held against: of the course plan, or of the assigned subject; else blank."""

    def grade(name: str) -> NDArray[np.uint8]:
        return taken_at(marks[name], rows) if name in marks else np.zeros(len(tests), np.uint8)

    if subject in _SAME_SUBJECT:
        return grade(_SAME_SUBJECT[subject])
    compared = np.zeros(len(tests), np.uint8)
    if subject == "SV":
        plan = curriculum(tests)
        for number, name in enumerate(SWEDISH_AREA):
            compared = np.where(plan == number, grade(name), compared)
        return compared
    column, names = _ASSIGNED[subject]
    assigned = tests.column(column)
    for code, name in names.items():
        compared = np.where(assigned == code, grade(name), compared)
    return compared


def _against(
    name: str, inside: NDArray[np.bool_], test: NDArray[np.uint8], grade: NDArray[np.uint8], scale: GradeScale
) -> Iterator[PupilMeasure]:
    """The grade higher, the same, lower than the test, of those who have both."""
    both = inside & scale.is_grade(grade)
    difference = scale.points_of(grade) - scale.points_of(test)
    yield share(f"{name}_grade_higher", both, difference > 0)
    yield share(f"{name}_grade_same", both, difference == 0)
    yield share(f"{name}_grade_lower", both, difference < 0)
