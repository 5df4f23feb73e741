"""Tables: what every chart also is, and what every export carries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

from spiral.documents.chart import Chart, Differences, Distribution, Gap, Interval, Mark, Strip, Trend
from spiral.engine.numbers import Language, around_zero, number, span, with_unit

_WORDS: dict[Language, dict[str, str]] = {
    "sv": {
        "period": "Period",
        "value": "Värde",
        "interval": "95 % intervall",
        "n": "Elever",
        "what": "Mått",
        "count": "Antal",
        "level": "Nivå",
        "gap": "Skillnad",
        "reference": "Jämförelse",
        "none": "anges inte",
    },
    "en": {
        "period": "Period",
        "value": "Value",
        "interval": "95% interval",
        "n": "Pupils",
        "what": "Measure",
        "count": "Count",
        "level": "Level",
        "gap": "Difference",
        "reference": "Reference",
        "none": "not given",
    },
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed, and what stands behind it for files: the number (None where there is none) with its ``decimals``
    and ``unit``, or the ends of an interval.

    ``mask`` is set in italics, ``url`` makes the text a link, ``wide`` is text rather than a number.
    """

    text: str
    value: float | None = None
    mask: bool = False
    url: str = ""
    wide: bool = False
    low: float | None = None
    high: float | None = None
    decimals: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A caption, column heads, and rows whose first cell is the row's head. ``own`` is the index of the lifted row,
    ``drawn`` are the columns that a workbook draws a chart of: numbers, the interval in the column after."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    own: int | None = None
    drawn: Sequence[int] = ()


#: What a table says where a source gives no number of pupils or no interval; that is no mask.
NOT_GIVEN = frozenset(words["none"] for words in _WORDS.values())


@singledispatch
def as_table(chart: Chart) -> Table:
    """The table that says what the chart shows. Raises TypeError for a chart without one."""
    raise TypeError(f"no table for a {type(chart).__name__}")


def _value(chart: Chart, value: float | None, note: str) -> Cell:
    if value is None:
        return Cell(note, mask=True)
    text = with_unit(number(value, chart.decimals, chart.language), chart.unit, chart.language)
    return Cell(text, value, decimals=chart.decimals, unit=chart.unit)


def _bounds(chart: Chart, low: float | None, high: float | None) -> Cell:
    if low is None or high is None:
        return Cell(_WORDS[chart.language]["none"], mask=True)
    decimals = 0 if max(abs(low), abs(high)) >= 20 and chart.decimals <= 1 else chart.decimals
    text = with_unit(span(low, high, decimals, chart.language), chart.unit, chart.language)
    return Cell(text, low=low, high=high, decimals=chart.decimals)


def _bounds_of_difference(chart: Differences, mark: Mark) -> Cell:
    """As the picture prints them: rounding does not hide on which side of zero a bound lies."""
    assert mark.low is not None and mark.high is not None
    text = with_unit(around_zero(mark.low, mark.high, chart.language), chart.unit, chart.language)
    return Cell(text, low=mark.low, high=mark.high, decimals=chart.decimals)


def _n(chart: Chart, n: int | None) -> Cell:
    if n is None:
        return Cell(_WORDS[chart.language]["none"], mask=True)
    return Cell(number(n, 0, chart.language), float(n))


@as_table.register
def _(chart: Trend) -> Table:
    words = _WORDS[chart.language]
    rows = [
        (
            Cell(p.source or p.label),
            _value(chart, p.value, p.reason or p.note),
            _bounds(chart, p.low, p.high),
            _n(chart, p.n),
        )
        for p in chart.points
    ]
    return Table(chart.title, [words["period"], words["value"], words["interval"], words["n"]], rows, drawn=(1,))


@as_table.register
def _(chart: Interval) -> Table:
    words = _WORDS[chart.language]
    rows = [
        (Cell(m.label), _value(chart, m.value, m.note), _bounds(chart, m.low, m.high), _n(chart, m.n))
        for m in chart.marks
    ]
    own = next((i for i, m in enumerate(chart.marks) if m.own), None)
    if chart.reference is not None:
        empty = Cell(words["none"], mask=True)
        rows.append(
            (Cell(chart.reference_label or words["reference"]), _value(chart, chart.reference, ""), empty, empty)
        )
    return Table(chart.title, [words["what"], words["value"], words["interval"], words["n"]], rows, own, (1,))


@as_table.register
def _(chart: Differences) -> Table:
    words = _WORDS[chart.language]
    rows = [(Cell(m.label), _value(chart, m.value, m.note), _bounds_of_difference(chart, m)) for m in chart.marks]
    return Table(chart.title, [words["gap"], words["value"], words["interval"]], rows, drawn=(1,))


@as_table.register
def _(chart: Strip) -> Table:
    words = _WORDS[chart.language]
    rows = [
        (Cell(m.label), _value(chart, m.value, m.note), _bounds(chart, m.low, m.high), _n(chart, m.n))
        for m in (chart.own, *chart.others)
    ]
    return Table(chart.title, [words["what"], words["value"], words["interval"], words["n"]], rows, 0, (1,))


@as_table.register
def _(chart: Distribution) -> Table:
    words = _WORDS[chart.language]
    rows = [
        (Cell(name), Cell(number(count, 0, chart.language), float(count)))
        for name, count in zip(chart.categories, chart.counts, strict=True)
    ]
    return Table(chart.title, [words["level"], words["count"]], rows, drawn=(1,))


@as_table.register
def _(chart: Gap) -> Table:
    words = _WORDS[chart.language]
    rows = []
    for p in chart.pairs:
        gap = None if p.first is None or p.second is None else p.first - p.second
        rows.append(
            (
                Cell(p.label),
                _value(chart, p.first, p.note),
                _value(chart, p.second, p.note),
                _value(chart, gap, p.note),
            )
        )
    return Table(chart.title, [words["period"], *chart.names, words["gap"]], rows, drawn=(1, 2))
