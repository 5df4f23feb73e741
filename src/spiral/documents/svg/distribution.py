"""Counts in ordered categories as one bar, light to dark, always with the count printed."""

from __future__ import annotations

from spiral.documents.chart import Distribution
from spiral.documents.svg.pen import Pen

_SHADES = 4


def draw_distribution(chart: Distribution, key: str, width: int) -> str:
    """Segments as wide as their share; an empty category takes no room (its zero stands in the table)."""
    pen = Pen(width, 34)
    total = sum(chart.counts)
    x = 0.0
    last = max(len(chart.counts) - 1, 1)
    for i, count in enumerate(chart.counts):
        if not count:
            continue
        shade = 1 + round(i * (_SHADES - 1) / last)
        wide = width * count / total
        pen.rect(x, 3, wide, 28, f"segment n{shade}")
        pen.text(x + wide / 2, 22, str(count), anchor="middle", css="on-dark" if shade == _SHADES else "on-light")
        x += wide
    return pen.picture(chart, key)
