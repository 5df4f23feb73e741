"""Counts in ordered categories as one bar, light to dark, always with the count printed."""

from __future__ import annotations

from spiral.documents.chart import Distribution
from spiral.documents.svg.pen import Pen

SHADES = 4


def shade(place: int, levels: int) -> int:
    """The shade of a level by its place from 0, light (1) to dark (4)."""
    return 1 + round(place * (SHADES - 1) / max(levels - 1, 1))


def draw_distribution(chart: Distribution, key: str, width: int) -> str:
    """Segments as wide as their share; an empty category takes no room (its zero stands in the table)."""
    pen = Pen(width, 34)
    draw_bar(pen, chart, 0, 3, width, 28, 22)
    return pen.picture(chart, key)


def draw_bar(pen: Pen, chart: Distribution, x: float, y: float, width: float, height: float, line: float) -> None:
    """The bar at a place of a larger picture; the counts stand on ``line``."""
    total = sum(chart.counts)
    for i, count in enumerate(chart.counts):
        if not count:
            continue
        tone = shade(i, len(chart.counts))
        wide = width * count / total
        pen.rect(x, y, wide, height, f"segment n{tone}")
        pen.text(x + wide / 2, line, str(count), anchor="middle", css="on-dark" if tone == SHADES else "on-light")
        x += wide
