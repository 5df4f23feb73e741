"""Tables of three columns or more on a page, ruled or not: found by where their cells begin, read row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spiral.sources.minutes.pdf_pieces import CLUSTER, NEXT, Row, broken, cells_of, text_of_row, usual_step
from spiral.sources.minutes.roll import is_roll_label
from spiral.sources.minutes.scales import is_level

_COLUMNS = 3
_LEAST_ROWS = 3
_LEAST_STATEMENTS = 2
_BROKEN_LINES = 2
#: A cell of so many words may have been broken at its column's width; a shorter one was ended on purpose.
_LONG_CELL = 4


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """The first and last row it takes, its rows' cells as text; ``columns``: those of text that is set in columns."""

    first: int
    last: int
    cells: tuple[tuple[str, ...], ...]
    columns: tuple[list[Row], ...] = ()


@dataclass(slots=True)
class _Grid:
    """The rows from ``first`` as far as their cells stand in the columns that the first one begins."""

    first: int
    starts: list[float]
    rows: list[list[Row]]

    @property
    def full(self) -> int:
        return sum(sum(map(bool, row)) > 1 for row in self.rows)

    @property
    def is_scale(self) -> bool:
        """A heading of steps over statements, with empty boxes beside them."""
        head, *rest = self.rows
        steps = [text_of_row(cell) for cell in head[1:]]
        are_steps = all(is_level(step) for step in steps) or [s for s in steps if not s.isdecimal()] == []
        return are_steps and len(rest) >= _LEAST_STATEMENTS and all(row[0] for row in rest)


def tables_of(rows: Sequence[Row]) -> list[DrawnTable]:
    """Every table of the page, from the top."""
    tables: list[DrawnTable] = []
    at = 0
    step = usual_step(rows)
    while at < len(rows):
        grid = _grid(rows, at, step)
        if grid is None or not (grid.full >= _LEAST_ROWS or grid.is_scale):
            at += 1
            continue
        tables.append(_table(grid))
        at = tables[-1].last + 1
    return tables


def _grid(rows: Sequence[Row], at: int, step: float) -> _Grid | None:
    head = cells_of(rows[at])
    if len(head) < _COLUMNS or is_roll_label(text_of_row(head[0]).rstrip(" :")):
        return None
    grid = _Grid(at, [cell[0].x for cell in head], [[*head]])
    last_full = 0
    for n in range(at + 1, len(rows)):
        placed = _placed(rows[n], grid.starts)
        is_heading = len(rows[n]) == 1 and rows[n][0].is_bold
        if placed is None or is_heading or rows[n - 1][0].y - rows[n][0].y > 2 * NEXT * step:
            break
        grid.rows.append(placed)
        if sum(map(bool, placed)) > 1 or not placed[0]:
            last_full = n - at
    if grid.full >= _LEAST_ROWS:
        del grid.rows[last_full + 1 :]
    return grid


def _placed(row: Row, starts: Sequence[float]) -> list[Row] | None:
    """A row's cells in their columns; None for a row that does not stand in them."""
    placed: list[Row] = [[] for _ in starts]
    for cell in cells_of(row):
        x, end = cell[0].x, cell[-1].end
        column = sum(start <= x + CLUSTER for start in starts) - 1
        after = starts[column + 1] if column + 1 < len(starts) else None
        is_at_start = column >= 0 and abs(starts[column] - x) <= CLUSTER
        is_inside = column > 0 and len(cell[0].text.strip()) <= _LONG_CELL  # a mark in the middle of its box
        if not (is_at_start or is_inside) or placed[column] or (after is not None and end > after + CLUSTER):
            return None
        placed[column] = cell
    return placed


def _table(grid: _Grid) -> DrawnTable:
    last = grid.first + len(grid.rows) - 1
    columns = [[row[n] for row in grid.rows if row[n]] for n in range(len(grid.starts))]
    step = usual_step([next(cell for cell in row if cell) for row in grid.rows])
    lines = [broken(column, step) for column in columns]
    if lines[0] >= _BROKEN_LINES and sum(n >= _BROKEN_LINES for n in lines) > 1 and _is_full(grid):
        return DrawnTable(grid.first, last, (), tuple(columns))
    whole: list[list[str]] = []
    for n, row in enumerate(grid.rows):
        texts = [text_of_row(cell) for cell in row]
        if n and _goes_on(texts, whole[-1]):
            whole[-1] = [f"{above} {text}".strip() for above, text in zip(whole[-1], texts, strict=True)]
        else:
            whole.append(texts)
    return DrawnTable(grid.first, last, tuple(tuple(row) for row in whole))


def _is_full(grid: _Grid) -> bool:
    """Text set in columns has lines in all of them from top to bottom, but for the last."""
    return sum(bool(cell) for row in grid.rows for cell in row[:2]) >= 2 * len(grid.rows) - 2


def _goes_on(texts: Sequence[str], above: Sequence[str]) -> bool:
    """Whether a row is the rest of the one above: its cells go on, with a small letter or after many words."""
    filled = [(text, before) for text, before in zip(texts, above, strict=True) if text]
    if texts[0] and any(not text[:1].islower() for text, _before in filled):
        return False
    return all(
        before and (text[:1].islower() or (len(before.split()) >= _LONG_CELL and not before.endswith((".", "!", "?"))))
        for text, before in filled
    )
