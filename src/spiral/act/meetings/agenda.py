"""The agenda as its pages show it: each item with its hour and its time, the clock of the one that is going on, and how
the meeting keeps its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.act.meetings import clock
from spiral.act.meetings.models import Item, Meeting
from spiral.ground.revision import mark


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day; ``is_estimated`` while it may move."""

    at: datetime
    is_estimated: bool

    @property
    def seconds(self) -> int:
        """Since midnight, as a page's clock counts on from."""
        local = timezone.localtime(self.at)
        return 3600 * local.hour + 60 * local.minute + local.second


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item in the agenda's list: 'done', 'current' or 'waiting', when it begins, and its time in words."""

    item: Item
    state: str
    hour: Hour | None
    time: str


@dataclass(frozen=True, slots=True)
class Timekeeping:
    """When the meeting ends as it goes, and by how many seconds that is later than planned."""

    ends: Hour
    planned: datetime
    behind: int
    is_running: bool

    @property
    def sentence(self) -> str:
        minutes = round(self.behind / 60)
        if minutes > 1:
            return self.late.format(n=minutes)
        return self.early.format(n=-minutes) if minutes < -1 else self.even

    @property
    def late(self) -> str:
        return _("Ni ligger {n} minuter efter.")

    @property
    def early(self) -> str:
        return _("Ni har {n} minuter till godo.")

    @property
    def even(self) -> str:
        return _("Ni håller tiden.")


@dataclass(frozen=True, slots=True)
class Timer:
    """The clock of the item that is going on. ``left`` is negative when its time is over."""

    left: int
    given: int
    is_paused: bool

    @property
    def minutes(self) -> int:
        return self.given // 60

    @property
    def used(self) -> float:
        """The share of the time that is gone."""
        return min(1.0, max(0.0, 1 - self.left / self.given)) if self.given else 1.0

    @property
    def over(self) -> float:
        """How much more than its time it has taken, as a share of it; at most 1."""
        return min(1.0, max(0.0, -self.left / self.given)) if self.given else 1.0

    @property
    def minutes_over(self) -> int:
        return max(0, -self.left) // 60


def order_mark(items: Sequence[Item]) -> str:
    """Another when the items stand in another order, or are others: what whoever moves one of them has seen."""
    return mark(*(item.pk for item in items))


def place_of_new(items: Sequence[Item]) -> int:
    """The number of the item that a new one comes after: the last, or the one before a check-out that closes the
    meeting and has not begun. 0 for first."""
    closes = bool(items) and items[-1].kind == "check-out" and items[-1].state == Item.State.WAITING
    before = items[:-1] if closes else items
    return before[-1].pk if before else 0


def places(items: Sequence[Item]) -> dict[int, str]:
    """Where a new item may come, in words, by the number of the item before it."""
    after = {i.pk: _("Efter %(n)s. %(title)s") % {"n": n, "title": i.title} for n, i in enumerate(items, 1)}
    return {0: _("Först"), **after}


def minutes_of(items: Iterable[Item]) -> int:
    """How long the items take as they are planned."""
    return sum(item.minutes for item in items)


def room(meeting: Meeting) -> int:
    """How many minutes the meeting has for them."""
    return round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)


def too_long(meeting: Meeting, items: Iterable[Item]) -> str:
    """What to say of an agenda that takes longer than the meeting; '' of one that has room."""
    if minutes_of(items) <= room(meeting):
        return ""
    return _("Dagordningen är längre än mötet. Korta någon punkt, eller flytta sluttiden.")


def timer(item: Item, now: datetime) -> Timer:
    return Timer(clock.seconds_left(item, now), clock.seconds_given(item), item.paused_at is not None)


def agenda(meeting: Meeting, items: Sequence[Item], now: datetime) -> tuple[list[AgendaRow], Timekeeping]:
    """The rows, and how the meeting keeps its time; nothing is read."""
    hours = clock.hours(meeting, items, now)
    has_ended = meeting.state == Meeting.State.ENDED
    rows = []
    for item in items:
        at = hours.begins.get(item.pk)
        hour = Hour(at, item.state == Item.State.WAITING) if at else None
        rows.append(AgendaRow(item, item.state, hour, _time(item, now)))
    # A meeting held at quite another time than planned is measured by its length.
    due = meeting.ends_at
    if meeting.started_at and abs(meeting.started_at - meeting.starts_at) > timedelta(hours=2):
        due = meeting.started_at + (meeting.ends_at - meeting.starts_at)
    behind = int((hours.ends - due).total_seconds())
    return rows, Timekeeping(Hour(hours.ends, not has_ended), due, behind, meeting.state == Meeting.State.RUNNING)


def _time(item: Item, now: datetime) -> str:
    """Planned minutes; for what took longer, both."""
    if item.state == Item.State.DONE:
        used = round(clock.seconds_used(item, now) / 60)
        if used > item.minutes:
            return _("%(used)s av %(minutes)s min") % {"used": used, "minutes": item.minutes}
    return _("%(minutes)s min") % {"minutes": item.minutes + item.extra_minutes}
