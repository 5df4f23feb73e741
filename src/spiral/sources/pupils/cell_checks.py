"""Each field by itself: its day, number, unit, text and code."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code
from spiral.engine.personal_numbers import FAULTS, Fault
from spiral.sources.pupils.cells import Cells
from spiral.sources.pupils.form import ColumnKind, FormColumn
from spiral.sources.pupils.group_checks import distinct
from spiral.sources.pupils.recognise import is_near
from spiral.sources.pupils.remarks import Remarks, quoted
from spiral.sources.pupils.survey_file import UNIT_DIGITS, SurveyFile

#: A pupil of compulsory school is seldom younger or older, the year that the survey is of.
_YOUNGEST, _OLDEST = 7, 25
_DAY_WIDTH = 10
#: A number of twelve digits as spreadsheets round it: 2,01101E+11.
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]{1,11})?[Ee]\+?[0-9]{1,2}")
#: A class that is a long number is a personal number, a unit's code or a rounded number that has come into the column.
_LONG_NUMBER = re.compile(r"[0-9]{6}")
#: What spreadsheets take for the beginning of a formula.
_FORMULA = np.frombuffer(b"=+@", np.uint8)


def check_fields(file: SurveyFile, remarks: Remarks) -> None:
    """Everything that one field can be wrong in."""
    for number, column in enumerate(file.form.columns):
        match column.kind:
            case ColumnKind.DAY:
                _check_days(file, number, remarks)
            case ColumnKind.PERSON:
                _check_numbers(file, column, remarks)
            case ColumnKind.UNIT:
                _check_units(file, number, remarks)
            case ColumnKind.TEXT | ColumnKind.GROUP | ColumnKind.NAME:
                _check_texts(file, number, remarks)
            case ColumnKind.LANGUAGE:
                pass  # beside its grade: grade_checks
            case _:
                _check_codes(file, number, remarks)
    is_other = 2 * np.count_nonzero(file.codes == Code.WRONG, axis=0) > len(file.coded)
    remarks.add_rows("other_survey", file.cells.rows[is_other], "")
    _tell_inexact(file, remarks)


def _tell_inexact(file: SurveyFile, remarks: Remarks) -> None:
    """Codes that are right only after normalising, and blanks that are written."""
    written: dict[tuple[int, int], str] = {}
    for number, line in file.inexact:
        column, row = file.form.columns[number], int(file.cells.rows[line])
        code = int(file.code(number)[line])
        if (number, code) not in written:
            written[number, code] = _written(column, Code(code))
        if text := written[number, code]:
            stands = quoted(file.cells.text(line, number))
            remarks.add("code_inexact", row, column.name, stands=stands, code=text)
        else:
            remarks.add("blank", row, column.name, codes=_codes(column))


def _written(column: FormColumn, code: Code) -> str:
    """How a code is written in a column; empty for a blank."""
    return next((text for text in sorted(column.codes) if column.meaning(text) is code), "")


def _codes(column: FormColumn) -> str:
    """The codes that a column has, as they are told."""
    order = "ABCDEF932YZ"
    return ", ".join(sorted(column.codes, key=lambda text: (order.find(text) if len(text) == 1 else 99, text)))


def _is_day(text: str) -> bool:
    if len(text) != _DAY_WIDTH or text[4] != "-" or text[7] != "-" or not text.isascii():
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_days(file: SurveyFile, number: int, remarks: Remarks) -> None:
    """Most lines have the same day: the others are looked at one by one."""
    cells, name = file.cells, file.form.columns[number].name
    signs, lengths, first = cells.signs(number, _DAY_WIDTH), cells.lengths[number], cells.text(0, number)
    is_other = (signs != signs[0]).any(axis=1) | (lengths != lengths[0])
    if not _is_day(first) or first[:4] != str(file.year):
        is_other[:] = True
    for line in np.flatnonzero(is_other).tolist():
        text = cells.text(line, number)
        if not _is_day(text) or not is_near(int(text[:4]), file.year):
            remarks.add("day", int(cells.rows[line]), name, example=f"{file.year}-06-10")
        elif text[:4] != str(file.year):
            remarks.add("other_year", int(cells.rows[line]), name, year=text[:4], main=file.year)


def _check_numbers(file: SurveyFile, column: FormColumn, remarks: Remarks) -> None:
    """Numbers as they stand; one that is right only after normalising is told, because SCB gets it as it stands."""
    rows, number = file.cells.rows, file.form.first(ColumnKind.PERSON)
    for index, fault in enumerate(FAULTS):
        if fault is Fault.NONE:
            continue
        lines = np.flatnonzero(file.meant.fault == index)
        if fault is Fault.FORM:
            is_rounded = [bool(_ROUNDED.fullmatch(file.cells.text(line, number).strip())) for line in lines.tolist()]
            remarks.add_rows("person_rounded", rows[lines[np.array(is_rounded, bool)]], column.name)
            lines = lines[~np.array(is_rounded, bool)]
        remarks.add_rows(fault.value, rows[lines], column.name)
    inexact = (file.numbers.fault == FAULTS.index(Fault.FORM)) & (file.meant.fault != FAULTS.index(Fault.FORM))
    inexact &= file.meant.fault != FAULTS.index(Fault.BLANK)
    remarks.add_rows("person_inexact", rows[inexact], column.name)
    age = file.year - file.meant.born.astype(int)
    is_odd = (file.meant.fault == 0) & (file.meant.born > 0) & ((age > _OLDEST) | (age < _YOUNGEST))
    lines = np.flatnonzero(is_odd)
    remarks.add_rows("person_age", rows[lines], column.name, lambda place: {"age": int(age[lines[place]])})
    _check_duplicates(file, column, remarks)


def _check_units(file: SurveyFile, number: int, remarks: Remarks) -> None:
    """Codes of eight digits; one that spreadsheets have taken the zeros from says so."""
    for line in np.flatnonzero(file.unit < 0).tolist():
        digits = file.cells.text(line, number).strip()
        is_short = digits.isascii() and digits.isdigit() and len(digits) < UNIT_DIGITS
        remarks.add("unit_short" if is_short else "unit", int(file.cells.rows[line]), file.form.columns[number].name)


def _check_duplicates(file: SurveyFile, column: FormColumn, remarks: Remarks) -> None:
    """The same number twice: each later line is told where the first one is."""
    key = file.meant.key
    order = np.argsort(key, kind="stable")
    sorted_key = key[order]
    is_again = np.append(False, (sorted_key[1:] == sorted_key[:-1]) & (sorted_key[1:] >= 0))
    if not is_again.any():
        return
    begins = np.maximum.accumulate(np.where(is_again, 0, np.arange(len(key))))
    for place in np.flatnonzero(is_again).tolist():
        first = int(file.cells.rows[order[begins[place]]])
        remarks.add("duplicate", int(file.cells.rows[order[place]]), column.name, first=first)


def _signs(cells: Cells, number: int, line: int) -> int:
    return len(cells.text(line, number))


def _check_texts(file: SurveyFile, number: int, remarks: Remarks) -> None:
    """Blank, too long, a formula, or digits where there should be few (columns that have been shifted)."""
    cells, column = file.cells, file.form.columns[number]
    lengths = cells.lengths[number]
    is_blank = lengths == 0
    if column.area and column.digital:
        is_blank = np.zeros(len(cells), bool)  # beside the rest of its test: national_tests
    remarks.add_rows("text_blank", cells.rows[is_blank], column.name)
    for line in np.flatnonzero(lengths > column.longest).tolist():
        if (length := _signs(cells, number, line)) > column.longest:
            remarks.add("long", int(cells.rows[line]), column.name, length=length, longest=column.longest)
    first = np.take(cells.buffer, cells.starts[number], mode="clip")
    remarks.add_rows("formula", cells.rows[(lengths > 0) & np.isin(first, _FORMULA)], column.name)
    if column.kind is ColumnKind.GROUP:
        texts, index = distinct(cells, number)
        is_number = np.array([bool(_LONG_NUMBER.search(text)) for text in texts])
        if is_number.any():
            remarks.add_rows("group_number", cells.rows[is_number[index]], column.name)
    if column.kind is ColumnKind.NAME:
        has_digit = (lengths > 0) & (first >= ord("0")) & (first <= ord("9"))
        remarks.add_rows("name_digits", cells.rows[has_digit], column.name)


def _check_codes(file: SurveyFile, number: int, remarks: Remarks) -> None:
    """Codes outside the column's list, and blanks where something must stand."""
    cells, column = file.cells, file.form.columns[number]
    codes = file.code(number)
    inexact = {line for place, line in file.inexact if place == number}
    lines: NDArray = np.flatnonzero(codes == Code.WRONG)
    kind = "points" if column.kind is ColumnKind.POINTS else "code"
    for line in lines.tolist():
        remarks.add(
            kind,
            int(cells.rows[line]),
            column.name,
            stands=quoted(cells.text(line, number)),
            codes=_codes(column),
            least=column.least,
            most=column.most,
        )
    if not column.digital:
        for line in np.flatnonzero(codes == Code.BLANK).tolist():
            if line not in inexact:
                remarks.add("blank", int(cells.rows[line]), column.name, codes=_codes(column))
