"""The spiral of an inquiry: one half-circle for each phase, lit as far as the group has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spiral.documents.chart import Chart, ChartError
from spiral.documents.svg.pen import Pen

#: How many phases can be told apart in the picture.
FEWEST, MOST = 3, 8
_WIDTH, _MARK = 300.0, 12.0


class Pace(StrEnum):
    """How far a phase has come; the value is its class in the stylesheet."""

    DONE = "phase-done"
    NOW = "phase-now"
    LATER = "phase-later"


@dataclass(frozen=True, kw_only=True)
class Spiral(Chart):
    """The phases in order, innermost first."""

    paces: Sequence[Pace]

    def __post_init__(self) -> None:
        super().__post_init__()
        if not FEWEST <= len(self.paces) <= MOST:
            raise ChartError(f"a spiral has {FEWEST} to {MOST} phases")


def draw_spiral(chart: Spiral, key: str) -> str:
    """Half-circles above and below a line, each twice as wide as the turn before is from the middle; the number of a
    phase stands on the crown of its own. No text but numbers: the names stand in the list beside."""
    count = len(chart.paces)
    step = (_WIDTH / 2 - _MARK) / count
    # Radii are k steps; the odd ones stand above and one step to the right, so that each begins where the last ended.
    left = count * step + (_MARK if count % 2 == 0 else _MARK - step)
    above, below = (max((k for k in range(1, count + 1) if k % 2 == odd), default=0) * step for odd in (1, 0))
    middle = above + _MARK + 4
    pen = Pen(_WIDTH, middle + below + _MARK + 4)
    crowns = []
    start = left
    for k, pace in enumerate(chart.paces, 1):
        radius, is_above = k * step, k % 2 == 1
        end = start + 2 * radius if is_above else start - 2 * radius
        pen.path(f"M{start:.1f} {middle:.1f}A{radius:.1f} {radius:.1f} 0 0 1 {end:.1f} {middle:.1f}", pace.value)
        crowns.append(((start + end) / 2, middle - radius if is_above else middle + radius, pace))
        start = end
    for k, (x, y, pace) in enumerate(crowns, 1):
        pen.parts.append(f'<circle class="{pace.value}-ring" cx="{x:.1f}" cy="{y:.1f}" r="{_MARK:g}"/>')
        pen.text(x, y + 4.5, str(k), anchor="middle", css="on-dark" if pace is Pace.NOW else "on-light")
    return pen.picture(chart, key)
