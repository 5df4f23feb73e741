"""The agenda arranged: an item written where it is wanted, moved, taken away, brought from another room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from spiral.act.meetings.actions.gate import led, touch_words
from spiral.act.meetings.agenda import order_mark, place_of_new
from spiral.act.meetings.models import Group, Item, Meeting
from spiral.exchange.evidence import Evidence
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision, StaleRevision, require_revision
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal


@transaction.atomic
def keep_item(
    meeting_id: int,
    item_id: int | None,
    fields: Mapping[str, Any],
    revision: Revision = 0,
    *,
    by: Viewer,
    after: int | None = None,
) -> Item:
    """Write an item of the agenda; its clock and notes stay as they are. A new one comes after the item numbered
    ``after``: 0 for first, None for where new items go. Raises StaleRevision when somebody else has changed it, or
    taken it away, since ``revision``."""
    meeting = led(meeting_id, by=by)
    if item_id is None:
        item = _add(meeting, after, fields)
    else:
        item = require_revision(meeting.items.select_for_update().filter(pk=item_id).first(), revision)
        for name, value in fields.items():
            setattr(item, name, value)
        item.save(update_fields=list(fields))
    touch_words(meeting.pk)
    record(Action.MEETINGS_AGENDA_CHANGED, meeting, by=by)
    return item


@transaction.atomic
def keep_without_figure(
    meeting_id: int, item_id: int, fields: Mapping[str, Any], revision: Revision, *, by: Viewer
) -> Removal | None:
    """Write an item as ``keep_item`` does, and take its picture from it; that can be put back for ten minutes."""
    keep_item(meeting_id, item_id, fields, revision, by=by)
    return give_figure(meeting_id, item_id, None, by=by)[1]


@transaction.atomic
def move_item(meeting_id: int, item_id: int, place: int, seen: Revision, *, by: Viewer) -> int:
    """Put an item at a place, counted from 1; too high or low a number is the last or the first. The place it got.
    Raises StaleRevision when the agenda does not stand in the order that was ``seen``."""
    meeting = led(meeting_id, by=by)
    listed = list(meeting.items.select_for_update())
    item = next((i for i in listed if i.pk == item_id), None)
    if item is None or order_mark(listed) != seen:
        raise StaleRevision(item)
    listed.remove(item)
    at = min(max(place, 1), len(listed) + 1)
    listed.insert(at - 1, item)
    _number(listed)
    touch_words(meeting.pk)
    record(Action.MEETINGS_AGENDA_CHANGED, meeting, by=by)
    return at


@transaction.atomic
def remove_item(meeting_id: int, item_id: int, *, by: Viewer) -> Removal:
    """Take an item from the agenda; for ten minutes it can be put back. Raises NotNow when it has begun or somebody has
    written on it: what has happened is never taken away."""
    meeting = led(meeting_id, by=by)
    item = meeting.items.get(pk=item_id)
    if item.state != Item.State.WAITING or item.groups.filter(revision__gt=0).exists():
        raise NotNow
    removal = undo.remove([item], "meetings.item", meeting.pk, by=by)
    touch_words(meeting.pk)
    record(Action.MEETINGS_AGENDA_CHANGED, meeting, by=by)
    return removal


@transaction.atomic
def take_along(meeting_id: int, evidence: Evidence, minutes: int, *, by: Viewer, after: int | None = None) -> Item:
    """A new item about something brought from another room, frozen as it is now; ``after`` as in ``keep_item``."""
    meeting = led(meeting_id, by=by)
    fields = {"kind": "own", "title": evidence.title[:160], "minutes": minutes, "evidence": evidence.as_json()}
    item = _add(meeting, after, fields)
    touch_words(meeting.pk)
    record(Action.MEETINGS_AGENDA_CHANGED, meeting, by=by)
    return item


@transaction.atomic
def give_figure(meeting_id: int, item_id: int, evidence: Evidence | None, *, by: Viewer) -> tuple[Item, Removal | None]:
    """What was brought from another room as the picture of an item that is there, or no picture. One that it had before
    can be put back for ten minutes. Raises StaleRevision when the item has been taken away."""
    meeting = led(meeting_id, by=by)
    item = meeting.items.select_for_update().filter(pk=item_id).first()
    if item is None:
        raise StaleRevision
    before, item.evidence = item.evidence, evidence.as_json() if evidence else None
    item.save(update_fields=["evidence"])
    removal = None
    if before and before != item.evidence:
        removal = undo.keep_overwritten(item, "evidence", before, "meetings.figure", meeting.pk, by=by)
    touch_words(meeting.pk)
    record(Action.MEETINGS_AGENDA_CHANGED, meeting, by=by)
    return item, removal


def _add(meeting: Meeting, after: int | None, fields: Mapping[str, Any]) -> Item:
    """A new item with everybody's note. An item to stand after that has been taken away leaves it where new items
    go."""
    listed = list(meeting.items.select_for_update())
    numbers = [i.pk for i in listed]
    wanted = after if after == 0 or after in numbers else place_of_new(listed)
    item = Item.objects.create(meeting=meeting, order=0, **fields)
    Group.objects.create(item=item, number=0)
    listed.insert(numbers.index(wanted) + 1 if wanted else 0, item)
    _number(listed)
    return item


def _number(listed: list[Item]) -> None:
    """Number the items as they are listed."""
    for n, item in enumerate(listed, 1):
        item.order = 10 * n
    Item.objects.bulk_update(listed, ["order"])
