"""Who may open, lead, review and see a collection. Answering and sorting need a code and no right at all."""

from __future__ import annotations

import rules

from spiral.trust.people.models import Office
from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices
from spiral.understand.voices.models import Collection

rules.add_perm("voices.open", is_member)


def may_open(person: object) -> bool:
    """The network's members open collections and keep the forms."""
    return bool(is_member(person))


def places(person: object) -> list[Office]:
    """The offices by which ``person`` may open a collection, one for each place."""
    held = {o.place: o for o in reversed(offices(person)) if o.role in MEMBERS}
    return list(held.values())


def may_lead(person: object, found: Collection) -> bool:
    """Closing, reading before release, masking and releasing is for those who work at the place, and for nobody else:
    not the coordinator either, unless it is the region's own."""
    return bool(is_member(person)) and any(o.place == found.place for o in places(person))


def may_see(person: object, found: Collection) -> bool:
    """A collection of the whole region is every member's; a place's own is for those who work there and, when it has
    been released, for the coordinator."""
    if not is_member(person):
        return False
    is_released = found.state == Collection.State.RELEASED
    return not found.place or may_lead(person, found) or (is_released and bool(is_coordinator(person)))
