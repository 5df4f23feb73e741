"""Files for SCB checked as SCB would check them: every problem at once, with line, column and remedy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.engine.characters import same
from spiral.sources.pupils.cell_checks import check_fields
from spiral.sources.pupils.cells import Cells, Split, joined, laid_out, split
from spiral.sources.pupils.form import ColumnKind, Form
from spiral.sources.pupils.grade_checks import check_grades
from spiral.sources.pupils.group_checks import check_groups, check_moved_columns
from spiral.sources.pupils.national_test_checks import check_tests
from spiral.sources.pupils.other_kinds import tell_other_kind, tell_unrecognised
from spiral.sources.pupils.recognise import Recognised, fits, is_heading, recognise
from spiral.sources.pupils.remarks import Remarks
from spiral.sources.pupils.survey_file import SurveyFile, read
from spiral.sources.reading.problems import Problem, Severity

#: What makes a capital of ASCII a small letter.
_SMALL = np.uint8(ord("a") - ord("A"))
_WIDE = {"utf-16": "UTF-16", "utf-32": "UTF-32"}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was seen in one file. ``survey`` is None for what is no file for SCB; ``table`` then too."""

    file: str
    survey: str | None
    year: int | None
    rows: int
    units: tuple[str, ...]
    problems: tuple[Problem, ...]
    table: SurveyFile | None

    @property
    def ok(self) -> bool:
        """Would SCB take it?"""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def check(name: str, content: bytes) -> Checked:
    """Check one file. Never raises for what is in it."""
    remarks = Remarks(name)
    if tell_other_kind(content, remarks):
        return _unread(remarks)
    taken_apart = split(content)
    recognised = recognise(taken_apart)
    if recognised is None:
        tell_unrecognised(content, remarks)
        return _unread(remarks)
    form = recognised.form
    remarks.order.update({column.name: number for number, column in enumerate(form.columns)})
    _tell_file(taken_apart, recognised, remarks)
    cells = _lines_of(taken_apart, form, remarks)
    units: tuple[str, ...] = ()
    table = None
    if cells is None and not any(problem.code == "fields" for problem in remarks.problems):
        remarks.add("no_pupils")
    if cells is not None and len(cells):
        year = recognised.year or form.year
        table = read(name, form, year, cells)
        check_fields(table, remarks)
        check_moved_columns(table, remarks)
        check_groups(table, remarks)
        check_grades(table, remarks)
        check_tests(table, remarks)
        units = tuple(f"{unit:08}" for unit in np.unique(table.unit).tolist() if unit >= 0)
    rows = len(cells) if cells is not None else 0
    return Checked(name, form.survey, recognised.year, rows, units, tuple(remarks.problems), table)


def unreadable(name: str, reason: str) -> Checked:
    """A file that could not be opened."""
    remarks = Remarks(name)
    remarks.add("unreadable", reason=reason)
    return _unread(remarks)


def _unread(remarks: Remarks) -> Checked:
    return Checked(remarks.file, None, None, 0, (), tuple(remarks.problems), None)


def _tell_file(taken_apart: Split, recognised: Recognised, remarks: Remarks) -> None:
    """What is to be said of the file as a whole, and of its blank lines."""
    form = recognised.form
    if taken_apart.encoding in _WIDE:
        remarks.add("wide", encoding=_WIDE[taken_apart.encoding])
    if recognised.year is None:
        remarks.add("no_day")
    elif recognised.year != form.year:
        remarks.add("other_form", year=recognised.year, form=form.year)
    if form.variant:
        remarks.add("variant", variant=form.variant, form=form.year, columns=form.own_width)
    remarks.add_rows("blank_line", taken_apart.blank, "")
    remarks.add_rows("quotes", taken_apart.quoted, "")
    for kind, rows in taken_apart.strange.items():
        remarks.add_rows(kind, rows, "")


def _lines_of(taken_apart: Split, form: Form, remarks: Remarks) -> Cells | None:
    """The pupils' lines: headings left out, names with semicolons put together, lines with other widths told."""
    width = len(form.columns)
    right: list[Cells] = []
    for group in taken_apart.groups:
        rest = _without_headings(group, form, remarks)
        if group.width == width:
            right.append(rest)
        else:
            right += _mended(rest, form, remarks)
    right = [part for part in right if len(part)]
    return joined(right) if right else None


