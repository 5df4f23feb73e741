"""Who may open, lead and see a round. Answering needs no right at all."""

from __future__ import annotations

import rules

from spiral.ground.anonymous import FEWEST_ANSWERS as FEWEST_ANSWERS
from spiral.learn.assessments.models import Round
from spiral.trust.people.rules import is_coordinator, is_member, offices

rules.add_perm("assessments.open", is_member)


def may_open(person: object) -> bool:
    """The network's members open rounds and keep the statement sets."""
    return bool(is_member(person))


def may_lead(person: object, found: Round) -> bool:
    """Who opened the round, or the coordinator, may show it or end it."""
    return bool(is_member(person)) and (found.leader_id == getattr(person, "pk", None) or bool(is_coordinator(person)))


def may_see(person: object, found: Round) -> bool:
    """A round of the whole region is every member's; a place's own is for the place, its leader and the coordinator."""
    if not is_member(person):
        return False
    return not found.place or may_lead(person, found) or any(o.place == found.place for o in offices(person))
