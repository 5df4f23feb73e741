"""Who may start, arrange, see and take part in a circle."""

from __future__ import annotations

import rules

from spiral.learn.circles.models import Circle, Reflection
from spiral.trust.people.models import Office
from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices

rules.add_perm("circles.start", is_member)


def may_start(person: object) -> bool:
    return bool(is_member(person))


def places(person: object) -> list[Office]:
    """The offices by which ``person`` may start a circle at a place of her own, one for each place."""
    held = {o.place: o for o in reversed(offices(person)) if o.role in MEMBERS and o.place}
    return list(held.values())


def may_see(person: object, circle: Circle) -> bool:
    """The network's circles are every member's; a place's own is for those who work there and the coordinator."""
    if not is_member(person):
        return False
    return not circle.place or bool(is_coordinator(person)) or any(o.place == circle.place for o in offices(person))


def may_arrange(person: object, circle: Circle) -> bool:
    """The book, the chapters' order and the end: who started it, those who work at its place, and the coordinator."""
    if not may_see(person, circle):
        return False
    is_at_home = any(o.place == circle.place for o in places(person))
    return is_at_home or bool(is_coordinator(person)) or circle.started_by_id == getattr(person, "pk", None)


def may_take_part(person: object, circle: Circle) -> bool:
    """Everybody who sees a circle that has not ended writes in it: the pair who lead prepare their own chapter."""
    return circle.ended_on is None and may_see(person, circle)


def may_change(person: object, reflection: Reflection) -> bool:
    """A reflection is its writer's own."""
    return reflection.author_id == getattr(person, "pk", None)
