"""Rules between the columns of a national test: all or nothing of a digital one, and test grades beside their parts.

Source: SCB, *Datafilsbeskrivning, Ämnesprov årskurs 6 och 9*: blank is "taken digitally" and then the whole test is
blank; 77 stands above 99; a test grade needs every part.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import GRADES, Code
from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.remarks import Remarks
from spiral.sources.pupils.survey_file import SurveyFile


def check_tests(file: SurveyFile, remarks: Remarks) -> None:
    """Everything that the columns of one test can disagree about."""
    areas = dict.fromkeys(column.area for column in file.form.columns if column.area)
    for area in areas:
        numbers = [number for number, column in enumerate(file.form.columns) if column.area == area]
        if file.form.columns[numbers[0]].digital:
            _check_digital(file, numbers, remarks)
        _check_grade(file, numbers, remarks)


def is_digital(file: SurveyFile, numbers: list[int]) -> NDArray[np.bool_]:
    """Whose test is blank from end to end: taken digitally, with the result in Skolverket's portal."""
    return np.all(file.cells.lengths[numbers] == 0, axis=0)


def _check_digital(file: SurveyFile, numbers: list[int], remarks: Remarks) -> None:
    """A field that is blank although others of the test are filled in."""
    is_begun = ~is_digital(file, numbers)
    for number in numbers:
        is_missing = is_begun & (file.cells.lengths[number] == 0)
        remarks.add_rows("blank_part", file.cells.rows[is_missing], file.form.columns[number].name)


def _check_grade(file: SurveyFile, numbers: list[int], remarks: Remarks) -> None:
    """The test grade beside the parts of the test."""
    of_kind = {kind: [n for n in numbers if file.form.columns[n].kind is kind] for kind in ColumnKind}
    parts = of_kind[ColumnKind.PART] + of_kind[ColumnKind.POINTS]
    if not of_kind[ColumnKind.TEST_GRADE] or not parts:
        return
    number = of_kind[ColumnKind.TEST_GRADE][0]
    column, grade = file.form.columns[number], file.code(number)
    codes = np.array([file.code(part) for part in parts])
    is_grade = (grade >= GRADES[0]) & (grade <= GRADES[-1])
    has_substitute = (codes == Code.SUBSTITUTE).any(axis=0)
    has_absent = (codes == Code.ABSENT).any(axis=0)
    rows = file.cells.rows

    def grades(lines: NDArray) -> Callable[[int], Mapping[str, object]]:
        return lambda place: {"grade": file.cells.text(int(lines[place]), number)}

    if "77" in column.codes:
        lines = np.flatnonzero(has_substitute & (is_grade | (grade == Code.ABSENT)))
        remarks.add_rows("substitute", rows[lines], column.name, grades(lines))
    lines = np.flatnonzero(is_grade & has_absent)
    remarks.add_rows("not_all_parts", rows[lines], column.name, grades(lines))
    took_all = (codes == Code.TOOK_PART).all(axis=0)
    remarks.add_rows("all_parts", rows[took_all & (grade == Code.ABSENT)], column.name)
