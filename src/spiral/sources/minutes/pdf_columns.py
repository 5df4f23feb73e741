"""Columns of a page: text set in two is read one column at a time, a table row by row.

What a page draws says where each piece stands; the order of drawing need not be the order of reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from spiral.sources.minutes.pdf_pieces import (
    CLUSTER,
    GUTTER,
    NEXT,
    DrawnPiece,
    Row,
    broken,
    cells_of,
    rows_of_page,
    text_of_row,
    usual_step,
)
from spiral.sources.minutes.pdf_tables import DrawnTable, tables_of

_LEAST_ROWS = 3
_SHARE = 0.7  # of the rows to the right of the gutter begin at it


@dataclass(frozen=True, slots=True)
class PagePart:
    """Rows that are read after each other: a whole width, a column, the rows of a table with their ``cells``, or those
    of labels beside values, whose left and right side ``gutter`` parts."""

    rows: list[Row]
    is_column: bool = False
    gutter: float | None = None
    cells: tuple[tuple[str, ...], ...] = ()


def parts_of_page(pieces: Sequence[DrawnPiece]) -> list[PagePart] | None:
    """The page in the order of reading; None where it has one column, as it is drawn."""
    rows = rows_of_page(pieces)
    tables = tables_of(rows)
    if not tables:
        return _parts_of_rows(rows)
    parts: list[PagePart] = []
    start = 0
    for table in tables:
        parts += _around(rows[start : table.first])
        parts += _of_table(rows[table.first : table.last + 1], table)
        start = table.last + 1
    return parts + _around(rows[start:])


def _around(rows: list[Row]) -> list[PagePart]:
    """What stands before, between and after tables."""
    return (_parts_of_rows(rows) or [PagePart(rows)]) if rows else []


def _of_table(rows: list[Row], table: DrawnTable) -> list[PagePart]:
    """A table row by row, or text in columns one at a time."""
    if table.columns:
        return [PagePart(column, True) for column in table.columns]
    return [PagePart(rows, cells=table.cells)]


def _parts_of_rows(rows: list[Row]) -> list[PagePart] | None:
    """Rows that hold no table, in one column or two."""
    gutter = _gutter(rows)
    if gutter is None:
        return None
    step = usual_step(rows)
    first, last = _band(rows, gutter, step)
    band = rows[first : last + 1]
    left = [[p for p in row if p.x < gutter - CLUSTER] for row in band]
    right = [[p for p in row if p.x >= gutter - CLUSTER] for row in band]
    inside = (
        [PagePart([r for r in left if r], True), PagePart([r for r in right if r], True)]
        if _is_prose(left, right, gutter, step)
        else [PagePart(band, gutter=gutter)]
    )
    return [part for part in (PagePart(rows[:first]), *inside, PagePart(rows[last + 1 :])) if part.rows]


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where a second column begins: several rows have a piece there, apart from what stands before it."""
    starts: Counter[int] = Counter()
    for row in rows:
        for before, piece in zip(row, row[1:], strict=False):
            if piece.x - before.end >= GUTTER * piece.size:
                starts[round(piece.x / CLUSTER)] += 1
                break
    if not starts:
        return None
    cluster = max(starts, key=lambda n: starts[n] + starts[n - 1] + starts[n + 1])
    if starts[cluster] + starts[cluster - 1] + starts[cluster + 1] < _LEAST_ROWS:
        return None
    return min(p.x for row in rows for p in row if abs(p.x / CLUSTER - cluster) <= 1.5)


def _is_across(row: Row, gutter: float) -> bool:
    """A row that goes over the gutter: a heading over both columns."""
    return any(p.x < gutter - CLUSTER and p.end > gutter + CLUSTER for p in row)


def _band(rows: Sequence[Row], gutter: float, step: float) -> tuple[int, int]:
    """The first and last row of the columns: all that have something to the right, and what goes on below them."""
    at = [
        n
        for n, row in enumerate(rows)
        if any(abs(p.x - gutter) <= CLUSTER for p in row) and not _is_across(row, gutter)
    ]
    first = last = at[0]
    for n in range(first + 1, len(rows)):
        if _is_across(rows[n], gutter):
            break
        if n in at or (n > at[-1] and rows[n - 1][0].y - rows[n][0].y <= NEXT * step) or n < at[-1]:
            last = n
        else:
            break
    return first, last


def _is_prose(left: Sequence[Row], right: Sequence[Row], gutter: float, step: float) -> bool:
    """Two columns of text, where lines go on below: else it is a table, whose rows belong together."""
    begins = [row[0].x for row in right if row]
    if sum(abs(x - gutter) <= CLUSTER for x in begins) < _SHARE * len(begins):
        return False
    if any(len(row) > 1 and row[1].x - row[0].end > 3 * row[0].size for row in right if row):
        return False
    on_the_left, on_the_right = broken(left, step), broken(right, step)
    return on_the_left >= 2 or (on_the_left >= 1 and on_the_right >= 1)


def columns_as_text(part: PagePart) -> list[str]:
    """The rows of a table as text in columns of blanks, as one would type them."""
    lines = []
    for row in part.rows:
        cells = cells_of(row)
        gutter = part.gutter or 0.0
        is_right_only = cells[0][0].x >= gutter - CLUSTER
        lines.append((is_right_only, [text_of_row(cell) for cell in cells]))
    width = 4 + max((len(texts[0]) for is_right, texts in lines if not is_right), default=0)
    return [
        " " * width + "    ".join(texts) if is_right else texts[0].ljust(width) + "    ".join(texts[1:])
        for is_right, texts in lines
    ]
