"""Many intervals on one axis for a wall: one's own with its bounds printed, the others as thin lines that are seen
together and not read one by one."""

from __future__ import annotations

from spiral.documents.chart import Interval
from spiral.documents.svg.interval import axis_marks, bar
from spiral.documents.svg.lettering import inside, width_of
from spiral.documents.svg.pen import Pen, bounds, linear, printed
from spiral.engine.numbers import interval, with_unit

_TOP, _OWN, _ROW, _FOOT = 24.0, 20.0, 6.0, 28.0


def draw_overview(chart: Interval, key: str, width: int) -> str:
    """The reference's name above its line, one's own rows, then the others in the order given; a mark without a value
    has no line."""
    own = [m for m in chart.marks if m.own and m.value is not None]
    others = [m for m in chart.marks if not m.own and m.value is not None]
    floor = _TOP + _OWN * len(own) + _ROW * len(others)
    pen = Pen(width, floor + _FOOT)
    low, high = chart.axis or bounds(
        [chart.reference, *(v for m in chart.marks for v in (m.value, m.low, m.high))], least=4
    )
    x = linear(low, high, 12, width - 12)
    pen.line(0, floor, width, floor, "axis-strong")
    axis_marks(pen, chart, x, low, high, floor)
    if chart.reference is not None:
        pen.line(x(chart.reference), _TOP - 8, x(chart.reference), floor, "ref")
        name = chart.reference_label or printed(chart, chart.reference)
        pen.text(inside(x(chart.reference), name, width), _TOP - 13, name, anchor="middle", css="text-plain")
    for n, mark in enumerate(own):
        middle = _TOP + _OWN * n + _OWN / 2
        bar(pen, mark, x, middle, caps=False)
        if mark.low is not None and mark.high is not None:
            words = interval(mark.low, mark.high, 0, chart.language)
            label = f"{mark.label} {with_unit(words, chart.unit, chart.language)}"
            starts, ends = x(mark.low), x(mark.high)
        else:
            label = f"{mark.label} {printed(chart, mark.value or 0.0, unit=True)}"
            starts = ends = x(mark.value or 0.0)
        has_room = starts - 10 > width_of(label)
        at, anchor = (starts - 10, "end") if has_room else (min(ends + 10, width - width_of(label)), "start")
        pen.text(at, middle + 5, label, anchor=anchor, css="text-own")
    for n, mark in enumerate(others):
        middle = _TOP + _OWN * len(own) + _ROW * n + _ROW / 2
        if mark.low is not None and mark.high is not None:
            pen.line(x(mark.low), middle, x(mark.high), middle, "other-interval")
        else:
            pen.ring(x(mark.value or 0.0), middle, 2.5)
    return pen.picture(chart, key)
