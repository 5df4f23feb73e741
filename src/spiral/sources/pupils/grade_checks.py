"""Rules between the columns of grades: which subjects may be left out, languages beside their grades, moved columns.

Source: SCB, *Terminsbetyg årskurs 6, Instruktioner*: "2 = ej betygssatt" stands only where another column is graded, a
language's code stands with a grade and not with 2. "Graded" is any code but 2 and blank.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import GRADES, Code
from spiral.sources.pupils.form import ColumnKind, FormColumn
from spiral.sources.pupils.remarks import Remarks
from spiral.sources.pupils.survey_file import SurveyFile

_LETTERS = re.compile(r"[A-Za-z]{3}", re.ASCII)
#: A language's three letters, and a byte that is 0 when the field ends there, compared as one whole number.
_LANGUAGE_WIDTH, _WORD = 3, np.dtype(">u4")
#: The languages that schools teach as the pupils' choice (språkval), by code; some hundred pupils a year read others.
_USUAL_CHOICES = frozenset({"SPA", "FRA", "FRE", "DEU", "GER", "TYS"})
#: A unit where this many pupils are graded says something of which column is which.
_LEAST_TO_JUDGE = 5
#: A unit of this many pupils where more than this share read Swedish as a second language is unusual.
_ALL_BUT_FEW = (10, 0.8)


def check_grades(file: SurveyFile, remarks: Remarks) -> None:
    """Everything that two columns of grades can disagree about."""
    for subjects in file.form.either:
        _check_either(file, subjects, remarks)
    for block, subjects in file.form.blocks:
        _check_block(file, block, subjects, remarks)
    if file.form.subject("M2") is not None:
        _check_languages(file, remarks)
    if file.form.subject("Sva") is not None:
        _check_units(file, "moved_swedish", ("Sva", "Sv"), _ALL_BUT_FEW, remarks)


def _grades(file: SurveyFile, subject: str) -> tuple[FormColumn, NDArray[np.uint8]]:
    """A subject's column and its codes. KeyError when the form has no such subject."""
    number = file.form.subject(subject)
    if number is None:
        raise KeyError(subject)
    return file.form.columns[number], file.code(number)


def _is_known(codes: NDArray) -> NDArray[np.bool_]:
    """Not blank and not wrong: those are told by themselves."""
    return (codes != Code.BLANK) & (codes != Code.WRONG)


def _is_grade(codes: NDArray) -> NDArray[np.bool_]:
    return (codes >= GRADES[0]) & (codes <= GRADES[-1])


def _number(text: str) -> int:
    """A language's code as the number that it is compared as."""
    return int.from_bytes(text.encode().ljust(_WORD.itemsize, b"\0"), "big")


def _text(code: int) -> str:
    """The language's code of a number."""
    return int(code).to_bytes(_WORD.itemsize, "big").rstrip(b"\0").decode("latin-1")


def _check_either(file: SurveyFile, subjects: tuple[str, ...], remarks: Remarks) -> None:
    """One of the subjects is graded, and the other is 2."""
    columns, codes = zip(*(_grades(file, subject) for subject in subjects), strict=True)
    known = np.all([_is_known(each) for each in codes], axis=0)
    graded = np.sum([each != Code.NOT_GRADED for each in codes], axis=0)
    names = {"subjects": " och ".join(column.name for column in columns)}
    rows = file.cells.rows
    remarks.add_rows("neither", rows[known & (graded == 0)], columns[0].name, **names)
    remarks.add_rows("both", rows[known & (graded > 1)], columns[0].name, **names)


def _check_block(file: SurveyFile, block: str, subjects: tuple[str, ...], remarks: Remarks) -> None:
    """The block is graded and its subjects are 2, or the other way about."""
    block_column, whole = _grades(file, block)
    parts = [_grades(file, subject) for subject in subjects]
    rows = file.cells.rows
    all_known = np.all([_is_known(codes) for _, codes in parts], axis=0) & _is_known(whole)
    none_graded = np.all([codes == Code.NOT_GRADED for _, codes in parts], axis=0)
    is_left_out = whole == Code.NOT_GRADED
    names = {"block": block, "subjects": ", ".join(subjects[:-1]) + " och " + subjects[-1]}
    is_empty = all_known & is_left_out & none_graded
    remarks.add_rows("no_block", rows[is_empty], block_column.name, **names)
    for subject, (column, codes) in zip(subjects, parts, strict=True):
        fields = {"block": block, "subject": subject}
        is_alone = is_left_out & ~is_empty & (codes == Code.NOT_GRADED)
        remarks.add_rows("block_part", rows[is_alone], column.name, **fields)
        is_both = _is_known(whole) & ~is_left_out & _is_known(codes) & (codes != Code.NOT_GRADED)
        remarks.add_rows("block_both", rows[is_both], column.name, **fields)


