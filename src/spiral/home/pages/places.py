"""What a place's home reads of the results: its rows, once, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spiral.engine.numbers import Language
from spiral.engine.place import Place
from spiral.home.pages.brief import BriefRow, brief
from spiral.see.results import queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.pages import expected
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.unit import kind_of
from spiral.see.results.picture import Ground
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Unit
from spiral.trust.networks.queries import municipality_of


@dataclass(frozen=True, slots=True)
class Rows:
    """A place's rows in brief, what they stand on, and the sentence about what was expected ('' where nothing is)."""

    ground: Ground
    indicators: list[Indicator]
    rows: list[BriefRow]
    expected: str = ""


def of_unit(viewer: Viewer, unit: Unit, language: Language, today: date) -> Rows:
    """Five reads, six with what was expected."""
    kind = kind_of(unit)
    indicators = queries.indicators(viewer, kind) if kind else []
    reading = grounds.read(viewer, [unit.code], common.measures(indicators), language, today)
    ground = grounds.of_unit(reading, unit.code, unit.name)
    said = ""
    if kind == "unit9":
        by_period = queries.expected(viewer, [unit.code]).get(unit.code, {})
        beside = expected.of_unit(by_period, unit.name, ground.variation, (), language)
        said = beside.sentence if beside else ""
    return Rows(ground, indicators, brief(ground, indicators), said)


def of_municipality(viewer: Viewer, municipality: Municipality, language: Language, today: date) -> Rows:
    """Seven reads whatever the number of schools."""
    indicators = queries.indicators(viewer, "municipality")
    owner = queries.owners(viewer, region_only=True).get(municipality.code, "")
    own = [code for code, _m, held, _k in queries.year9_units(viewer, [municipality.code]) if held == owner]
    places = [municipality.code, owner, *own]
    reading = grounds.read(viewer, places, common.measures(indicators), language, today)
    ground, _schools = grounds.of_municipality(reading, municipality.code, municipality.name, owner, own)
    return Rows(ground, indicators, brief(ground, indicators))


def municipality_at(viewer: Viewer, place: Place) -> Municipality | None:
    """The region's municipality that a place lies in; None for the whole region and for what is not in it."""
    code = municipality_of(viewer, place)
    return next((m for m in queries.municipalities(viewer) if m.code == code), None) if code else None
