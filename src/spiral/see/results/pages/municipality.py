"""The Resultatbild of a municipality, its cost tab and its preschool tab."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.blocks import Block, Columns, Document, Links, Paragraph, Section
from spiral.engine.numbers import Language, number
from spiral.engine.place import Place
from spiral.exchange import local_figures
from spiral.exchange.wording import results as wording
from spiral.see.results import against, coverage, ledger, picture, queries
from spiral.see.results.opendata import OpenData
from spiral.see.results.pages import expected, next_cohort
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.steps import NextStep, compare, from_place, whole
from spiral.see.results.rows import rows as rows_of
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality

#: The results that stand beside the costs.
BESIDE_COSTS = ("all-subjects", "merit", "exam4")


@dataclass(frozen=True, slots=True)
class MunicipalityPage:
    """A municipality's content, or a tab's with its name, and where the loop goes from there."""

    municipality: Municipality
    document: Document
    steps: list[NextStep]
    tab: str = ""


def _read(
    data: OpenData, municipality: Municipality, comments: grounds.Comments, language: Language, today: date
) -> tuple[grounds.Member, ledger.Ground]:
    """What the municipality's rows stand on, with what is said of them."""
    member = data.once(grounds.members, language, today)[municipality.code]
    return member, replace(member.ground, comments=comments)


def municipality_page(
    data: OpenData, municipality: Municipality, comments: grounds.Comments, language: Language, today: date
) -> MunicipalityPage:
    """No read of its own: what it stands on is held; of the network's own figures those of their room."""
    indicators = data.once(queries.indicators, "municipality")
    member, ground = _read(data, municipality, comments, language, today)
    hidden = member.hidden
    rows = rows_of(ground, indicators, parted=["merit"])
    explained = expected.facts_of(data.once(queries.model), ground.parts, language, today)
    deviations = expected.of_units(member.units, member.expected, municipality, explained, language)
    title, lead = _headline(ground, indicators, municipality)
    if deviations:
        lead = f"{lead} {deviations.sentence}"
    facts = [_("Kommunens egna skolor där inget annat sägs")]
    if ground.size:
        many = (
            _("Minst %(n)s elever i årskurs 9, läsåret %(year)s")
            if hidden
            else _("%(n)s elever i årskurs 9, läsåret %(year)s")
        )
        year = coverage.newest_counted_year(ground.parts)
        facts.append(many % {"n": number(ground.size.n, 0, language), "year": year})
        facts.append(_("Skolenheter med en siffra: %(with)s") % {"with": ground.size.units})
    if hidden:
        facts.append(_("Skolenheter vars siffra är dold: %(hidden)s") % {"hidden": hidden})
    said = data.once(queries.predictions).get(municipality.code)
    ahead = next_cohort.of_municipality(said, municipality.name, coverage.newest_graded_year(ground.parts), language)
    sections = [
        common.results_section(rows, _sources(ground, rows), language),
        *([expected.section(deviations, language, is_said=common.says_clearly(rows))] if deviations else []),
        *([ahead] if ahead else []),
        *_own_figures(data.viewer, municipality, language, today, early=False),
        Section(_("Skolorna"), [Paragraph(_("I bokstavsordning.")), Links(member.schools)], "skolor"),
        common.limits_section(_limits()),
    ]
    foot = common.foot(municipality.name, today)
    return _page(data.viewer, municipality, rows, Document(title, lead, sections, facts, foot=foot, language=language))


def _page(
    viewer: Viewer, municipality: Municipality, rows: list[ledger.LedgerRow], document: Document, tab: str = ""
) -> MunicipalityPage:
    code, url = municipality.code, reverse("results:compare_municipality", args=[municipality.slug])
    beside = whole(municipality.name, municipality.slug) if tab else compare(municipality.name, url)
    steps = from_place(viewer, code, code, rows, beside)
    return MunicipalityPage(municipality, document, steps, tab)


