"""Who may: predicates over the offices a person holds today."""

from __future__ import annotations

import rules
from django.db.models import Q
from django.utils import timezone

from spiral.trust.people.models import Office, Person

Role = Office.Role
#: Everybody in the network's own work; the elected and the independent see what is released to them.
MEMBERS = frozenset({Role.COORDINATOR, Role.MEMBER, Role.CHAIR, Role.SUPERINTENDENT, Role.PRINCIPAL, Role.STEERING})


def offices(person: object) -> list[Office]:
    """The offices that ``person`` holds today, read once for each signed-in request; [] for nobody signed in."""
    if not isinstance(person, Person):
        return []
    if not hasattr(person, "_offices_today"):
        today = timezone.localdate()
        held = Q(from_date__lte=today) & (Q(to_date__isnull=True) | Q(to_date__gte=today))
        person._offices_today = list(Office.objects.filter(held, person=person))
    return person._offices_today


@rules.predicate
def is_member(person: object) -> bool:
    """Holds an office in the network's work today."""
    return any(o.role in MEMBERS for o in offices(person))


@rules.predicate
def is_coordinator(person: object) -> bool:
    """Coordinates the whole; the coordinator of one of its networks does not keep everybody's register."""
    return any(o.role == Role.COORDINATOR and o.network_id is None for o in offices(person))


def speaks_for(person: object, *places: str) -> Office | None:
    """The office by which ``person`` may comment as owner on one of ``places`` (codes, innermost first)."""
    for office in offices(person):
        if office.place and office.place in places and office.role != Role.ELECTED:
            return office
    return None


rules.add_perm("people.read_members", is_member)
rules.add_perm("people.coordinate", is_coordinator)
