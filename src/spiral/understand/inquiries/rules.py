"""Who may read and write an inquiry."""

from __future__ import annotations

from django.db.models import Q

from spiral.trust.people.models import Office
from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices
from spiral.understand.inquiries.models import Inquiry


def may_inquire(person: object) -> bool:
    """The network's members have inquiries."""
    return bool(is_member(person))


def own_offices(person: object) -> list[Office]:
    """The offices by which the person takes part in the network's work."""
    return [o for o in offices(person) if o.role in MEMBERS]


def may_write(person: object, inquiry: Inquiry) -> bool:
    """Those who hold an office at the inquiry's place, and the coordinator."""
    if not is_member(person):
        return False
    return bool(is_coordinator(person)) or any(o.place == inquiry.place for o in own_offices(person))


def may_see(person: object, inquiry: Inquiry) -> bool:
    """A shared inquiry, or one of the whole region, is every member's; the rest are for those who may write."""
    if not is_member(person):
        return False
    return inquiry.is_shared or not inquiry.place or may_write(person, inquiry)


def seen_by(person: object) -> Q:
    """``may_see`` as a condition on inquiries, so that a list is one read."""
    if not is_member(person):
        return Q(pk__in=())
    if is_coordinator(person):
        return Q()
    return Q(is_shared=True) | Q(place="") | Q(place__in=[o.place for o in own_offices(person)])


def written_by(person: object) -> Q:
    """``may_write`` as a condition on inquiries."""
    if not is_member(person):
        return Q(pk__in=())
    return Q() if is_coordinator(person) else Q(place__in=[o.place for o in own_offices(person)])


def holds_pencil(person: object, inquiry: Inquiry) -> bool:
    """Nobody holds it, or the person does: then a save needs no taking over."""
    return inquiry.pencil_id is None or inquiry.pencil_id == getattr(person, "pk", None)
