"""Rows of tables → lines: short cells share a line, a cell with paragraphs of its own gives one for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spiral.sources.minutes.lines import LineKind, TextLine, parse_line
from spiral.sources.minutes.roll import is_roll_label

#: A row of this many columns is one, also when a cell has more than one paragraph.
_COLUMNS = 3
_LONGEST_CELL = 300


def row_line(cells: Sequence[str]) -> TextLine:
    """A row of short cells as one line; blank when all of them are."""
    line = parse_line(" | ".join(cell for cell in cells if cell))
    return line if line.kind is LineKind.BLANK else TextLine(line.note, cells=tuple(cells))


def row_lines(cells: Sequence[Sequence[TextLine]]) -> Iterator[TextLine]:
    """A row as one line where its cells are short; else every paragraph of every cell, cell by cell."""
    filled = [[line for line in cell if line.kind is not LineKind.BLANK] for cell in cells]
    if all(len(cell) <= 1 and not any(line.cells for line in cell) for cell in filled):
        yield row_line([own[0].note if own else _stroke(cell) for own, cell in zip(filled, cells, strict=True)])
    elif _is_row(filled):
        yield row_line(
            [" ".join(line.note for line in own) or _stroke(cell) for own, cell in zip(filled, cells, strict=True)]
        )
    else:
        for cell in filled:
            yield from cell


def _stroke(cell: Sequence[TextLine]) -> str:
    """The stroke that a cell without words holds; "" for an empty one."""
    return next((line.text for line in cell if line.text), "")


def _is_row(cells: Sequence[Sequence[TextLine]]) -> bool:
    """A row of a table with several columns, whose cells are no lists of people and no pages of their own."""
    return (
        len(cells) >= _COLUMNS
        and not any(line.cells or line.kind is LineKind.HEADING for cell in cells for line in cell)
        and all(sum(len(line.text) for line in cell) <= _LONGEST_CELL for cell in cells)
        and not any(cell and is_roll_label(cell[0].text) for cell in cells)
    )
