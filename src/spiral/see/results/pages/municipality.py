"""The Resultatbild of a municipality, its cost tab and its preschool tab."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.blocks import Document, Hyperlink, Links, Paragraph, Section
from spiral.engine.numbers import Language, number
from spiral.exchange.wording import results as wording
from spiral.see.results import coverage, picture, queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.pages import expected
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.steps import NextStep, from_place
from spiral.see.results.rows import gap_row
from spiral.see.results.rows import rows as rows_of
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Unit

#: The results that stand beside the costs.
BESIDE_COSTS = ("all-subjects", "merit", "exam4")


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """A municipality's content, or a tab's with its name, and where the loop goes from there."""

    municipality: Municipality
    document: Document
    steps: list[NextStep]
    tab: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a page of a municipality stands on: its units, the ground of its rows, and how many of its own units are
    hidden in the newest year."""

    units: list[Unit]
    ground: picture.Ground
    parameters: Mapping[str, Any]
    hidden: int


def _read(
    viewer: Viewer, municipality: Municipality, indicators: list[Indicator], language: Language, today: date
) -> _Reading:
    """Everything that rows of ``indicators`` need, read once."""
    units = queries.units(viewer, municipality)
    owner = queries.owner_of(viewer, municipality)
    number_of = owner.orgnr if owner else ""
    own = [u.code for u in units if u.has_year9 and u.owner_id == number_of]
    places = [municipality.code, number_of, *own]
    reading = grounds.read(viewer, places, common.measures(indicators), language, today)
    comments = queries.comments(viewer, municipality.code)
    ground, schools = grounds.of_municipality(reading, municipality.code, municipality.name, number_of, own, comments)
    hidden = schools.hidden.get(coverage.newest_counted_year(reading.parts), 0)
    return _Reading(units, ground, reading.parameters, hidden)


def municipality_page(viewer: Viewer, municipality: Municipality, language: Language, today: date) -> MunicipalityPage:
    """Eight reads whatever the number of units."""
    indicators = queries.indicators(viewer, "municipality")
    reading = _read(viewer, municipality, indicators, language, today)
    units, ground, hidden = reading.units, reading.ground, reading.hidden
    expectations = queries.expected(viewer, [u.code for u in units if u.has_year9])
    rows = rows_of(ground, indicators)
    merit = next((i for i in indicators if i.key == "merit"), None)
    if merit:
        rows.insert(2, gap_row(ground, merit, until=_last(ground, merit)))
    explained = expected.facts_of(reading.parameters, ground.parts, today)
    deviations = expected.of_units(units, expectations, municipality, explained, language)
    title, lead = _headline(ground, indicators, municipality)
    facts = [_("Kommunens egna skolor där inget annat sägs")]
    if ground.size:
        many = (
            _("Minst %(n)s elever i årskurs 9, läsåret %(year)s")
            if hidden
            else _("%(n)s elever i årskurs 9, läsåret %(year)s")
        )
        year = coverage.newest_counted_year(ground.parts)
        facts.append(many % {"n": number(ground.size.n, 0, language), "year": year})
        facts.append(_("Skolenheter med uppgift: %(with)s") % {"with": ground.size.units})
    if hidden:
        facts.append(_("Skolenheter med för få elever för att visas: %(hidden)s") % {"hidden": hidden})
    schools = [Hyperlink(unit.name, reverse("results:unit", args=[unit.code])) for unit in units]
    sections = [
        common.results_section(rows, _sources(ground, rows)),
        *([expected.section(deviations)] if deviations else []),
        Section(_("Skolorna"), [Paragraph(_("I bokstavsordning.")), Links(schools)], "skolor"),
        common.limits_section(_limits()),
    ]
    foot = common.foot(municipality.name, today)
    return _page(viewer, municipality, rows, Document(title, lead, sections, facts, foot=foot, language=language))


def _page(
    viewer: Viewer, municipality: Municipality, rows: list[picture.LedgerRow], document: Document, tab: str = ""
) -> MunicipalityPage:
    code, compare = municipality.code, reverse("results:compare_municipality", args=[municipality.slug])
    steps = from_place(viewer, code, code, municipality.name, rows, compare)
    return MunicipalityPage(municipality, document, steps, tab)


