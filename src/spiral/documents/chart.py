"""Six chart specifications. One specification is drawn on the screen, in print and in every export.

A chart has real text: ``title``, ``subtitle`` and a mandatory ``description`` that says in words what the picture
shows. A chart holds figures of one perspective only (hemkommun, lägeskommun, kommunala …): ``Trend`` and ``Strip``
refuse to mix them. Own is a filled diamond, others are grey rings, a reference is a dotted line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spiral.engine.numbers import Language


class ChartError(ValueError):
    """A specification that would draw something untrue or unreadable."""


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What every chart says of itself. ``unit`` is printed after numbers ('%', 'poäng', '')."""

    title: str
    subtitle: str
    description: str
    unit: str = ""
    decimals: int = 1
    language: Language = "sv"

    def __post_init__(self) -> None:
        for name in ("title", "subtitle", "description"):
            if not getattr(self, name).strip():
                raise ChartError(f"a chart needs a {name}")


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a trend. ``value`` is None where there is no number, and ``note`` then says why in a word or two
    for the picture, ``reason`` in full for the table.

    ``joined`` draws a line from the previous point: False after a break, a gap or a change of source.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str = ""
    reason: str = ""
    joined: bool = True
    perspective: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.note:
            raise ChartError(f"{self.label}: no value and no reason")
        if (self.low is None) != (self.high is None):
            raise ChartError(f"{self.label}: half an interval")


@dataclass(frozen=True, kw_only=True)
class Trend(Chart):
    """Values over periods. ``breaks`` are labels of periods that start something not comparable with before. ``span``
    is the first and last year of the scale that a page's trends share; every label is then a year of it."""

    points: Sequence[Point]
    breaks: Sequence[str] = ()
    span: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _one_perspective(p.perspective for p in self.points)


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of an interval chart or one place in a strip. ``own`` is drawn as the filled diamond."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    own: bool = False
    note: str = ""
    perspective: str = ""

    def __post_init__(self) -> None:
        if self.value is None and not self.note:
            raise ChartError(f"{self.label}: no value and no reason")


@dataclass(frozen=True, kw_only=True)
class Interval(Chart):
    """Rows with intervals on one axis, in the order given (own first, then alphabetical), and a reference line."""

    marks: Sequence[Mark]
    reference: float | None = None
    reference_label: str = ""
    axis: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _one_perspective(m.perspective for m in self.marks)


@dataclass(frozen=True, kw_only=True)
class Differences(Chart):
    """Differences with their intervals under each other. Zero is in the middle, so that it is in the same place in all
    of a page's; the axis goes as far as ``reach`` to either side."""

    marks: Sequence[Mark]
    reach: float

    def __post_init__(self) -> None:
        super().__post_init__()
        if any(m.value is None or m.low is None or m.high is None for m in self.marks):
            raise ChartError("a difference has an interval")


@dataclass(frozen=True, kw_only=True)
class Distribution(Chart):
    """Counts in ordered categories, light to dark, always with the count printed."""

    categories: Sequence[str]
    counts: Sequence[int]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.categories) != len(self.counts):
            raise ChartError("as many counts as categories")
        if any(c < 0 for c in self.counts):
            raise ChartError("a count is never negative")


@dataclass(frozen=True, kw_only=True)
class Strip(Chart):
    """Own among others over the nine deciles of everybody. ``deciles`` are the values at 10, 20 … 90 per cent."""

    own: Mark
    others: Sequence[Mark]
    deciles: Sequence[float]

    def __post_init__(self) -> None:
        super().__post_init__()
        if len(self.deciles) not in (0, 9):
            raise ChartError("nine deciles or none")
        _one_perspective([self.own.perspective, *(m.perspective for m in self.others)])


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups in one period, such as girls and boys; None where the source has no figure, with ``note``."""

    label: str
    first: float | None
    second: float | None
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Gap(Chart):
    """The distance between two groups over time. ``names`` are the groups' names, first minus second; ``span`` is as a
    :class:`Trend` has it."""

    names: tuple[str, str]
    pairs: Sequence[Pair]
    span: tuple[int, int] | None = None


def _one_perspective(perspectives: Iterable[str]) -> None:
    named = {p for p in perspectives if p}
    if len(named) > 1:
        raise ChartError(f"perspectives are never mixed on one axis: {', '.join(sorted(named))}")
