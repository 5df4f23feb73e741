"""Reads of persons and offices."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q

from spiral.engine.place import Place
from spiral.trust.access.deciding import allows
from spiral.trust.access.grants import GRANTS, MEMBERS
from spiral.trust.access.permissions import Permission, Scope
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.cast import CAST, CastPart
from spiral.trust.people.models import Office, Person


def label(viewer: Viewer) -> str:
    """The reader in the top bar: her first office, or her name; '' for nobody."""
    return str(viewer.offices[0] if viewer.offices else viewer)


def cast() -> tuple[CastPart, ...]:
    """The roles one may step into; none outside the demo."""
    return CAST if settings.DEMO else ()


def colleagues(viewer: Viewer) -> list[Office]:
    """Everybody in the network's work today, with the person, for a member to turn to; [] for everybody else."""
    if not allows(viewer, Permission.PEOPLE_READ):
        return []
    offices = Office.objects.filter(
        Office.held_on(viewer.today), role__in=MEMBERS, person__is_active=True
    ).select_related("person")
    return list(offices.order_by("place", "role", "pk"))


def how_many_see(viewer: Viewer, see: Permission, place: Place | None = None) -> int:
    """How many people may see something by their offices today: what is for the whole network, or what is at ``place``
    and open to the coordinators."""
    roles = {scope: GRANTS[see].get(scope, frozenset()) for scope in Scope}
    held = Q(role__in=roles[Scope.ANY]) | Q(role__in=roles[Scope.REGION] | roles[Scope.RELEASED], network=None)
    held |= Q(role__in=roles[Scope.OWN_PLACE], place=place) if place else Q(role__in=roles[Scope.SHARED])
    offices = Office.objects.filter(Office.held_on(viewer.today), held)
    return Person.objects.filter(is_active=True, offices__in=offices).distinct().count()
