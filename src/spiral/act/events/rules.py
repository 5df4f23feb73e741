"""Who may read, arrange and sign up."""

from __future__ import annotations

from spiral.act.events.models import Event
from spiral.trust.people.models import Office
from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices


def may_read(person: object) -> bool:
    """What is coming up is for the network's members."""
    return bool(is_member(person))


def own_offices(person: object) -> list[Office]:
    """The offices by which one takes part: those in the network's work."""
    return [o for o in offices(person) if o.role in MEMBERS]


def may_arrange(person: object, found: Event) -> bool:
    """Those who hold an office at its place, and the coordinator."""
    return bool(is_coordinator(person)) or any(o.place == found.place for o in own_offices(person))
