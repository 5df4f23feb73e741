"""What rows stand on, built in one place for every page and for what is taken along: all is read first, at once, and
then each municipality's or unit's part is put together of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from spiral.engine.numbers import Language
from spiral.engine.place import NATION, Place
from spiral.see.results import queries
from spiral.see.results.models import Part, Remark
from spiral.see.results.pages import parts as common
from spiral.see.results.picture import Ground
from spiral.trust.access.viewer import Viewer

Comments = Mapping[str, Sequence[Remark]]


@dataclass(frozen=True)
class PageReading:
    """What a page has read: the figures of all its places, where data come from, and what was fitted to the country."""

    language: Language
    today: date
    published: Sequence[queries.Published]
    parts: Mapping[str, Part]
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def by_place(self) -> Mapping[str, list[queries.Published]]:
        """The figures of each place."""
        listed: dict[str, list[queries.Published]] = {}
        for p in self.published:
            listed.setdefault(p.place, []).append(p)
        return listed

    def at(self, *places: str) -> list[queries.Published]:
        """The figures of ``places``, and the country's."""
        return [p for place in (*places, NATION) for p in self.by_place.get(place, ())]


def read(viewer: Viewer, places: Sequence[str], measures: set[str], language: Language, today: date) -> PageReading:
    """Three reads whatever the number of places; the country's figures are among them."""
    wanted = measures | {queries.PUPILS9, common.MERIT9}
    figures = queries.figures(viewer, places=[*places, NATION], measures=wanted)
    return PageReading(language, today, figures, queries.parts(viewer), queries.model(viewer))


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
        variation=queries.cohort(reading.parameters),
        country=queries.country(reading.parameters),
        **own,
    )
