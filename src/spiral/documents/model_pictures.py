"""The pictures of a mixed model, each a file of its own: groups in the order of size, normal quantiles, residuals.

They are a statistician's working papers, with what they show written beneath them; pages show none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spiral.documents.chart import Chart


@dataclass(frozen=True, slots=True)
class GroupEffect:
    """A group's effect and interval; ``apart``: the interval leaves out 0."""

    name: str
    value: float
    low: float
    high: float
    apart: bool


@dataclass(frozen=True, slots=True)
class EffectSlice:
    """Groups beside each other in the order of size, put together: their mean, the medians of their bounds and the
    outermost of them, and which share has an interval that leaves out 0."""

    value: float
    low: float
    high: float
    lowest: float
    highest: float
    apart: float


@dataclass(frozen=True, kw_only=True)
class ModelPicture(Chart):
    """``notes``: paragraphs beneath the picture. ``legend``: what its marks mean."""

    notes: Sequence[str]
    legend: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class CaterpillarChart(ModelPicture):
    """Groups least first, or slices of them where they are too many; ``share``: what the row of shares is called."""

    groups: Sequence[GroupEffect] = ()
    slices: Sequence[EffectSlice] = ()
    axis: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class QuantilePoint:
    """Where a normal sample's value of this rank is expected, where it is, and the band."""

    theory: float
    sample: float
    low: float
    high: float
    is_outside: bool


@dataclass(frozen=True, kw_only=True)
class QuantileChart(ModelPicture):
    """Points on the diagonal, least first. ``axes``: the names of the axis across and of the one upwards."""

    points: Sequence[QuantilePoint]
    band: Sequence[QuantilePoint]
    axes: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ResidualCell:
    """Pupils with about the same fitted value and residual: the cell's least values, and how many they are."""

    fitted: float
    residual: float
    n: int


@dataclass(frozen=True, slots=True)
class MeanResidual:
    """The mean residual of pupils with about the same fitted value, with its interval."""

    fitted: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class ResidualChart(ModelPicture):
    """Cells ``width`` × ``height``, and beneath them the mean residual on a scale of its own. ``names``: the axis
    across, the upper one upwards, the lower one."""

    cells: Sequence[ResidualCell]
    width: float
    height: float
    means: Sequence[MeanResidual]
    names: tuple[str, str, str]
