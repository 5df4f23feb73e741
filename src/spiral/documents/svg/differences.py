"""Differences with their intervals, and zero in the same place in every such picture."""

from __future__ import annotations

from spiral.documents.chart import Differences, Mark
from spiral.documents.svg.interval import bar
from spiral.documents.svg.pen import CHARACTER, Pen, Scale, linear
from spiral.engine.numbers import beside_zero

_ROW = 46.0
#: Room for what each is a difference from: at least so wide at the left of its row, or a line of its own above it.
_NAMES, _LINE = 92.0, 16.0


def draw_differences(chart: Differences, key: str, width: int) -> str:
    """What each is a difference from, then the difference, a row for each; above it where there is no room beside."""
    names = max(_NAMES, 12 + CHARACTER * max(len(m.label) for m in chart.marks))
    is_beside = names < width / 2
    left, above = (names, 0.0) if is_beside else (0.0, _LINE)
    pen = Pen(width, (_ROW + above) * len(chart.marks))
    x = linear(-chart.reach, chart.reach, left + 6, width - 6)
    for i, mark in enumerate(chart.marks):
        top = (_ROW + above) * i + above
        pen.text(0, top + 34 if is_beside else top - 2, mark.label)
        _row(pen, chart, mark, x, left, top)
    return pen.picture(chart, key)


def draw_difference(chart: Differences, label: str, width: int = 320) -> str:
    """The only difference of ``chart`` as one row of a list, named by ``label``."""
    (mark,) = chart.marks
    pen = Pen(width, _ROW)
    _row(pen, chart, mark, linear(-chart.reach, chart.reach, 6, width - 6), 0, 0)
    return pen.labelled(label)


def _row(pen: Pen, chart: Differences, mark: Mark, x: Scale, left: float, top: float) -> None:
    """A bar with its bounds above its ends, and zero below them, so that it crosses none."""
    assert mark.low is not None and mark.high is not None
    pen.line(left, top + 30, pen.width, top + 30, "axis")
    pen.line(x(0.0), top + 20, x(0.0), top + _ROW, "ref")
    bar(pen, mark, x, top + 30, caps=False)
    low, high = (beside_zero(bound, chart.language, signed=True) for bound in (mark.low, mark.high))
    # Two bounds that would run into each other stand on either side of the bar.
    short = x(mark.high) - x(mark.low) < CHARACTER * (len(low) + len(high)) / 2 + 8
    pen.text(x(mark.low), top + 16, low, anchor="end" if short else "middle", css="text-own")
    pen.text(x(mark.high), top + 16, high, anchor="start" if short else "middle", css="text-own")
