"""A place's newest figure against riket's and against its own of the year before: as a sentence, and as the difference
with its interval, which is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from spiral.documents.chart import Differences, Mark
from spiral.engine.estimates import Estimate, difference, median_change
from spiral.engine.numbers import Language, around_zero
from spiral.exchange.wording import results as wording
from spiral.see.results.catalogue import Indicator
from spiral.see.results.ledger import Ground
from spiral.see.results.points import Dated, estimate, is_comparable
from spiral.see.results.values import COUNTABLE

#: How much further than the widest interval an axis of differences reaches.
_AIR = 1.15


def compare(ground: Ground, indicator: Indicator, last: Dated) -> str:
    """Against riket in the same period, if riket has a figure; '' otherwise."""
    comparison = reference(ground, indicator, last)
    if comparison is None or indicator.kind == "deviation":
        return ""
    own = estimate(indicator, last, ground.variation)
    unit = indicator.unit.get(ground.language) if indicator.kind != "ratio" else ""
    return wording.versus(own, comparison, reference_name(indicator, last), unit, indicator.decimals, ground.language)


def from_reference(ground: Ground, indicator: Indicator, last: Dated) -> Estimate | None:
    """How far the figure is from riket's, which is taken as exact; None where either or the interval is lacking."""
    own, comparison = estimate(indicator, last, ground.variation), reference(ground, indicator, last)
    if own is None or comparison is None or indicator.kind == "deviation":
        return None
    return Estimate(own.value - comparison, own.low - comparison, own.high - comparison, own.n)


def reference(ground: Ground, indicator: Indicator, last: Dated) -> float | None:
    """Riket's figure for the same measure and period."""
    if indicator.reference in ground.country:
        return ground.country[indicator.reference].get(last.period.year)
    measure = indicator.reference or last.series.measure
    for p in ground.of_the_country.get(measure, ()):
        if (
            p.sex == "T"
            and p.figure.is_number
            and p.period == last.period.raw
            and (not last.series.area or p.area == last.series.area)
        ):
            return p.figure.value
    return None


def reference_name(indicator: Indicator, last: Dated) -> str:
    """What "riket" covers: a municipality's own schools stand beside the country's municipal ones or beside all."""
    if indicator.perspective != "kommunala":
        return _("riket")
    if indicator.reference == "merit-municipal" or last.series.part == "kolada":
        return _("rikets kommunala skolor")
    return _("riket (alla skolor)")


def moved(ground: Ground, indicator: Indicator, listed: Sequence[Dated]) -> str:
    """How the last joined value compares with the one before; '' where nothing may be joined."""
    before = _before(indicator, listed)
    return changed(ground, indicator, listed, listed[-1], before) if before else ""


def changed(ground: Ground, indicator: Indicator, listed: Sequence[Dated], last: Dated, before: Dated) -> str:
    """How far the figure moved between two periods, judged by the interval of the difference where pupils are counted
    in either, else by how the series usually moves; '' where neither is known and the figure is a total."""
    judged = _movement(ground, indicator, last, before)
    usual = None if judged else median_change([d.figure.value for d in listed if is_comparable(d, last)])
    if judged is None and usual is None and indicator.counts != "pupils":
        return ""
    unit = indicator.unit.get(ground.language) if indicator.unit.sv in COUNTABLE else ""
    earlier = wording.when(before.period, ground.language)
    return wording.change(
        round(last.figure.value or 0.0, 1) - round(before.figure.value or 0.0, 1),
        earlier,
        unit,
        indicator.decimals,
        ground.language,
        interval=judged,
        usual=usual,
    )


def differences(ground: Ground, indicator: Indicator, listed: Sequence[Dated]) -> Differences | None:
    """The differences that the sentence about the newest figure tells, drawn; None where none has an interval."""
    last, language = listed[-1], ground.language
    marks = []
    if gap := from_reference(ground, indicator, last):
        marks.append(_mark(_("mot riket"), gap))
    before = _before(indicator, listed)
    if before and (gap := _movement(ground, indicator, last, before)):
        marks.append(_mark(_("mot %(when)s") % {"when": wording.when(before.period, language)}, gap))
    title = _("Skillnaden, %(what)s, %(name)s") % {
        "what": indicator.short.get(language).lower(),
        "name": ground.name,
    }
    return drawn(marks, title, indicator.unit.get(language), language)


def drawn(marks: Sequence[Mark], title: str, unit: str, language: Language) -> Differences | None:
    """Differences of a measure in ``unit`` as a picture; None where there are none."""
    unit = wording.points(unit, language)
    said = (f"{m.label}: {around_zero(m.low or 0.0, m.high or 0.0, language)} {unit}".strip() for m in marks)
    return (
        Differences(
            title=title,
            subtitle=_("Skillnad med 95 % intervall. Noll är den prickade linjen."),
            description=f"{'. '.join(said)}.",
            unit=unit,
            language=language,
            marks=marks,
            reach=reach(marks),
        )
        if marks
        else None
    )


def reach(marks: Iterable[Mark]) -> float:
    """How far to either side an axis goes that has room for all the differences."""
    return _AIR * max((abs(end) for m in marks for end in (m.low, m.high) if end is not None), default=1.0)


def _mark(label: str, gap: Estimate) -> Mark:
    return Mark(label, gap.value, gap.low, gap.high, gap.n, own=True)


def _before(indicator: Indicator, listed: Sequence[Dated]) -> Dated | None:
    """The figure before the newest, where the two may be compared."""
    last = listed[-1]
    if len(listed) < 2 or last.period.rule == "latest" or indicator.kind == "deviation":
        return None
    before = listed[-2]
    if not before.figure.is_number or not is_comparable(before, last):
        return None
    return None if any(b.period == last.period.short for b in indicator.breaks) else before


def _movement(ground: Ground, indicator: Indicator, last: Dated, before: Dated) -> Estimate | None:
    """The difference between two periods; a cohort that is not counted is taken to be as large as the other."""
    if not (last.n or before.n):
        return None
    sized = [(d if d.n else other) for d, other in ((last, before), (before, last))]
    first, second = (
        estimate(indicator, replace(d, n=size.n, units=size.units), ground.variation)
        for d, size in zip((last, before), sized, strict=True)
    )
    return difference(first, second) if first and second else None
