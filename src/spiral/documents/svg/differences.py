"""Differences with their intervals, and zero in the same place in every such picture."""

from __future__ import annotations

from collections.abc import Sequence

from spiral.documents.chart import Differences, Mark
from spiral.documents.svg.interval import bar
from spiral.documents.svg.lettering import width_of
from spiral.documents.svg.pen import Pen, Scale, linear
from spiral.engine.numbers import beside_zero

_ROW = 50.0
#: Room for what each is a difference from: at least so wide at the left of its row, or a line of its own above it.
_NAMES, _LINE = 92.0, 16.0
#: The least room between a bound and what stands beside it.
_AIR = 5.0


def draw_differences(chart: Differences, key: str, width: int) -> str:
    """What each is a difference from, then the difference, a row for each; above it where there is no room beside."""
    names = max(_NAMES, 12 + max(width_of(m.label) for m in chart.marks))
    is_beside = names < width / 2 and (width - names) / 2 > width_of(chart.unit) + _AIR
    left, above = (names, 0.0) if is_beside else (0.0, _LINE)
    pen = Pen(width, (_ROW + above) * len(chart.marks))
    x = linear(-chart.reach, chart.reach, left + 6, width - 6)
    for i, mark in enumerate(chart.marks):
        top = (_ROW + above) * i + above
        pen.text(0, top + 34 if is_beside else top - 2, mark.label)
        _row(pen, chart, mark, x, left, top)
    _unit(pen, chart)
    return pen.picture(chart, key)


def draw_difference(chart: Differences, label: str, width: int = 320) -> str:
    """The only difference of ``chart`` as one row of a list, named by ``label``."""
    (mark,) = chart.marks
    pen = Pen(width, _ROW)
    _row(pen, chart, mark, linear(-chart.reach, chart.reach, 6, width - 6), 0, 0)
    _unit(pen, chart)
    return pen.labelled(label)


def _unit(pen: Pen, chart: Differences) -> None:
    """Once, below the last row."""
    if chart.unit:
        pen.text(pen.width, pen.height - 3, chart.unit, anchor="end")


def _row(pen: Pen, chart: Differences, mark: Mark, x: Scale, left: float, top: float) -> None:
    """A bar with its bounds above its ends and zero through it, which neither crosses."""
    assert mark.low is not None and mark.high is not None
    pen.line(left, top + 30, pen.width, top + 30, "axis")
    pen.line(x(0.0), top + 4, x(0.0), top + _ROW, "ref")
    bar(pen, mark, x, top + 30, caps=False)
    bounds = [beside_zero(bound, chart.language, signed=True) for bound in (mark.low, mark.high)]
    for label, at in zip(bounds, _apart(mark, bounds, x), strict=True):
        pen.text(at, top + 16, label, anchor="middle", css="text-own")


def _apart(mark: Mark, bounds: Sequence[str], x: Scale) -> tuple[float, float]:
    """Where the middles of the two bounds stand: above their ends, but each on its own side of zero and none upon the
    other."""
    assert mark.low is not None and mark.high is not None
    first, second = (width_of(label) / 2 for label in bounds)
    low, high, zero, between = x(mark.low), x(mark.high), x(0.0), first + second + _AIR
    if high - low < between:
        low, high = low - first, high + second
    if mark.high < 0:
        high = min(high, zero - second - _AIR)
        return min(low, high - between), high
    if mark.low > 0:
        low = max(low, zero + first + _AIR)
        return low, max(high, low + between)
    return min(low, zero - first - _AIR), max(high, zero + second + _AIR)
