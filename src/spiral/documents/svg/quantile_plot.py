"""A normal quantile plot: where values of a normal distribution are expected, where they are, how far they stray."""

from __future__ import annotations

from spiral.documents.model_pictures import QuantileChart
from spiral.documents.svg.pen import Pen
from spiral.documents.svg.plane import area, plane, room, scale_across, scale_upwards
from spiral.documents.svg.sheet import WIDTH, sheet

_HEIGHT = 400.0


def draw_quantiles(chart: QuantileChart) -> str:
    """The picture as the text of an SVG file."""
    pen = Pen(WIDTH, _HEIGHT + 92)
    across = _with_air([point.theory for point in chart.points])
    upwards = _with_air([v for p in (*chart.points, *chart.band) for v in (p.sample, p.low, p.high, p.theory)])
    on = plane((room(upwards, chart.language), 24, WIDTH - 16, _HEIGHT), across, upwards)
    scale_upwards(pen, on, upwards, chart.language, chart.axes[1])
    pen.path(area(on, [(p.theory, p.low) for p in chart.band], [(p.theory, p.high) for p in chart.band]), "band")
    ends = (across[0], across[1])
    pen.line(on.x(ends[0]), on.y(ends[0]), on.x(ends[1]), on.y(ends[1]), "ref")
    scale_across(pen, on, across, chart.language, chart.axes[0])
    size = 3.5 if len(chart.points) <= 60 else 2.5
    for point in chart.points:
        x, y = on.x(point.theory), on.y(point.sample)
        if point.is_outside:
            pen.diamond(x, y, size + 1.5)
        else:
            pen.ring(x, y, size)
    y = _HEIGHT + 62
    pen.diamond(24, y - 4.5, 5)
    pen.text(38, y, chart.legend[0])
    pen.ring(24, y + 13.5, 3.5)
    pen.text(38, y + 18, chart.legend[1])
    return sheet(chart, pen)


def _with_air(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    air = 0.04 * (high - low) or 1.0
    return low - air, high + air
