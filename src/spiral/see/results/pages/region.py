"""The region: one indicator for every municipality on a shared axis, alphabetically, and how fresh the data are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from spiral.documents.blocks import Document, Exhibit, Paragraph, Section
from spiral.documents.chart import Interval, Mark
from spiral.documents.table import Cell, Table
from spiral.engine.estimates import Estimate, weighted_mean
from spiral.engine.figures import Figure, State
from spiral.engine.numbers import Language, number, with_unit
from spiral.exchange.wording import results as wording
from spiral.see.results import against, picture, queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.explain import next_publication, perspective
from spiral.see.results.opendata import OpenData, open_data
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.region_lines import MunicipalityFigures, MunicipalityLine, line, spoken
from spiral.see.results.pages.steps import NextStep, from_region
from spiral.see.results.points import Dated, Size, dated, estimate, why_hidden
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class RegionPage:
    """The region's content, what can be chosen in it, the rows that its chart is drawn as on a screen, where the loop
    goes from there, and by its order in time the period that is shown (None without figures)."""

    indicator: Indicator
    choices: list[Indicator]
    lines: list[MunicipalityLine]
    document: Document
    steps: list[NextStep]
    order: int | None


def region_page(
    data: OpenData, key: str, language: Language, today: date, own: Sequence[Section] = ()
) -> RegionPage | None:
    """No read of its own: what it stands on is held; ``own`` are the network's own figures. None for an indicator that
    is not there."""
    choices = data.once(queries.indicators, "municipality")
    indicator = next((i for i in choices if i.key == key), None)
    if indicator is None:
        return None
    series = []
    for member in data.once(grounds.members, language, today).values():
        ground = member.ground
        listed = dated(indicator, ground.figures, ground.places, ground.sizes)
        last = estimate(indicator, listed[-1], ground.variation) if listed else None
        series.append(MunicipalityFigures(member.municipality, ground, listed, last))
    freshness = data.once(_freshness, language, today)
    return _page(series, indicator, choices, [_fresh(freshness), *own], language, today)


def _page(
    series: list[MunicipalityFigures],
    indicator: Indicator,
    choices: list[Indicator],
    after: Sequence[Section],
    language: Language,
    today: date,
) -> RegionPage:
    newest = max((f.last.period for f in series if f.last), default=None)
    current = [f for f in series if f.last and f.last.period == newest and f.last.figure.is_number]
    region = _region_mark(indicator, current)
    reference = against.reference(series[0].ground, indicator, current[0].last) if current and current[0].last else None
    when = wording.when(newest, language) if newest else ""
    unit = indicator.unit.get(language)
    marks = [_mark(f, newest, indicator.perspective, language) for f in series]
    values = [v for m in [*marks, *([region] if region else [])] for v in (m.value, m.low, m.high) if v is not None]
    values += [reference.value] if reference else []
    axis = _axis(values, unit)
    title = _("%(what)s, kommunerna i %(region)s, %(when)s") % {
        "what": indicator.short.get(language),
        "region": settings.REGION_NAME,
        "when": when,
    }
    label = f"{reference.short} {number(reference.value, indicator.decimals, language)}" if reference else ""
    chart = Interval(
        title=title,
        subtitle=perspective(indicator.perspective),
        description=" ".join(spoken(m, indicator, language) for m in [*([region] if region else []), *marks]) or title,
        unit=unit,
        decimals=indicator.decimals,
        language=language,
        marks=[*([region] if region else []), *marks],
        reference=reference.value if reference else None,
        reference_label=label,
        axis=axis,
    )
    lines = [line(region, None, indicator, language)] if region else []
    lines += [line(mark, f, indicator, language) for mark, f in zip(marks, series, strict=True)]
    headline, lead = _headline(indicator, region, current, reference, language)
    facts = [perspective(indicator.perspective), when]
    facts.append(_("%(with)s av %(all)s kommuner har en siffra") % {"with": len(current), "all": len(series)})
    explanation = picture.facts_of(series[0].ground, indicator, series[0].listed)
    shown = Exhibit(
        key=indicator.key,
        sentence=f"{headline}. {lead}",
        chart=chart,
        whole=chart,
        facts=explanation,
        is_main=True,
    )
    interval_is = (
        _("Strecket visar var värdet troligen ligger, 95 % intervall.")
        if indicator.counted
        else _("Källan anger inte antal, därför visas inget intervall.")
    )
    sections = [
        Section(title, [Paragraph(f"{_('I bokstavsordning.')} {interval_is}"), shown], "akm"),
        *after,
    ]
    foot = common.foot(settings.REGION_NAME, today)
    return RegionPage(
        indicator,
        choices,
        lines,
        Document(headline, lead, sections, [f for f in facts if f], foot, language),
        from_region(indicator, language, today),
        newest.order if newest else None,
    )


def _fresh(table: Table) -> Section:
    return Section(_("Hur färska och fullständiga är siffrorna?"), [table], "farsk")


def _mark(f: MunicipalityFigures, newest: object, perspective_of: str, language: Language) -> Mark:
    last = f.last
    if last is None or last.period != newest:
        return Mark(f.municipality.name, None, note=wording.mask(State.MISSING, language))
    if not last.figure.is_number:
        return Mark(f.municipality.name, None, note=why_hidden(last, language))
    low, high = (f.own.low, f.own.high) if f.own else (None, None)
    return Mark(f.municipality.name, last.figure.value, low, high, last.n, perspective=perspective_of)


def _region_mark(indicator: Indicator, current: Sequence[MunicipalityFigures]) -> Mark | None:
    """The region's pupil-weighted mean; no other mean is ever shown."""
    counted = [(f.last.figure.value or 0.0, Size(f.last.n, f.last.units)) for f in current if f.last and f.last.n]
    if not indicator.counted or not counted:
        return None
    size = Size(sum(s.n for _v, s in counted), sum(s.units for _v, s in counted))
    mean = weighted_mean([v for v, _s in counted], [s.n for _v, s in counted])
    first = current[0]
    if first.last is None:
        return None
    whole = Dated(first.last.period, Figure.of(mean), first.last.series, size.n, size.units)
    own = estimate(indicator, whole, first.ground.variation)
    low, high = (own.low, own.high) if own else (None, None)
    return Mark(settings.REGION_NAME, mean, low, high, size.n, own=True, perspective=indicator.perspective)


