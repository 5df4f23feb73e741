"""Reads of persons and offices."""

from __future__ import annotations

from django.conf import settings

from spiral.trust.access.deciding import allows
from spiral.trust.access.grants import MEMBERS
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.people.cast import CAST, CastPart
from spiral.trust.people.models import Office


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
