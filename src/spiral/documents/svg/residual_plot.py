"""Residuals against fitted values: how many pupils each cell has, darker where they are more, and beneath it the mean
residual on a scale of its own, on which a bend is seen."""

from __future__ import annotations

from spiral.documents.model_pictures import ResidualChart
from spiral.documents.svg.lettering import width_of
from spiral.documents.svg.pen import Pen
from spiral.documents.svg.plane import plane, room, scale_across, scale_upwards
from spiral.documents.svg.sheet import SMALL, WIDTH, sheet
from spiral.engine.numbers import number

_TOP, _CELLS, _MEANS = 24.0, 300.0, 130.0


def draw_residuals(chart: ResidualChart) -> str:
    """The picture as the text of an SVG file."""
    pen = Pen(WIDTH, _CELLS + 64 + _MEANS + 48)
    fitted = [cell.fitted for cell in chart.cells]
    places = [min(fitted), max(fitted) + chart.width, *(mean.fitted for mean in chart.means)]
    across = (min(places), max(places))
    high = max(max(-cell.residual, cell.residual + chart.height) for cell in chart.cells)
    upwards = (-high, high)
    means = _range([end for mean in chart.means for end in (mean.low, mean.high)])
    left = max(room(upwards, chart.language), room(means, chart.language, 7))
    on = plane((left, _TOP, WIDTH - 16, _CELLS), across, upwards)
    scale_upwards(pen, on, upwards, chart.language, chart.names[1])
    most = max(cell.n for cell in chart.cells)
    steps = shades(min(cell.n for cell in chart.cells), most)
    for cell in chart.cells:
        tone = sum(cell.n >= step for step in steps)
        x, y = on.x(cell.fitted), on.y(cell.residual + chart.height)
        pen.rect(x, y, on.x(cell.fitted + chart.width) - x, on.y(cell.residual) - y, f"segment n{tone}")
    pen.line(on.left, on.y(0), on.right, on.y(0), "ref")
    _shade_legend(pen, chart, steps, most, _CELLS + 22)
    top = _CELLS + 64
    below = plane((left, top, WIDTH - 16, top + _MEANS), across, means)
    scale_upwards(pen, below, means, chart.language, chart.names[2], most=7)
    scale_across(pen, below, across, chart.language, chart.names[0])
    pen.line(below.left, below.y(0), below.right, below.y(0), "ref")
    line = "L".join(f"{below.x(mean.fitted):.1f} {below.y(mean.value):.1f}" for mean in chart.means)
    pen.path(f"M{line}", "trail")
    for mean in chart.means:
        x = below.x(mean.fitted)
        pen.line(x, below.y(mean.low), x, below.y(mean.high), "interval")
        if mean.low > 0 or mean.high < 0:
            pen.diamond(x, below.y(mean.value), 5)
        else:
            pen.ring(x, below.y(mean.value), 3.5)
    return sheet(chart, pen)


def shades(least: int, most: int) -> list[int]:
    """The least counts of at most four shades, evenly far apart as ratios, each its own."""
    ratio = (most + 1) / least
    return sorted({round(least * ratio ** (i / 4)) for i in range(4)})


def _shade_legend(pen: Pen, chart: ResidualChart, steps: list[int], most: int, y: float) -> None:
    x = 16.0
    for i, (first, after) in enumerate(zip(steps, [*steps[1:], most + 1], strict=True), start=1):
        ends = [number(value, 0, chart.language) for value in (first, after - 1)]
        words = "–".join(dict.fromkeys(ends))
        pen.rect(x, y - 11, 14, 13, f"segment n{i}")
        pen.text(x + 19, y, words, css="small")
        x += 19 + width_of(words, SMALL) + 12
    if x + width_of(chart.legend[0], SMALL) < WIDTH - 16:
        pen.text(x, y, chart.legend[0], css="small")


def _range(ends: list[float]) -> tuple[float, float]:
    low, high = min(0.0, *ends), max(0.0, *ends)
    air = 0.06 * (high - low) or 1.0
    return low - air, high + air
