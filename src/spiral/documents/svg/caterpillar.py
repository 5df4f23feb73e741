"""Groups' effects in the order of size with their intervals: with names where there is room, as lines beside each other
where they are more, and put together in slices where they are thousands."""

from __future__ import annotations

from spiral.documents.model_pictures import CaterpillarChart, GroupEffect
from spiral.documents.svg.lettering import width_of
from spiral.documents.svg.pen import Pen, linear
from spiral.documents.svg.plane import area, plane, room, scale_across, scale_upwards
from spiral.documents.svg.sheet import WIDTH, sheet, shown

#: As many groups have their names printed, and as many a line of their own.
MOST_NAMES, MOST_LINES = 60, 200
#: Slices are so many at most.
MOST_SLICES = 100
_ROW, _HEIGHT, _SHARES = 20.0, 320.0, 44.0
_LONGEST = 20


def draw_caterpillar(chart: CaterpillarChart) -> str:
    """The picture as the text of an SVG file."""
    if chart.slices:
        return _sliced(chart)
    return _named(chart) if len(chart.groups) <= MOST_NAMES else _lines(chart)


def _range(ends: list[float]) -> tuple[float, float]:
    low, high = min(0.0, *ends), max(0.0, *ends)
    air = 0.04 * (high - low) or 1.0
    return low - air, high + air


def _named(chart: CaterpillarChart) -> str:
    names = [shown(group.name, _LONGEST) for group in chart.groups]
    left = 16 + max(map(width_of, names)) + 12
    pen = Pen(WIDTH, _ROW * len(names) + 90)
    range_ = _range([end for group in chart.groups for end in (group.low, group.high)])
    on = plane((left, 4, WIDTH - 16, _ROW * len(names) + 8), range_, (0, 1))
    scale_across(pen, on, range_, chart.language, chart.axis)
    for i, (group, name) in enumerate(zip(reversed(chart.groups), reversed(names), strict=True)):
        y = 6 + _ROW * (i + 0.5)
        pen.line(left, y, on.right, y, "axis")
        pen.text(16, y + 4.5, name, css="text-own" if group.apart else "text-plain")
    pen.line(on.x(0), on.top, on.x(0), on.bottom, "ref")
    for i, group in enumerate(reversed(chart.groups)):
        y = 6 + _ROW * (i + 0.5)
        pen.line(on.x(group.low), y, on.x(group.high), y, "interval" if group.apart else "other-interval")
        if group.apart:
            pen.diamond(on.x(group.value), y, 5)
        else:
            pen.ring(on.x(group.value), y, 4)
    _legend(pen, chart, pen.height - 22)
    return sheet(chart, pen)


def _lines(chart: CaterpillarChart) -> str:
    pen = Pen(WIDTH, _HEIGHT + 48)
    range_ = _range([end for group in chart.groups for end in (group.low, group.high)])
    count = len(chart.groups)
    on = plane((room(range_, chart.language), 24, WIDTH - 16, _HEIGHT), (-0.5, count - 0.5), range_)
    scale_upwards(pen, on, range_, chart.language, chart.axis)
    pen.line(on.left, on.y(0), on.right, on.y(0), "ref")
    for i, group in enumerate(chart.groups):
        css = "interval" if group.apart else "other-interval"
        pen.line(on.x(i), on.y(group.low), on.x(i), on.y(group.high), css)
    for i, group in enumerate(chart.groups):
        _small_mark(pen, group, on.x(i), on.y(group.value))
    _legend(pen, chart, pen.height - 22)
    return sheet(chart, pen)


def _small_mark(pen: Pen, group: GroupEffect, x: float, y: float) -> None:
    if group.apart:
        pen.diamond(x, y, 3.5)
    else:
        pen.ring(x, y, 1.5)


def _sliced(chart: CaterpillarChart) -> str:
    pen = Pen(WIDTH, _HEIGHT + _SHARES + 98)
    slices = chart.slices
    range_ = _range([end for part in slices for end in (part.lowest, part.highest)])
    on = plane((max(room(range_, chart.language), 60), 24, WIDTH - 16, _HEIGHT), (-0.5, len(slices) - 0.5), range_)
    scale_upwards(pen, on, range_, chart.language, chart.axis)
    for css, low, high in (("band", "lowest", "highest"), ("band-inner", "low", "high")):
        below, above = ([(float(i), getattr(part, end)) for i, part in enumerate(slices)] for end in (low, high))
        pen.path(area(on, below, above), css)
    line = "L".join(f"{on.x(i):.1f} {on.y(part.value):.1f}" for i, part in enumerate(slices))
    pen.path(f"M{line}", "through")
    pen.line(on.left, on.y(0), on.right, on.y(0), "ref")
    floor = _HEIGHT + _SHARES + 34
    pen.text(16, _HEIGHT + 24, chart.share)
    height = linear(0, 1, 0, _SHARES)
    wide = (on.right - on.left) / len(slices)
    for i, part in enumerate(slices):
        if part.apart:
            pen.rect(on.x(i - 0.5), floor - height(part.apart), wide * 0.85, height(part.apart), "n4")
    pen.line(on.left, floor - _SHARES, on.right, floor - _SHARES, "axis")
    pen.line(on.left, floor, on.right, floor, "axis-strong")
    for value, text in ((0, "0"), (1, "100 %" if chart.language == "sv" else "100%")):
        pen.text(on.left - 6, floor - height(value) + 4.5, text, anchor="end")
    for i, (css, words) in enumerate(zip(("through", "band-inner", "band"), chart.legend, strict=True)):
        y = floor + 22 + 18 * i
        if css == "through":
            pen.line(16, y - 4.5, 38, y - 4.5, css)
        else:
            pen.rect(16, y - 10, 22, 11, css)
        pen.text(46, y, words)
    return sheet(chart, pen)


def _legend(pen: Pen, chart: CaterpillarChart, y: float) -> None:
    """Both marks with what they mean, beneath each other."""
    apart, together = chart.legend
    pen.line(16, y - 4.5, 44, y - 4.5, "interval")
    pen.diamond(30, y - 4.5, 5)
    pen.text(52, y, apart)
    pen.line(16, y + 13.5, 44, y + 13.5, "other-interval")
    pen.ring(30, y + 13.5, 4)
    pen.text(52, y + 18, together)
