"""A sheet that somebody has made by hand, as lines of text: the first sheet that shows, merged cells filled, and what a
formula could not work out left for the reader to tell. Read in a child, see ``reading``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from zipfile import ZipFile

from spiral.sources.reading.delimited import unreadable
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.workbook import open_workbook

#: What a cell says when its formula failed, in English and Swedish programs.
FAULT = re.compile(
    r"#(N/A|VALUE!|REF!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|FIELD!|GETTING_DATA|SAKNAS!|VÄRDEFEL!|REFERENS!|NAMN\?|"
    r"DIVISION/0!|OGILTIGT!|SKÄRNING!|UTSPILL!|FÄLT!)"
)
#: What stands for a formula whose result the file does not hold.
NO_RESULT = "="
#: Of further sheets no more are looked at: what is told is that there are such.
_MOST_SHEETS = 7
_RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")


@dataclass(slots=True)
class _Sheet:
    """What the XML of a sheet says beside its values; rows and columns counted from 0."""

    first_column: int | None = None
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def read_lines(content: bytes, name: str, limits: Limits) -> list[list[str]]:
    """Every line of the first sheet that is not hidden, from the sheet's first row. Raises Unreadable."""
    package = open_workbook(content, name, limits)
    import fastexcel

    try:
        reader = fastexcel.read_excel(content)
        shown = [s for s in reader.sheet_names if s not in _hidden(package)] or reader.sheet_names
        cells = reader.load_sheet(shown[0], header_row=None, skip_rows=0, dtypes="string").to_arrow_with_errors()[0]
    except fastexcel.FastExcelError:
        raise unreadable(name, "Arbetsboken är skadad.", "Öppna den i Excel och spara om den som .xlsx.") from None
    columns = [column.to_pylist() for column in cells.columns]
    lines = [["" if cell is None else cell for cell in line] for line in zip(*columns, strict=True)]
    beside = _beside(package, shown[0])
    if beside.first_column:
        lines = [[""] * beside.first_column + line for line in lines]
    for (row, column), text in beside.faults.items():
        if row < len(lines) and column < len(lines[row]) and not lines[row][column]:
            lines[row][column] = text
    return _filled(lines, beside.merged, limits.cells)


def other_sheets(content: bytes, name: str, limits: Limits) -> list[str]:
    """The sheets that show, have something in them, and are not read. Raises Unreadable."""
    package = open_workbook(content, name, limits)
    hidden = _hidden(package)
    shown = [
        marks.get("name", "")
        for tag, marks in _elements(package, "xl/workbook.xml")
        if tag == "sheet" and marks.get("name", "") not in hidden
    ]
    return [sheet for sheet in shown[1:_MOST_SHEETS] if _beside(package, sheet).first_column is not None]


def _filled(lines: list[list[str]], merged: list[tuple[int, int, int, int]], most: int) -> list[list[str]]:
    """A merged cell's text stands in each of the cells that it covers, as whoever made it meant."""
    for top, left, bottom, right in merged:
        if top >= len(lines) or left >= len(lines[top]):
            continue
        for row in range(top, min(bottom + 1, len(lines))):
            for column in range(left, min(right + 1, len(lines[row]))):
                most -= 1
                lines[row][column] = lines[row][column] or lines[top][left]
                if most < 0:
                    return lines
    return lines


def _hidden(package: ZipFile) -> set[str]:
    return {
        marks.get("name", "")
        for tag, marks in _elements(package, "xl/workbook.xml")
        if tag == "sheet" and marks.get("state", "visible") != "visible"
    }


def _beside(package: ZipFile, sheet: str) -> _Sheet:
    beside = _Sheet()
    numbers = [
        next((value for key, value in marks.items() if key.endswith(":id")), "")
        for tag, marks in _elements(package, "xl/workbook.xml")
        if tag == "sheet" and marks.get("name") == sheet
    ]
    targets = {
        marks.get("Id"): marks.get("Target", "")
        for tag, marks in _elements(package, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship"
    }
    target = targets.get(numbers[0] if numbers else "", "").removeprefix("/")
    part = target if target.startswith("xl/") else f"xl/{target}"
    at: tuple[int, int] | None = None
    text = ""
    is_formula = is_fault = False
    for tag, marks in _elements(package, part):
        if tag == "c":
            at, text, is_formula, is_fault = _position(marks.get("r", "")), "", False, marks.get("t") == "e"
        elif tag == "f":
            is_formula = True
        elif tag in ("v", "is"):
            text += marks["text"]
        elif tag == "mergeCell" and (match := _RANGE.fullmatch(marks.get("ref", ""))) and match[3]:
            corner, other = _position(match[1] + match[2]), _position(match[3] + match[4])
            if corner and other:
                beside.merged.append((*corner, *other))
        if tag in ("v", "is", "f") and at:
            if text:
                beside.first_column = min(at[1], at[1] if beside.first_column is None else beside.first_column)
            if is_formula and not text:
                beside.faults[at] = NO_RESULT
            elif is_fault:
                beside.faults[at] = text
            else:
                beside.faults.pop(at, None)
    return beside


def _elements(package: ZipFile, part: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each element of a part when it ends: its name without prefix, and its marks with ``text``, what stands in it."""
    if part not in package.namelist():
        return
    open_elements: list[tuple[str, dict[str, str]]] = []
    ended: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def start(tag: str, marks: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        open_elements.append((name, {**marks, "text": ""}))
        if name == "c":
            ended.append(open_elements[-1])  # a cell's marks are needed before what stands in it

    def text(data: str) -> None:
        for _name, marks in open_elements[-3:]:
            marks["text"] += data

    def end(_tag: str) -> None:
        element = open_elements.pop()
        if element[0] != "c":
            ended.append(element)

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    with package.open(part) as stream:
        while chunk := stream.read(1 << 16):
            parser.Parse(chunk, False)
            yield from ended
            ended.clear()
    parser.Parse(b"", True)
    yield from ended


def _position(reference: str) -> tuple[int, int] | None:
    """(row, column) of "B7", counted from 0."""
    match = _RANGE.fullmatch(reference)
    if match is None or match[3]:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1
