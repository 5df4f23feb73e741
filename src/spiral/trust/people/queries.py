"""Reads of persons and offices."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from spiral.trust.access.deciding import allows, offices
from spiral.trust.access.grants import MEMBERS
from spiral.trust.access.permissions import Permission
from spiral.trust.people.cast import CAST, Part
from spiral.trust.people.models import Office


def my_offices(viewer: object) -> list[Office]:
    """What the viewer holds today."""
    return offices(viewer)


def label(request: HttpRequest) -> str:
    """The reader in the top bar: her first office, or her name."""
    held = offices(request.user)
    return str(held[0]) if held else str(request.user) if request.user.is_authenticated else ""


def cast() -> tuple[Part, ...]:
    """The roles one may step into; none outside the demo."""
    return CAST if settings.DEMO else ()


def colleagues(viewer: object) -> list[Office]:
    """Everybody in the network's work today, with the person, for a member to turn to; [] for everybody else."""
    if not allows(viewer, Permission.PEOPLE_READ):
        return []
    today = timezone.localdate()
    held = Q(from_date__lte=today) & (Q(to_date__isnull=True) | Q(to_date__gte=today))
    found = Office.objects.filter(held, role__in=MEMBERS, person__is_active=True).select_related("person")
    return list(found.order_by("place", "role", "pk"))
