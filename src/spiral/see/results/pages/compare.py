"""Compare with similar: who, for which stated reason, on one strip with the country's deciles; never ranked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.documents.blocks import Document
from spiral.documents.chart import Mark, Strip
from spiral.documents.table import Table
from spiral.engine.estimates import CohortVariation, deciles
from spiral.engine.numbers import Language, number, with_unit
from spiral.engine.peers import Peer, nearest
from spiral.engine.swedish import sort_key
from spiral.exchange.wording import results as wording
from spiral.see.results import picture, queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.coverage import newest, newest_counted_year, school_years
from spiral.see.results.explain import explain, perspective
from spiral.see.results.models import Part
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.comparison import ComparePage, sections_of
from spiral.see.results.pages.judged import judged, row
from spiral.see.results.pages.reasons import (
    COUNT,
    EDUCATION,
    FOREIGN,
    REGION,
    SIZE,
    Reason,
    added,
    features_of,
    help_text,
    municipal_choices,
    municipal_peers,
    reason_names,
    shared_text,
)
from spiral.see.results.pages.steps import from_comparison
from spiral.see.results.points import Dated, estimate
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Unit


def compare_municipality(
    viewer: Viewer, municipality: Municipality, key: str, chosen: Sequence[str], language: Language, today: date
) -> ComparePage | None:
    """A municipality's schools among those of similar municipalities."""
    choices = [i for i in queries.indicators(viewer, "municipality") if i.counted == "share"]
    indicator = next((i for i in choices if i.key == key), choices[0] if choices else None)
    if indicator is None:
        return None
    owners = queries.owners(viewer, region_only=False)
    codes = {number_: code for code, number_ in owners.items()}
    measure = next(s for s in indicator.series if s.place == "owner")
    parts = queries.parts(viewer)
    year, counted_year = newest(school_years(parts, measure.part)), newest_counted_year(parts)
    shares = queries.countrywide(viewer, measures=[measure.measure], periods=[year], kind="owner")
    units = [(unit, codes[owner]) for unit, _muni, owner, _kind in queries.year9_units(viewer) if owner in codes]
    counted = common.unit_sizes(
        queries.countrywide(viewer, measures=[queries.PUPILS9], periods=[year, counted_year], kind="unit")
    )
    sizes = added(units, counted, year)
    features = features_of(viewer, "municipality", added(units, counted, counted_year))
    peers, used = municipal_peers(viewer, municipality, features, [c for c in chosen if c in reason_names()])
    names = queries.names(viewer, [p.place for p in peers])
    parameters = queries.model(viewer)
    variation = queries.cohort(parameters)
    latest = {
        codes[p.place]: Dated(
            p.period.read("school"),
            p.figure,
            measure,
            sizes[codes[p.place]].n if codes[p.place] in sizes else None,
            sizes[codes[p.place]].units if codes[p.place] in sizes else 1,
        )
        for p in shares
        if p.place in codes
    }
    listed = [(code, names[code].name, "") for code in (p.place for p in peers) if code in names]
    listed = [
        (code, name, reverse("results:municipality", args=[names[code].slug]) if names[code].in_region else "")
        for code, name, _url in listed
    ]
    listed.sort(key=lambda row: sort_key(row[1]))
    country = [d.figure.value for d in latest.values() if d.figure.value is not None]
    title_of_all = _("Kommunerna och vad de har gemensamt")
    return _assemble(
        viewer,
        (municipality.code, municipality.name),
        listed,
        {p.place: p for p in peers},
        latest,
        country,
        indicator,
        choices,
        variation,
        language,
        used,
        list(municipal_choices(used)),
        parts=parts,
        year=year,
        back=reverse("results:municipality", args=[municipality.slug]),
        table_title=title_of_all,
        municipality=municipality.code,
        today=today,
        things=_("andra kommuner i %(region)s") % {"region": settings.REGION_NAME}
        if used == [REGION]
        else _("liknande kommuner"),
    )


