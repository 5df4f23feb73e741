"""One row an indicator: which kind it is, and the kinds beside the trend: survey areas, programmes, girls and boys."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from spiral.documents.chart import Gap, Interval, Mark, Pair, Trend
from spiral.engine.estimates import median_change
from spiral.engine.figures import PROTECTIVE, State
from spiral.engine.numbers import interval, number
from spiral.engine.swedish import sort_key
from spiral.exchange.wording import results as wording
from spiral.see.results.catalogue import Indicator, programme
from spiral.see.results.ledger import Ground, LedgerRow
from spiral.see.results.picture import DRAWN, MASK_SENTENCE, facts_of, trend_row
from spiral.see.results.points import dated, short_mask
from spiral.see.results.values import large, printed


def rows(ground: Ground, indicators: Iterable[Indicator], parted: Collection[str] = ()) -> list[LedgerRow]:
    """One row an indicator, in the order given; those whose keys are in ``parted`` have girls and boys on a row after.
    All their pictures are drawn on one scale."""
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
        if indicator.key in parted:
            out.append(gap_row(ground, indicator))
    return _on_one_scale(out)


def _on_one_scale(listed: list[LedgerRow]) -> list[LedgerRow]:
    """The rows with a year in the same place in each picture, down the page: the last years that any of them has; and
    differences in the same unit drawn equally large."""
    charts = {i: r.chart for i, r in enumerate(listed) if isinstance(r.chart, Trend | Gap) and _years(r.chart)}
    years = [year for chart in charts.values() for year in _years(chart)]
    if len(charts) > 1:
        last = max(years)
        first = max(min(years), last - DRAWN + 1)
        for i, chart in charts.items():
            if (drawn := _since(chart, first, last)) is not None:
                listed[i] = replace(listed[i], chart=drawn)
    reaches: dict[str, float] = {}
    for d in [r.differences for r in listed if r.differences]:
        reaches[d.unit] = max(reaches.get(d.unit, 0.0), d.reach)
    return [
        replace(r, differences=replace(r.differences, reach=reaches[r.differences.unit])) if r.differences else r
        for r in listed
    ]


def _years(chart: Trend | Gap) -> list[int]:
    """The years that a picture has; none where it has something else, or not only."""
    labels = [one.label for one in (chart.points if isinstance(chart, Trend) else chart.pairs)]
    return [int(label) for label in labels] if all(la.isdigit() and len(la) == 4 for la in labels) else []


def _since(chart: Trend | Gap, first: int, last: int) -> Trend | Gap | None:
    """The picture on the scale of these years; None where it has no number in them."""
    if isinstance(chart, Trend):
        points = [p for p in chart.points if int(p.label) >= first]
        return replace(chart, points=points, span=(first, last)) if any(p.value is not None for p in points) else None
    pairs = [p for p in chart.pairs if int(p.label) >= first]
    return replace(chart, pairs=pairs, span=(first, last)) if any(p.first is not None for p in pairs) else None


def index_row(ground: Ground, first: Indicator, second: Indicator) -> LedgerRow:
    """Two survey areas on one scale from 0 to 10, without intervals: the source gives none."""
    language = ground.language
    pairs = [(i, dated(i, ground.figures, ground.places, ground.sizes)) for i in (first, second)]
    listed = pairs[0][1]
    heading = first.short.get(language)
    facts = facts_of(ground, first, listed)
    comments = ground.comments_on(first)
    known = [(i, ds[-1]) for i, ds in pairs if ds and ds[-1].figure.is_number]
    if len(known) < 2:
        state = listed[-1].figure.state if listed else State.MISSING
        text = wording.say(MASK_SENTENCE.get(state, "missing"), language)
        return LedgerRow(key=first.key, heading=heading, sentence=text, mask=text, facts=facts, comments=comments)
    marks = [Mark(i.phrase.get(language), d.figure.value, n=d.n, own=True, perspective=i.perspective) for i, d in known]
    when = wording.when(known[0][1].period, language)
    said = ", ".join(f"{wording.inside(m.label)} {number(m.value or 0, 1, language)}" for m in marks)
    chart = Interval(
        title=f"{heading}, {ground.name}, {when}",
        subtitle=_("Skala från 0 till 10"),
        description=_("%(said)s på en skala från 0 till 10.") % {"said": said[:1].upper() + said[1:]},
        unit="",
        language=language,
        marks=marks,
        axis=(0.0, 10.0),
    )
    a, b = (number(m.value or 0, 1, language) for m in marks)
    sentence = _("Eleverna satte %(a)s av 10 på trygghet och %(b)s på studiero, %(when)s.") % {
        "a": a,
        "b": b,
        "when": when,
    }
    n = known[0][1].n
    return LedgerRow(
        key=first.key,
        heading=heading,
        sentence=sentence,
        value=b,
        interval=_("studiero, 0 till 10"),
        n=_("%(n)s svar") % {"n": n} if n else when,
        chart=chart,
        whole=chart,
        facts=facts,
        comments=comments,
    )


def programme_row(ground: Ground, indicator: Indicator) -> LedgerRow:
    """An upper-secondary measure per programme, alphabetically, in the latest period that has figures."""
    language = ground.language
    series = indicator.series[0]
    parts = [
        p
        for p in ground.published
        if p.part == series.part and p.measure == series.measure and p.place == ground.place and p.programme
    ]
    heading = indicator.short.get(language)
    facts = facts_of(ground, indicator, [])
    comments = ground.comments_on(indicator)
    if not parts:
        text = wording.say("missing", language)
        return LedgerRow(key=indicator.key, heading=heading, sentence=text, mask=text, facts=facts, comments=comments)
    latest = max(p.period for p in parts)
    when = wording.when(latest.read(series.year), language)
    now = sorted((p for p in parts if p.period == latest), key=lambda p: sort_key(programme(p.programme)))
    marks = [
        Mark(
            programme(p.programme),
            p.figure.value,
            n=p.n,
            perspective=indicator.perspective,
            own=True,
            note="" if p.figure.is_number else wording.mask(p.figure.state, language, p.n),
        )
        for p in now
    ]
    values = [m.value for m in marks if m.value is not None]
    unit = indicator.unit.get(language)
    spread = large(indicator, values[0], language) if values and round(min(values), 0) == round(max(values), 0) else ""
    if values and not spread:
        spread = interval(min(values), max(values), 0, language)
    same = len(values) > 1 and printed(indicator, min(values), language) == printed(indicator, max(values), language)
    sentence = (
        _("%(count)s program har en siffra, %(when)s. Värdet är %(low)s i alla.")
        % {
            "count": len(values),
            "when": when,
            "low": printed(indicator, min(values), language),
        }
        if same
        else _("%(count)s program har en siffra, %(when)s. Värdena ligger mellan %(low)s och %(high)s.")
        % {
            "count": len(values),
            "when": when,
            "low": printed(indicator, min(values), language),
            "high": printed(indicator, max(values), language),
        }
        if len(values) > 1
        else _("Ett program har en siffra, %(when)s: %(value)s.")
        % {
            "when": when,
            "value": printed(indicator, values[0], language),
        }
        if values
        else wording.say("missing", language)
    )
    chart = Interval(
        title=f"{heading}, {ground.name}, {when}",
        subtitle=_("Program i bokstavsordning"),
        description="; ".join(
            f"{m.label} {printed(indicator, m.value, language)}" for m in marks if m.value is not None
        )
        or sentence,
        unit=unit,
        decimals=indicator.decimals,
        language=language,
        marks=marks,
    )
    return LedgerRow(
        key=indicator.key,
        heading=heading,
        sentence=sentence,
        value=spread,
        interval=unit if values and unit not in spread else "",
        n=when,
        chart=chart,
        whole=chart,
        facts=facts,
        comments=comments,
    )


def gap_row(ground: Ground, indicator: Indicator) -> LedgerRow:
    """Girls and boys on their own row; years after the source's last, as far as the indicator's own newest figure or
    mask, are drawn empty and said."""
    language = ground.language
    listed = dated(indicator, ground.figures, ground.places, ground.sizes)
    until = max((d.period.order for d in listed), default=ground.today.year)
    heading = _("Flickor och pojkar, %(what)s") % {"what": wording.inside(indicator.short.get(language))}
    girls, boys = (
        {d.period.order: d for d in dated(indicator, ground.figures, ground.places, {}, sex)} for sex in "KM"
    )
    orders = sorted(set(girls) & set(boys))
    facts = facts_of(ground, indicator, [])
    both = [o for o in orders if girls[o].figure.is_number and boys[o].figure.is_number]
    if not both:
        text = _("Källorna har inga siffror per kön.")
        return LedgerRow(key=f"{indicator.key}-gap", heading=heading, sentence=text, mask=text, facts=facts)
    absent = _("siffror per kön saknas i källan")
    masked = {o: d.figure.state for sex in (girls, boys) for o, d in sex.items() if d.figure.state in PROTECTIVE}
    pairs = [
        Pair(str(o), girls[o].figure.value, boys[o].figure.value)
        if o in both
        else Pair(str(o), None, None, note=short_mask(masked[o], language) if o in masked else absent)
        for o in range(max(orders[0], until - DRAWN + 1), until + 1)
    ]
    gaps = [(p.first or 0) - (p.second or 0) for p in pairs if p.first is not None]
    higher = sum(g > 0 for g in gaps)
    last = both[-1]
    gap = (girls[last].figure.value or 0) - (boys[last].figure.value or 0)
    long = wording.when(girls[last].period, language)
    latest = _("%(when)s låg flickorna %(gap)s högre.") if gap > 0 else _("%(when)s låg pojkarna %(gap)s högre.")
    sentence = _("Flickorna låg högst %(higher)s av %(years)s år.") % {"higher": higher, "years": len(gaps)}
    sentence += " " + latest % {"when": long, "gap": printed(indicator, abs(gap), language)}
    usual = median_change(list(gaps))
    sentence += " " + (
        _("Skillnaden rör sig omkring %(usual)s mellan åren, så ett enskilt år säger lite.")
        % {"usual": printed(indicator, usual, language)}
        if usual is not None
        else _("Källan anger inte elevantal per kön, så slumpens del kan inte räknas ut.")
    )
    names = (_("Flickor"), _("Pojkar"))
    chart = Gap(
        title=f"{heading}, {ground.name}",
        subtitle=_("Flickor och pojkar varje läsår"),
        description=" ".join(
            f"{p.label}: {names[0].lower()} {number(p.first, 1, language)}, "
            f"{names[1].lower()} {number(p.second, 1, language)}."
            for p in pairs
            if p.first is not None and p.second is not None
        ),
        unit=indicator.unit.get(language),
        decimals=indicator.decimals,
        language=language,
        names=names,
        pairs=pairs,
    )
    return LedgerRow(
        key=f"{indicator.key}-gap",
        heading=heading,
        sentence=sentence,
        value=number(gap, indicator.decimals, language, signed=True),
        interval=indicator.unit.get(language),
        n=_("flickor minus pojkar, %(when)s") % {"when": long},
        chart=chart,
        whole=chart,
        facts=facts,
    )
