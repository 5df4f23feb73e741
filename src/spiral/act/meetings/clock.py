"""The clock of an item, and the hours of an agenda: what is left of its time, and when each item begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from spiral.act.meetings.models import Item, Meeting


@dataclass(frozen=True, slots=True)
class Hours:
    """When each item begins or began, by the item's number, and when the meeting ends or ended."""

    begins: Mapping[int, datetime]
    ends: datetime


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


def hours(meeting: Meeting, items: Sequence[Item], now: datetime) -> Hours:
    """As it was for what has been, and for what is left as it will be if everything takes its planned time. What has
    been passed over comes last; of a meeting that has ended it has no hour."""
    begins = {i.pk: i.started_at for i in items if i.started_at}
    if meeting.state == Meeting.State.ENDED:
        return Hours(begins, meeting.ended_at or meeting.ends_at)
    at = now if meeting.state == Meeting.State.RUNNING else meeting.starts_at
    current = next((n for n, i in enumerate(items) if i.state == Item.State.CURRENT), -1)
    if current >= 0:
        at += timedelta(seconds=max(0, seconds_left(items[current], now)))
    for item in [*items[current + 1 :], *items[: max(0, current)]]:
        if item.state == Item.State.WAITING:
            begins[item.pk] = at
            at += timedelta(minutes=item.minutes)
    return Hours(begins, at)
