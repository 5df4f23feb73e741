"""Before a meeting: call it, change it, invite, answer, cancel. Its agenda is arranged in ``arranging``."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from spiral.act.meetings.actions.gate import led, touch_words
from spiral.act.meetings.models import Attachment, Attendee, Group, Item, Meeting, MeetingTemplate
from spiral.act.meetings.starting_agendas import carried
from spiral.ground import codes
from spiral.ground.refusals import NotNow
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer, system
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.queries import municipality_of, place_name
from spiral.trust.people.models import Office
from spiral.trust.undo import actions as undo
from spiral.trust.undo.models import Removal

#: Whose offices are invited to a meeting of the network.
_INVITED = (Office.Role.COORDINATOR, Office.Role.CHAIR, Office.Role.MEMBER, Office.Role.SUPERINTENDENT)
#: What moves in people's calendars.
_CALENDAR = ("title", "starts_at", "ends_at", "mode", "where", "join_url", "about")
LARGEST_FILE = 10_000_000


@dataclass(frozen=True, slots=True)
class MeetingPlan:
    """When, where and what a meeting is called."""

    title: str
    starts_at: datetime
    ends_at: datetime
    mode: str = Meeting.Mode.PHYSICAL
    where: str = ""
    join_url: str = ""
    about: str = ""
    network: int | None = None
    items: Sequence[dict[str, Any]] = field(default_factory=tuple)
    is_made_up: bool = False


@transaction.atomic
def call_meeting(plan: MeetingPlan, *, by: Viewer) -> Meeting:
    """A new meeting with its agenda, and those who hold an office in the network today as invited. Raises
    PermissionDenied."""
    require(by, Permission.MEETINGS_PLAN)
    meeting = Meeting.objects.create(
        title=plan.title,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        mode=plan.mode,
        where=plan.where,
        join_url=plan.join_url,
        about=plan.about,
        network_id=plan.network,
        leader=by.signed_in,
        is_made_up=plan.is_made_up,
    )
    Item.objects.bulk_create(Item(meeting=meeting, order=10 * n, **fields) for n, fields in enumerate(plan.items, 1))
    for item in meeting.items.all():
        Group.objects.create(item=item, number=0)
    if not plan.is_made_up:
        _invite_offices(meeting)
    touch_words(meeting.pk)
    record(Action.MEETINGS_CALLED, meeting, by=by)
    return meeting


@transaction.atomic
def call_meetings(plans: Sequence[MeetingPlan], *, by: Viewer) -> list[Meeting]:
    """Several meetings of a year: all, or none. Raises PermissionDenied."""
    return [call_meeting(plan, by=by) for plan in plans]


@transaction.atomic
def change_meeting(meeting_id: int, plan: MeetingPlan, revision: Revision, *, by: Viewer) -> Meeting:
    """New time, place or name. The calendar's sequence grows when something people have in their calendars changes.
    Raises StaleRevision when somebody else has saved since ``revision``."""
    meeting = led(meeting_id, by=by)
    require_revision(meeting, revision)
    if meeting.state in (Meeting.State.ENDED, Meeting.State.CANCELLED):
        raise NotNow
    moved = [f for f in _CALENDAR if getattr(meeting, f) != getattr(plan, f)]
    for name in moved:
        setattr(meeting, name, getattr(plan, name))
    meeting.network_id = plan.network
    meeting.sequence += bool(moved)
    meeting.revision += 1
    meeting.save()
    touch_words(meeting.pk)
    record(Action.MEETINGS_CHANGED, meeting, by=by, detail={"fields": moved})
    return meeting


@transaction.atomic
def cancel_meeting(meeting_id: int, *, by: Viewer) -> Meeting:
    """Call it off; it stays in the plan as cancelled. Raises NotNow for a meeting that has begun."""
    meeting = led(meeting_id, by=by)
    if meeting.state != Meeting.State.PLANNED:
        raise NotNow
    meeting.state, meeting.sequence = Meeting.State.CANCELLED, meeting.sequence + 1
    meeting.save(update_fields=["state", "sequence"])
    codes.close_code(meeting)
    touch_words(meeting.pk)
    record(Action.MEETINGS_CANCELLED, meeting, by=by)
    return meeting


@transaction.atomic
def invite(meeting_id: int, label: str, municipality: str, *, by: Viewer) -> Attendee:
    """One more at the meeting, by office and place."""
    meeting = led(meeting_id, by=by)
    attendee = Attendee.objects.create(meeting=meeting, label=label, municipality=municipality)
    touch_words(meeting.pk)
    record(Action.MEETINGS_INVITED, attendee, by=by)
    return attendee


@transaction.atomic
def reply(meeting_id: int, answer: str, *, by: Viewer) -> Attendee:
    """The signed-in person's own answer to the invitation. Raises PermissionDenied for those not invited, NotNow once
    it is over or cancelled."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(by, Permission.MEETING_SEE, meeting)
    if meeting.state in (Meeting.State.CANCELLED, Meeting.State.ENDED):
        raise NotNow
    attendee = meeting.attendees.filter(person=by.signed_in).first()
    if attendee is None:
        held = Office.objects.filter(person=by.signed_in).order_by("-from_date").first()
        attendee = Attendee(meeting=meeting, **as_attendee(held)) if held else None
    if attendee is None:
        raise PermissionDenied
    attendee.reply = answer
    attendee.save()
    touch_words(meeting.pk)
    record(Action.MEETINGS_REPLIED, meeting, by=by)
    return attendee


