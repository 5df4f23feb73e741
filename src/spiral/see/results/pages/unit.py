"""The Resultatbild of a school unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.documents.chart import Trend
from spiral.documents.table import Table
from spiral.engine.numbers import Language
from spiral.see.results import coverage, picture, queries
from spiral.see.results.models import Part
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.rows import rows as rows_of
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Unit


@dataclass(frozen=True, slots=True)
class UnitPage:
    """Everything the template prints."""

    unit: Unit
    title: str
    lead: str
    facts: list[str]
    rows: list[picture.LedgerRow]
    expected: common.ExpectedSection | None
    expected_facts: list[tuple[str, str]]
    limits: list[str]
    sources: str
    steps: list[common.NextStep]

    @property
    def has_interval(self) -> bool:
        """Is any interval drawn, so that the page must say what it is?"""
        trends = [r.chart for r in self.rows if isinstance(r.chart, Trend)]
        return any(p.low is not None for chart in trends for p in chart.points)

    def expected_sheet(self) -> tuple[Table, list[tuple[str, str]], str] | None:
        """The expected value's table, facts and sentence, for files; None where there is none."""
        if self.expected is None:
            return None
        return self.expected.table, self.expected_facts, f"{self.expected.sentence} {self.expected.gap}"


def kind_of(unit: Unit) -> str:
    """Which set of indicators suits the unit: year 9, F–6, upper-secondary, or '' where open data have none."""
    forms = unit.forms.split()
    if unit.has_year9:
        return "unit9"
    if "gr" in forms:
        return "unit6"
    return "unitgy" if "gy" in forms else ""


def unit_page(viewer: Viewer, unit: Unit, language: Language, today: date) -> UnitPage:
    """Six reads whatever the unit."""
    kind = kind_of(unit)
    indicators = queries.indicators(viewer, kind) if kind else []
    reading = grounds.read(viewer, [unit.code], common.measures(indicators), language, today)
    parts, parameters = reading.parts, reading.parameters
    ground = grounds.of_unit(reading, unit.code, unit.name, queries.comments(viewer, unit.code))
    rows = rows_of(ground, indicators)
    if kind == "unit9":
        text = _("Källorna har inga uppgifter per kön för enskilda skolor. De finns för kommunen och riket.")
        gender = picture.LedgerRow("gap", _("Flickor och pojkar"), text, mask=text, downloadable=False)
        rows.insert(min(4, len(rows)), gender)
    expected = None
    if kind == "unit9":
        expected = common.expected_section(
            queries.expected(viewer, [unit.code]).get(unit.code, {}), unit.name, ground.variation, language
        )
    title, lead = _headline(unit, rows, expected, ground, indicators)
    return UnitPage(
        unit=unit,
        title=title,
        lead=lead,
        facts=_facts(unit, ground),
        rows=rows,
        expected=expected,
        expected_facts=common.expected_facts(parameters, parts, today) if expected else [],
        limits=_limits(kind),
        sources=_sources(parts, rows),
        steps=common.next_steps(reverse("results:compare_unit", args=[unit.code])),
    )


def _headline(
    unit: Unit,
    rows: list[picture.LedgerRow],
    expected: common.ExpectedSection | None,
    ground: picture.Ground,
    indicators: list,
) -> tuple[str, str]:
    """What is known, then how surely."""
    lead = f"{expected.sentence} {expected.gap}" if expected else ""
    for indicator in indicators:
        if indicator.kind != "share" or indicator.counts != "pupils" or any(s.programmes for s in indicator.series):
            continue
        listed = picture.dated(indicator, ground.figures, ground.places, ground.sizes)
        if listed and listed[-1].figure.value is not None:
            who = (_("elever på %(name)s") % {"name": unit.name}, _("eleverna på %(name)s") % {"name": unit.name})
            phrase = indicator.phrase.get(ground.language)
            title = common.headline_share(listed[-1].figure.value, who, phrase, ground.language)
            own = picture.estimate(indicator, listed[-1], ground.variation)
            return title, lead or picture.compare(ground, indicator, listed[-1], own)
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
        _("Eleverna är för få för att resultaten ska visas."),
    )


def _facts(unit: Unit, ground: picture.Ground) -> list[str]:
    owner = {"municipal": _("Kommunal skola"), "independent": _("Fristående skola"), "state": _("Statlig skola")}
    facts = [owner.get(unit.kind, "")]
    if unit.owner:
        facts.append(str(unit.owner))
    if ground.size:
        year = coverage.newest(coverage.counted_years(ground.parts))
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


def _sources(parts: Mapping[str, Part], rows: list[picture.LedgerRow]) -> str:
    used = {source for row in rows for name, source in row.facts if name == _("Källa")}
    return "; ".join(sorted({piece.strip() for text in used for piece in text.split(";")}))
