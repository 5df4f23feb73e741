"""What rows stand on, built in one place for every page and for what is taken along: all is read first, at once, and
then each municipality's or unit's part is put together of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse

from spiral.documents.blocks import Hyperlink
from spiral.engine.numbers import Language
from spiral.engine.place import NATION, Place
from spiral.see.results import catalogue, coverage, queries
from spiral.see.results.ledger import Ground
from spiral.see.results.models import Expected, Part, Remark
from spiral.see.results.opendata import OpenData, open_data
from spiral.see.results.pages import parts as common
from spiral.see.results.points import indexed
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Unit

#: The sets of indicators that pages of a municipality show.
MUNICIPAL = ("municipality", "cost", "preschool", "leisure")
Comments = Mapping[str, Sequence[Remark]]


@dataclass(frozen=True)
class PageReading:
    """What a page has read: the figures of all its places, the country's by measure, where data come from, and what was
    fitted to the country."""

    language: Language
    today: date
    published: Sequence[queries.Published]
    of_the_country: Mapping[str, Sequence[queries.Published]]
    parts: Mapping[str, Part]
    parameters: Mapping[str, Any]
    explained: dict[Hashable, Sequence[tuple[str, str]]]

    @cached_property
    def by_place(self) -> Mapping[str, list[queries.Published]]:
        """The figures of each place."""
        listed: dict[str, list[queries.Published]] = {}
        for p in self.published:
            listed.setdefault(p.place, []).append(p)
        return listed

    def at(self, *places: str) -> list[queries.Published]:
        """The figures of ``places``."""
        return [p for place in places for p in self.by_place.get(place, ())]


def read(data: OpenData, places: Sequence[str], measures: set[str], language: Language, today: date) -> PageReading:
    """One read whatever the number of places; the rest is held."""
    wanted = measures | {queries.PUPILS9, common.MERIT9, common.UNIT_MERIT9}
    figures = queries.figures(data.viewer, places=places, measures=wanted)
    return PageReading(
        language,
        today,
        figures,
        data.once(_of_the_country),
        data.once(queries.parts),
        data.once(queries.model),
        data.once(_explained),
    )


@dataclass(frozen=True)
class Member:
    """A municipality of the region with what its rows stand on. ``hidden`` is how many of its own units are hidden in
    the newest year; ``expected`` are its units' expected values."""

    municipality: Municipality
    units: Sequence[Unit]
    schools: Sequence[Hyperlink]
    ground: Ground
    hidden: int
    expected: Mapping[str, Mapping[str, Expected]]


def members(viewer: Viewer, language: Language, today: date) -> Mapping[str, Member]:
    """The region's municipalities by code, in alphabetical order. Seven reads however many they are. The process holds
    it, so a page of a municipality reads nothing but what is said there."""
    data = open_data(viewer)
    towns = queries.municipalities(viewer)
    owners = queries.owners(viewer, region_only=True)
    units: dict[str, list[Unit]] = {m.code: [] for m in towns}
    for unit in queries.units(viewer, towns):
        units[unit.municipality_id].append(unit)
    own = {
        m.code: [u.code for u in units[m.code] if u.has_year9 and u.owner_id == owners.get(m.code, "")] for m in towns
    }
    with_year9 = [u.code for listed in units.values() for u in listed if u.has_year9]
    places = [*owners, *owners.values(), *(code for codes in own.values() for code in codes)]
    measures = common.measures(i for name in MUNICIPAL for i in data.once(queries.indicators, name))
    reading = read(data, places, measures, language, today)
    expected = queries.expected(viewer, with_year9)
    year = coverage.newest_counted_year(reading.parts)
    listed = {}
    for m in towns:
        ground, schools = of_municipality(reading, m.code, m.name, owners.get(m.code, ""), own[m.code])
        links = [Hyperlink(u.name, reverse("results:unit", args=[u.code])) for u in units[m.code]]
        of_units = {u.code: expected[u.code] for u in units[m.code] if u.code in expected}
        listed[m.code] = Member(m, units[m.code], links, ground, schools.hidden.get(year, 0), of_units)
    return listed


def _explained(_viewer: Viewer) -> dict[Hashable, Sequence[tuple[str, str]]]:
    """What pages have explained, filled by them."""
    return {}


def _of_the_country(viewer: Viewer) -> Mapping[str, Sequence[queries.Published]]:
    """The country's figures of everything in the catalogue, by measure."""
    listed: dict[str, list[queries.Published]] = {}
    measures = common.measures(catalogue.reviewed().values())
    for p in queries.figures(viewer, places=[NATION], measures=measures):
        listed.setdefault(p.measure, []).append(p)
    return listed


def of_unit(reading: PageReading, code: str, name: str, comments: Comments | None = None) -> Ground:
    """What a unit's rows stand on."""
    published = reading.at(code)
    return _ground(
        reading,
        Place(code),
        name,
        places={"unit": code},
        published=published,
        parts=reading.parts,
        sizes=common.unit_sizes(published).get(code, {}),
        comments=comments or {},
    )


def of_municipality(
    reading: PageReading, code: str, name: str, owner: str, own_units: Sequence[str], comments: Comments | None = None
) -> tuple[Ground, common.OwnSchools]:
    """What a municipality's rows stand on, and what its own schools are together. ``owner`` is its number as owner."""
    local = reading.at(code, owner, *own_units)
    schools = common.own_schools(local, owner, own_units)
    ground = _ground(
        reading,
        Place(code),
        name,
        places={"municipality": code, "owner": owner},
        published=[*local, *schools.merit],
        parts=common.with_computed(dict(reading.parts)),
        sizes=schools.sizes,
        comments=comments or {},
    )
    return ground, schools


def _ground(reading: PageReading, place: Place, name: str, **own: Any) -> Ground:
    return Ground(
        language=reading.language,
        today=reading.today,
        place=place,
        name=name,
        figures=indexed(own["published"]),
        variation=queries.cohort(reading.parameters),
        explained=reading.explained,
        of_the_country=reading.of_the_country,
        country=queries.country(reading.parameters),
        **own,
    )
