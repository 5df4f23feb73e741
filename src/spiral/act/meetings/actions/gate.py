"""What every write begins and ends with: the meeting under lock, the right to lead it, its version one higher."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from spiral.act.meetings import following
from spiral.act.meetings.models import Group, Meeting
from spiral.exchange.posters import POSTERS
from spiral.exchange.texts import announce_change
from spiral.ground.refusals import NotNow
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer


def led(meeting_id: int, *, by: Viewer, frozen_too: bool = False) -> Meeting:
    """The meeting, locked, for somebody who may lead it. Raises PermissionDenied, and NotNow once it is published."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
    require(by, Permission.MEETING_LEAD, meeting)
    if not frozen_too:
        refuse_published(meeting)
    return meeting


def refuse_published(meeting: Meeting) -> None:
    """Raises NotNow once the meeting is published: nothing in it is changed, and no form for that is shown, until
    somebody who leads it begins to correct it."""
    if meeting.published_at and not meeting.is_being_corrected:
        raise NotNow


def raise_versions(meetings: Iterable[int], **fields: object) -> None:
    """Tell the pages that follow these meetings, and the telephones of this process at once."""
    for number in meetings:
        Meeting.objects.filter(pk=number).update(version=F("version") + 1, **fields)
        following.has_changed(number)


def touch(meeting_id: int) -> None:
    """Tell every page that follows the meeting that something has changed."""
    raise_versions([meeting_id], changed_at=timezone.now())


def touch_words(meeting_id: int) -> None:
    """The same, and tell the search that there are other words to find. Not at every key and button of a meeting that
    is going on: what it says is found when it ends."""
    touch(meeting_id)
    announce_change("meeting", meeting_id)


def rating_has_changed(rating: int) -> None:
    """Another number of answers may be told of a rating, or it is shown: its meeting's screens show it. Nothing is
    written but the version, so that no time says when somebody answered."""
    raise_versions(_numbers(items__round=rating))


def text_has_changed(kind: str, ref: str) -> None:
    """What hangs on a screen as a poster has changed in its own room."""
    if kind in POSTERS:
        raise_versions(_numbers(items__poster=f"{kind}:{ref}", state=Meeting.State.RUNNING))


def tasks_have_changed(network: int | None) -> None:
    """A task of an earlier meeting has another state: the network's meeting that goes on shows it."""
    raise_versions(_numbers(network=network, state=Meeting.State.RUNNING))


def touch_note(group: Group, meeting_id: int) -> None:
    """Tell the leader's page and those who read this note, and no others: a note being written wakes no stranger. Its
    readers are told twice a second at most (``following.FRESH``), however many write."""
    Meeting.objects.filter(pk=meeting_id).update(notes_version=F("notes_version") + 1)
    Group.objects.filter(pk=group.pk).update(version=F("version") + 1)


def _numbers(**which: object) -> list[int]:
    return list(Meeting.objects.filter(**which).order_by().values_list("pk", flat=True).distinct())
