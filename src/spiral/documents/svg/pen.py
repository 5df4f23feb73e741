"""The pen that every chart is drawn with: escaping, shapes of the house, scales and readable ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

from spiral.documents.chart import Chart
from spiral.documents.svg.lettering import Box, box_of, width_of
from spiral.engine.numbers import number, with_unit

Scale = Callable[[float], float]

#: Room beside a scale of years: for half a year, and for the last value.
_LEFT, _RIGHT = 20.0, 70.0

#: Room between two labels of an axis: about a digit and a half.
_BETWEEN = 12.0


class Pen:
    """Collects the parts of one SVG element. Coordinates are user units with the origin top left."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self.parts: list[str] = []
        self.texts: list[Box] = []

    def path(self, d: str, css: str) -> None:
        self.parts.append(f'<path class="{css}" d="{d}"/>')

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        self.path(f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}", css)

    def rect(self, x: float, y: float, width: float, height: float, css: str) -> None:
        self.parts.append(f'<rect class="{css}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>')

    def diamond(self, x: float, y: float, r: float = 6) -> None:
        """Own: a filled diamond."""
        self.path(f"M{x:.1f} {y - r:.1f}l{r} {r}-{r} {r}-{r}-{r}z", "own")

    def ring(self, x: float, y: float, r: float = 5) -> None:
        """Others: a grey ring."""
        self.parts.append(f'<circle class="other" cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>')

    def dot(self, x: float, y: float, r: float = 4.5) -> None:
        self.parts.append(f'<circle class="own" cx="{x:.1f}" cy="{y:.1f}" r="{r}"/>')

    def hollow(self, x: float, y: float, r: float = 4) -> None:
        self.rect(x - r, y - r, 2 * r, 2 * r, "hollow")

    def text(self, x: float, y: float, text: str, *, anchor: str = "start", css: str = "") -> None:
        self.texts.append(box_of(x, y, text, anchor))
        kind = f' class="{css}"' if css else ""
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        self.parts.append(f'<text{kind} x="{x:.1f}" y="{y:.1f}"{where}>{escape(text)}</text>')

    def picture(self, chart: Chart, key: str) -> str:
        """The finished element, named by the chart's title and described by its description."""
        names = f'aria-labelledby="{key}-t {key}-d"'
        description = escape(f"{chart.subtitle.removesuffix('.')}. {chart.description}")
        head = f'<title id="{key}-t">{escape(chart.title)}</title><desc id="{key}-d">{description}</desc>'
        box = f"0 0 {self.width:g} {self.height:g}"
        return f'<svg class="chart" viewBox="{box}" role="img" {names}>{head}{"".join(self.parts)}</svg>'

    def labelled(self, label: str, css: str = "") -> str:
        """A small picture in a row, named by one sentence."""
        classes = f"chart {css}".strip()
        box = f"0 0 {self.width:g} {self.height:g}"
        label = escape(label, quote=True)
        return f'<svg class="{classes}" viewBox="{box}" role="img" aria-label="{label}">{"".join(self.parts)}</svg>'


def printed(chart: Chart, value: float, *, unit: bool = False) -> str:
    """A value as the chart prints it."""
    text = number(value, chart.decimals, chart.language)
    return with_unit(text, chart.unit, chart.language) if unit else text


def bounds(values: Iterable[float | None], pad: float = 0.06, least: float = 1.0) -> tuple[float, float]:
    """The range that holds all ``values`` with some air; never narrower than ``least``."""
    numbers = [v for v in values if v is not None and math.isfinite(v)]
    if not numbers:
        return 0.0, 1.0
    low, high = min(numbers), max(numbers)
    span = max(high - low, least)
    middle = (low + high) / 2
    half = span * (0.5 + pad)
    return middle - half, middle + half


def linear(low: float, high: float, start: float, end: float) -> Scale:
    """Maps [low, high] onto [start, end]."""
    step = (end - start) / (high - low)
    return lambda value: start + (value - low) * step


def years(span: tuple[int, int], labels: Iterable[str], width: float) -> tuple[float, list[float]]:
    """How far apart the years of the scale are that a page's charts share, and where the years ``labels`` stand."""
    first, last = span
    step = (width - _LEFT - _RIGHT) / max(last - first, 1)
    return step, [_LEFT + step * (int(label) - first) for label in labels]


def year_labels(pen: Pen, span: tuple[int, int], y: float) -> None:
    """The years of a shared scale, as many as do not touch; also those that a chart has nothing of."""
    names = [str(year) for year in range(span[0], span[1] + 1)]
    step, xs = years(span, names, pen.width)
    skip = every(step, names)
    for name, x in list(zip(names, xs, strict=True))[::-1][::skip]:
        pen.text(x, y, name, anchor="middle")


def every(step: float, labels: Sequence[str]) -> int:
    """Every how many labels may be printed, ``step`` apart, so that no two touch."""
    widest = max(map(width_of, labels), default=0.0) + _BETWEEN
    return math.ceil(widest / step) if step > 0 else 1


def beside_line(x: float, label: str, line: float, width: float) -> float | None:
    """``x`` moved so that a label centred there does not cross an upright line: to the side where it stands, or to the
    other; None where there is room on neither."""
    half = width_of(label) / 2 + 6
    if abs(x - line) >= half:
        return x
    left = line - half if line >= 2 * half - 6 else None
    right = line + half if line <= width - 2 * half + 6 else None
    return (left or right) if x < line else (right or left)


def ticks(low: float, high: float, most: int = 7) -> list[float]:
    """Round numbers inside [low, high], at most ``most``."""
    raw = (high - low) / max(most - 1, 1)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude >= raw)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [k * step for k in range(first, last + 1)]
