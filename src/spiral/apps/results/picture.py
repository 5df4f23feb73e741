"""The Resultatbild: one row an indicator, each as sentence, trend, value and table, with everything that explains it.

Between queries (what is known) and views (what is sent): pure composition, no reads of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from spiral.apps.results.catalogue import Indicator, programme
from spiral.apps.results.explain import explain, perspective
from spiral.apps.results.models import Part, Remark
from spiral.apps.results.points import Dated, SeriesIndex, Size, dated, estimate, indexed, points
from spiral.apps.results.queries import RIKET, Published, swedish
from spiral.documents.chart import Chart, Gap, Interval, Mark, Pair, Point, Trend
from spiral.engine import wording
from spiral.engine.estimates import CohortVariation, Estimate, as_count, difference, usual_change
from spiral.engine.figures import State
from spiral.engine.numbers import Language, interval, number, with_unit

#: How many periods a trend draws; the table has them all.
DRAWN = 9


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the ledger."""

    key: str
    heading: str
    sentence: str
    value: str = ""
    interval: str = ""
    n: str = ""
    chart: Chart | None = None
    whole: Chart | None = None
    mask: str = ""
    facts: Sequence[tuple[str, str]] = ()
    comments: Sequence[Remark] = ()
    downloadable: bool = True


@dataclass(frozen=True)
class Ground:
    """What every row of one page stands on."""

    language: Language
    today: date
    place: str
    name: str
    places: Mapping[str, str]
    published: Sequence[Published]
    parts: Mapping[str, Part]
    variation: CohortVariation | None = None
    size: Size | None = None
    country: Mapping[str, float] = field(default_factory=dict)
    comments: Mapping[str, Sequence[Remark]] = field(default_factory=dict)

    @cached_property
    def figures(self) -> SeriesIndex:
        """What was read, by part, measure and place."""
        return indexed(self.published)


def rows(ground: Ground, indicators: Iterable[Indicator]) -> list[Row]:
    """One row an indicator, in the order given."""
    listed = list(indicators)
    beside = {i.key: i for i in listed}
    companions = {i.beside for i in listed if i.beside}
    out = []
    for indicator in listed:
        if indicator.key in companions:
            continue
        if indicator.beside:
            out.append(index_row(ground, indicator, beside[indicator.beside]))
        elif any(s.programmes for s in indicator.series):
            out.append(programme_row(ground, indicator))
        else:
            out.append(trend_row(ground, indicator))
    return out


def trend_row(ground: Ground, indicator: Indicator) -> Row:
    """An indicator over time."""
    language = ground.language
    listed = dated(indicator, ground.figures, ground.places, ground.size)
    heading = indicator.short.get(language)
    facts = _facts(ground, indicator, listed)
    comments = ground.comments.get(indicator.key, ())
    missing = wording.say("missing", language)
    if not listed:
        text = _("Kolada har måttet, men inte i de uppgifter som är hämtade hit.") if indicator.kolada else missing
        return Row(indicator.key, heading, text, mask=text, facts=facts, comments=comments, downloadable=False)
    last = listed[-1]
    own = estimate(indicator, last, ground.variation)
    marks = points(indicator, listed, ground.variation, language)
    drawn = marks[-DRAWN:]
    chart = _trend(ground, indicator, drawn)
    whole = _trend(ground, indicator, marks) if len(marks) > 1 or last.figure.is_number else None
    if not last.figure.is_number:
        text = _masked(indicator, last, language)
        show = any(m.value is not None for m in drawn)
        return Row(
            indicator.key, heading, _hidden_sentence(last, text, language), chart=chart if show else None, whole=whole,
            mask=text, facts=facts, comments=comments, n=_pupils(last, language),
        )  # fmt: skip
    sentence = " ".join(filter(None, [
        level(indicator, last, language), compare(ground, indicator, last, own), moved(ground, indicator, listed)
    ]))  # fmt: skip
    return Row(
        indicator.key, heading, sentence,
        value=_large(indicator, last.figure.value or 0.0, language),
        interval=interval_text(indicator, own, language),
        n=_pupils(last, language) or last.period.long(language),
        chart=chart, whole=whole, facts=facts, comments=comments,
    )  # fmt: skip


