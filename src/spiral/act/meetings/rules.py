"""When a meeting's room is open. Who may is in ``trust/access``."""

from __future__ import annotations

from datetime import datetime, timedelta

from spiral.act.meetings.models import Meeting

#: How long before a meeting's start its room may be opened.
EARLIEST = timedelta(hours=2)


def room_opens_at(meeting: Meeting) -> datetime:
    """From when the leader may let people in before the meeting begins."""
    return meeting.starts_at - EARLIEST


def takes_seats(meeting: Meeting) -> bool:
    """People may come in: it is going on, or the leader has opened the room before it begins."""
    return meeting.state == Meeting.State.RUNNING or (meeting.state == Meeting.State.PLANNED and meeting.is_code_live)
