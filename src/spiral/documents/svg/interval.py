"""Intervals on one shared axis: a whole chart, or one row of a list."""

from __future__ import annotations

from spiral.documents.chart import Interval, Mark
from spiral.documents.svg.lettering import inside, width_of
from spiral.documents.svg.pen import Pen, Scale, beside_line, bounds, linear, printed, ticks
from spiral.engine.numbers import number, with_unit

_ROW = 50.0


def draw_interval(chart: Interval, key: str, width: int) -> str:
    """Rows in the order given; each label stands above its interval, the axis below, the reference dotted."""
    top = 34.0 if chart.reference is not None else 14.0
    height = top + _ROW * len(chart.marks) + 40
    pen = Pen(width, height)
    low, high = chart.axis or bounds(
        [chart.reference, *(v for m in chart.marks for v in (m.value, m.low, m.high))], least=4
    )
    x = linear(low, high, 12, width - 12)
    floor = height - 28
    pen.line(0, floor, width, floor, "axis-strong")
    axis_marks(pen, chart, x, low, high, floor)
    middles = [top + _ROW * i + 30 for i in range(len(chart.marks))]
    labels = [_label(chart, mark) for mark in chart.marks]
    places: list[float] = []
    # Where a label has no room beside the reference line, the line stops above it and goes on below.
    pieces = [top - 12]
    for mark, label, middle in zip(chart.marks, labels, middles, strict=True):
        at = inside(x(mark.value or 0.0), label, width)
        beside = at if chart.reference is None else beside_line(at, label, x(chart.reference), width)
        if beside is None and mark.value is not None:
            pieces += [middle - 28, middle - 9]
        longest = max(width_of(mark.label), width_of(mark.note))
        if mark.value is None and chart.reference is not None and x(chart.reference) < 16 + longest:
            pieces += [middle - 28, middle + 11]
        places.append(at if beside is None else beside)
    if chart.reference is not None:
        for start, end in zip(pieces[::2], [*pieces[1::2], floor], strict=True):
            pen.line(x(chart.reference), start, x(chart.reference), end, "ref")
        name = chart.reference_label or printed(chart, chart.reference)
        pen.text(inside(x(chart.reference), name, width), top - 18, name, anchor="middle", css="text-plain")
    for mark, label, place, middle in zip(chart.marks, labels, places, middles, strict=True):
        if mark.value is None:
            pen.text(12, middle - 14, mark.label, css="text-plain")
            pen.text(12, middle + 5, mark.note)
            continue
        bar(pen, mark, x, middle, caps=True)
        css = "text-own" if mark.own else "text-plain"
        pen.text(place, middle - 14, label, anchor="middle", css=css)
    return pen.picture(chart, key)


def _label(chart: Interval, mark: Mark) -> str:
    return mark.label if mark.value is None else f"{mark.label} {printed(chart, mark.value, unit=True)}"


def draw_band(chart: Interval, mark: Mark, label: str, width: int = 470, height: int = 40) -> str:
    """One row of a list on the axis that all rows share, named by ``label``."""
    if chart.axis is None:
        raise ValueError("rows share an axis: give it")
    pen = Pen(width, height)
    x = linear(*chart.axis, 6, width - 6)
    pen.line(0, height / 2, width, height / 2, "axis")
    if chart.reference is not None:
        pen.line(x(chart.reference), 0, x(chart.reference), height, "ref")
    if mark.value is not None:
        bar(pen, mark, x, height / 2, caps=False)
    return pen.labelled(label)


def draw_band_head(chart: Interval, width: int = 470) -> str:
    """The axis above the rows of :func:`draw_band`; hidden from screen readers, since every row says its own values."""
    if chart.axis is None:
        raise ValueError("rows share an axis: give it")
    pen = Pen(width, 34)
    x = linear(*chart.axis, 6, width - 6)
    label = chart.reference_label
    marks = ticks(*chart.axis)
    for value in marks:
        text = number(value, 0, chart.language)
        if value == marks[-1]:
            text = with_unit(text, chart.unit, chart.language)
        at = x(value)
        room = width_of(label) / 2 + width_of(text) + 8
        if chart.reference is not None and abs(at - x(chart.reference)) < room:
            continue
        anchor = "start" if at < 16 else "end" if at > width - 16 else "middle"
        pen.text(at, 30, text, anchor=anchor)
    if chart.reference is not None:
        pen.text(inside(x(chart.reference), label, width), 30, label, anchor="middle", css="text-plain")
    return f'<svg class="chart" viewBox="0 0 {width} 34" aria-hidden="true">{"".join(pen.parts)}</svg>'


def bar(pen: Pen, mark: Mark, x: Scale, y: float, *, caps: bool) -> None:
    """A mark with its interval, upright ends to it where ``caps``."""
    assert mark.value is not None
    if mark.low is not None and mark.high is not None:
        ends = f"M{x(mark.low):.1f} {y - 6:.1f}v12M{x(mark.high):.1f} {y - 6:.1f}v12" if caps else ""
        d = f"M{x(mark.low):.1f} {y:.1f}H{x(mark.high):.1f}{ends}"
        pen.path(d, "interval" if mark.own else "other-interval")
    if mark.own:
        pen.diamond(x(mark.value), y, 7)
    else:
        pen.ring(x(mark.value), y, 5)


def axis_marks(pen: Pen, chart: Interval, x: Scale, low: float, high: float, floor: float) -> None:
    """The values under the axis."""
    marks = ticks(low, high)
    decimals = 0 if all(abs(v - round(v)) < 1e-9 for v in marks) else 1
    for value in marks:
        pen.line(x(value), floor, x(value), floor + 5, "axis-strong")
        text = number(value, decimals, chart.language)
        if value == marks[-1] and chart.unit == "%":
            text = with_unit(text, chart.unit, chart.language)
        pen.text(inside(x(value), text, pen.width), floor + 20, text, anchor="middle")
