"""The Resultatbild of a school unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.blocks import Document, Exhibit
from spiral.documents.chart import Trend
from spiral.engine.numbers import Language
from spiral.engine.place import Place
from spiral.exchange import local_figures
from spiral.see.results import against, coverage, ledger, picture, queries
from spiral.see.results.opendata import OpenData
from spiral.see.results.pages import expected, next_cohort
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.steps import NextStep, compare, from_place, to_come, whole
from spiral.see.results.rows import rows as rows_of
from spiral.trust.networks.models import Unit


@dataclass(frozen=True, slots=True)
class UnitPage:
    """A unit's content, and where the loop goes from there."""

    unit: Unit
    document: Document
    steps: list[NextStep]


def kind_of(unit: Unit) -> str:
    """Which set of indicators suits the unit: year 9, F–6, upper-secondary, or '' where open data have none."""
    forms = unit.forms.split()
    if unit.has_year9:
        return "unit9"
    if "gr" in forms:
        return "unit6"
    return "unitgy" if "gy" in forms else ""


def unit_page(data: OpenData, unit: Unit, comments: grounds.Comments, language: Language, today: date) -> UnitPage:
    """Two reads whatever the unit, and what is held."""
    kind = kind_of(unit)
    indicators = data.once(queries.indicators, kind) if kind else []
    reading = grounds.read(data, [unit.code], common.measures(indicators), language, today)
    expectations = queries.expected(data.viewer, [unit.code]).get(unit.code, {}) if kind == "unit9" else {}
    ground = grounds.of_unit(reading, unit.code, unit.name, comments)
    rows = rows_of(ground, indicators)
    if kind == "unit9":
        text = _("Källorna har inga siffror per kön för enskilda skolor. De finns för kommunen och riket.")
        gender = ledger.LedgerRow(key="gap", heading=_("Flickor och pojkar"), sentence=text, mask=text)
        rows.insert(min(4, len(rows)), gender)
    beside = None
    if kind == "unit9":
        explained = expected.facts_of(reading.parameters, reading.parts, language, today)
        beside = expected.of_unit(expectations, unit.name, ground.variation, explained, language)
    title, lead = _headline(unit, rows, beside, ground, indicators)
    sections = [common.results_section(rows, _sources(rows), language)] if rows else []
    if beside:
        sections.append(expected.section(beside, language, is_said=common.says_clearly(rows)))
    if kind == "unit9":
        said = data.once(queries.predictions).get(unit.code)
        ahead = next_cohort.of_unit(said, unit.name, coverage.newest_graded_year(reading.parts), language)
        sections += [ahead] if ahead else []
    sections += local_figures.of_unit(data.viewer, Place(unit.code), unit.name, language, today)
    if limits := _limits(kind):
        sections.append(common.limits_section(limits))
    document = Document(
        title, lead, sections, _facts(unit, ground), foot=common.foot(unit.name, today), language=language
    )
    step, last = compare(unit.name, reverse("results:compare_unit", args=[unit.code])), None
    if not unit.has_year9:
        step, last = whole(unit.municipality.name, unit.municipality.slug), to_come()
    return UnitPage(unit, document, from_place(data.viewer, unit.code, unit.municipality_id, rows, step, last))


def _headline(
    unit: Unit,
    rows: list[ledger.LedgerRow],
    beside: Exhibit | None,
    ground: ledger.Ground,
    indicators: list,
) -> tuple[str, str]:
    """What is known, then how surely. ``beside`` is what was reached beside what was expected."""
    lead = beside.sentence if beside else ""
    for indicator in indicators:
        if indicator.kind != "share" or indicator.counts != "pupils" or any(s.programmes for s in indicator.series):
            continue
        listed = picture.dated(indicator, ground.figures, ground.places, ground.sizes)
        if listed and listed[-1].figure.value is not None:
            who = (_("elever på %(name)s") % {"name": unit.name}, _("eleverna på %(name)s") % {"name": unit.name})
            phrase = indicator.phrase.get(ground.language)
            title = common.headline_share(listed[-1].figure.value, who, phrase, ground.language)
            return title, lead or against.compare(ground, indicator, listed[-1])
    shown = [r for r in rows if r.value]
    if shown:
        return _("%(name)s: det som är publicerat") % {"name": unit.name}, lead or shown[0].sentence
    if not indicators:
        return (
            _("Inga resultat är publicerade för %(name)s") % {"name": unit.name},
            _("Ingen källa publicerar resultat per skola för den här skolformen."),
        )
    return (
        _("Inga resultat är publicerade för %(name)s") % {"name": unit.name},
        _("Källorna döljer resultaten eller saknar dem. Varje rad säger vilket."),
    )


def _facts(unit: Unit, ground: ledger.Ground) -> list[str]:
    owner = {
        "municipal": _("Kommunal skola"),
        "association": _("Kommunalförbundets skola"),
        "region": _("Regionens skola"),
        "independent": _("Fristående skola"),
        "state": _("Statlig skola"),
    }
    facts = [owner.get(unit.kind, "")]
    if unit.owner:
        facts.append(str(unit.owner))
    if ground.size:
        year = coverage.newest_counted_year(ground.parts)
        facts.append(_("%(n)s elever i årskurs 9, läsåret %(year)s") % {"n": ground.size.n, "year": year})
    if unit.status == "possibly_closed":
        register = coverage.first_register(ground.parts)
        facts.append(_("Skolan kan vara nedlagd: den finns bara i registret från %(year)s") % {"year": register})
    return [f for f in facts if f]


def _limits(kind: str) -> list[str]:
    listed = [
        _("Hur bra undervisningen är. Till det behövs elevernas röster och lärarnas egen bild."),
        _("Hur det har gått för samma elever. Varje läsår är det nya elever."),
    ]
    if kind == "unit9":
        listed.append(_("Varför betyg och prov går isär. Det kan handla om ämnen utan prov, frånvaro eller bedömning."))
    if not kind:
        return []
    if kind == "unitgy":
        listed.append(_("Hur det går för dem som byter program eller skola: de räknas där de började."))
    return listed


def _sources(rows: Sequence[ledger.LedgerRow]) -> str:
    """Where the rows' figures come from, and what a line through a point is."""
    sources = {source for row in rows for name, source in row.facts if name == _("Källa")}
    names = "; ".join(sorted({piece.strip() for text in sources for piece in text.split(";")}))
    trends = [row.chart for row in rows if isinstance(row.chart, Trend)]
    has_interval = any(p.low is not None for chart in trends for p in chart.points)
    said = _("Källa: %(names)s.") % {"names": names}
    return f"{said} {_('Streck är 95 % intervall.')}" if has_interval else said
