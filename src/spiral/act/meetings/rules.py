"""When a meeting's room is open, and whether it has been led. Who may is in ``trust/access``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from spiral.act.meetings.models import Item, Meeting

#: Before a guest's name in every list, so that nobody takes her for somebody she is not.
GUEST = "gäst: "
#: How long before a meeting's start its room may be opened.
EARLIEST = timedelta(hours=2)


def room_opens_at(meeting: Meeting) -> datetime:
    """From when the leader may let people in before the meeting begins."""
    return meeting.starts_at - EARLIEST


def is_led_here(meeting: Meeting, items: Sequence[Item]) -> bool:
    """It has been led in meeting mode, so that its times are known and its leader was there. Old minutes that were read
    in have no times."""
    return meeting.started_at is not None and any(item.minutes for item in items)


def takes_seats(meeting: Meeting) -> bool:
    """People may come in: it is going on, or the leader has opened the room before it begins."""
    return meeting.state == Meeting.State.RUNNING or (meeting.state == Meeting.State.PLANNED and meeting.is_code_live)