def level(indicator: Indicator, last: Dated, language: Language) -> str:
    """How much it is, in a sentence; a count where the share is one."""
    value = last.figure.value or 0.0
    who, phrase = indicator.who.get(language), indicator.phrase.get(language)
    printed = _printed(indicator, value, language)
    if indicator.kind == "deviation":
        key = "deviation_over" if value >= 0 else "deviation_under"
        printed = with_unit(number(abs(value), indicator.decimals, language), "%", language)
        return wording.say(key, language, phrase=phrase, value=printed)
    if indicator.kind != "share":
        return wording.say("mean", language, phrase=phrase, value=_spoken(indicator, value, language))
    if last.n and indicator.counted and (count := as_count(value, last.n)) is not None and last.units == 1:
        noun = _("elever") if indicator.counts == "pupils" else who
        return wording.say("count", language, count=number(count, 0, language), n=str(last.n), who=noun, phrase=phrase)
    return wording.say("share", language, value=printed, who=who, phrase=phrase)


def compare(ground: Ground, indicator: Indicator, last: Dated, own: Estimate | None) -> str:
    """Against riket in the same period, if riket has a figure; '' otherwise."""
    found = reference(ground, indicator, last)
    if found is None or indicator.kind == "deviation":
        return ""
    unit = indicator.unit.get(ground.language) if indicator.kind != "ratio" else ""
    return wording.versus(own, found, reference_name(indicator, last), unit, indicator.decimals, ground.language)


def reference(ground: Ground, indicator: Indicator, last: Dated) -> float | None:
    """Riket's figure for the same measure and period."""
    if indicator.reference in ground.country:
        return ground.country[indicator.reference] if last.period.long() == "2024/25" else None
    measure = indicator.reference or last.series.measure
    for p in ground.published:
        if (
            p.place == RIKET and p.measure == measure and p.sex == "T" and p.figure.is_number
            and p.period == last.period.raw and (not last.series.area or p.area == last.series.area)
        ):  # fmt: skip
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
    last = listed[-1]
    if len(listed) < 2 or not last.series.joined or last.period.rule == "latest" or indicator.kind == "deviation":
        return ""
    before = listed[-2]
    if not before.figure.is_number or not before.series.joined:
        return ""
    if any(b.period == last.period.short for b in indicator.breaks):
        return ""
    now, then = last.figure.value or 0.0, before.figure.value or 0.0
    judged = None
    if last.n:
        sized = Dated(before.period, before.figure, before.series, last.n, last.units)
        first, second = (estimate(indicator, d, ground.variation) for d in (last, sized))
        judged = difference(first, second) if first and second else None
    usual = None if judged else usual_change([d.figure.value for d in listed if d.series.joined])
    if judged is None and usual is None and indicator.counts != "pupils":
        return ""
    unit = indicator.unit.get(ground.language) if indicator.unit.sv in _COUNTABLE else ""
    earlier = before.period.long(ground.language)
    return wording.change(
        round(now, 1) - round(then, 1), earlier, unit, indicator.decimals, ground.language,
        interval=judged, usual=usual,
    )  # fmt: skip


def index_row(ground: Ground, first: Indicator, second: Indicator) -> Row:
    """Two survey areas on one scale from 0 to 10, without intervals: the source gives none."""
    language = ground.language
    pairs = [(i, dated(i, ground.figures, ground.places, ground.size)) for i in (first, second)]
    listed = pairs[0][1]
    heading = first.short.get(language)
    facts = _facts(ground, first, listed)
    comments = ground.comments.get(first.key, ())
    known = [(i, ds[-1]) for i, ds in pairs if ds and ds[-1].figure.is_number]
    if len(known) < 2:
        state = listed[-1].figure.state if listed else State.MISSING
        text = wording.say(_KEY.get(state, "missing"), language)
        return Row(first.key, heading, text, mask=text, facts=facts, comments=comments, downloadable=bool(listed))
    marks = [Mark(i.phrase.get(language), d.figure.value, n=d.n, own=True, perspective=i.perspective) for i, d in known]
    when = known[0][1].period.long(language)
    said = ", ".join(f"{m.label.lower()} {number(m.value or 0, 1, language)}" for m in marks)
    chart = Interval(
        title=f"{heading}, {ground.name}, {when}",
        subtitle=_("Skala från 0 till 10"),
        description=_("%(said)s på en skala från 0 till 10.") % {"said": said[:1].upper() + said[1:]},
        unit="", language=language, marks=marks, axis=(0.0, 10.0),
    )  # fmt: skip
    a, b = (number(m.value or 0, 1, language) for m in marks)
    sentence = _("Eleverna satte %(a)s av 10 på trygghet och %(b)s på studiero, %(when)s.") % {
        "a": a, "b": b, "when": when,
    }  # fmt: skip
    n = known[0][1].n
    return Row(
        first.key, heading, sentence, value=b, interval=_("studiero, 0 till 10"),
        n=_("%(n)s svar") % {"n": n} if n else when, chart=chart, whole=chart, facts=facts, comments=comments,
    )  # fmt: skip


