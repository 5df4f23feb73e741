"""Every read of meetings, ``viewer`` first; the participants' pages ask for the meeting of their seat."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from spiral.act.meetings.models import (
    Attachment,
    Attendee,
    Decision,
    Group,
    Item,
    Meeting,
    Saved,
    SummaryEdition,
    Task,
)
from spiral.engine.place import NATION
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Network
from spiral.trust.people.models import Office

PAGE = 50
#: How long before a meeting those who have not answered are reminded.
ASKED_AGAIN = timedelta(days=5)
_seats = Signer(salt="meetings.seat")


def coming(viewer: Viewer) -> list[Meeting]:
    """Meetings not yet ended, the nearest first; [] for others than members."""
    if not allows(viewer, Permission.MEETING_SEE):
        return []
    meetings = Meeting.objects.filter(state__in=[Meeting.State.PLANNED, Meeting.State.RUNNING])
    return list(meetings.select_related("network").order_by("starts_at")[:PAGE])


def past(viewer: Viewer, page: int = 1) -> tuple[list[Meeting], bool]:
    """One page of ended and cancelled meetings, newest first, and whether there are more."""
    if not allows(viewer, Permission.MEETING_SEE):
        return [], False
    meetings = Meeting.objects.filter(state__in=[Meeting.State.ENDED, Meeting.State.CANCELLED]).order_by("-starts_at")
    listed = list(meetings[(page - 1) * PAGE : page * PAGE + 1])
    return listed[:PAGE], len(listed) > PAGE


def meeting_for(viewer: Viewer, number: int) -> Meeting | None:
    """The meeting, or None where the viewer may not see it."""
    meeting = Meeting.objects.select_related("network", "current").filter(pk=number).first()
    return meeting if meeting is not None and allows(viewer, Permission.MEETING_SEE, meeting) else None


def leads(viewer: Viewer, meeting: Meeting) -> bool:
    return allows(viewer, Permission.MEETING_LEAD, meeting)


def between(viewer: Viewer, start: datetime, end: datetime) -> list[Meeting]:
    """Everything planned or held from ``start`` to ``end``, cancelled meetings too."""
    if not allows(viewer, Permission.MEETING_SEE):
        return []
    return list(Meeting.objects.filter(starts_at__gte=start, starts_at__lt=end).select_related("network"))


def on_day(viewer: Viewer, day: date) -> list[Meeting]:
    """What is planned or was held that day and is not cancelled."""
    start = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return [m for m in between(viewer, start, start + timedelta(days=1)) if m.state != Meeting.State.CANCELLED]


def municipality_names(viewer: Viewer) -> list[str]:
    """Every municipality, the region's own first."""
    return list(Municipality.objects.exclude(code=NATION).order_by("-in_region", "name").values_list("name", flat=True))


def known_people(viewer: Viewer) -> list[Office]:
    """Everybody with an office in the network, once, for somebody who may plan to find them by place or name."""
    held = Office.objects.filter(person__is_active=True).exclude(role=Office.Role.ELECTED).select_related("person")
    latest = {o.person_id: o for o in held.order_by("from_date")} if allows(viewer, Permission.MEETINGS_PLAN) else {}
    return sorted(latest.values(), key=lambda o: (o.place_name, str(o.person)))


def agenda(meeting: Meeting) -> list[Item]:
    """The items in order with their groups, members and pencils; a handful of queries whatever their number."""
    groups = (
        Group.objects.select_related("holder")
        .prefetch_related("members")
        .annotate(has_aside=Exists(Saved.objects.filter(group=OuterRef("pk"), is_aside=True)))
    )
    items = Item.objects.filter(meeting=meeting).select_related("round")
    return list(items.prefetch_related(Prefetch("groups", queryset=groups)))


def attendees(meeting: Meeting) -> list[Attendee]:
    """Those invited and those who came; not those who were shown out."""
    return list(meeting.attendees.filter(is_shown_out=False))


def networks(viewer: Viewer) -> list[Network]:
    return list(Network.objects.all())


def last_before(meeting: Meeting) -> Meeting | None:
    """The same network's latest ended meeting before this one."""
    meetings = Meeting.objects.filter(
        state=Meeting.State.ENDED, starts_at__lt=meeting.starts_at, network=meeting.network_id
    )
    return meetings.order_by("-starts_at").first()


def left_from_before(viewer: Viewer, meeting: Meeting) -> list[Task]:
    """Tasks of the same network's earlier meetings, open ones first, and those done since the last meeting."""
    return tasks_from_before(meeting) if allows(viewer, Permission.MEETING_SEE, meeting) else []


def my_tasks(viewer: Viewer) -> list[Task]:
    """Open tasks of the viewer: given to her, or to an office at her place; then the ones ended in the last month."""
    held = viewer.offices
    if not held or not allows(viewer, Permission.MEETING_SEE):
        return []
    mine = Q(attendee__person=viewer.person)
    for office in held:
        mine |= (
            Q(attendee__label=str(office)) | Q(who__iexact=office.place_name) | Q(who__iexact=office.get_role_display())
        )
    month = timezone.localdate() - timedelta(days=31)
    recent = Q(state=Task.State.OPEN) | Q(ended_on__gte=month)
    listed = list(Task.objects.filter(mine).filter(recent).select_related("meeting").distinct()[:200])
    return sorted(listed, key=lambda t: (t.state != Task.State.OPEN, t.due is None, t.due or date.max))


def task_for(viewer: Viewer, number: int) -> Task | None:
    task = Task.objects.select_related("meeting").filter(pk=number).first()
    return task if task is not None and allows(viewer, Permission.MEETING_SEE, task.meeting) else None


