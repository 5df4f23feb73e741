"""Reads of the map: as it is now, as it was, and who may help whom. A viewer who is no member gets nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from spiral.engine.swedish import sort_key
from spiral.learn.needs.models import Need, Sheet, Version
from spiral.trust.access.deciding import AccessRefused, allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks import queries as register
from spiral.trust.networks.models import Area, Municipality

Status = Need.Status


@dataclass(frozen=True, slots=True)
class NeedCell:
    """What a municipality says about an area; '' as status where it says nothing."""

    status: str = ""
    text: str = ""
    changed_on: date | None = None
    point: str = ""
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class NeedsMap:
    """The map: names by key, and the cells that say something. ``areas`` and ``municipalities`` are in order."""

    areas: Mapping[str, str]
    municipalities: Mapping[str, str]
    cells: Mapping[tuple[str, str], NeedCell]
    filled: frozenset[str]
    is_made_up: bool

    def cell(self, code: str, key: str) -> NeedCell:
        return self.cells.get((code, key), NeedCell())

    def who(self, key: str, status: str) -> list[str]:
        """Codes of the municipalities that say ``status`` about an area, in the map's order."""
        return [code for code in self.municipalities if self.cell(code, key).status == status]


def own_first(codes: Mapping[str, str], own: str) -> dict[str, str]:
    """Own first, then alphabetical, as Swedish spells it."""
    return dict(sorted(codes.items(), key=lambda item: (item[0] != own, sort_key(item[1]))))


def needs_map(viewer: Viewer) -> NeedsMap | None:
    """The whole map as it is now; None for somebody who may not read it. Areas out of use are left out."""
    if not allows(viewer, Permission.NEEDS_READ):
        return None
    places = {m.code: m.name for m in Municipality.objects.filter(in_region=True)}
    areas = {a.key: str(a) for a in register.areas(viewer)}
    cells = {
        (n.municipality_id, n.area_id): NeedCell(n.status, n.text, n.changed_on, n.point, n.is_made_up)
        for n in Need.objects.all()
        if n.municipality_id in places and n.area_id in areas
    }
    filled = frozenset(Sheet.objects.filter(revision__gt=0).values_list("pk", flat=True))
    made_up = any(c.is_made_up for c in cells.values())
    return NeedsMap(areas, own_first(places, register.own_municipality(viewer)), cells, filled, made_up)


def map_to_read(viewer: Viewer) -> NeedsMap:
    """The same, where a page needs it. Raises AccessRefused."""
    whole = needs_map(viewer)
    if whole is None:
        raise AccessRefused(Permission.NEEDS_READ)
    return whole


def municipality(viewer: Viewer, slug: str) -> Municipality | None:
    """A municipality of the region by its address."""
    return (
        Municipality.objects.filter(slug=slug, in_region=True).first()
        if allows(viewer, Permission.NEEDS_READ)
        else None
    )


def slugs(viewer: Viewer) -> dict[str, str]:
    """Code → address of the region's municipalities."""
    return dict(Municipality.objects.filter(in_region=True).values_list("code", "slug"))


def sheet(viewer: Viewer, code: str) -> tuple[Sheet, dict[str, NeedCell]] | None:
    """A municipality's side: its revision and its cells by area. A sheet not written yet has revision 0."""
    if not allows(viewer, Permission.NEEDS_READ):
        return None
    sheet = Sheet.objects.filter(pk=code).first() or Sheet(municipality_id=code)
    cells = Need.objects.filter(municipality=code)
    return sheet, {n.area_id: NeedCell(n.status, n.text, n.changed_on, n.point, n.is_made_up) for n in cells}


def written(viewer: Viewer) -> dict[str, date | None]:
    """When each municipality's side was last written; what a meeting looks at while everybody fills in."""
    if not allows(viewer, Permission.NEEDS_READ):
        return {}
    return dict(Sheet.objects.filter(revision__gt=0).values_list("municipality_id", "changed_on"))


def need(viewer: Viewer, code: str, key: str) -> Need | None:
    """One cell of an area in use."""
    if not allows(viewer, Permission.NEEDS_READ):
        return None
    rows = Need.objects.filter(municipality=code, area=key, area__is_retired=False)
    return rows.select_related("municipality", "area").first()


def area(viewer: Viewer, key: str) -> Area | None:
    return Area.objects.filter(pk=key, is_retired=False).first() if allows(viewer, Permission.NEEDS_READ) else None


def versions(viewer: Viewer) -> list[Version]:
    """The frozen maps, newest first."""
    return list(Version.objects.defer("document")) if allows(viewer, Permission.NEEDS_READ) else []


def version(viewer: Viewer, year: int, edition: int) -> Version | None:
    return Version.objects.filter(year=year, edition=edition).first() if allows(viewer, Permission.NEEDS_READ) else None


def as_document(now: NeedsMap) -> dict[str, Any]:
    """The map as JSON: names as they are now, so that a frozen year reads the same for ever."""
    return {
        "areas": [[key, name] for key, name in now.areas.items()],
        "municipalities": sorted(([c, n] for c, n in now.municipalities.items()), key=lambda item: sort_key(item[1])),
        "cells": sorted([code, key, cell.status, cell.text] for (code, key), cell in now.cells.items()),
        "filled": sorted(now.filled),
    }


def from_document(viewer: Viewer, document: Mapping[str, Any], is_made_up: bool = False) -> NeedsMap:
    """A frozen map, own municipality first."""
    return NeedsMap(
        dict(document["areas"]),
        own_first(dict(document["municipalities"]), register.own_municipality(viewer)),
        {(code, key): NeedCell(status, text) for code, key, status, text in document["cells"]},
        frozenset(document["filled"]),
        is_made_up,
    )


def of_points(viewer: Viewer, refs: Sequence[str]) -> list[Need]:
    """Needs that belong to points of an assignment."""
    if not allows(viewer, Permission.NEEDS_READ) or not refs:
        return []
    return list(Need.objects.filter(point__in=[r for r in refs if r]).select_related("municipality", "area"))