def programme_row(ground: Ground, indicator: Indicator) -> Row:
    """An upper-secondary measure per programme, alphabetically, in the latest period that has figures."""
    language = ground.language
    series = indicator.series[0]
    found = [
        p for p in ground.published
        if p.part == series.part and p.measure == series.measure and p.place == ground.place and p.programme
    ]  # fmt: skip
    heading = indicator.short.get(language)
    facts = _facts(ground, indicator, [])
    comments = ground.comments.get(indicator.key, ())
    if not found:
        text = wording.say("missing", language)
        return Row(indicator.key, heading, text, mask=text, facts=facts, comments=comments, downloadable=False)
    from spiral.engine.periods import period

    latest = max(p.period for p in found)
    when = period(latest, series.year).long(language)
    now = sorted((p for p in found if p.period == latest), key=lambda p: swedish(programme(p.programme)))
    marks = [
        Mark(
            programme(p.programme), p.figure.value, n=p.n, perspective=indicator.perspective, own=True,
            note="" if p.figure.is_number else wording.mask(p.figure.state, language),
        )
        for p in now
    ]  # fmt: skip
    values = [m.value for m in marks if m.value is not None]
    unit = indicator.unit.get(language)
    spread = _large(indicator, values[0], language) if values and round(min(values), 0) == round(max(values), 0) else ""
    if values and not spread:
        spread = interval(min(values), max(values), 0, language)
    same = len(values) > 1 and _printed(indicator, min(values), language) == _printed(indicator, max(values), language)
    sentence = _("%(count)s program har uppgift, %(when)s. Värdet är %(low)s i alla.") % {
        "count": len(values), "when": when, "low": _printed(indicator, min(values), language),
    } if same else _("%(count)s program har uppgift, %(when)s. Värdena ligger mellan %(low)s och %(high)s.") % {
        "count": len(values), "when": when,
        "low": _printed(indicator, min(values), language), "high": _printed(indicator, max(values), language),
    } if len(values) > 1 else _("Ett program har uppgift, %(when)s: %(value)s.") % {
        "when": when, "value": _printed(indicator, values[0], language),
    } if values else wording.say("missing", language)  # fmt: skip
    chart = Interval(
        title=f"{heading}, {ground.name}, {when}",
        subtitle=_("Program i bokstavsordning"),
        description="; ".join(
            f"{m.label} {_printed(indicator, m.value, language)}" for m in marks if m.value is not None
        ) or sentence,
        unit=unit, decimals=indicator.decimals, language=language, marks=marks,
    )  # fmt: skip
    return Row(
        indicator.key, heading, sentence, value=spread, interval=unit if values and unit not in spread else "", n=when,
        chart=chart, whole=chart, facts=facts, comments=comments,
    )  # fmt: skip


def gap_row(ground: Ground, indicator: Indicator, until: int) -> Row:
    """Girls and boys on their own row; years after the source's last are drawn empty and said."""
    language = ground.language
    heading = _("Flickor och pojkar, %(what)s") % {"what": indicator.short.get(language).lower()}
    girls, boys = (
        {d.period.order: d for d in dated(indicator, ground.figures, ground.places, None, sex)} for sex in "KM"
    )
    orders = sorted(set(girls) & set(boys))
    facts = _facts(ground, indicator, [])
    both = [o for o in orders if girls[o].figure.is_number and boys[o].figure.is_number]
    if not both:
        text = _("Källorna har inga uppgifter per kön.")
        return Row(f"{indicator.key}-gap", heading, text, mask=text, facts=facts, downloadable=False)
    note = _("uppgift per kön saknas i källan")
    pairs = [
        Pair(str(o), girls[o].figure.value, boys[o].figure.value) if o in both else Pair(str(o), None, None, note=note)
        for o in range(max(orders[0], until - DRAWN + 1), until + 1)
    ]
    gaps = [(p.first or 0) - (p.second or 0) for p in pairs if p.first is not None]
    higher = sum(g > 0 for g in gaps)
    last = both[-1]
    gap = (girls[last].figure.value or 0) - (boys[last].figure.value or 0)
    long = girls[last].period.long(language)
    latest = _("%(when)s låg flickorna %(gap)s högre.") if gap > 0 else _("%(when)s låg pojkarna %(gap)s högre.")
    sentence = _("Flickorna låg högst %(higher)s av %(years)s år.") % {"higher": higher, "years": len(gaps)}
    sentence += " " + latest % {"when": long, "gap": _printed(indicator, abs(gap), language)}
    usual = usual_change(list(gaps))
    sentence += " " + (
        _("Skillnaden rör sig omkring %(usual)s mellan åren, så ett enskilt år säger lite.")
        % {"usual": _printed(indicator, usual, language)}
        if usual is not None
        else _("Källan anger inte elevantal per kön, så slumpens del kan inte räknas ut.")
    )
    names = (_("Flickor"), _("Pojkar"))
    chart = Gap(
        title=f"{heading}, {ground.name}", subtitle=_("Flickor och pojkar varje läsår"),
        description=" ".join(
            f"{p.label}: {names[0].lower()} {number(p.first, 1, language)}, "
            f"{names[1].lower()} {number(p.second, 1, language)}."
            for p in pairs if p.first is not None and p.second is not None
        ),
        unit=indicator.unit.get(language), decimals=indicator.decimals, language=language, names=names, pairs=pairs,
    )  # fmt: skip
    return Row(
        f"{indicator.key}-gap", heading, sentence, value=number(gap, indicator.decimals, language, signed=True),
        interval=indicator.unit.get(language), n=_("flickor minus pojkar, %(when)s") % {"when": long},
        chart=chart, whole=chart, facts=facts,
    )  # fmt: skip


