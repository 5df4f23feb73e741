"""During a meeting: begin, go on, pause, more time, groups, the queue to speak, end."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max
from django.utils import timezone

from spiral.act.meetings import queries
from spiral.act.meetings.actions.gate import led, touch, touch_words
from spiral.act.meetings.models import Attendee, Group, Item, Meeting, Turn
from spiral.act.meetings.showing import find
from spiral.engine.groups import mixed_groups, pairs, speaking_order
from spiral.exchange.posters import POSTERS, posters
from spiral.ground import codes
from spiral.ground.refusals import NotNow
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


@transaction.atomic
def begin(meeting_id: int, *, by: Viewer) -> Meeting:
    """Open meeting mode with the first item current; a meeting that was ended by mistake is opened where it was."""
    meeting = led(meeting_id, by=by)
    if meeting.state == Meeting.State.CANCELLED or meeting.published_at:
        raise NotNow
    is_new = meeting.state != Meeting.State.RUNNING
    if is_new:
        stopped = meeting.items.filter(ended_at=meeting.ended_at).first() if meeting.ended_at else None
        meeting.state, meeting.ended_at = Meeting.State.RUNNING, None
        meeting.started_at = meeting.started_at or timezone.now()
        meeting.save(update_fields=["state", "started_at", "ended_at"])
        if not meeting.is_code_live:
            codes.give_code(meeting, timezone.localdate())
        first = stopped or meeting.items.filter(state=Item.State.WAITING).first()
        if meeting.current_id is None and first is not None:
            _go(meeting, first)
    touch(meeting.pk)
    if is_new:
        record(Action.MEETINGS_OPENED, meeting, by=by)
    return meeting


@transaction.atomic
def go_to(meeting_id: int, item_id: int, *, by: Viewer) -> Item:
    """Make an item the current one. What was current is done; going back opens an item again, with its clock going on
    from where it stopped. Nothing written is touched."""
    meeting = led(meeting_id, by=by)
    if meeting.state != Meeting.State.RUNNING:
        raise NotNow
    item = meeting.items.get(pk=item_id)
    if meeting.current_id != item.pk:
        _go(meeting, item)
        touch(meeting.pk)
    return item


def _go(meeting: Meeting, item: Item) -> None:
    now = timezone.now()
    _stop(meeting, now)
    if item.started_at and item.ended_at:
        item.paused_seconds += max(0, int((now - item.ended_at).total_seconds()))
    item.started_at = item.started_at or now
    item.ended_at = item.paused_at = None
    item.state = Item.State.CURRENT
    item.save()
    meeting.current, meeting.shown = item, ""
    meeting.save(update_fields=["current", "shown"])
    if item.seconds_each and not item.in_groups:
        line_up(item)


def _stop(meeting: Meeting, now: datetime) -> None:
    for old in meeting.items.filter(state=Item.State.CURRENT):
        if old.paused_at:
            old.paused_seconds += max(0, int((now - old.paused_at).total_seconds()))
            old.paused_at = None
        old.state, old.ended_at = Item.State.DONE, now
        old.save()


@transaction.atomic
def pause(meeting_id: int, *, by: Viewer) -> None:
    """Stop the current item's clock, or let it go on."""
    meeting = led(meeting_id, by=by)
    item = _current(meeting)
    now = timezone.now()
    if item.paused_at:
        item.paused_seconds += max(0, int((now - item.paused_at).total_seconds()))
        item.paused_at = None
    else:
        item.paused_at = now
    item.save(update_fields=["paused_at", "paused_seconds"])
    touch(meeting.pk)


@transaction.atomic
def more_time(meeting_id: int, minutes: int, *, by: Viewer) -> None:
    """Give the current item more minutes."""
    meeting = led(meeting_id, by=by)
    item = _current(meeting)
    item.extra_minutes = min(600, item.extra_minutes + minutes)
    item.save(update_fields=["extra_minutes"])
    touch(meeting.pk)


@transaction.atomic
def show(meeting_id: int, key: str, *, by: Viewer) -> None:
    """Put something up on the screen, by its name in ``showing``; '' lets the item show itself. A poster is the item's
    own from then on. Raises NotNow for what is not there."""
    meeting = led(meeting_id, by=by)
    item = meeting.current
    if item is not None and key in dict(posters(by, item.kind)):
        item.poster = key
        item.save(update_fields=["poster"])
    elif key and (key.partition(":")[0] in POSTERS or find(key, meeting, item, queries.groups_of(item)) is None):
        raise NotNow
    meeting.shown = key
    meeting.save(update_fields=["shown"])
    touch(meeting.pk)


