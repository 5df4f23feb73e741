"""Counts in ordered categories as one bar, light to dark, always with the count printed."""

from __future__ import annotations

from collections.abc import Sequence

from spiral.documents.chart import Distribution
from spiral.documents.svg.lettering import SIZE, width_of
from spiral.documents.svg.pen import Pen

SHADES = 4
#: Room beside a number.
_AIR = 3.0


def shade(place: int, levels: int) -> int:
    """The shade of a level by its place from 0, light (1) to dark (4)."""
    return 1 + round(place * (SHADES - 1) / max(levels - 1, 1))


def draw_distribution(chart: Distribution, key: str, width: int) -> str:
    """Segments as wide as their share, a small one as its number; an empty category takes no room (its zero stands in
    the table)."""
    pen = Pen(width, 34)
    draw_bar(pen, chart, 0, 3, width, 28, 22)
    return pen.picture(chart, key)


def draw_bar(
    pen: Pen, chart: Distribution, x: float, y: float, width: float, height: float, line: float, size: float = SIZE
) -> None:
    """The bar at a place of a larger picture; the counts stand on ``line``, their letters so large."""
    for i, (count, wide) in enumerate(zip(chart.counts, _widths(chart.counts, width, size), strict=True)):
        if not count:
            continue
        tone = shade(i, len(chart.counts))
        pen.rect(x, y, wide, height, f"segment n{tone}")
        pen.text(x + wide / 2, line, str(count), anchor="middle", css="on-dark" if tone == SHADES else "on-light")
        x += wide


def _widths(counts: Sequence[int], width: float, size: float) -> list[float]:
    """As wide as its share, and at least as its number; the others share what is left."""
    least = {i: width_of(str(count), size) + _AIR for i, count in enumerate(counts) if count}
    narrow: set[int] = set()
    while True:
        room = width - sum(least[i] for i in narrow)
        total = sum(count for i, count in enumerate(counts) if i not in narrow) or 1
        too_narrow = {i for i in least if i not in narrow and room * counts[i] / total < least[i]}
        if not too_narrow:
            return [least[i] if i in narrow else room * count / total for i, count in enumerate(counts)]
        narrow |= too_narrow
