"""Chart specifications drawn as accessible SVG: real text, a title, a description; no script, no inline style."""

from __future__ import annotations

from functools import singledispatch

from spiral.documents.chart import Chart, Differences, Distribution, Gap, Interval, Strip, Trend
from spiral.documents.svg.differences import draw_difference, draw_differences
from spiral.documents.svg.distribution import draw_distribution
from spiral.documents.svg.gap import draw_gap
from spiral.documents.svg.interval import draw_band, draw_band_head, draw_interval
from spiral.documents.svg.overview import draw_overview
from spiral.documents.svg.strip import draw_strip
from spiral.documents.svg.trend import draw_mini_trend, draw_trend

__all__ = ["draw", "draw_band", "draw_band_head", "draw_difference", "draw_mini_trend", "draw_overview"]


@singledispatch
def draw(chart: Chart, *, key: str, width: int = 360) -> str:
    """``chart`` as an SVG element ``width`` user units wide. ``key`` makes the ids of its title and text unique."""
    raise TypeError(f"nothing draws a {type(chart).__name__}")


@draw.register
def _(chart: Trend, *, key: str, width: int = 360) -> str:
    return draw_trend(chart, key, width)


@draw.register
def _(chart: Interval, *, key: str, width: int = 360) -> str:
    return draw_interval(chart, key, width)


@draw.register
def _(chart: Differences, *, key: str, width: int = 360) -> str:
    return draw_differences(chart, key, width)


@draw.register
def _(chart: Distribution, *, key: str, width: int = 360) -> str:
    return draw_distribution(chart, key, width)


@draw.register
def _(chart: Strip, *, key: str, width: int = 360) -> str:
    return draw_strip(chart, key, width)


@draw.register
def _(chart: Gap, *, key: str, width: int = 360) -> str:
    return draw_gap(chart, key, width)
