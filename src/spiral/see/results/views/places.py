"""Which place a page is about, and who speaks for it."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from spiral.engine.place import Place
from spiral.see.results import queries
from spiral.see.results.opendata import OpenData
from spiral.trust.access.deciding import office_at
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request


def today() -> date:
    return timezone.localdate()


def municipality_or_404(data: OpenData, slug: str) -> queries.Municipality:
    municipality = next((m for m in data.once(queries.municipalities) if m.slug == slug), None)
    if municipality is None:
        raise Http404
    return municipality


def municipality_at(request: Request, place: Place) -> queries.Municipality:
    """The region's municipality with this code, or 404."""
    municipality = next((m for m in queries.municipalities(request.viewer) if m.code == place), None)
    if municipality is None:
        raise Http404
    return municipality


def unit_or_404(request: Request, code: str) -> queries.Unit:
    unit = queries.unit(request.viewer, code)
    if unit is None:
        raise Http404
    return unit


def places_of(unit: queries.Unit) -> tuple[str, ...]:
    """The unit, its owner, and for municipal units its municipality: who may speak for it."""
    municipal_code = (unit.municipality_id,) if unit.kind == "municipal" else ()
    return (unit.code, unit.owner_id or "", *municipal_code)


def speaks(request: Request, *places: str) -> bool:
    return office_at(request.viewer, Permission.FIGURES_COMMENT, *places) is not None


def named(request: Request, place: Place) -> tuple[str, str, tuple[str, ...]]:
    """The place's name, its page, and the places whose people speak for it."""
    if place.is_unit:
        unit = unit_or_404(request, place)
        return unit.name, reverse("results:unit", args=[place]), places_of(unit)
    municipality = municipality_at(request, place)
    return municipality.name, reverse("results:municipality", args=[municipality.slug]), (place,)
