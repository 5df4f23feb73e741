"""Who may plan, lead, see and take part in a meeting."""

from __future__ import annotations

from datetime import datetime, timedelta

import rules

from spiral.act.meetings.models import Meeting
from spiral.trust.people.models import Office
from spiral.trust.people.rules import is_member, offices

#: How long before a meeting's start its room may be opened.
EARLIEST = timedelta(hours=2)
_PLANNERS = frozenset({Office.Role.COORDINATOR, Office.Role.CHAIR})


@rules.predicate
def may_plan(person: object) -> bool:
    """The coordinator and the presidium of the whole network plan meetings."""
    return any(o.role in _PLANNERS and o.network_id is None for o in offices(person))


def may_lead(person: object, meeting: Meeting) -> bool:
    """Planners lead, and so does whoever called the meeting, as long as that is a member of the network."""
    return bool(may_plan(person)) or (bool(is_member(person)) and meeting.leader_id == getattr(person, "pk", None))


def may_see(person: object, meeting: Meeting) -> bool:
    """The network's meetings are every member's."""
    return bool(is_member(person))


def room_opens_at(meeting: Meeting) -> datetime:
    """From when the leader may let people in before the meeting begins."""
    return meeting.starts_at - EARLIEST


def takes_seats(meeting: Meeting) -> bool:
    """People may come in: it is going on, or the leader has opened the room before it begins."""
    return meeting.state == Meeting.State.RUNNING or (meeting.state == Meeting.State.PLANNED and meeting.is_code_live)


rules.add_perm("meetings.plan", may_plan)
rules.add_perm("meetings.see", is_member)