@transaction.atomic
def attach(meeting_id: int, name: str, content: bytes, *, by: Viewer) -> Attachment:
    """A file with the meeting's papers. The form has seen to its size."""
    meeting = led(meeting_id, by=by)
    attachment = Attachment.objects.create(meeting=meeting, name=name[-160:], size=len(content), content=content)
    touch_words(meeting.pk)
    record(Action.MEETINGS_FILE_ADDED, meeting, by=by)
    return attachment


@transaction.atomic
def detach(meeting_id: int, attachment_id: int, *, by: Viewer) -> Removal:
    """Take a file from the meeting's papers; for ten minutes it can be put back."""
    meeting = led(meeting_id, by=by)
    removal = undo.remove([meeting.attachments.get(pk=attachment_id)], "meetings.file", meeting.pk, by=by)
    touch_words(meeting.pk)
    record(Action.MEETINGS_FILE_REMOVED, meeting, by=by)
    return removal


@transaction.atomic
def keep_template(meeting_id: int, title: str, *, by: Viewer) -> MeetingTemplate:
    """The meeting's agenda as one to begin from next time."""
    meeting = led(meeting_id, by=by, frozen_too=True)
    items = [carried(item) for item in meeting.items.all()]
    template = MeetingTemplate.objects.create(
        key=f"own-{secrets.token_hex(5)}", title=title, document={"mode": meeting.mode, "items": items}
    )
    record(Action.MEETINGS_TEMPLATE_SAVED, template, by=by)
    return template


def mark_invited(meeting_id: int) -> None:
    """That the invitation, as it is now, has gone out."""
    Meeting.objects.filter(pk=meeting_id).update(invited_at=timezone.now(), invited_sequence=F("sequence"))


def mark_asked_again(who: Attendee) -> None:
    """That a letter has reminded somebody to answer the invitation; it is never sent twice."""
    Attendee.objects.filter(pk=who.pk).update(reminded_on=timezone.localdate())


def _invite_offices(meeting: Meeting) -> None:
    """One attendee for each person who holds an inviting office on the day; the first office gives the label."""
    day = meeting.starts_at.date()
    held = Office.objects.filter(role__in=_INVITED, from_date__lte=day, person__is_active=True)
    held = held.exclude(to_date__lt=day).order_by("place_name", "pk")
    seen: set[int] = set()
    attendees = []
    for office in held:
        if office.person_id not in seen:
            seen.add(office.person_id)
            attendees.append(Attendee(meeting=meeting, **as_attendee(office)))
    Attendee.objects.bulk_create(attendees)


def as_attendee(office: Office) -> dict[str, Any]:
    """What an attendee's columns say of somebody who holds an office."""
    code = municipality_of(system(), office.place)
    return {
        "person_id": office.person_id,
        "label": str(office)[:120],
        "place": office.place,
        "municipality": place_name(system(), code) if code else "",
    }
