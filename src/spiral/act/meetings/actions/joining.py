"""Who is in the room: the doors and their code, named seats, guests, and who is there."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from spiral.act.meetings.actions.gate import led, touch, touch_words
from spiral.act.meetings.actions.leading import seat
from spiral.act.meetings.actions.planning import as_attendee
from spiral.act.meetings.models import Attendee, Group, Meeting, Task, Turn
from spiral.act.meetings.rules import GUEST, room_opens_at, takes_seats
from spiral.ground import codes
from spiral.ground.refusals import NotNow
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.people.models import Office

MOST_GUESTS = 400


@transaction.atomic
def open_room(meeting_id: int, *, by: Viewer) -> Meeting:
    """Let people in before the meeting begins. Raises NotNow earlier than two hours before, and when it is over."""
    meeting = led(meeting_id, by=by)
    if meeting.state != Meeting.State.PLANNED or by.now < room_opens_at(meeting):
        raise NotNow
    if not meeting.is_code_live:
        _give_code(meeting, Action.MEETINGS_ROOM_OPENED, by)
    return meeting


@transaction.atomic
def change_code(meeting_id: int, *, by: Viewer) -> Meeting:
    """A new code in place of the old; those who are in stay in. Raises NotNow where the room is not open."""
    meeting = led(meeting_id, by=by)
    if not takes_seats(meeting):
        raise NotNow
    _give_code(meeting, Action.MEETINGS_CODE_CHANGED, by)
    return meeting


def _give_code(meeting: Meeting, action: Action, by: Viewer) -> None:
    codes.give_code(meeting, timezone.localdate())
    touch(meeting.pk)
    record(action, meeting, by=by)


@transaction.atomic
def sit(meeting_id: int, attendee_id: int) -> Attendee:
    """Somebody takes her own seat: signed in, or by her personal link. Raises NotNow where the room is not open."""
    meeting = _open(meeting_id)
    return _present(meeting.attendees.get(pk=attendee_id, is_shown_out=False))


@transaction.atomic
def sit_as_member(meeting_id: int, *, by: Viewer) -> Attendee:
    """A member takes her seat, also one who was not invited. Raises NotNow, also for somebody who is no member."""
    meeting = _open(meeting_id)
    if by.person is None:
        raise NotNow
    mine = meeting.attendees.filter(person=by.person).first()
    if mine is None:
        held = (
            Office.objects.filter(person=by.person).order_by("-from_date").first()
            if allows(by, Permission.MEETING_SEE, meeting)
            else None
        )
        if held is None:
            raise NotNow
        mine = Attendee(meeting=meeting, **as_attendee(held))
    return _present(mine)


@transaction.atomic
def come_as_guest(meeting_id: int, name: str, municipality: str = "") -> Attendee:
    """Somebody with the code comes in under a name of her own. Raises NotNow where the room is not open, or full."""
    meeting = _open(meeting_id)
    if meeting.attendees.filter(is_guest=True).count() >= MOST_GUESTS:
        raise NotNow
    label = GUEST + ", ".join(x for x in (name, municipality) if x)
    return _present(Attendee(meeting=meeting, label=label[:120], municipality=municipality, is_guest=True))


@transaction.atomic
def show_out(meeting_id: int, attendee_id: int, *, by: Viewer) -> None:
    """A guest is asked to leave: she reads and writes no more. What she has written in a group's note stays."""
    meeting = led(meeting_id, by=by)
    guest = meeting.attendees.filter(pk=attendee_id, is_guest=True, is_shown_out=False).first()
    if guest is None:
        return
    guest.is_shown_out, guest.is_present = True, False
    guest.save(update_fields=["is_shown_out", "is_present"])
    guest.groups.clear()
    Group.objects.filter(holder=guest).update(holder=None)
    Turn.objects.filter(attendee=guest).exclude(state=Turn.State.DONE).delete()
    touch(meeting.pk)
    record(Action.MEETINGS_GUEST_SHOWN_OUT, meeting, by=by, detail={"guest": guest.pk})


@transaction.atomic
def hand_seat(meeting_id: int, guest_id: int, seat_id: int, *, by: Viewer) -> None:
    """The leader says who a guest is: she gets an empty seat without an account, and goes on where she was. Raises
    NotNow when either is gone or the seat is taken."""
    meeting = led(meeting_id, by=by)
    guest = meeting.attendees.filter(pk=guest_id, is_guest=True, is_shown_out=False).first()
    empty = meeting.attendees.filter(pk=seat_id, is_guest=False, is_present=False, person=None).first()
    if guest is None or empty is None:
        raise NotNow
    Task.objects.filter(attendee=empty).update(attendee=guest)
    for name in ("label", "place", "municipality", "reply"):
        setattr(guest, name, getattr(empty, name))
    guest.is_guest = False
    empty.delete()
    guest.save()
    touch_words(meeting.pk)
    record(Action.MEETINGS_GUEST_SEATED, meeting, by=by, detail={"guest": guest.pk})


def _open(meeting_id: int) -> Meeting:
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    if not takes_seats(meeting):
        raise NotNow
    return meeting


def _present(attendee: Attendee) -> Attendee:
    if not attendee.is_present:
        attendee.is_present, attendee.joined_at = True, attendee.joined_at or timezone.now()
        attendee.save()
        seat(attendee)
        touch(attendee.meeting_id)
    return attendee


@transaction.atomic
def mark_present(meeting_id: int, attendee_ids: set[int], *, by: Viewer) -> None:
    """The leader's own list of who is there, as it is now."""
    meeting = led(meeting_id, by=by)
    for attendee in meeting.attendees.all():
        here = attendee.pk in attendee_ids
        if attendee.is_present != here:
            attendee.is_present = here
            attendee.joined_at = attendee.joined_at or (timezone.now() if here else None)
            attendee.save(update_fields=["is_present", "joined_at"])
            if here and meeting.state == Meeting.State.RUNNING:
                seat(attendee)
    touch(meeting.pk)
    record(Action.MEETINGS_PRESENCE_MARKED, meeting, by=by)
