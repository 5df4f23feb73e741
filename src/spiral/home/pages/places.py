"""What a place's home reads of the results: its rows, once, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spiral.engine.numbers import Language
from spiral.engine.place import Place
from spiral.home.pages.brief import BriefRow, brief
from spiral.see.results import queries
from spiral.see.results.catalogue import Indicator
from spiral.see.results.ledger import Ground
from spiral.see.results.opendata import open_data
from spiral.see.results.pages import expected
from spiral.see.results.pages import ground as grounds
from spiral.see.results.pages import parts as common
from spiral.see.results.pages.unit import kind_of
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
    """Two reads, three with what was expected; the rest is held."""
    kind = kind_of(unit)
    data = open_data(viewer)
    indicators = data.once(queries.indicators, kind) if kind else []
    reading = grounds.read(data, [unit.code], common.measures(indicators), language, today)
    ground = grounds.of_unit(reading, unit.code, unit.name)
    said = ""
    if kind == "unit9":
        by_period = queries.expected(viewer, [unit.code]).get(unit.code, {})
        beside = expected.of_unit(by_period, unit.name, ground.variation, (), language)
        said = beside.sentence if beside else ""
    return Rows(ground, indicators, brief(ground, indicators), said)


def of_municipality(viewer: Viewer, municipality: Municipality, language: Language, today: date) -> Rows:
    """What its page stands on, which is held."""
    data = open_data(viewer)
    indicators = data.once(queries.indicators, "municipality")
    ground = data.once(grounds.members, language, today)[municipality.code].ground
    return Rows(ground, indicators, brief(ground, indicators))


def municipality_at(viewer: Viewer, place: Place) -> Municipality | None:
    """The region's municipality that a place lies in; None for the whole region and for what is not in it."""
    code = municipality_of(viewer, place)
    return next((m for m in queries.municipalities(viewer) if m.code == code), None) if code else None
