"""Reads of the register."""

from __future__ import annotations

from django.db.models import Count

from spiral.apps.networks.models import Municipality, Owner, Unit


def municipalities(viewer: object) -> list[Municipality]:
    """The region's municipalities with ``unit_count``."""
    return list(Municipality.objects.filter(in_region=True).annotate(unit_count=Count("units")).order_by("name"))


def owners(viewer: object) -> list[Owner]:
    """Owners with units in the region, with ``unit_count`` there."""
    found = Owner.objects.filter(units__municipality__in_region=True)
    return list(found.annotate(unit_count=Count("units")).order_by("name"))


def owner(viewer: object, orgnr: str) -> Owner | None:
    return Owner.objects.filter(orgnr=orgnr, units__municipality__in_region=True).first()


def units_of(viewer: object, owner: Owner) -> list[Unit]:
    """The owner's units in the region."""
    found = Unit.objects.filter(owner=owner, municipality__in_region=True).select_related("municipality")
    return list(found.order_by("municipality__name", "name"))


def units(viewer: object) -> list[Unit]:
    """Every unit of the region."""
    found = Unit.objects.filter(municipality__in_region=True).select_related("municipality", "owner")
    return list(found.order_by("name"))
