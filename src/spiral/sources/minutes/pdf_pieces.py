"""What a page draws: pieces of text with their place, put together as rows from the top and cells from the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

#: A letter is this wide on average, in sizes of its font.
_LETTER = 0.5
_NARROWEST, _ROOM = 0.38, 0.9
_LONG_PIECE = 25
_SAME_ROW = 0.4  # of the size: pieces whose heights differ less share a row
GUTTER = 0.9  # of the size, at least, between two columns
CLUSTER = 8.0  # points that the starts of one column may differ
_FULL = 0.6  # of the widest line: a line that may have been broken
NEXT = 1.9  # of the usual step between rows: further down is no longer the column


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


def rows_of_page(pieces: Sequence[DrawnPiece]) -> list[Row]:
    """Pieces of one height together, from the top, each row from the left."""
    rows: list[Row] = []
    for piece in sorted(pieces, key=lambda p: -p.y):
        if rows and abs(rows[-1][0].y - piece.y) <= _SAME_ROW * max(piece.size, 1):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return _with_narrow_letters([sorted(row, key=lambda p: p.x) for row in rows])


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


def usual_step(rows: Sequence[Row]) -> float:
    """Points from one row to the next, the median."""
    steps = sorted(a[0].y - b[0].y for a, b in zip(rows, rows[1:], strict=False))
    return steps[len(steps) // 2] if steps else 0.0


def broken(rows: Sequence[Row], step: float) -> int:
    """Lines that go on in the next one: it begins with a small letter, and they are nearly full."""
    filled = [row for row in rows if row]
    widest = max((row[-1].end - row[0].x for row in filled), default=0.0)
    count = 0
    for row, after in zip(filled, filled[1:], strict=False):
        is_next = row[0].y - after[0].y <= NEXT * step
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


def cells_of(row: Row) -> list[Row]:
    """The pieces of a row in cells, which stand apart."""
    cells: list[Row] = []
    for piece in row:
        if cells and piece.x - cells[-1][-1].end < GUTTER * piece.size:
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return cells
