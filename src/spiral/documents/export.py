"""One figure as a file: CSV for machines, XLSX with a sheet of metadata for people."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spiral.documents.table import Table

#: What a download of each kind is called.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

#: A cell that starts like this is run as a formula by spreadsheet programs; a leading apostrophe stops it.
_FORMULA = ("=", "+", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with everything that must travel with it: definition, perspective, source, date, mask reasons."""

    table: Table
    metadata: Mapping[str, str]


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as Swedish Excel opens it; metadata as comment lines first."""
    out = io.StringIO()
    for key, value in sheet.metadata.items():
        out.write(f"# {key}: {' '.join(value.split())}\r\n")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(c) for c in sheet.table.columns])
    for row in sheet.table.rows:
        writer.writerow([_safe(cell.text) for cell in row])
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(sheets: Sequence[Sheet], metadata_name: str = "Om uppgifterna") -> bytes:
    """One sheet a table, numbers as numbers and masks as words, and a last sheet that explains them all."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    mask = book.add_format({"italic": True})
    names: list[str] = []
    for i, sheet in enumerate(sheets, 1):
        name = f"Tabell {i}"
        names.append(name)
        page = book.add_worksheet(name)
        page.write_string(0, 0, sheet.table.caption, book.add_format({"bold": True}))
        for c, title in enumerate(sheet.table.columns):
            page.write_string(2, c, title, head)
        for r, row in enumerate(sheet.table.rows, 3):
            for c, cell in enumerate(row):
                if cell.value is not None:
                    page.write_number(r, c, cell.value)
                else:
                    page.write_string(r, c, cell.text, mask if cell.mask else None)
        page.set_column(0, 0, 34)
        page.set_column(1, max(len(sheet.table.columns) - 1, 1), 18)
        page.freeze_panes(3, 1)
    about = book.add_worksheet(metadata_name[:31])
    line = 0
    for name, sheet in zip(names, sheets, strict=True):
        about.write_string(line, 0, name, head)
        about.write_string(line, 1, sheet.table.caption, head)
        for key, value in sheet.metadata.items():
            line += 1
            about.write_string(line, 0, key, wrap)
            about.write_string(line, 1, value, wrap)
        line += 2
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 100)
    book.close()
    return out.getvalue()


def _safe(text: str) -> str:
    """A text that no spreadsheet program runs; "-6,5" is a number, "-2+cmd" is not."""
    is_formula = text.startswith(_FORMULA) or (text.startswith("-") and any(sign.isalpha() for sign in text))
    return "'" + text if is_formula else text
