"""The correction sheet: a workbook to send back to a school, with every field that is to be changed marked."""

from __future__ import annotations

import io
from collections.abc import Iterable

import xlsxwriter

from spiral.sources.pupils.cells import Cells
from spiral.sources.pupils.check import Checked
from spiral.sources.reading.problems import Severity

_LONGEST_SHEET_NAME = 31
_FORBIDDEN = "[]:*?/\\'"
_HEADINGS = ("Fil", "Rad", "Kolumn", "Slag", "Vad som är fel", "Gör så här")
_WIDTHS = (24, 7, 16, 12, 60, 60)


class _Look:
    """The formats of the workbook: colour, and a border as well, for who does not see the colour."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format({"bold": True, "bottom": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.wrong = book.add_format({"bg_color": "#FDE9C9", "border": 2})
        self.doubtful = book.add_format({"bg_color": "#F4F1EA", "border": 1})


def correction_sheet(files: Iterable[Checked]) -> bytes:
    """A list of everything, and for each file the rows with something to mend, as they stand in the file."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(output, options)
    look = _Look(book)
    everything = book.add_worksheet("Att rätta")
    everything.freeze_panes(1, 0)
    for place, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        everything.write_string(0, place, heading, look.head)
        everything.set_column(place, place, width, look.wrapped)
    line = 0
    for number, file in enumerate(files, 1):
        for problem in file.problems:
            line += 1
            kind = "Fel" if problem.severity is Severity.ERROR else "Kontrollera"
            row = "" if problem.row is None else str(problem.row)
            cells = (file.file, row, problem.column, kind, problem.message, problem.remedy)
            for place, text in enumerate(cells):
                everything.write_string(line, place, text)
        if file.table is not None:
            _write_rows(book, look, number, file)
    book.close()
    return output.getvalue()


def _write_rows(book: xlsxwriter.Workbook, look: _Look, number: int, file: Checked) -> None:
    """The rows of one file that have a problem, its fields marked and commented."""
    if file.table is None:
        return
    cells: Cells = file.table.cells
    columns = [column.name for column in file.table.form.columns]
    place_of = {int(row): line for line, row in enumerate(cells.rows.tolist())}
    wanted = sorted({problem.row for problem in file.problems if problem.row in place_of})
    if not wanted:
        return
    name = "".join(sign for sign in file.file if sign not in _FORBIDDEN)
    sheet = book.add_worksheet(f"{number} {name}"[:_LONGEST_SHEET_NAME])
    sheet.freeze_panes(1, 1)
    for place, heading in enumerate(("Rad", *columns)):
        sheet.write_string(0, place, heading, look.head)
    line_of = {row: line for line, row in enumerate(wanted, 1)}
    for row in wanted:
        sheet.write_string(line_of[row], 0, str(row))
        for place, text in enumerate(cells.line(place_of[row]), 1):
            sheet.write_string(line_of[row], place, text)
    for problem in reversed(file.problems):
        if problem.row in line_of and problem.column in columns:
            at = (line_of[problem.row], columns.index(problem.column) + 1)
            text = cells.text(place_of[problem.row], columns.index(problem.column))
            is_error = problem.severity is Severity.ERROR
            sheet.write_string(*at, text, look.wrong if is_error else look.doubtful)
            sheet.write_comment(*at, f"{problem.message} {problem.remedy}")
