"""The clock of an item: what is left of its time, and how the meeting lies against its plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from spiral.act.meetings.models import Item


def seconds_used(item: Item, now: datetime) -> int:
    """How long an item has run, pauses left out; 0 before it has begun."""
    if item.started_at is None:
        return 0
    until = item.ended_at or item.paused_at or now
    return max(0, int((until - item.started_at).total_seconds()) - item.paused_seconds)


def seconds_given(item: Item) -> int:
    """The time an item has been given, more time included."""
    return 60 * (item.minutes + item.extra_minutes)


def seconds_left(item: Item, now: datetime) -> int:
    """What is left; negative when the time is over."""
    return seconds_given(item) - seconds_used(item, now)


def ends_at(items: Iterable[Item], now: datetime) -> datetime:
    """When the meeting ends if what is left takes its planned time."""
    left = 0
    for item in items:
        if item.state == Item.State.WAITING:
            left += 60 * item.minutes
        elif item.state == Item.State.CURRENT:
            left += max(0, seconds_left(item, now))
    return now + timedelta(seconds=left)
