"""A place's newest figure against riket's and against its own of the year before: as a sentence, and as the difference
with its interval, which is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from spiral.documents.chart import Differences, Mark
from spiral.engine.estimates import Estimate, difference, usual_change
from spiral.engine.numbers import Language, around_zero, number
from spiral.exchange.wording import results as wording
from spiral.see.results.catalogue import Indicator
from spiral.see.results.ledger import Ground
from spiral.see.results.points import Dated, estimate, is_comparable, sized
from spiral.see.results.queries import CountryMean, Published
from spiral.see.results.values import COUNTABLE

#: How much further than the widest interval an axis of differences reaches.
_AIR = 1.15


def compare(ground: Ground, indicator: Indicator, last: Dated) -> str:
    """Against riket in the same period, if riket has a figure; '' otherwise."""
    riket = reference(ground, indicator, last)
    if riket is None or indicator.kind == "deviation":
        return ""
    own = estimate(indicator, last, ground.variation)
    unit = indicator.unit.get(ground.language) if indicator.kind != "ratio" else ""
    return wording.versus(own, riket.value, riket.name, unit, indicator.decimals, ground.language)


def from_reference(ground: Ground, indicator: Indicator, last: Dated) -> Estimate | None:
    """How far the figure is from riket's, which is taken as exact; None where either or the interval is lacking."""
    own, riket = estimate(indicator, last, ground.variation), reference(ground, indicator, last)
    if own is None or riket is None or indicator.kind == "deviation":
        return None
    return Estimate(own.value - riket.value, own.low - riket.value, own.high - riket.value, own.n)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a figure is held against: its value, what it is in a sentence ("riket", "landets skolor med öppna siffror"),
    and in few words beside a line."""

    value: float
    name: str
    short: str
    #: The mean that stands in for riket's own figure, where it does.
    mean: CountryMean | None = None


def reference(ground: Ground, indicator: Indicator, last: Dated) -> Reference | None:
    """Riket's own published figure for the same measure and period; of what riket has none, the mean that is worked out
    here, which never goes under riket's name."""
    is_worked_out = indicator.reference in ground.country
    measure = indicator.kolada if is_worked_out else indicator.reference or last.series.measure
    for p in ground.of_the_country.get(measure, ()):
        if (
            p.sex == "T"
            and p.figure.is_number
            and _is_of(p, last)
            and (not last.series.area or p.area == last.series.area)
        ):
            return Reference(p.figure.value or 0.0, _covers(indicator, p.part), _("riket"))
    mean = ground.country.get(indicator.reference, {}).get(last.period.year)
    if mean is None:
        return None
    name = (
        _("landets skolor med öppna siffror")
        if indicator.perspective != "kommunala"
        else _("landets kommunala skolor med öppna siffror")
    )
    return Reference(mean.value, name, _("landet"), mean)


def what_it_is(ground: Ground, indicator: Indicator, last: Dated) -> str:
    """What stands in for riket's own figure, in sentences; '' where riket's own is printed, or none."""
    riket = reference(ground, indicator, last)
    if riket is None or riket.mean is None:
        return ""
    facts = {
        "name": riket.name[:1].upper() + riket.name[1:],
        "units": number(riket.mean.units, 0, ground.language),
        "hidden": number(riket.mean.hidden, 0, ground.language),
        "when": wording.when(last.period, ground.language),
    }
    return (
        _(
            "%(name)s: rikets egen siffra för %(when)s finns inte i uppgifterna. I stället har Spiral räknat "
            "medelvärdet, vägt med antalet elever, för de %(units)s skolor som har en öppen siffra. %(hidden)s skolors "
            "siffror är dolda och räknas inte med."
        )
        % facts
    )


def _is_of(p: Published, last: Dated) -> bool:
    """Of the same period; Kolada's 2025 and Skolverket's 2024/25 are the same spring."""
    is_a_spring = p.part == "kolada" and last.period.rule == "school"
    return p.period == last.period.raw or (is_a_spring and p.period.read("grade").order == last.period.order)


def _covers(indicator: Indicator, part: str) -> str:
    """What "riket" covers: a municipality's own schools stand beside the country's municipal ones or beside all."""
    if indicator.perspective != "kommunala":
        return _("riket")
    return _("rikets kommunala skolor") if part == "kolada" else _("riket (alla skolor)")


def moved(ground: Ground, indicator: Indicator, listed: Sequence[Dated]) -> str:
    """How the last joined value compares with the one before; '' where nothing may be joined."""
    before = _before(indicator, listed)
    return changed(ground, indicator, listed, listed[-1], before) if before else ""


def changed(ground: Ground, indicator: Indicator, listed: Sequence[Dated], last: Dated, before: Dated) -> str:
    """How far the figure moved between two periods, judged by the interval of the difference where pupils are counted
    in either, else by how the series usually moves; '' where neither is known and the figure is a total."""
    judged = _movement(ground, indicator, last, before)
    usual = None if judged else _usual_change(indicator, listed, last, before)
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


def _usual_change(indicator: Indicator, listed: Sequence[Dated], last: Dated, before: Dated) -> float | None:
    """How far the series usually moves between two years, as it was before ``last`` and since the last break in it;
    None where ``before`` is not the year before."""
    at = listed.index(last)
    if at == 0 or listed[at - 1] != before:
        return None
    newest_break = max((b.period for b in indicator.breaks if b.period <= last.period.short), default="")
    since = [d for d in listed[: at + 1] if is_comparable(d, last) and d.period.short >= newest_break]
    return usual_change([d.figure.value for d in since])


def differences(ground: Ground, indicator: Indicator, listed: Sequence[Dated]) -> Differences | None:
    """The differences that the sentence about the newest figure tells, drawn; None where none has an interval."""
    last, language = listed[-1], ground.language
    marks = []
    if gap := from_reference(ground, indicator, last):
        riket = reference(ground, indicator, last)
        marks.append(_mark(_("mot %(whom)s") % {"whom": riket.short if riket else _("riket")}, gap))
    before = _before(indicator, listed)
    if before and (gap := _movement(ground, indicator, last, before)):
        marks.append(_mark(_("mot %(when)s") % {"when": wording.when(before.period, language)}, gap))
    title = _("Skillnaden, %(what)s, %(name)s") % {
        "what": wording.inside(indicator.short.get(language)),
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
    first, second = (
        estimate(indicator, sized(d, other), ground.variation) for d, other in ((last, before), (before, last))
    )
    return difference(first, second) if first and second else None
