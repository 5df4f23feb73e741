"""A meeting as a calendar entry, and its time in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.act.meetings.models import Meeting
from spiral.act.meetings.programme import programme
from spiral.act.meetings.queries import between
from spiral.documents.ical import CANCELLED, CONFIRMED, CalendarEntry, Party, calendar
from spiral.documents.plain import plain_blocks
from spiral.ground.words import day as told_day
from spiral.trust.access.viewer import Viewer


def entry(meeting: Meeting, address: str, *, guests: bool = False) -> CalendarEntry:
    """The meeting in a calendar. ``address`` is its page; ``guests`` names who is invited."""
    people = meeting.attendees.filter(person__isnull=False).select_related("person") if guests else ()
    link = _("Dagordning och papper: %(url)s") % {"url": address}
    about = "\n\n".join(x for x in (meeting.about, plain_blocks(programme(meeting)), link) if x)
    where = " · ".join(x for x in (meeting.where, meeting.join_url) if x)
    return CalendarEntry(
        meeting.calendar_uid,
        meeting.sequence,
        timezone.localtime(meeting.starts_at),
        timezone.localtime(meeting.ends_at),
        False,
        meeting.title,
        meeting.changed_at,
        about,
        where,
        meeting.join_url or address,
        CANCELLED if meeting.state == Meeting.State.CANCELLED else CONFIRMED,
        Party(settings.NETWORK_NAME, sender()),
        [Party(a.label, a.person.email) for a in people if a.person],
    )


def feed(viewer: Viewer, since: datetime, whole: Callable[[str], str]) -> list[CalendarEntry]:
    """The network's meetings in a member's own calendar feed, cancelled ones too so that they go away there."""
    listed = between(viewer, since, timezone.now() + timedelta(days=730))
    prefetch_related_objects(listed, "items")
    return [entry(m, whole(reverse("meetings:meeting", args=[m.pk]))) for m in listed]


def invitation(meeting: Meeting, address: str) -> tuple[bytes, str]:
    """The calendar file that goes with a letter: a request, or a cancellation."""
    method = "CANCEL" if meeting.state == Meeting.State.CANCELLED else "REQUEST"
    return calendar([entry(meeting, address, guests=True)], name=meeting.title, method=method), method


def sender() -> str:
    """The installation's own address without a name around it."""
    return settings.DEFAULT_FROM_EMAIL.rsplit("<", 1)[-1].rstrip(">")


def when(meeting: Meeting) -> str:
    """'fredag 4 december 2026 kl. 9.00–12.00'."""
    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return span(start, end)


def span(start: datetime, end: datetime) -> str:
    day = date_format(start, "l j F Y")
    return _("%(day)s kl. %(start)s–%(end)s") % {
        "day": day,
        "start": date_format(start, "G.i"),
        "end": date_format(end, "G.i"),
    }


def day(iso: str) -> str:
    """'27 november' this year, with its year otherwise; '' for no day."""
    if not iso:
        return ""
    return told_day(date.fromisoformat(iso))