def compare_unit(
    viewer: Viewer, unit: Unit, key: str, chosen: Sequence[str], language: Language, today: date
) -> ComparePage | None:
    """A year-9 unit among similar units of the country."""
    choices = [i for i in queries.indicators(viewer, "unit9") if i.counted and i.series[0].part == "slutbetyg"]
    indicator = next((i for i in choices if i.key == key), choices[0] if choices else None)
    if indicator is None:
        return None
    series = indicator.series[0]
    parts = queries.parts(viewer)
    year = newest(school_years(parts, series.part))
    published = queries.countrywide(viewer, measures=[series.measure, queries.PUPILS9], periods=[year], kind="unit")
    sizes = {code: by_year[year] for code, by_year in common.unit_sizes(published).items()}
    latest: dict[str, Dated] = {
        p.place: Dated(p.period.read("school"), p.figure, series, sizes[p.place].n if p.place in sizes else None)
        for p in published
        if p.part == series.part and p.measure == series.measure
    }
    features = features_of(viewer, "unit", sizes)
    wanted = [c for c in chosen if c in (EDUCATION, FOREIGN, SIZE)] or [EDUCATION, FOREIGN, SIZE]
    own = features.get(unit.code, {})
    wanted = [r for r in wanted if r in own]
    peers = nearest(unit.code, features, wanted, COUNT) if wanted else []
    names = queries.units_named(viewer, [p.place for p in peers])
    listed = [
        (
            p.place,
            f"{names[p.place].name}, {names[p.place].municipality.name}",
            reverse("results:unit", args=[p.place]) if names[p.place].municipality.in_region else "",
        )
        for p in peers
        if p.place in names
    ]
    listed.sort(key=lambda row: sort_key(row[1]))
    parameters = queries.model(viewer)
    country = [d.figure.value for d in latest.values() if d.figure.value is not None]
    offered = [Reason(k, reason_names()[k], k in wanted) for k in (EDUCATION, FOREIGN, SIZE)]
    return _assemble(
        viewer,
        (unit.code, unit.name),
        listed,
        {p.place: p for p in peers},
        latest,
        country,
        indicator,
        choices,
        queries.cohort(parameters),
        language,
        wanted,
        offered,
        back=reverse("results:unit", args=[unit.code]),
        table_title=_("Skolorna och vad de har gemensamt"),
        today=today,
        things=_("liknande skolor"),
        municipality=unit.municipality_id,
        parts=parts,
        year=year,
    )


def _assemble(
    viewer: Viewer,
    own: tuple[str, str],
    listed: list[tuple[str, str, str]],
    peers: Mapping[str, Peer],
    latest: Mapping[str, Dated],
    country: list[float],
    indicator: Indicator,
    choices: list[Indicator],
    variation: CohortVariation | None,
    language: Language,
    used: Sequence[str],
    reasons: list[Reason],
    *,
    back: str,
    table_title: str,
    today: date,
    things: str,
    municipality: str,
    parts: Mapping[str, Part],
    year: str,
) -> ComparePage:
    code, name = own
    unit = indicator.unit.get(language)

    def mark(place: str, label: str, is_own: bool = False) -> Mark:
        d = latest.get(place)
        if d is None or not d.figure.is_number:
            state = d.figure.state if d else picture.State.MISSING
            return Mark(label, None, note=wording.mask(state, language), own=is_own, n=d.n if d else None)
        e = estimate(indicator, d, variation)
        low, high = (e.low, e.high) if e else (None, None)
        return Mark(label, d.figure.value, low, high, d.n, own=is_own, perspective=indicator.perspective)

    mine = mark(code, name, True)
    others = [mark(place, label) for place, label, _url in listed]
    title, lead = judged(mine, others, name, things)
    what = _("%(what)s, %(when)s") % {"what": indicator.short.get(language), "when": year}
    chart = None
    if mine.value is not None or any(m.value is not None for m in others):
        said = "; ".join(
            f"{m.label} {with_unit(number(m.value, indicator.decimals, language), unit, language)}"
            for m in [mine, *others]
            if m.value is not None
        )
        chart = Strip(
            title=what,
            subtitle=_("Ringarna är %(things)s. Det grå fältet rymmer åtta av tio i landet.") % {"things": things},
            description=said + ".",
            unit=unit,
            decimals=indicator.decimals,
            language=language,
            own=mine,
            others=others,
            deciles=deciles(country),
        )
    names = reason_names()
    rows = [row(mine, _("egen"), back, indicator, language)]
    for (place, _label, url), m in zip(listed, others, strict=True):
        rows.append(row(m, shared_text(peers[place], names), url, indicator, language))
    table = Table(
        table_title,
        [_("Namn"), indicator.short.get(language), _("95 % intervall"), _("Elever"), _("Gemensamt")],
        rows,
        0,
    )
    d = latest.get(code)
    facts = [name, perspective(indicator.perspective), _("läsåret %(when)s") % {"when": year}]
    sections = sections_of(chart, table, explain(parts, today, language, indicator, [d] if d else []), title, lead)
    foot = _("%(name)s bredvid liknande, hämtad %(day)s") % {"name": name, "day": date_format(today, "j F Y")}
    return ComparePage(
        code,
        name,
        back,
        help_text(used, len(listed)),
        reasons,
        indicator,
        choices,
        Document(title, lead, sections, [f for f in facts if f], foot, language),
        from_comparison(viewer, code, municipality, name, indicator, back, language, mine.value is not None),
    )
