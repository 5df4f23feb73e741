"""Published figures → the points of a trend: one period once, gaps named, sources not joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from spiral.documents.chart import Point
from spiral.engine.estimates import CohortVariation, Estimate, mean_interval, share_interval
from spiral.engine.figures import PROTECTIVE, Figure, State
from spiral.engine.numbers import Language
from spiral.engine.periods import Period
from spiral.exchange.wording.results import mask, read_as_mask, when
from spiral.see.results.catalogue import Indicator, Series
from spiral.see.results.queries import Published
from spiral.sources.kolada.masks import inferred_masks


@dataclass(frozen=True, slots=True)
class Dated:
    """One figure in its period, from one series, with what is known of its size."""

    period: Period
    figure: Figure
    series: Series
    n: int | None = None
    units: int = 1
    least: bool = False


@dataclass(frozen=True, slots=True)
class Size:
    """Pupils of year 9 in one school year, in how many units; ``least`` when some unit's pupils are hidden."""

    n: int
    units: int = 1
    least: bool = False


#: Figures by part, measure and place, so that a page of many places looks each up once.
SeriesIndex = Mapping[tuple[str, str, str], Sequence[Published]]
#: Pupils of year 9 at one place, by the school year they are counted in.
Sizes = Mapping[str, Size]


def indexed(published: Iterable[Published]) -> SeriesIndex:
    """The index of what a page has read."""
    by_series: dict[tuple[str, str, str], list[Published]] = defaultdict(list)
    for p in published:
        by_series[p.part, p.measure, p.place].append(p)
    return by_series


def dated(
    indicator: Indicator, figures: SeriesIndex, places: Mapping[str, str], sizes: Sizes, sex: str = "T"
) -> list[Dated]:
    """The indicator's figures at one place in order of time. ``places`` maps a series' place kind to a code.

    One period is taken from the first series that has a number; a protective mask beats a gap. Periods between the
    first and the last that no series has are added as not measured or missing.
    """
    by_year: dict[int, Dated] = {}
    for series in indicator.series:
        for p in figures.get((series.part, series.measure, places.get(series.place, "")), ()):
            if p.sex != sex or p.programme or (series.area and p.area != series.area):
                continue
            when = p.period.read(series.year)
            new = Dated(when, p.figure, series, p.n)
            if indicator.counted and (size := sizes.get(p.period)):
                new = Dated(when, p.figure, series, p.n or size.n, size.units, size.least)
            if when.order not in by_year or _better(new.figure, by_year[when.order].figure):
                by_year[when.order] = new
    return _filled(indicator, by_year)


def _better(new: Figure, old: Figure) -> bool:
    if old.is_number:
        return False
    return new.is_number or (new.state in PROTECTIVE and old.state not in PROTECTIVE)


def is_comparable(first: Dated, second: Dated) -> bool:
    """May the two stand on one line? Of one source they may, and of two where the catalogue joins both."""
    return first.series == second.series or (first.series.joined and second.series.joined)


def apart(listed: Sequence[Dated], language: Language) -> tuple[str, ...]:
    """The periods whose figures are not joined to the line, in words."""
    return tuple(when(d.period, language) for d in listed if d.figure.is_number and not d.series.joined)


def _filled(indicator: Indicator, by_year: dict[int, Dated]) -> list[Dated]:
    if not by_year or any(d.period.rule in ("latest", "term") for d in by_year.values()):
        return [by_year[k] for k in sorted(by_year)]
    first, last = min(by_year), max(by_year)
    # A trend begins with something: leading gaps say nothing.
    while first < last and not by_year[first].figure.is_number and by_year[first].figure.state not in PROTECTIVE:
        del by_year[first]
        first = min(by_year)
    template = by_year[first]
    out = []
    for order in range(first, last + 1):
        if order in by_year:
            out.append(by_year[order])
            continue
        state = State.NOT_MEASURED if str(order) in indicator.not_measured else State.MISSING
        raw = f"{order - 1}/{order % 100:02d}" if template.period.rule == "school" else str(order)
        out.append(Dated(Period(order, raw, template.period.rule), Figure(state), template.series))
    return out


def estimate(indicator: Indicator, d: Dated, variation: CohortVariation | None) -> Estimate | None:
    """The figure's interval where one is honest: pupils are counted, and the measure's spread is known."""
    value = d.figure.value
    if value is None or d.n is None or not indicator.counted or variation is None:
        return None
    if indicator.kind == "share":
        return share_interval(value, d.n, variation.icc_of(indicator.cohorts), d.units)
    if indicator.counted == "merit":
        return mean_interval(value, d.n, variation, d.units)
    return None


def points(
    indicator: Indicator, listed: Sequence[Dated], variation: CohortVariation | None, language: Language
) -> list[Point]:
    """Points for a trend chart, with intervals, breaks in the line and reasons for what is not there."""
    out: list[Point] = []
    before: Dated | None = None
    counted = next((d for d in reversed(listed) if d.n), None)
    for d in listed:
        interval = estimate(indicator, sized(d, counted), variation)
        joined = before is None or is_comparable(before, d)
        note = "" if d.figure.is_number else short_mask(d.figure.state, language, d.n)
        out.append(
            Point(
                label=d.period.short if d.period.rule != "latest" else "",
                value=d.figure.value,
                low=interval.low if interval else None,
                high=interval.high if interval else None,
                n=d.n,
                note=note,
                reason="" if d.figure.is_number else why_hidden(d, language),
                joined=joined,
                perspective=indicator.perspective,
                source=when(d.period, language),
            )
        )
        before = d
    return out


#: Years over which a cohort that is not counted is taken to be as large as one that is.
LIKE_SIZED = 5


def sized(d: Dated, counted: Dated | None) -> Dated:
    """``d`` as large as ``counted``, a period of the same figure at most ``LIKE_SIZED`` years away, where its own
    pupils are not counted."""
    if d.n or counted is None or not is_comparable(d, counted):
        return d
    if abs(d.period.order - counted.period.order) > LIKE_SIZED:
        return d
    return replace(d, n=counted.n, units=counted.units)


def why_hidden(d: Dated, language: Language) -> str:
    """Why there is no number, in full, in the middle of a row or a table."""
    if d.figure.state is State.NEAR_ALL and d.series.part == "kolada":
        numbers = inferred_masks(d.series.measure, d.period.order)
        if numbers:
            return read_as_mask(numbers, language)
    return mask(d.figure.state, language, d.n)


def short_mask(state: State, language: Language, n: int | None = None) -> str:
    """A mask in a chart, where two words have room; the table has the whole phrase. ``n`` are the pupils beside it."""
    short = {
        State.MISSING: ("saknas", "missing"),
        State.HIDDEN: ("för få elever", "too few pupils") if n is None else ("dold", "hidden"),
        State.FEW_OUTSIDE: ("dold", "hidden"),
        State.PROTECTING: ("dold", "hidden"),
        State.NEAR_ALL: ("nästan alla", "nearly all"),
        State.NEAR_NONE: ("nästan inga", "nearly none"),
    }
    return short[state][language == "en"] if state in short else mask(state, language)
