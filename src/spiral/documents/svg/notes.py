"""Why a period has no number, said in its place in the picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from spiral.documents.svg.lettering import Box, box_of, inside, width_of
from spiral.documents.svg.pen import Pen

#: The least room that a note takes across, its lines from each other, and from what stands beside.
_ROOM, _LINE, _AIR = 44.0, 14, 4.0


def notes(
    pen: Pen, said: Sequence[str], xs: Sequence[float], step: float, shapes: Sequence[Box], heights: tuple[int, int]
) -> None:
    """What is ``said`` of each period, '' where it has a number; once for periods in a row that have the same reason.
    ``shapes`` are the marks of the others, ``heights`` the uppermost and the lowest line that may be written on."""
    for note, run in groupby(range(len(said)), key=lambda i: said[i]):
        places = [xs[i] for i in run]
        if note:
            _note(pen, _wrapped(note, step * len(places)), (places[0] + places[-1]) / 2, shapes, heights)


def _note(pen: Pen, lines: Sequence[str], middle: float, shapes: Sequence[Box], heights: tuple[int, int]) -> None:
    """Half-way up; higher or lower where something stands there: another text, or the mark of a period beside."""
    at = inside(middle, max(lines, key=width_of), pen.width)
    highest, lowest = heights[0], heights[1] - _LINE * (len(lines) - 1)
    tops = sorted(range(highest, lowest + 1), key=lambda top: abs(top - (highest + lowest) / 2))

    def is_free(top: int, taken: Sequence[Box]) -> bool:
        boxes = [box_of(at, top + _LINE * k, line, "middle") for k, line in enumerate(lines)]
        return not any(box.touches(other, _AIR) for box in boxes for other in taken)

    free = [top for top in tops if is_free(top, pen.texts)] or tops
    top = next((top for top in free if is_free(top, shapes)), free[0])
    for k, line in enumerate(lines):
        pen.text(at, top + _LINE * k, line, anchor="middle")


def _wrapped(note: str, room: float) -> list[str]:
    """On one line where there is room for it, on two otherwise."""
    if width_of(note) <= max(room, _ROOM):
        return [note]
    return list(min(_halves(note), key=lambda lines: max(map(width_of, lines)), default=(note,)))


def _halves(note: str) -> Iterator[tuple[str, str]]:
    words = note.split()
    return ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
