"""Tables as files: CSV that a machine counts in, with what explains it in a file beside; XLSX with named sheets and a
chart, and a sheet that explains them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spiral.documents.columns import FileColumn, columns_of
from spiral.documents.table import Table
from spiral.documents.workbook import workbook
from spiral.engine.numbers import Language

#: The ending of what explains a CSV file, after its own name: where CSV on the Web looks for it.
BESIDE = "csv-metadata.json"
#: What a download of each kind is called.
TYPES = {
    "csv": "text/csv; charset=utf-8",
    BESIDE: "application/csvm+json; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A cell that starts like this is run as a formula by spreadsheet programs; a leading apostrophe stops it.
_FORMULA = ("=", "+", "@", "\t", "\r")
#: How columns are parted and decimals marked, as a spreadsheet of that language opens it.
_MARKS: dict[Language, tuple[str, str]] = {"sv": (";", ","), "en": (",", ".")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with everything that must travel with it: definition, perspective, source, date. ``every_row`` is what no
    row of a CSV may be without, such as that the answers are made up. ``name`` is the sheet's in a workbook, ``file``
    that of its CSV as the file beside calls it."""

    table: Table
    metadata: Mapping[str, str]
    language: Language = "sv"
    name: str = ""
    file: str = ""
    every_row: Mapping[str, str] = field(default_factory=dict)


def as_file(sheets: Sequence[Sheet], kind: str, about: str) -> bytes:
    """``sheets`` as a workbook, or the first of them as CSV or as what explains it. ``about`` names the sheet that
    explains the workbook's others."""
    if kind == "csv":
        return as_csv(sheets[0])
    return as_metadata(sheets[0]) if kind == BESIDE else as_xlsx(sheets, about)


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, as a spreadsheet opens it; one line of heads, then only rows."""
    delimiter, mark = _MARKS[sheet.language]
    columns = _columns(sheet)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([safe(column.title) for column in columns])
    for row in range(len(sheet.table.rows)):
        writer.writerow([_written(column.cells[row], mark) for column in columns])
    return ("\ufeff" + out.getvalue()).encode()


def as_metadata(sheet: Sheet) -> bytes:
    """What explains the CSV of the same sheet, as CSV on the Web has it: columns, how they are written, facts."""
    delimiter, mark = _MARKS[sheet.language]
    columns = [{"titles": column.title, "datatype": _datatype(column, mark)} for column in _columns(sheet)]
    document: dict[str, object] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": sheet.language}],
        "dc:title": sheet.table.caption,
        "dialect": {"delimiter": delimiter, "encoding": "utf-8", "header": True},
        "tableSchema": {"columns": columns},
        "notes": [{"name": name, "text": text} for name, text in sheet.metadata.items()],
    }
    if sheet.file:
        document["url"] = sheet.file
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def as_xlsx(sheets: Sequence[Sheet], about: str = "Om siffrorna") -> bytes:
    """One sheet a table, and a last sheet that explains them all."""
    return workbook([(s.name, s.table, columns_of(s.table, s.language), s.metadata) for s in sheets], about)


def _columns(sheet: Sheet) -> list[FileColumn]:
    many = len(sheet.table.rows)
    added = [FileColumn(name, [text] * many) for name, text in sheet.every_row.items()]
    return [*columns_of(sheet.table, sheet.language), *added]


def _datatype(column: FileColumn, mark: str) -> str | dict[str, object]:
    return {"base": "decimal", "format": {"decimalChar": mark}} if column.is_number else "string"


def _written(cell: str | float | None, mark: str) -> str:
    """A number with all its decimals (at most four), no thousands mark and no unit; a text that nothing runs."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return safe(cell)
    number = f"{cell:.4f}".rstrip("0").rstrip(".")
    return "0" if number == "-0" else number.replace(".", mark)


def safe(text: str) -> str:
    """A text that no spreadsheet program runs; "-6,5" is a number, "-2+cmd" is not."""
    is_formula = text.startswith(_FORMULA) or (text.startswith("-") and any(sign.isalpha() for sign in text))
    return "'" + text if is_formula else text
