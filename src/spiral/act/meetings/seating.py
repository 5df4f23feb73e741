"""Who sits where at a meeting that goes on, which note each reads, and whose turn it is: what telephones ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Turn


@dataclass(frozen=True, slots=True)
class Seating:
    """Who reads which note of the item that goes on, by attendee; the note of who is in no group, None where she waits
    for one; who speaks, and who is next."""

    groups: Mapping[int, int]
    everybodys: int | None
    speaking: int | None
    following: int | None


def version(number: int, attendee_id: int) -> int | None:
    """The meeting's version, for somebody who has a seat there: one small query, asked every other second."""
    attendees = Attendee.objects.filter(pk=attendee_id, meeting=number, is_shown_out=False)
    return attendees.order_by().values_list("meeting__version", flat=True).first()


def note_version(group: int) -> tuple[int, int | None]:
    """A note's version, and who holds its pencil."""
    row = Group.objects.filter(pk=group).order_by().values_list("version", "holder").first()
    return row or (0, None)


def seating(number: int) -> Seating:
    """Three queries whatever the number of people."""
    current = Meeting.objects.filter(pk=number).values("current")
    item = Item.objects.filter(pk__in=current).first()
    if item is None:
        return Seating({}, None, None, None)
    rows = list(item.groups.order_by("number").values_list("pk", "number", "members"))
    groups = {who: group for group, n, who in rows if n and who}
    everybodys = next((group for group, n, _who in rows if n == 0), None)
    if item.in_groups:
        return Seating(groups, None if any(n for _group, n, _who in rows) else everybodys, None, None)
    turns = list(Turn.objects.filter(group__item=item, group__number=0)) if item.seconds_each else []
    speaking = next((t.attendee_id for t in turns if t.state == Turn.State.SPEAKING), None)
    waiting = [t for t in turns if t.state in (Turn.State.WAITING, Turn.State.PASSED)]
    waiting.sort(key=lambda t: (t.state == Turn.State.PASSED, t.order))
    return Seating(groups, everybodys, speaking, waiting[0].attendee_id if waiting else None)
