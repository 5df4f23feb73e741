"""Tables as a workbook: named sheets, numbers with their decimals, a chart with the intervals as error bars."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from spiral.documents.columns import FileColumn
from spiral.documents.table import Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

#: The row that the heads stand on, counted from 0.
HEADS = 2
_LONGEST_NAME = 31
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
#: The own colour of the charts on a page.
_OWN = "#11566a"

Named = tuple[str, Table, Sequence[FileColumn], Mapping[str, str]]


def workbook(sheets: Sequence[Named], about: str) -> bytes:
    """One sheet for each (name, table, its columns, what explains it), and a last one that explains them all."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    names: list[str] = []
    for name, table, columns, _metadata in sheets:
        names.append(_free(name or table.caption, [*names, about]))
        page = book.add_worksheet(names[-1])
        _fill(book, page, table, columns)
        _draw(book, page, names[-1], table, columns)
    _explain(book, about, [(name, sheet[1], sheet[3]) for name, sheet in zip(names, sheets, strict=True)])
    book.close()
    return out.getvalue()


def _fill(book: Workbook, page: Worksheet, table: Table, columns: Sequence[FileColumn]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    reason = book.add_format({"italic": True})
    page.write_string(0, 0, table.caption, book.add_format({"bold": True}))
    for c, column in enumerate(columns):
        page.write_string(HEADS, c, column.title, head)
        decimals = f".{'0' * column.decimals}" if column.decimals else ""
        number = book.add_format({"num_format": f"#,##0{decimals}"})
        for r, cell in enumerate(column.cells, HEADS + 1):
            if isinstance(cell, str):
                page.write_string(r, c, cell, reason if column.part == "why" else None)
            elif cell is not None:
                page.write_number(r, c, cell, number)
        page.set_column(c, c, 34 if c == 0 or column.part == "why" else 16)
    page.freeze_panes(HEADS + 1, 1)


def _draw(book: Workbook, page: Worksheet, name: str, table: Table, columns: Sequence[FileColumn]) -> None:
    """The drawn columns as points under the table, with the interval in the column after as error bars. They are not
    joined: what may not be compared must not look so."""
    by_part = {(column.of, column.part): (c, column) for c, column in enumerate(columns)}
    rows = len(table.rows)
    series = [by_part[i, "value"] for i in table.drawn if (i, "value") in by_part]
    if not series or not rows:
        return
    chart = book.add_chart({"type": "line"})
    for c, column in series:
        points: dict[str, Any] = {
            "name": [name, HEADS, c],
            "categories": [name, HEADS + 1, 0, HEADS + rows, 0],
            "values": [name, HEADS + 1, c, HEADS + rows, c],
            "line": {"none": True},
            "marker": {"type": "diamond", "size": 8},
        }
        if len(series) == 1:
            points["marker"] |= {"fill": {"color": _OWN}, "border": {"color": _OWN}}
        after = (column.of or 0) + 1
        if (after, "low") in by_part:
            lows, highs = by_part[after, "low"][1].cells, by_part[after, "high"][1].cells
            points["y_error_bars"] = {
                "type": "custom",
                "minus_values": [_between(low, value) for low, value in zip(lows, column.cells, strict=True)],
                "plus_values": [_between(value, high) for high, value in zip(highs, column.cells, strict=True)],
            }
        chart.add_series(points)
    chart.set_title({"name": table.caption, "name_font": {"size": 12, "bold": False}})
    chart.set_legend({"none": len(series) == 1} if len(series) == 1 else {"position": "bottom"})
    chart.set_size({"width": 760, "height": 360})
    page.insert_chart(HEADS + rows + 3, 0, chart, {"description": table.caption})


def _between(low: object, high: object) -> float:
    """How far apart two ends are; 0 where one of them is not given."""
    return high - low if isinstance(low, float | int) and isinstance(high, float | int) else 0.0


def _explain(book: Workbook, about: str, sheets: Sequence[tuple[str, Table, Mapping[str, str]]]) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(about[:_LONGEST_NAME])
    line = 0
    for name, table, metadata in sheets:
        page.write_string(line, 0, name, head)
        page.write_string(line, 1, table.caption, head)
        for key, value in metadata.items():
            line += 1
            page.write_string(line, 0, key, wrap)
            page.write_string(line, 1, value, wrap)
        line += 2
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 100)


def _free(name: str, taken: Sequence[str]) -> str:
    """A sheet's name that a spreadsheet takes: short, without its signs, not taken."""
    used = {other.casefold() for other in taken}
    base = " ".join(_NOT_IN_A_NAME.sub(" ", name).split()) or "1"
    short = base[:_LONGEST_NAME].strip()
    number = 1
    while short.casefold() in used or short.casefold() == "history":
        number += 1
        short = f"{base[: _LONGEST_NAME - 1 - len(str(number))].strip()} {number}"
    return short
