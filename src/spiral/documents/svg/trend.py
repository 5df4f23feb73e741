"""A trend: own values over periods with their intervals; a missing year breaks the line and says why."""

from __future__ import annotations

from collections.abc import Sequence

from spiral.documents.chart import Point, Trend
from spiral.documents.svg.pen import CHARACTER, Pen, Scale, bounds, every, linear, printed, year_labels, years

_HEIGHT, _TOP, _FLOOR = 134.0, 30.0, 110.0


def draw_trend(chart: Trend, key: str, width: int) -> str:
    """First and last value are printed; the axis does not start at zero and has no ticks (the table has all)."""
    pen = Pen(width, _HEIGHT)
    pen.line(0, _FLOOR, width, _FLOOR, "axis-strong")
    points = chart.points
    if not points:
        return pen.picture(chart, key)
    last_width = 12 + CHARACTER * max((len(printed(chart, p.value)) for p in points if p.value is not None), default=4)
    left, right = 20.0, width - max(last_width, 26)
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
            _mark(pen, chart, point, x, y, first=numbered[0] == i, last=numbered[-1] == i)
    _notes(pen, points, xs, step)
    return pen.picture(chart, key)


def _mark(pen: Pen, chart: Trend, point: Point, x: float, y: Scale, *, first: bool, last: bool) -> None:
    value = point.value
    assert value is not None
    top = y(value) - 5
    if point.low is not None and point.high is not None:
        pen.line(x, y(point.high), x, y(point.low), "interval" if last else "interval weak")
        top = y(point.high)
    pen.diamond(x, y(value), 6 if last else 4.5)
    if last:
        pen.text(x + 10, y(value) + 5, printed(chart, value), css="text-own")
    elif first:
        label = printed(chart, value)
        pen.text(max(x, CHARACTER * len(label) / 2), top - 6, label, anchor="middle")


def _notes(pen: Pen, points: Sequence[Point], xs: list[float], step: float) -> None:
    """The reason for each run of periods without a number, once a run, on one or two lines."""
    run: list[int] = []
    for i, point in enumerate([*points, None]):
        if point is not None and point.value is None and (not run or points[run[-1]].note == point.note):
            run.append(i)
            continue
        if run:
            note, middle = points[run[0]].note, (xs[run[0]] + xs[run[-1]]) / 2
            room = max(step * len(run), 44)
            lines = _wrapped(note, room)
            half = CHARACTER * max(len(line) for line in lines) / 2
            middle = min(max(middle, half), pen.width - half)
            for k, line in enumerate(lines):
                pen.text(middle, 69 - 14 * (len(lines) - 1) / 2 + 14 * k, line, anchor="middle")
        run = [i] if point is not None and point.value is None else []


def _wrapped(note: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in note.split():
        if lines and CHARACTER * len(f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


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
