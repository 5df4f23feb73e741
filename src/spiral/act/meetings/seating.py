"""Who sits where at a meeting that goes on, which note each reads, and whose turn it is: what telephones ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Turn


@dataclass(frozen=True, slots=True)
class Seating:
    """Who has a seat, and who reads which note of the item that goes on, by attendee; the note of who is in no group,
    None where she waits for one; who speaks, and who is next."""

    seats: frozenset[int]
    groups: Mapping[int, int]
    everybodys: int | None
    speaking: int | None
    following: int | None


def version(number: int) -> int | None:
    """The meeting's version; None where there is no such meeting."""
    return Meeting.objects.filter(pk=number).order_by().values_list("version", flat=True).first()


def has_seat(number: int, attendee_id: int) -> bool:
    """Is she at the meeting, and not shown out?"""
    return Attendee.objects.filter(pk=attendee_id, meeting=number, is_shown_out=False).exists()


def note_versions(number: int) -> dict[int, tuple[int, int | None]]:
    """The version of each note of the item that goes on, and who holds its pencil."""
    current = Meeting.objects.filter(pk=number).values("current")
    rows = Group.objects.filter(item__in=current).order_by().values_list("pk", "version", "holder")
    return {group: (version, holder) for group, version, holder in rows}


def seating(number: int) -> Seating:
    """Four queries whatever the number of people."""
    attendees = Attendee.objects.filter(meeting=number, is_shown_out=False)
    seats = frozenset(attendees.order_by().values_list("pk", flat=True))
    current = Meeting.objects.filter(pk=number).values("current")
    item = Item.objects.filter(pk__in=current).first()
    if item is None:
        return Seating(seats, {}, None, None, None)
    rows = list(item.groups.order_by("number").values_list("pk", "number", "members"))
    groups = {who: group for group, n, who in rows if n and who}
    everybodys = next((group for group, n, _who in rows if n == 0), None)
    if item.in_groups:
        return Seating(seats, groups, None if any(n for _group, n, _who in rows) else everybodys, None, None)
    turns = list(Turn.objects.filter(group__item=item, group__number=0)) if item.seconds_each else []
    speaking = next((t.attendee_id for t in turns if t.state == Turn.State.SPEAKING), None)
    waiting = [t for t in turns if t.state in (Turn.State.WAITING, Turn.State.PASSED)]
    waiting.sort(key=lambda t: (t.state == Turn.State.PASSED, t.order))
    return Seating(seats, groups, everybodys, speaking, waiting[0].attendee_id if waiting else None)
