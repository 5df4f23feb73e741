"""Who may write, review and read an example."""

from __future__ import annotations

from spiral.learn.examples.models import Example, Trial
from spiral.trust.people.models import Office
from spiral.trust.people.rules import MEMBERS, is_coordinator, is_member, offices

State = Example.State
#: Only these may be changed; a published example is first taken back.
OPEN = (State.DRAFT, State.RETURNED, State.WITHDRAWN)


def may_read(person: object) -> bool:
    """The room is the network's own."""
    return bool(is_member(person))


def is_reviewer(person: object) -> bool:
    """The coordinator and the presidium."""
    return any(o.role in (Office.Role.COORDINATOR, Office.Role.CHAIR) for o in offices(person))


def is_author(person: object, found: Example) -> bool:
    return bool(is_member(person)) and found.author_id == getattr(person, "pk", None)


def may_see(person: object, found: Example) -> bool:
    """Published: every member. Handed in: also its reviewers. Else its author, and the coordinator, who helps."""
    if not is_member(person):
        return False
    if found.state == State.PUBLISHED or is_author(person, found) or is_coordinator(person):
        return True
    return is_reviewer(person) and found.state != State.DRAFT


def may_edit(person: object, found: Example) -> bool:
    """Its author, or the coordinator, while it is not handed in or published."""
    return found.state in OPEN and (is_author(person, found) or bool(is_coordinator(person)))


def may_review(person: object, found: Example) -> bool:
    """A reviewer, never the author alone."""
    return found.state == State.SUBMITTED and is_reviewer(person) and not is_author(person, found)


def may_take_back(person: object, found: Example) -> bool:
    """The author, or the coordinator, takes back what is handed in or published."""
    taken = found.state in (State.SUBMITTED, State.PUBLISHED)
    return taken and (is_author(person, found) or bool(is_coordinator(person)))


def may_tell(person: object, found: Example) -> bool:
    """Members tell of a published example they have tried."""
    return bool(is_member(person)) and found.state == State.PUBLISHED


def may_change_trial(person: object, found: Trial) -> bool:
    """Who told of it, or the coordinator."""
    return bool(is_member(person)) and (found.told_by_id == getattr(person, "pk", None) or bool(is_coordinator(person)))


def own_offices(person: object) -> list[Office]:
    """The offices by which one may write: those in the network's work."""
    return [o for o in offices(person) if o.role in MEMBERS]


def may_write_for(person: object, place: str) -> bool:
    """One's own places; the coordinator for any, as she may be asked to."""
    return bool(is_coordinator(person)) or any(o.place == place for o in own_offices(person))
