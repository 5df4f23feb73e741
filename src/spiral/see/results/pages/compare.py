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
from spiral.engine.numbers import Language, number, with_unit
from spiral.engine.peers import Peer, nearest
from spiral.engine.swedish import sort_key
from spiral.exchange.wording import results as wording
from spiral.see.results import against, picture, queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.explain import explain, parts_of, perspective
from spiral.see.results.opendata import OpenData
from spiral.see.results.pages.comparison import ComparePage, sections_of
from spiral.see.results.pages.country import CountryYear, chosen, comparable, of_municipalities, of_units
from spiral.see.results.pages.judged import gaps, judged, row
from spiral.see.results.pages.reasons import (
    COUNT,
    EDUCATION,
    FOREIGN,
    REGION,
    SIZE,
    Reason,
    help_text,
    municipal_choices,
    municipal_peers,
    reason_names,
    shared_text,
)
from spiral.see.results.pages.steps import from_comparison
from spiral.see.results.points import estimate, why_hidden
from spiral.trust.networks.models import Municipality, Unit


def compare_municipality(
    data: OpenData, municipality: Municipality, key: str, reasons: Sequence[str], language: Language, today: date
) -> ComparePage | None:
    """A municipality's schools among those of similar municipalities."""
    choices = comparable(data, units=False)
    indicator = chosen(choices, key)
    if indicator is None:
        return None
    country = data.once(of_municipalities, indicator.key)
    wanted = [c for c in reasons if c in reason_names()]
    peers, used = municipal_peers(data, municipality, country.features, wanted)
    names = queries.names(data.viewer, [p.place for p in peers])
    listed = [
        (code, m.name, reverse("results:municipality", args=[m.slug]) if m.in_region else "")
        for code, m in names.items()
    ]
    things = _("liknande kommuner")
    if used == [REGION]:
        things = _("andra kommuner i %(region)s") % {"region": settings.REGION_NAME}
    return _assemble(
        data,
        (municipality.code, municipality.name),
        sorted(listed, key=lambda row: sort_key(row[1])),
        {p.place: p for p in peers},
        country,
        indicator,
        choices,
        language,
        used,
        list(municipal_choices(used)),
        back=reverse("results:municipality", args=[municipality.slug]),
        table_title=_("Kommunerna och vad de har gemensamt"),
        municipality=municipality.code,
        today=today,
        things=things,
    )


def compare_unit(
    data: OpenData, unit: Unit, key: str, reasons: Sequence[str], language: Language, today: date
) -> ComparePage | None:
    """A year-9 unit among similar units of the country."""
    choices = comparable(data, units=True)
    indicator = chosen(choices, key)
    if indicator is None:
        return None
    country = data.once(of_units, indicator.key)
    wanted = [c for c in reasons if c in (EDUCATION, FOREIGN, SIZE)] or [EDUCATION, FOREIGN, SIZE]
    wanted = [r for r in wanted if r in country.features.get(unit.code, {})]
    peers = nearest(unit.code, country.features, wanted, COUNT) if wanted else []
    names = queries.units_named(data.viewer, [p.place for p in peers])
    listed = [
        (
            code,
            f"{school.name}, {school.municipality.name}",
            reverse("results:unit", args=[code]) if school.municipality.in_region else "",
        )
        for code, school in names.items()
    ]
    return _assemble(
        data,
        (unit.code, unit.name),
        sorted(listed, key=lambda row: sort_key(row[1])),
        {p.place: p for p in peers},
        country,
        indicator,
        choices,
        language,
        wanted,
        [Reason(k, reason_names()[k], k in wanted) for k in (EDUCATION, FOREIGN, SIZE)],
        back=reverse("results:unit", args=[unit.code]),
        table_title=_("Skolorna och vad de har gemensamt"),
        municipality=unit.municipality_id,
        today=today,
        things=_("liknande skolor"),
    )


def _assemble(
    data: OpenData,
    own: tuple[str, str],
    listed: list[tuple[str, str, str]],
    peers: Mapping[str, Peer],
    country: CountryYear,
    indicator: Indicator,
    choices: list[Indicator],
    language: Language,
    used: Sequence[str],
    reasons: list[Reason],
    *,
    back: str,
    table_title: str,
    municipality: str,
    today: date,
    things: str,
) -> ComparePage:
    code, name = own
    unit = indicator.unit.get(language)
    latest, year = country.latest, country.year
    variation = queries.cohort(data.once(queries.model))

    def mark(place: str, label: str, is_own: bool = False) -> Mark:
        d = latest.get(place)
        if d is None or not d.figure.is_number:
            note = why_hidden(d, language) if d else wording.mask(picture.State.MISSING, language)
            return Mark(label, None, note=note, own=is_own, n=d.n if d else None)
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
            deciles=country.deciles,
        )
    differences = against.drawn(
        gaps(mine, others),
        _("%(what)s: %(name)s minus var och en") % {"what": indicator.short.get(language), "name": name},
        unit,
        language,
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
        drawn=(1,),
    )
    d = latest.get(code)
    facts = [name, perspective(indicator.perspective), _("läsåret %(when)s") % {"when": year}]
    used = parts_of(indicator, [d] if d else [])
    facts_of_it = explain(data.once(queries.parts), today, language, indicator, used)
    sections = sections_of(chart, differences, table, facts_of_it, title, lead)
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
        from_comparison(data.viewer, code, municipality, name, indicator, back, language, mine.value is not None),
    )