def _axis(values: list[float], unit: str) -> tuple[float, float]:
    if not values:
        return (0.0, 100.0)
    low, high = min(values), max(values)
    pad = max((high - low) * 0.06, 1.0)
    low, high = low - pad, high + pad
    return (max(low, 0.0), min(high, 100.0)) if unit == "%" else (low, high)


def _headline(
    indicator: Indicator,
    region: Mark | None,
    current: Sequence[MunicipalityFigures],
    reference: against.Reference | None,
    language: Language,
) -> tuple[str, str]:
    name = settings.REGION_NAME
    judged = [f for f in current if f.own is not None]
    if region is None or region.value is None:
        lead = _("Källan anger inte antal. Därför räknas inget medelvärde för %(region)s ut.") % {"region": name}
        values = [f.last.figure.value for f in current if f.last and f.last.figure.value is not None]
        if not values:
            return _("%(what)s i %(region)s") % {"what": indicator.short.get(language), "region": name}, lead
        unit = indicator.unit.get(language)
        low, high = (
            with_unit(number(v, indicator.decimals, language), unit, language) for v in (min(values), max(values))
        )
        title = _("%(what)s: från %(low)s till %(high)s bland kommunerna i %(region)s")
        return title % {"what": indicator.short.get(language), "low": low, "high": high, "region": name}, lead
    if indicator.kind == "share":
        who = (_("elever i %(name)s") % {"name": name}, _("eleverna i %(name)s") % {"name": name})
        title = common.headline_share(region.value, who, indicator.phrase.get(language), language)
    else:
        printed = with_unit(number(region.value, indicator.decimals, language), indicator.unit.get(language), language)
        title = _("%(what)s i %(region)s var %(value)s") % {
            "what": indicator.phrase.get(language),
            "region": name,
            "value": printed,
        }
    if reference is None or not judged:
        return title, ""
    same = sum(not f.own.excludes(reference.value) for f in judged if f.own)
    own = Estimate(region.value, region.low or 0.0, region.high or 0.0, region.n or 0)
    unit = indicator.unit.get(language)
    facts = {"same": same, "all": len(judged), "whom": reference.short}
    lead = _("%(same)s av %(all)s kommuner kan inte skiljas från %(whom)s.") % facts
    whole = wording.versus(own, reference.value, reference.name, unit, indicator.decimals, language)
    said = [lead, _("Regionen som helhet:"), wording.inside(whole)]
    if wording.says_clearly(whole):
        said.append(wording.say("one_in_twenty", language))
    return title, " ".join(said)


def _freshness(viewer: Viewer, language: Language, today: date) -> Table:
    """The newest period of each indicator, and how many municipalities have it."""
    data = open_data(viewer)
    members = data.once(grounds.members, language, today).values()
    rows = []
    for indicator in data.once(queries.indicators, "municipality"):
        newest, count = None, 0
        for member in members:
            listed = dated(indicator, member.ground.figures, member.ground.places, {})
            for d in reversed(listed):
                if d.figure.is_number and (newest is None or d.period > newest):
                    newest, count = d.period, 0
                if d.period == newest and d.figure.is_number:
                    count += 1
                    break
        rows.append(
            [
                Cell(indicator.short.get(language)),
                Cell(wording.when(newest, language) if newest else _("saknas"), wide=True),
                Cell(_("%(with)s av %(all)s") % {"with": count, "all": len(members)}, wide=True),
                Cell(next_publication(indicator, today), wide=True),
            ]
        )
    return Table(
        _("Senaste läsår med en siffra, och när källan publicerar nästa"),
        [_("Siffra"), _("Avser"), _("Kommuner"), _("Nästa publicering")],
        rows,
    )