def _limits() -> list[str]:
    return [
        _("Hur bra undervisningen är. Till det behövs elevernas röster och lärarnas egen bild."),
        _("Hur det har gått för samma elever. Varje läsår är det nya elever."),
        _("Varför kommuner skiljer sig åt. Elevernas bakgrund, skolornas storlek och slumpen bidrar."),
    ]


def _last(ground: picture.Ground, indicator: Indicator) -> int:
    """The year that the indicator's newest figure or mask is of."""
    listed = picture.dated(indicator, ground.figures, ground.places, ground.sizes)
    return max((d.period.order for d in listed), default=ground.today.year)


def _sources(ground: picture.Ground, rows: list[picture.LedgerRow]) -> str:
    return coverage.source_line(ground.parts, [year for row in rows for year in row.apart])


def preschool_page(viewer: Viewer, municipality: Municipality, language: Language, today: date) -> MunicipalityPage:
    """Preschool and fritidshem: the resources, and what nobody measures."""
    indicators = [*queries.indicators(viewer, "preschool"), *queries.indicators(viewer, "leisure")]
    ground = _read(viewer, municipality, indicators, language, today).ground
    rows = rows_of(ground, indicators)
    lacks = _("Rader där uppgiften saknas är mått som Kolada har men som inte finns i vårt urval.")
    title = _("För förskolan i %(name)s finns resurser, men inga uppgifter om hur barnen har det")
    lead = _(
        "Nationella uppgifter om förskola och fritidshem gäller personal, grupper och kostnad. Vad barnen lär sig "
        "eller själva säger mäts inte nationellt. För fritidshem finns ingenting per enhet."
    )
    section = Section(
        _("Uppgift för uppgift"),
        [*rows, Paragraph(f"{_sources(ground, rows)} {lacks}", dim=True)],
        "rader",
        is_heading_hidden=True,
    )
    foot = common.foot(municipality.name, today)
    document = Document(title % {"name": municipality.name}, lead, [section], foot=foot, language=language)
    return _page(viewer, municipality, rows, document, _("Förskola och fritidshem"))


def cost_page(viewer: Viewer, municipality: Municipality, language: Language, today: date) -> MunicipalityPage:
    """Costs beside three results, never one score."""
    costs = queries.indicators(viewer, "cost")
    beside = [i for i in queries.indicators(viewer, "municipality") if i.key in BESIDE_COSTS]
    ground = _read(viewer, municipality, [*costs, *beside], language, today).ground
    rows = rows_of(ground, costs)
    title = _("Kostnad och kvalitet i %(name)s, sida vid sida") % {"name": municipality.name}
    lead = _(
        "De vägs aldrig samman till ett tal. Att en kommun har hög kostnad och höga resultat säger inte att det ena "
        "ger det andra."
    )
    sections = [
        Section(_("Kostnad"), [Paragraph(_("Högre är varken bättre eller sämre.")), *rows], "kost"),
        Section(
            _("Kvalitet"), [Paragraph(_("Tre resultat från kommunens resultatbild.")), *rows_of(ground, beside)], "kval"
        ),
    ]
    foot = common.foot(municipality.name, today)
    document = Document(title, lead, sections, foot=foot, language=language)
    return _page(viewer, municipality, rows, document, _("Kostnad och kvalitet"))


def _headline(ground: picture.Ground, indicators: list, municipality: Municipality) -> tuple[str, str]:
    indicator = next(i for i in indicators if i.key == "all-subjects")
    listed = picture.dated(indicator, ground.figures, ground.places, ground.sizes)
    if not listed or listed[-1].figure.value is None:
        return _("%(name)s: det som är publicerat") % {"name": municipality.name}, _(
            "Andelen med betyg i alla ämnen visas inte för det senaste läsåret."
        )
    last = listed[-1]
    name = municipality.name
    who = (_("elever i %(name)s") % {"name": name}, _("eleverna i %(name)s") % {"name": name})
    phrase = indicator.phrase.get(ground.language)
    title = common.headline_share(last.figure.value or 0.0, who, phrase, ground.language)
    own = picture.estimate(indicator, last, ground.variation)
    when = _("Gäller kommunens egna skolor %(when)s.") % {"when": wording.when(last.period, ground.language)}
    return title, f"{picture.compare(ground, indicator, last, own)} {when}"