def _check_languages(file: SurveyFile, remarks: Remarks) -> None:
    """A language's code beside its grade, and languages that seem to have changed places."""
    written: dict[str, tuple[FormColumn, NDArray]] = {}
    for subject in ("M1", "M2", "ML"):
        number = file.form.subject(subject, ColumnKind.LANGUAGE)
        if number is None or file.form.subject(subject) is None:
            continue
        column = file.form.columns[number]
        codes = file.cells.signs(number, _LANGUAGE_WIDTH + 1).view(_WORD).ravel()
        written[subject] = column, codes
        _check_language(file, subject, column, codes, remarks)
    _check_moved(file, written, remarks)


def _check_language(file: SurveyFile, subject: str, column: FormColumn, codes: NDArray, remarks: Remarks) -> None:
    """The code is there with a grade, is three letters, and is not there with 2."""
    grade_column, grades = _grades(file, subject)
    rows, is_blank = file.cells.rows, codes == 0
    name = {"grade": grade_column.name}
    is_graded = _is_grade(grades) | (grades == Code.NO_BASIS)
    remarks.add_rows("language_missing", rows[is_blank & is_graded], column.name, **name)
    remarks.add_rows("language_adapted", rows[is_blank & (grades == Code.ADAPTED)], column.name, **name)
    is_right = np.isin(codes, [code for code in np.unique(codes).tolist() if _LETTERS.fullmatch(_text(code))])
    for line in np.flatnonzero(~is_blank & ~is_right).tolist():
        text = file.cells.text(line, file.form.columns.index(column))
        code = "language_grade" if grade_column.meaning(text.strip().upper()) is not None else "language_form"
        remarks.add(code, int(rows[line]), column.name)
    remarks.add_rows("language_alone", rows[is_right & (grades == Code.NOT_GRADED)], column.name, **name)


def _check_moved(file: SurveyFile, written: dict[str, tuple[FormColumn, NDArray]], remarks: Remarks) -> None:
    """The pupils' choice (M2) counts as the seventeenth grade: one that changed places moves merit values."""
    choice_column, choice = _grades(file, "M2")
    rows = file.cells.rows
    if "M1" in written:
        school_column, school = _grades(file, "M1")
        lines = _is_grade(school) & (choice == Code.NOT_GRADED)
        fields = {"first": school_column.name, "second": choice_column.name}
        remarks.add_rows("school_choice", rows[lines], school_column.name, **fields)
        _check_units(file, "moved_languages", ("M1", "M2"), (_LEAST_TO_JUDGE, 0.5), remarks)
    if "ML" in written and "M2" in written:
        (own_column, own), (chosen_column, chosen) = written["ML"], written["M2"]
        usual = [_number(code) for code in _USUAL_CHOICES] + [_number(code.lower()) for code in _USUAL_CHOICES]
        lines = np.flatnonzero(np.isin(own, usual) & ~np.isin(chosen, usual))
        remarks.add_rows(
            "languages_swapped",
            rows[lines],
            chosen_column.name,
            lambda place: {"language": _text(own[lines[place]])},
            first=chosen_column.name,
            second=own_column.name,
        )


def _check_units(
    file: SurveyFile, kind: str, subjects: tuple[str, str], least: tuple[int, float], remarks: Remarks
) -> None:
    """Units where many pupils (at least so many, and more than such a share) are graded in the first of two subjects
    that most pupils are not graded in."""
    columns, codes = zip(*(_grades(file, subject) for subject in subjects), strict=True)
    units, unit = np.unique(file.unit, return_inverse=True)
    of_first, of_second = (np.bincount(unit[_is_grade(each)], minlength=len(units)) for each in codes)
    for which in np.flatnonzero((of_first >= least[0]) & (of_first > least[1] * (of_first + of_second))).tolist():
        counts = {"more": int(of_first[which]), "fewer": int(of_second[which])}
        place = f"Skolenhet {units[which]:08}" if units[which] >= 0 else "Rader utan skolenhet"
        remarks.add(kind, None, columns[0].name, unit=place, first=columns[0].name, second=columns[1].name, **counts)