@transaction.atomic
def end(meeting_id: int, *, by: Viewer) -> Meeting:
    """End the meeting. Items that were never reached stay as they were."""
    meeting = led(meeting_id, by=by)
    if meeting.state != Meeting.State.RUNNING:
        raise NotNow
    now = timezone.now()
    _stop(meeting, now)
    meeting.state, meeting.ended_at, meeting.current, meeting.shown = Meeting.State.ENDED, now, None, ""
    meeting.save(update_fields=["state", "ended_at", "current", "shown"])
    codes.close_code(meeting)
    touch_words(meeting.pk)
    record(Action.MEETINGS_ENDED, meeting, by=by)
    return meeting


@transaction.atomic
def make_groups(meeting_id: int, item_id: int, count: int, *, by: Viewer) -> list[Group]:
    """Those present in ``count`` groups with the municipalities mixed; asked again, in new company. Raises NotNow once
    a group has written: its members are then who wrote."""
    meeting = led(meeting_id, by=by)
    item = meeting.items.get(pk=item_id)
    old = list(item.groups.exclude(number=0).prefetch_related("members"))
    if any(g.revision for g in old):
        raise NotNow
    present = list(meeting.attendees.filter(is_present=True))
    people = {a.pk: a.municipality or f"-{a.pk}" for a in present}
    met = pairs([[m.pk for m in g.members.all()] for g in old] or _sat_together(meeting, item))
    dealt = mixed_groups(people, count, seed=meeting.version, met=met) if people else [[] for _ in range(count)]
    for group in old:
        group.delete()
    groups = []
    for number, members in enumerate(dealt, 1):
        group = Group.objects.create(item=item, number=number)
        group.members.set(members)
        groups.append(group)
    item.in_groups = True
    item.save(update_fields=["in_groups"])
    touch(meeting.pk)
    return groups


def _sat_together(meeting: Meeting, item: Item) -> list[list[int]]:
    """Earlier groups of the same meeting."""
    earlier = Group.objects.filter(item__meeting=meeting, number__gt=0).exclude(item=item).prefetch_related("members")
    return [[m.pk for m in g.members.all()] for g in earlier]


def seat(attendee: Attendee) -> None:
    """A place in the groups of the item that is going on, for somebody who comes late: the smallest group, and among
    equals one without a colleague from the same municipality; in the queue, last."""
    item = attendee.meeting.current
    if item is None:
        return
    if item.in_groups:
        groups = list(item.groups.exclude(number=0).annotate(size=Count("members")).prefetch_related("members"))
        if groups and not any(attendee in g.members.all() for g in groups):
            home = attendee.municipality
            groups.sort(key=lambda g: (g.size, sum(m.municipality == home for m in g.members.all()), g.number))
            groups[0].members.add(attendee)
    if item.seconds_each and not item.in_groups:
        queue = Group.objects.get(item=item, number=0)
        last = queue.turns.aggregate(Max("order"))["order__max"] or 0
        Turn.objects.get_or_create(group=queue, attendee=attendee, defaults={"order": last + 1})


def line_up(item: Item) -> None:
    """The queue of an item for everybody: who has spoken least at this meeting first, then round the table."""
    queue = Group.objects.get(item=item, number=0)
    if queue.turns.exists():
        return
    present = list(item.meeting.attendees.filter(is_present=True))
    done = Turn.objects.filter(group__item__meeting=item.meeting, state=Turn.State.DONE)
    spoken = Counter(done.values_list("attendee_id", flat=True))
    order = speaking_order([a.pk for a in present], spoken, start=item.meeting_id + item.order)
    Turn.objects.bulk_create(Turn(group=queue, attendee_id=who, order=n) for n, who in enumerate(order, 1))


@transaction.atomic
def next_turn(meeting_id: int, *, by: Viewer, passed: bool = False) -> Turn | None:
    """Let the next in the queue speak; who passes is moved last. None when everybody has spoken."""
    meeting = led(meeting_id, by=by)
    item = _current(meeting)
    line_up(item)
    turns = list(Turn.objects.filter(group__item=item, group__number=0))
    now = timezone.now()
    for turn in turns:
        if turn.state == Turn.State.SPEAKING:
            turn.state = Turn.State.PASSED if passed else Turn.State.DONE
            turn.order = turns[-1].order + 1 if passed else turn.order
            turn.save(update_fields=["state", "order"])
    waiting = [t for t in turns if t.state == Turn.State.WAITING] or [
        t for t in sorted(turns, key=lambda t: t.order) if t.state == Turn.State.PASSED and not passed
    ]
    following = waiting[0] if waiting else None
    if following:
        following.state, following.started_at = Turn.State.SPEAKING, now
        following.save(update_fields=["state", "started_at"])
    touch(meeting.pk)
    return following


def _current(meeting: Meeting) -> Item:
    if meeting.state != Meeting.State.RUNNING or meeting.current is None:
        raise NotNow
    return meeting.current
