"""Files for SCB checked as SCB would check them: every problem at once, with line, column and remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from spiral.engine.characters import same
from spiral.sources.pupils.cell_checks import check_fields
from spiral.sources.pupils.cells import Cells, Split, joined, laid_out, split
from spiral.sources.pupils.form import ColumnKind, Form
from spiral.sources.pupils.grade_checks import check_grades
from spiral.sources.pupils.group_checks import check_groups, check_moved_columns
from spiral.sources.pupils.national_test_checks import check_tests
from spiral.sources.pupils.recognise import Recognised, fits, is_heading, recognise
from spiral.sources.pupils.remarks import Remarks
from spiral.sources.pupils.survey_file import SurveyFile, read
from spiral.sources.reading.problems import Problem, Severity

#: A file for SCB is a few hundred kB; the nation's are some ten times less than this.
MOST_MB = 1_000
_MEGABYTE = 1_000_000
#: How other kinds of file begin.
_OTHER_KINDS = (
    (b"PK\x03\x04", "workbook", ""),
    (b"\xd0\xcf\x11\xe0", "workbook", ""),
    (b"%PDF", "other_kind", "en PDF"),
    (b"\x1f\x8b", "other_kind", "packad"),
    (b"<", "other_kind", "en webbsida eller XML"),
    (b"{", "other_kind", "JSON"),
    (b"Rar!", "other_kind", "packad"),
)
#: Bytes that are nothing to read: marks of byte order, blanks, ends of lines and of files, separators.
_NOTHING = b"\xef\xbb\xbf\xff\xfe \r\n\t\0\x1a;"
_BEGINNING = 2_000
_WIDE = {"utf-16": "UTF-16", "utf-32": "UTF-32"}
_SEPARATORS = (("\t", "tabbar"), (",", "kommatecken"), ("|", "lodstreck"))


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
    if refused := _refusal(content, remarks):
        return refused
    taken_apart = split(content)
    recognised = recognise(taken_apart)
    if recognised is None:
        _tell_unrecognised(content, remarks)
        return _unread(remarks)
    form = recognised.form
    remarks.order.update({column.name: number for number, column in enumerate(form.columns)})
    _tell_file(taken_apart, recognised, remarks)
    cells = _lines_of(taken_apart, form, remarks)
    units: tuple[str, ...] = ()
    table = None
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


def check_together(files: Iterable[Checked]) -> list[Checked]:
    """The same files, with pupils who stand in more than one of the same survey and year told in the later one."""
    checked = list(files)
    by_survey: dict[tuple[str, int], list[int]] = {}
    for place, file in enumerate(checked):
        if file.table is not None and file.survey is not None:
            by_survey.setdefault((file.survey, file.table.year), []).append(place)
    for places in by_survey.values():
        if len(places) > 1:
            _tell_across(checked, places)
    return checked


def _tell_across(checked: list[Checked], places: list[int]) -> None:
    """Tell of the pupils of one survey who stand in an earlier file too."""
    first_seen: dict[int, tuple[str, int]] = {}
    for place in places:
        file = checked[place]
        table = file.table
        if table is None:
            continue
        remarks = Remarks(file.file, {column.name: number for number, column in enumerate(table.form.columns)})
        person = table.form.columns[table.form.first(ColumnKind.PERSON)].name
        linkable = np.flatnonzero(table.meant.linkable)
        for key, row in zip(table.meant.key[linkable].tolist(), table.cells.rows[linkable].tolist(), strict=True):
            earlier = first_seen.setdefault(key, (file.file, row))
            if earlier[0] != file.file:
                remarks.add("duplicate_file", row, person, file=earlier[0], first=earlier[1])
        if remarks.problems:
            problems = sorted([*file.problems, *remarks.problems], key=lambda problem: problem.row or 0)
            checked[place] = Checked(
                file.file, file.survey, file.year, file.rows, file.units, tuple(problems), file.table
            )


def unreadable(name: str, reason: str) -> Checked:
    """A file that could not be opened."""
    remarks = Remarks(name)
    remarks.add("unreadable", reason=reason)
    return _unread(remarks)


def _unread(remarks: Remarks) -> Checked:
    return Checked(remarks.file, None, None, 0, (), tuple(remarks.problems), None)


def _refusal(content: bytes, remarks: Remarks) -> Checked | None:
    """Another kind of file, or none at all."""
    if not content[:_BEGINNING].strip(_NOTHING) and not content.strip(_NOTHING):
        remarks.add("empty")
        return _unread(remarks)
    if len(content) > MOST_MB * _MEGABYTE:
        remarks.add("too_large", most=MOST_MB)
        return _unread(remarks)
    for beginning, code, kind in _OTHER_KINDS:
        if content.startswith(beginning):
            remarks.add(code, kind=kind)
            return _unread(remarks)
    return None


def _tell_unrecognised(content: bytes, remarks: Remarks) -> None:
    """Why a file was not recognised: another separator, or other content."""
    for sign, name in _SEPARATORS:
        other = content.replace(sign.encode(), b";") if b";" not in content[:_BEGINNING] else b""
        if other and recognise(split(other)) is not None:
            remarks.add("separator", separator=name)
            return
    remarks.add("unrecognised")


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
    """The lines but those that are headings. Only a line whose number begins with a letter can be one."""
    column = min(form.first(ColumnKind.PERSON), group.width - 1)
    first = np.take(group.buffer, group.starts[column], mode="clip")
    is_heading_line = np.zeros(len(group), bool)
    for line in np.flatnonzero((first < ord("0")) | (first > ord("9"))).tolist():
        fields = group.line(line)
        if not is_heading(fields, form):
            continue
        is_heading_line[line] = True
        names = [same(column.name) for column in form.columns]
        written = [same(field) for field in fields]
        in_order = [name for name in written if name in names] == [name for name in names if name in written]
        remarks.add("heading" if in_order else "heading_order", int(group.rows[line]))
    return group.take(~is_heading_line) if is_heading_line.any() else group


def _mended(group: Cells, form: Form, remarks: Remarks) -> list[Cells]:
    """Lines with another number of fields: one semicolon too many at the end or in a name is understood."""
    width = len(form.columns)
    rows: list[int] = []
    lines: list[list[bytes]] = []
    for line in range(len(group)):
        row = int(group.rows[line])
        raw = [group.raw(line, column) for column in range(min(group.width, 10 * width))]
        if group.width == width + 1 and not raw[-1].strip() and _is_right(group, raw[:-1], form):
            remarks.add("trailing", row)
            mended = raw[:-1]
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
