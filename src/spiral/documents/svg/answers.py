"""Answers to many statements under each other, for a wall: the statement shortened, its bar, and one of them lifted."""

from __future__ import annotations

from collections.abc import Sequence

from spiral.documents.chart import Distribution
from spiral.documents.svg.distribution import draw_bar
from spiral.documents.svg.lettering import width_of
from spiral.documents.svg.pen import Pen

#: How wide it is, and how large its text (``.chart.wall``); where a statement begins, its bar, and the room between.
_WIDTH, _SIZE = 664, 24.0
_TEXT, _BAR = 40, 404
_ROOM = _BAR - _TEXT - 12
#: With more statements than this on a wall their text would be too small to read from eight metres.
MOST_ROWS = 11


def draw_answers(statements: Sequence[tuple[int, Distribution]], lifted: int | None) -> str:
    """Statements by their numbers in their order, at most ``MOST_ROWS`` of them, ``lifted`` always among them."""
    place = next((i for i, (number, _chart) in enumerate(statements) if number == lifted), 0)
    first = max(0, min(place - MOST_ROWS // 2, len(statements) - MOST_ROWS))
    rows = statements[first : first + MOST_ROWS]
    step = 38.0 if len(rows) > 7 else 48.0
    pen = Pen(_WIDTH, step * len(rows) + 4)
    for i, (number, chart) in enumerate(rows):
        top = 4 + step * i
        line = top + step / 2 + 7
        if number == lifted:
            pen.rect(-10, top - 2, _WIDTH + 20, step, "band")
        css = "text-plain lifted" if number == lifted else ""
        pen.text(0, line, str(number), css=css)
        pen.text(_TEXT, line, _shortened(chart.title), css=css)
        draw_bar(pen, chart, _BAR, top + step / 2 - 15, _WIDTH - _BAR, 26, line, _SIZE)
    return pen.labelled("; ".join(f"{n}. {chart.title} {chart.description}" for n, chart in rows), css="wall")


def _shortened(text: str) -> str:
    """As many whole words as there is room for."""
    words = text.rstrip(".").split()
    if width_of(" ".join(words), _SIZE) <= _ROOM:
        return " ".join(words)
    counts = range(len(words), 0, -1)
    shortened = (f"{' '.join(words[:count]).rstrip(',')} …" for count in counts)
    return next((line for line in shortened if width_of(line, _SIZE) <= _ROOM), "…")