_KEY = {
    State.HIDDEN: "hidden", State.NEAR_ALL: "near_all", State.NEAR_NONE: "near_none", State.RANGE: "range",
    State.MISSING: "missing", State.NOT_REPORTED: "not_reported", State.NOT_MEASURED: "not_measured",
}  # fmt: skip


def _facts(ground: Ground, indicator: Indicator, listed: Sequence[Dated]) -> list[tuple[str, str]]:
    return explain(ground.parts, ground.today, ground.language, indicator, listed)


def _hidden_sentence(last: Dated, text: str, language: Language) -> str:
    """The mask's words stand in the box beside; the sentence says which year, or the words where there is no box."""
    when = last.period.long(language)
    return _("Visas inte för %(when)s.") % {"when": when} if last.figure.state is State.HIDDEN else f"{when}: {text}"


def _masked(indicator: Indicator, last: Dated, language: Language) -> str:
    return wording.say(
        _KEY[last.figure.state], language, who=indicator.who.get(language), phrase=indicator.phrase.get(language),
        period=last.period.long(language),
    )  # fmt: skip


def _trend(ground: Ground, indicator: Indicator, marks: Sequence[Point]) -> Trend:
    language = ground.language
    said = "; ".join(
        f"{p.source} {_printed(indicator, p.value, language)}" if p.value is not None else f"{p.source} {p.reason}"
        for p in marks
    )
    return Trend(
        title=f"{indicator.short.get(language)}, {ground.name}",
        subtitle=perspective(indicator.perspective),
        description=said + ".",
        unit=indicator.unit.get(language), decimals=indicator.decimals, language=language, points=marks,
        breaks=tuple(b.period for b in indicator.breaks if any(b.period == p.label for p in marks)),
    )  # fmt: skip


def _printed(indicator: Indicator, value: float, language: Language) -> str:
    return with_unit(number(value, indicator.decimals, language), indicator.unit.get(language), language)


#: Units that a difference is said in; "0,1 barn per årsarbetare mindre" is nothing that anybody says.
_COUNTABLE = ("%", "poäng", "kr per elev", "kr per barn")


def _spoken(indicator: Indicator, value: float, language: Language) -> str:
    """A value in a sentence whose subject already names the unit of a ratio."""
    if indicator.kind == "ratio":
        return number(value, indicator.decimals, language)
    return _printed(indicator, value, language)


def _large(indicator: Indicator, value: float, language: Language) -> str:
    """The large figure of a row; a unit in words stands on the line below it."""
    unit = "%" if indicator.unit.sv == "%" else ""
    return with_unit(number(value, indicator.decimals, language), unit, language)


def interval_text(indicator: Indicator, own: Estimate | None, language: Language) -> str:
    """The interval under the value, in whole units where that is enough."""
    if own is None:
        return "" if indicator.unit.sv == "%" else indicator.unit.get(language)
    return with_unit(interval(own.low, own.high, 0, language), indicator.unit.get(language), language)


def _pupils(d: Dated, language: Language) -> str:
    if not d.n:
        return ""
    text = _("minst %(n)s elever") if d.least else _("%(n)s elever")
    return text % {"n": number(d.n, 0, language)}
