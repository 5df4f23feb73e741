"""Old minutes become a meeting that has been held: everything in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from spiral.act.meetings.actions.gate import touch_words
from spiral.act.meetings.actions.planning import MeetingPlan, call_meeting
from spiral.act.meetings.models import Attachment, Attendee, Group, Item, Meeting
from spiral.act.meetings.queries import on_day
from spiral.exchange.events import EventPlan, put_up
from spiral.exchange.ratings import ratings
from spiral.ground.locks import hold_lock
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


class AlreadyThere(Exception):
    """A meeting is there that day already, and nobody has said that this is another; nothing has been written."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there, as it is to stand; ``person`` only where a reader of the minutes has chosen one."""

    label: str
    municipality: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class OldMinutes:
    """What somebody has looked through and wants kept. ``again``: it is known that there is a meeting that day."""

    plan: MeetingPlan
    present: Sequence[Present] = ()
    items: Sequence[tuple[str, str]] = ()
    coming: Sequence[MeetingPlan] = ()
    events: Sequence[EventPlan] = ()
    statements: Mapping[str, Any] | None = None
    file: tuple[str, bytes] | None = None
    again: bool = False


@transaction.atomic
def keep_old_minutes(old: OldMinutes, *, by: Viewer) -> Meeting:
    """A meeting that is over, with those who were there and what was written, ready to be gone through and published;
    and the meetings, events and statement set that were ticked. Raises PermissionDenied, AlreadyThere."""
    require(by, Permission.MEETINGS_PLAN)
    hold_lock("old minutes")
    plan = old.plan
    if not old.again and on_day(by, timezone.localdate(plan.starts_at)):
        raise AlreadyThere
    meeting = Meeting.objects.create(
        title=plan.title,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        mode=plan.mode,
        where=plan.where,
        network_id=plan.network,
        leader=by.signed_in,
        state=Meeting.State.ENDED,
        started_at=plan.starts_at,
        ended_at=plan.ends_at,
        is_made_up=plan.is_made_up,
    )
    Attendee.objects.bulk_create(
        Attendee(
            meeting=meeting,
            label=p.label,
            municipality=p.municipality,
            person_id=p.person,
            is_present=True,
            joined_at=plan.starts_at,
        )
        for p in old.present
    )
    for n, (heading, notes) in enumerate(old.items, 1):
        # No minutes: how long each item took is not known, and is not said.
        item = Item.objects.create(
            meeting=meeting,
            order=10 * n,
            kind="own",
            title=heading,
            minutes=0,
            state=Item.State.DONE,
            started_at=plan.starts_at,
            ended_at=plan.starts_at,
        )
        Group.objects.create(item=item, number=0, text=notes, revision=1 if notes else 0)
    if old.file:
        name, content = old.file
        Attachment.objects.create(meeting=meeting, name=name[-160:], size=len(content), content=content)
    touch_words(meeting.pk)
    # The set first: its row may be another's for now, and from the first event on we wait for nobody.
    if old.statements:
        ratings().keep_statement_set(old.statements, by=by)
    for coming in old.coming:
        call_meeting(coming, by=by)
    for event in old.events:
        put_up(event, by=by)
    record(Action.MEETINGS_MINUTES_IMPORTED, meeting, by=by)
    return meeting
