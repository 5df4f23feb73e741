"""Who may read, lead and write assignments."""

from __future__ import annotations

from spiral.act.assignments.models import Assignment, Point
from spiral.trust.people.models import Office
from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices

Role = Office.Role
#: Whose offices may stand as owners by office rather than by municipality.
BY_OFFICE = {Role.CHAIR: "presidium", Role.COORDINATOR: "samordnare"}
State = Assignment.State


def may_read(person: object) -> bool:
    """Assignments are the network's members' own, superintendents among them."""
    return bool(is_member(person))


def may_lead(person: object) -> bool:
    """The coordinator keeps strategies, assignments and their wording."""
    return bool(is_coordinator(person))


def may_follow(person: object) -> bool:
    """The coordinator and the presidium of the whole follow assignments up: they see drafts and write every point."""
    return may_lead(person) or any(o.role == Role.CHAIR and o.network_id is None for o in offices(person))


def may_carry(person: object) -> bool:
    """Could own a point, and so take something along to one. Asks nothing of the database beyond the offices."""
    asked = {Role.COORDINATOR, Role.CHAIR, Role.MEMBER, Role.SUPERINTENDENT}
    return any(o.role in asked for o in offices(person))


def codes(person: object) -> set[str]:
    """What ``person`` may own points as."""
    own = [o for o in offices(person) if o.role in MEMBERS]
    return {o.place for o in own if o.place} | {
        BY_OFFICE[o.role] for o in own if o.role in BY_OFFICE and o.network_id is None
    }


def may_see(person: object, found: Assignment) -> bool:
    return may_read(person) and (found.state != State.DRAFT or may_follow(person))


def may_write(person: object, point: Point) -> bool:
    """Its owners, the presidium and the coordinator, and those of the network that has the assignment, until it has
    ended."""
    if point.assignment.state == State.ENDED or not may_see(person, point.assignment):
        return False
    asked = point.assignment.network_id
    if asked and any(o.role in BY_OFFICE and o.network_id == asked for o in offices(person)):
        return True
    return may_follow(person) or bool(codes(person) & {o.code for o in point.owners.all() if o.code})


def may_join(person: object, point: Point) -> bool:
    """Every member may say that she wants in while the assignment runs."""
    return point.assignment.state == State.ACTIVE and may_read(person)
