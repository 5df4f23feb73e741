"""Reads of the register."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from spiral.engine.place import Place, PlaceKind
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Area, Municipality, Network, Owner, Unit, UnitChange

#: The table that each kind of place stands in.
_MODELS: dict[PlaceKind, type[Municipality] | type[Owner] | type[Unit]] = {
    PlaceKind.NATION: Municipality,
    PlaceKind.MUNICIPALITY: Municipality,
    PlaceKind.OWNER: Owner,
    PlaceKind.UNIT: Unit,
}


def municipalities(viewer: Viewer) -> list[Municipality]:
    """The region's municipalities with ``unit_count``."""
    return list(Municipality.objects.filter(in_region=True).annotate(unit_count=Count("units")).order_by("name"))


def owners(viewer: Viewer) -> list[Owner]:
    """Owners with units in the region, with ``unit_count`` there."""
    owners = Owner.objects.filter(units__municipality__in_region=True)
    return list(owners.annotate(unit_count=Count("units")).order_by("name"))


def owner(viewer: Viewer, orgnr: str) -> Owner | None:
    return Owner.objects.filter(orgnr=orgnr, units__municipality__in_region=True).first()


def units_of(viewer: Viewer, owner: Owner) -> list[Unit]:
    """The owner's units in the region."""
    units = Unit.objects.filter(owner=owner, municipality__in_region=True).select_related("municipality")
    return list(units.order_by("municipality__name", "name"))


def units(viewer: Viewer) -> list[Unit]:
    """Every unit of the region."""
    units = Unit.objects.filter(municipality__in_region=True).select_related("municipality", "owner")
    return list(units.order_by("name"))


def areas(viewer: Viewer) -> list[Area]:
    """The areas in use, in the network's own order."""
    return list(Area.objects.filter(is_retired=False))


def every_area(viewer: Viewer) -> list[Area]:
    """The areas in use, and then those that are not."""
    return list(Area.objects.order_by("is_retired", "order", "name"))


def networks(viewer: Viewer) -> list[Network]:
    """Networks, workgroups and cross-networks."""
    return list(Network.objects.select_related("parent").prefetch_related("areas", "members"))


def place_name(viewer: Viewer, place: Place) -> str:
    """What a place's code stands for: municipality, unit or owner; the code itself when it is not in the register, and
    the region's name for ''."""
    if place.is_region:
        return str(settings.REGION_NAME)
    model = _MODELS[place.kind]
    return model._default_manager.filter(pk=place.code).values_list("name", flat=True).first() or place.code


def municipality_of(viewer: Viewer, place: Place) -> Place:
    """The municipality that a place lies in: itself, a unit's or an owner's municipality; the region for the region."""
    if not (place.is_unit or place.is_owner):
        return place
    rows = (Unit if place.is_unit else Owner)._default_manager.filter(pk=place.code)
    return Place(rows.values_list("municipality_id", flat=True).first() or "")


def own_municipality(viewer: Viewer) -> str:
    """The code of the viewer's own municipality: that of her first office with one; '' for the region."""
    for office in viewer.offices:
        if code := municipality_of(viewer, office.place):
            return code
    return ""


def network(viewer: Viewer, slug: str) -> Network | None:
    networks = Network.objects.select_related("parent").prefetch_related("areas", "members", "workgroups")
    return networks.filter(slug=slug).first()


def unit(viewer: Viewer, code: str) -> Unit | None:
    """A unit of the region with its municipality and owner."""
    units = Unit.objects.filter(municipality__in_region=True).select_related("municipality", "owner")
    return units.filter(pk=code).first()


def changes_of(viewer: Viewer, unit: Unit) -> list[UnitChange]:
    """What the unit has been part of, the latest first: its predecessors and its successors."""
    return list(_changes().filter(Q(before=unit) | Q(after=unit)).distinct())


def changes(viewer: Viewer) -> QuerySet[UnitChange]:
    """Every change of the region's units, the latest first; lazy, for paging."""
    return _changes()


def unit_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The region's units by municipality: (code, 'Skolan, Vara')."""
    return [(u.code, f"{u.name}, {u.municipality.name}") for u in units(viewer)]


def _changes() -> QuerySet[UnitChange]:
    return UnitChange.objects.prefetch_related("before", "after")
