"""Columns of a page: text set in two is read one column at a time, a table row by row.

What a page draws says where each piece stands; the order of drawing need not be the order of reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

#: A letter is this wide on average, in sizes of its font.
_LETTER = 0.5
_NARROWEST, _ROOM = 0.38, 0.9
_LONG_PIECE = 25
_SAME_ROW = 0.4  # of the size: pieces whose heights differ less share a row
_GUTTER = 0.9  # of the size, at least, between two columns
_LEAST_ROWS = 3
_CLUSTER = 8.0  # points that the starts of one column may differ
_SHARE = 0.7  # of the rows to the right of the gutter begin at it
_FULL = 0.6  # of the widest line: a line that may have been broken
_NEXT = 1.9  # of the usual step between rows: further down is no longer the column


@dataclass(frozen=True, slots=True)
class DrawnPiece:
    """Text as it is drawn: where it begins, in points, its size and weight."""

    x: float
    y: float
    size: float
    is_bold: bool
    text: str
    letter: float = _LETTER

    @property
    def end(self) -> float:
        return self.x + len(self.text.strip()) * self.size * self.letter


Row = list[DrawnPiece]


@dataclass(frozen=True, slots=True)
class PagePart:
    """Rows that are read after each other: a whole width, a column, or the rows of a table, whose left and right side
    ``gutter`` parts."""

    rows: list[Row]
    is_column: bool = False
    gutter: float | None = None


def parts_of_page(pieces: Sequence[DrawnPiece]) -> list[PagePart] | None:
    """The page in the order of reading; None where it has one column, as it is drawn."""
    rows = _with_narrow_letters(_rows(pieces))
    gutter = _gutter(rows)
    if gutter is None:
        return None
    step = _step(rows)
    first, last = _band(rows, gutter, step)
    band = rows[first : last + 1]
    left = [[p for p in row if p.x < gutter - _CLUSTER] for row in band]
    right = [[p for p in row if p.x >= gutter - _CLUSTER] for row in band]
    inside = (
        [PagePart([r for r in left if r], True), PagePart([r for r in right if r], True)]
        if _is_prose(left, right, gutter, step)
        else [PagePart(band, gutter=gutter)]
    )
    return [part for part in (PagePart(rows[:first]), *inside, PagePart(rows[last + 1 :])) if part.rows]


def _rows(pieces: Sequence[DrawnPiece]) -> list[Row]:
    """Pieces of one height together, from the top, each row from the left."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if rows and abs(rows[-1][0].y - piece.y) <= _SAME_ROW * max(piece.size, 1):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.x) for row in rows]


def _with_narrow_letters(rows: list[Row]) -> list[Row]:
    """The rows with letters so narrow that a long piece ends before the next one in its row begins, with room between:
    fonts differ, and a line that seems to reach over the gutter would hide it."""
    fits = [
        (after.x - piece.x) / (len(piece.text.strip()) * piece.size)
        for row in rows
        for piece, after in zip(row, row[1:], strict=False)
        if len(piece.text.strip()) >= _LONG_PIECE and piece.size > 0
    ]
    letter = max(_NARROWEST, min([_LETTER, *(_ROOM * fit for fit in fits)]))
    return [[replace(piece, letter=letter) for piece in row] for row in rows] if letter < _LETTER else rows


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where a second column begins: several rows have a piece there, apart from what stands before it."""
    starts: Counter[int] = Counter()
    for row in rows:
        for before, piece in zip(row, row[1:], strict=False):
            if piece.x - before.end >= _GUTTER * piece.size:
                starts[round(piece.x / _CLUSTER)] += 1
                break
    if not starts:
        return None
    cluster = max(starts, key=lambda n: starts[n] + starts[n - 1] + starts[n + 1])
    if starts[cluster] + starts[cluster - 1] + starts[cluster + 1] < _LEAST_ROWS:
        return None
    return min(p.x for row in rows for p in row if abs(p.x / _CLUSTER - cluster) <= 1.5)


def _is_across(row: Row, gutter: float) -> bool:
    """A row that goes over the gutter: a heading over both columns."""
    return any(p.x < gutter - _CLUSTER and p.end > gutter + _CLUSTER for p in row)


def _step(rows: Sequence[Row]) -> float:
    steps = sorted(a[0].y - b[0].y for a, b in zip(rows, rows[1:], strict=False))
    return steps[len(steps) // 2] if steps else 0.0


def _band(rows: Sequence[Row], gutter: float, step: float) -> tuple[int, int]:
    """The first and last row of the columns: all that have something to the right, and what goes on below them."""
    at = [
        n
        for n, row in enumerate(rows)
        if any(abs(p.x - gutter) <= _CLUSTER for p in row) and not _is_across(row, gutter)
    ]
    first = last = at[0]
    for n in range(first + 1, len(rows)):
        if _is_across(rows[n], gutter):
            break
        if n in at or (n > at[-1] and rows[n - 1][0].y - rows[n][0].y <= _NEXT * step) or n < at[-1]:
            last = n
        else:
            break
    return first, last


def _is_prose(left: Sequence[Row], right: Sequence[Row], gutter: float, step: float) -> bool:
    """Two columns of text, where lines go on below: else it is a table, whose rows belong together."""
    begins = [row[0].x for row in right if row]
    if sum(abs(x - gutter) <= _CLUSTER for x in begins) < _SHARE * len(begins):
        return False
    if any(len(row) > 1 and row[1].x - row[0].end > 3 * row[0].size for row in right if row):
        return False
    on_the_left, on_the_right = _broken(left, step), _broken(right, step)
    return on_the_left >= 2 or (on_the_left >= 1 and on_the_right >= 1)


def _broken(rows: Sequence[Row], step: float) -> int:
    """Lines that go on in the next one: it begins with a small letter, and they are nearly full."""
    filled = [row for row in rows if row]
    widest = max((row[-1].end - row[0].x for row in filled), default=0.0)
    count = 0
    for row, after in zip(filled, filled[1:], strict=False):
        is_next = row[0].y - after[0].y <= _NEXT * step
        is_long = row[-1].end - row[0].x >= _FULL * widest and len(" ".join(p.text for p in row).split()) > 2
        count += is_next and is_long and after[0].text.lstrip()[:1].islower()
    return count


def text_of_row(row: Row) -> str:
    """A row's pieces with a blank where they stand apart."""
    text = ""
    end = 0.0
    for piece in row:
        apart = text and not text.endswith(" ") and piece.x - end > 0.1 * piece.size
        text += (" " if apart else "") + piece.text.replace("\n", " ")
        end = piece.end
    return text.strip()


def columns_as_text(part: PagePart) -> list[str]:
    """The rows of a table as text in columns of blanks, as one would type them."""
    lines = []
    for row in part.rows:
        cells: list[list[DrawnPiece]] = []
        for piece in row:
            if cells and piece.x - cells[-1][-1].end < _GUTTER * piece.size:
                cells[-1].append(piece)
            else:
                cells.append([piece])
        gutter = part.gutter or 0.0
        is_right_only = cells[0][0].x >= gutter - _CLUSTER
        lines.append((is_right_only, [text_of_row(cell) for cell in cells]))
    width = 4 + max((len(texts[0]) for is_right, texts in lines if not is_right), default=0)
    return [
        " " * width + "    ".join(texts) if is_right else texts[0].ljust(width) + "    ".join(texts[1:])
        for is_right, texts in lines
    ]