def due_soon(today: date, days: int = 7) -> list[Task]:
    """Open tasks due within ``days`` or late that nobody has been reminded of since they became so."""
    soon = Task.objects.filter(
        state=Task.State.OPEN, due__lte=today + timedelta(days=days), attendee__person__isnull=False
    )
    soon = soon.filter(Q(reminded_on__isnull=True) | Q(reminded_on__lt=today - timedelta(days=14)))
    return list(soon.select_related("attendee__person", "meeting"))


def unanswered(now: datetime) -> list[Attendee]:
    """Those invited at least two days ago who have not answered, some days before the meeting, and whom no letter has
    reminded."""
    meetings = Meeting.objects.filter(
        state=Meeting.State.PLANNED,
        invited_at__lte=now - timedelta(days=2),
        starts_at__gt=now,
        starts_at__lte=now + ASKED_AGAIN,
    )
    waiting = Attendee.objects.filter(
        meeting__in=meetings, reply=Attendee.Reply.NONE, reminded_on=None, person__is_active=True
    )
    return list(waiting.select_related("person", "meeting").prefetch_related("meeting__items"))


def decisions(meeting: Meeting) -> list[Decision]:
    return list(meeting.decisions.all())


def tasks(meeting: Meeting) -> list[Task]:
    return list(meeting.tasks.all())


def attachment(viewer: Viewer, meeting: Meeting, number: int) -> Attachment | None:
    return meeting.attachments.filter(pk=number).first() if allows(viewer, Permission.MEETING_SEE, meeting) else None


def attachments(meeting: Meeting) -> list[Attachment]:
    """Names and sizes, not the files themselves."""
    return list(meeting.attachments.defer("content"))


def led_by(meeting: Meeting) -> str:
    """Who leads the meeting, by office and place, as she was invited or else by the office she held that day; '' for
    nobody known."""
    invited = meeting.attendees.filter(person=meeting.leader_id).first()
    if invited is not None:
        return invited.label
    day = timezone.localdate(meeting.starts_at)
    held = Office.objects.filter(person=meeting.leader_id, from_date__lte=day).exclude(to_date__lt=day).first()
    return str(held) if held else ""


def my_attendance(viewer: Viewer, meeting: Meeting) -> Attendee | None:
    return meeting.attendees.filter(person=viewer.person).first() if viewer.person else None


def editions(meeting: Meeting) -> list[SummaryEdition]:
    """Every edition of the summary, oldest first; the last is what the meeting shows."""
    return list(meeting.editions.all())


# Participants --------------------------------------------------------------------------------------------------------
def version_of(number: int) -> tuple[int, int] | None:
    """The meeting's version and that of all its notes."""
    return Meeting.objects.filter(pk=number).order_by().values_list("version", "notes_version").first()


def meeting_of_round(number: int) -> Meeting | None:
    """The meeting that a rating was opened at."""
    return Meeting.objects.filter(items__round=number).first()


def meeting_at(number: int) -> Meeting | None:
    """The meeting that a telephone has a seat at; its cookie is read before."""
    return Meeting.objects.select_related("current__round").filter(pk=number).first()


def attendee(meeting: int, number: int) -> Attendee | None:
    return Attendee.objects.filter(meeting=meeting, pk=number).first()


def seat_token(who: Attendee) -> str:
    """What a personal link holds: which seat, signed with 256 bits. Nothing is stored; it ends with the meeting."""
    return _seats.sign(str(who.pk))


def seat_by_token(token: str) -> Attendee | None:
    """The seat of a personal link, while its meeting is to come or going on."""
    try:
        number = int(_seats.unsign(token[:200]))
    except (BadSignature, ValueError):
        return None
    ended = (Meeting.State.ENDED, Meeting.State.CANCELLED)
    seats = Attendee.objects.select_related("meeting").exclude(meeting__state__in=ended)
    return seats.filter(pk=number, is_guest=False, meeting__published_at=None).first()


def tasks_from_before(meeting: Meeting) -> list[Task]:
    """What stands on the meeting's screen as tasks from last time: see ``left_from_before``."""
    earlier = Task.objects.filter(
        meeting__starts_at__lt=meeting.starts_at, meeting__network=meeting.network_id
    ).exclude(meeting=meeting)
    before = last_before(meeting)
    recent = Q(state=Task.State.OPEN)
    if before is not None:
        recent |= Q(ended_on__gte=timezone.localdate(before.starts_at))
    listed = list(earlier.filter(recent).select_related("meeting")[:200])
    return sorted(listed, key=lambda t: (t.state != Task.State.OPEN, t.due is None, t.due or date.max))


def items(meeting: Meeting) -> list[Item]:
    """The items in order, without their groups."""
    return list(meeting.items.all())


def groups_of(item: Item | None) -> list[Group]:
    """The groups of an item with members and pencils; everybody's note is none."""
    return (
        [] if item is None else list(item.groups.exclude(number=0).select_related("holder").prefetch_related("members"))
    )


def group_of(item: Item, who: Attendee) -> Group | None:
    """The group somebody writes in: her own where the item has groups, otherwise everybody's."""
    groups = list(Group.objects.filter(item=item).filter(Q(number=0) | Q(members=who)).select_related("holder"))
    own = next((g for g in groups if g.number), None)
    if own is None and item.in_groups and Group.objects.filter(item=item, number__gt=0).exists():
        return None
    return own or next(iter(groups), None)


def aside(group: Group) -> tuple[Saved | None, bool]:
    """The first text that was put aside beside the note, which the group is to choose about, and whether more wait."""
    waiting = list(group.saves.filter(is_aside=True)[:2])
    return (waiting[0], len(waiting) > 1) if waiting else (None, False)


def saves(group: Group) -> list[Saved]:
    """Every save of a note, newest first."""
    return list(group.saves.order_by("-pk")[:100])