def _own_figures(
    viewer: Viewer, municipality: Municipality, language: Language, today: date, *, early: bool
) -> list[Section]:
    """What the network collects itself, for who may see it."""
    return local_figures.of_municipality(viewer, Place(municipality.code), municipality.name, early, language, today)


def _limits() -> list[str]:
    return [
        _("Hur bra undervisningen är. Till det behövs elevernas röster och lärarnas egen bild."),
        _("Hur det har gått för samma elever. Varje läsår är det nya elever."),
        _("Varför kommuner skiljer sig åt. Elevernas bakgrund, skolornas storlek och slumpen bidrar."),
    ]


def _sources(ground: ledger.Ground, rows: list[ledger.LedgerRow]) -> str:
    return coverage.source_line(ground.parts, [year for row in rows for year in row.apart])


def preschool_page(
    data: OpenData, municipality: Municipality, comments: grounds.Comments, language: Language, today: date
) -> MunicipalityPage:
    """Preschool and fritidshem: the resources, and what nobody measures."""
    indicators = [*data.once(queries.indicators, "preschool"), *data.once(queries.indicators, "leisure")]
    _member, ground = _read(data, municipality, comments, language, today)
    rows = rows_of(ground, indicators)
    lacks = _("Rader utan siffra är mått som Kolada har men som inte finns i vårt urval.")
    own = _own_figures(data.viewer, municipality, language, today, early=True)
    title = (
        _("För förskolan i %(name)s finns siffror om resurser, och det som nätverket själv har frågat om")
        if own
        else _("För förskolan i %(name)s finns siffror om resurser, men inga om hur barnen har det")
    )
    lead = _(
        "Nationella siffror om förskola och fritidshem gäller personal, grupper och kostnad. Vad barnen lär sig eller "
        "själva säger mäts inte nationellt. För fritidshem finns ingenting per enhet."
    )
    section = Section(
        _("Siffra för siffra"),
        [*rows, Paragraph(f"{_sources(ground, rows)} {lacks}", dim=True)],
        "rader",
        is_heading_hidden=True,
    )
    foot = common.foot(municipality.name, today)
    document = Document(title % {"name": municipality.name}, lead, [section, *own], foot=foot, language=language)
    return _page(data.viewer, municipality, rows, document, _("Förskola och fritidshem"))


def cost_page(
    data: OpenData, municipality: Municipality, comments: grounds.Comments, language: Language, today: date
) -> MunicipalityPage:
    """Costs beside three results, never one score."""
    costs = data.once(queries.indicators, "cost")
    beside = [i for i in data.once(queries.indicators, "municipality") if i.key in BESIDE_COSTS]
    _member, ground = _read(data, municipality, comments, language, today)
    together = rows_of(ground, [*costs, *beside])
    rows = [row for row in together if row.key not in BESIDE_COSTS]
    results = [row for row in together if row.key in BESIDE_COSTS]
    title = _("Kostnad och kvalitet i %(name)s, sida vid sida") % {"name": municipality.name}
    lead = _(
        "De vägs aldrig samman till ett tal. Att en kommun har hög kostnad och höga resultat säger inte att det ena "
        "ger det andra."
    )
    cost: list[Block] = [Paragraph(_("Högre är varken bättre eller sämre.")), *rows]
    quality: list[Block] = [Paragraph(_("Tre resultat från kommunens resultatbild.")), *results]
    columns = Columns([Section(_("Kostnad"), cost, "kost"), Section(_("Kvalitet"), quality, "kval")])
    heading = _("Kostnad och kvalitet")
    sections = [Section(heading, [columns], "bredvid", is_heading_hidden=True)]
    foot = common.foot(municipality.name, today)
    document = Document(title, lead, sections, foot=foot, language=language)
    return _page(data.viewer, municipality, rows, document, _("Kostnad och kvalitet"))


def _headline(ground: ledger.Ground, indicators: list, municipality: Municipality) -> tuple[str, str]:
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
    when = _("Gäller kommunens egna skolor %(when)s.") % {"when": wording.when(last.period, ground.language)}
    return title, f"{against.compare(ground, indicator, last)} {when}"
