"""The distance between two groups over time: a filled dot and a hollow square joined by a line."""

from __future__ import annotations

from spiral.documents.chart import Gap
from spiral.documents.svg.lettering import Box, width_of
from spiral.documents.svg.notes import notes
from spiral.documents.svg.pen import Pen, bounds, every, linear, year_labels, years

_HEIGHT, _TOP, _FLOOR = 172.0, 16.0, 116.0
#: The uppermost and the lowest line of a note.
_NOTED = (26, 112)


def draw_gap(chart: Gap, key: str, width: int) -> str:
    """Both groups each period, a legend below; a period without figures leaves its place empty and says why."""
    pen = Pen(width, _HEIGHT)
    pen.line(0, _FLOOR, width, _FLOOR, "axis-strong")
    low, high = bounds([v for p in chart.pairs for v in (p.first, p.second)])
    y = linear(low, high, _FLOOR - 12, _TOP)
    labels = [p.label for p in chart.pairs]
    step = (width - 36) / max(len(labels) - 1, 1)
    xs = [18 + step * i for i in range(len(labels))]
    if chart.span:
        step, xs = years(chart.span, labels, width)
        year_labels(pen, chart.span, _FLOOR + 18)
    skip = every(step, labels)
    shapes: list[Box] = []
    for i, (pair, x) in enumerate(zip(chart.pairs, xs, strict=True)):
        if not chart.span and (len(labels) - 1 - i) % skip == 0:
            pen.text(x, _FLOOR + 18, pair.label, anchor="middle")
        if pair.first is None or pair.second is None:
            continue
        ends = sorted([y(pair.first), y(pair.second)])
        shapes.append(Box(x - 5, ends[0] - 5, x + 5, ends[1] + 5))
        pen.line(x, y(pair.first), x, y(pair.second), "trail")
        pen.dot(x, y(pair.first))
        pen.hollow(x, y(pair.second))
    said = ["" if pair.first is not None and pair.second is not None else pair.note for pair in chart.pairs]
    notes(pen, said, xs, step, shapes, _NOTED)
    pen.dot(6, 162)
    pen.text(16, 166.5, chart.names[0])
    second = 16 + width_of(chart.names[0]) + 24
    pen.hollow(second, 162)
    pen.text(second + 10, 166.5, chart.names[1])
    return pen.picture(chart, key)
