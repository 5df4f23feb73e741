"""A trend: own values over periods with their intervals; a missing year breaks the line and says why."""

from __future__ import annotations

from collections.abc import Sequence

from spiral.documents.chart import Point, Trend
from spiral.documents.svg.lettering import Box, box_of, inside, width_of
from spiral.documents.svg.notes import notes
from spiral.documents.svg.pen import Pen, Scale, bounds, every, linear, printed, year_labels, years

_HEIGHT, _TOP, _FLOOR = 134.0, 30.0, 110.0
#: The uppermost and the lowest line of a note.
_NOTED = (30, 106)


def draw_trend(chart: Trend, key: str, width: int) -> str:
    """First and last value are printed; the axis does not start at zero and has no ticks (the table has all)."""
    pen = Pen(width, _HEIGHT)
    pen.line(0, _FLOOR, width, _FLOOR, "axis-strong")
    points = chart.points
    if not points:
        return pen.picture(chart, key)
    last_width = 12 + max((width_of(printed(chart, p.value)) for p in points if p.value is not None), default=0.0)
    half = max(width_of(point.label) for point in points) / 2
    left, right = max(20.0, half), width - max(last_width, 26, half)
    if chart.span:
        step, xs = years(chart.span, [p.label for p in points], width)
    else:
        step = (right - left) / max(len(points) - 1, 1)
        xs = [left + step * i for i in range(len(points))] if len(points) > 1 else [(left + right) / 2]
    low, high = bounds([v for p in points for v in (p.value, p.low, p.high)], pad=0.02)
    y = linear(low, high, _FLOOR - 12, _TOP + 2)

    for before, after, x1, x2 in zip(points, points[1:], xs, xs[1:], strict=False):
        if after.label in chart.breaks:
            middle = (x1 + x2) / 2
            pen.line(middle, _TOP - 14, middle, _FLOOR, "break")
        elif after.joined and before.value is not None and after.value is not None:
            pen.line(x1, y(before.value), x2, y(after.value), "trail")

    numbered = [i for i, p in enumerate(points) if p.value is not None]
    if chart.span:
        year_labels(pen, chart.span, 128)
    skip = every(step, [p.label for p in points])
    for i, (point, x) in enumerate(zip(points, xs, strict=True)):
        if not chart.span and (len(points) - 1 - i) % skip == 0:
            pen.text(x, 128, point.label, anchor="middle")
        if point.value is not None:
            _mark(pen, chart, point, x, y, last=numbered[-1] == i)
    shapes = [_shape(point, x, y) for point, x in zip(points, xs, strict=True) if point.value is not None]
    if len(numbered) > 1:
        _first(pen, printed(chart, points[numbered[0]].value or 0.0), xs[numbered[0]], shapes)
    notes(pen, [point.note if point.value is None else "" for point in points], xs, step, shapes, _NOTED)
    return pen.picture(chart, key)


def _mark(pen: Pen, chart: Trend, point: Point, x: float, y: Scale, *, last: bool) -> None:
    value = point.value
    assert value is not None
    if point.low is not None and point.high is not None:
        pen.line(x, y(point.high), x, y(point.low), "interval" if last else "interval weak")
    pen.diamond(x, y(value), 6 if last else 4.5)
    if last:
        pen.text(x + 10, y(value) + 5, printed(chart, value), css="text-own")


def _first(pen: Pen, label: str, x: float, shapes: Sequence[Box]) -> None:
    """The first number above its mark, higher where the next ones stand there, or below it."""
    at, mark = inside(x, label, pen.width), shapes[0]
    lines = [mark.top - up for up in (5, 10, 15, 20) if mark.top - up > _TOP - 18] + [mark.bottom + 13]

    def is_free(line: float) -> bool:
        return line < _FLOOR and not any(box_of(at, line, label, "middle").touches(other) for other in shapes)

    pen.text(at, next((line for line in lines if is_free(line)), lines[0]), label, anchor="middle")


def _shape(point: Point, x: float, y: Scale) -> Box:
    """What the mark of a period and its interval fill."""
    ends = [y(end) for end in (point.value, point.low, point.high) if end is not None]
    return Box(x - 6, min(ends) - 6, x + 6, max(ends) + 6)


def draw_mini_trend(chart: Trend, width: int = 120, height: int = 54) -> str:
    """The small grey line of a row in a list, with its first and last year; named by the chart's description."""
    pen = Pen(width, height)
    low, high = bounds([p.value for p in chart.points], pad=0.1)
    y = linear(low, high, height - 24, 8)
    step = (width - 32) / max(len(chart.points) - 1, 1)
    previous: tuple[float, float] | None = None
    for i, point in enumerate(chart.points):
        if point.value is None or point.label in chart.breaks:
            previous = None
        if point.value is None:
            continue
        here = (16 + step * i, y(point.value))
        if previous and point.joined:
            pen.line(*previous, *here, "other-interval thin")
        previous = here
    if previous:
        pen.ring(*previous, 3)
    for at, point, anchor in ((0, chart.points[0], "start"), (width, chart.points[-1], "end")):
        pen.text(at, height - 3, point.label, anchor=anchor)
    return pen.labelled(chart.description)