def _without_headings(group: Cells, form: Form, remarks: Remarks) -> Cells:
    """The lines but the headings. Only a line of words, with no digit where the number stands, can be one."""
    column = min(form.first(ColumnKind.PERSON), group.width - 1)
    first = np.take(group.buffer, group.starts[column], mode="clip")
    is_heading_line = np.zeros(len(group), bool)
    lines = np.flatnonzero((first < ord("0")) | (first > ord("9")))
    for line in lines[_has_words(group.take(lines))].tolist():
        fields = group.line(line)
        if not is_heading(fields, form):
            continue
        is_heading_line[line] = True
        names = [same(column.name) for column in form.columns]
        written = [same(field) for field in fields]
        in_order = [name for name in written if name in names] == [name for name in names if name in written]
        remarks.add("heading" if in_order else "heading_order", int(group.rows[line]))
    return group.take(~is_heading_line) if is_heading_line.any() else group


def _has_words(group: Cells) -> NDArray[np.bool_]:
    """Which lines begin most fields with two letters together, as names of columns do and grades do not."""
    letters = []
    for place in range(3):
        sign = np.take(group.buffer, group.starts + np.int32(place), mode="clip") | _SMALL
        letters.append((sign >= ord("a")) & (sign <= ord("z")) & (group.lengths > place))
    has_word = (letters[0] & letters[1]) | (letters[1] & letters[2])
    return 2 * np.count_nonzero(has_word, axis=0) >= group.width


def _mended(group: Cells, form: Form, remarks: Remarks) -> list[Cells]:
    """Lines with another number of fields: semicolons too many at the end or in a name are understood."""
    width = len(form.columns)
    rows: list[int] = []
    lines: list[list[bytes]] = []
    for line in range(len(group)):
        row = int(group.rows[line])
        raw = [group.raw(line, column) for column in range(min(group.width, 10 * width))]  # a line can be endless
        if width < group.width and not b"".join(raw[width:]).strip() and _is_right(group, raw[:width], form):
            remarks.add("trailing", row, count=group.width - width)
            mended = raw[:width]
        elif group.width > width and (together := _name_together(group, raw, form)):
            remarks.add("name_semicolon", row, _last_name(form), width=group.width, columns=width)
            mended = together
        else:
            remarks.add("fields", row, width=group.width, columns=width)
            continue
        rows.append(row)
        lines.append(mended)
    return [laid_out(rows, lines, group.encoding)] if rows else []


def _last_name(form: Form) -> str:
    return next(column.name for column in reversed(form.columns) if column.kind is ColumnKind.NAME)


def _name_together(group: Cells, raw: list[bytes], form: Form) -> list[bytes]:
    """The fields with what is between the class and the first grade as two names; none when that does not fit."""
    names = [number for number, column in enumerate(form.columns) if column.kind is ColumnKind.NAME]
    if not names or group.width > len(form.columns) + 5:
        return []
    after = len(form.columns) - names[-1] - 1
    between = raw[names[0] : len(raw) - after]
    texts = [part.decode(group.encoding, "replace").strip() for part in between[1:]]
    is_grade = any(text and fits(form.columns[names[-1] + 1], text) for text in texts)
    who = zip(form.columns, (part.decode(group.encoding, "replace").strip() for part in raw[: names[0]]), strict=False)
    if is_grade or any(fits(column, text) is False for column, text in who):
        return []  # a field too many somewhere else: which one is not to be guessed
    together = [*raw[: names[0]], between[0], b" ".join(between[1:]), *raw[len(raw) - after :]]
    return together if _is_right(group, together, form) else []


def _is_right(group: Cells, raw: list[bytes], form: Form) -> bool:
    """Do nearly all fields hold what the form says?"""
    judged = [
        fits(column, field.decode(group.encoding, "replace").strip())
        for column, field in zip(form.columns, raw, strict=True)
    ]
    counted = Counter(judged)
    return counted[True] >= 9 * counted[False]
