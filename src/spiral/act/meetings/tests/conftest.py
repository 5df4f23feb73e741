"""A meeting of seventeen people, made through the same actions as the pages use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from spiral.act.meetings import queries
from spiral.act.meetings.actions import arranging, joining, leading, planning
from spiral.act.meetings.blocks import blocks
from spiral.act.meetings.models import Attendee, Item, Meeting
from spiral.act.meetings.showing import showing
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.people.models import Person

BACKEND = "django.contrib.auth.backends.ModelBackend"
PLACES = (
    "Vara",
    "Hjo",
    "Skara",
    "Tibro",
    "Essunga",
    "Skövde",
    "Götene",
    "Grästorp",
    "Karlsborg",
    "Gullspång",
    "Töreboda",
    "Mariestad",
    "Lidköping",
    "Tidaholm",
    "Falköping",
    "Vara",
    "Hjo",
)


@pytest.fixture
def call(leader: Person) -> Callable[..., Meeting]:
    """A planned meeting with the named kinds of items."""

    def make(*kinds: str, start: datetime | None = None, **more: object) -> Meeting:
        begins = start or timezone.now() + timedelta(days=7)
        items = [blocks()[k].as_item("sv") for k in kinds or ("check-in", "group-talk", "decisions", "check-out")]
        plan = planning.MeetingPlan(
            **{
                "title": "Nätverksmöte",
                "starts_at": begins,
                "ends_at": begins + timedelta(hours=3),
                "where": "Skövde",
                "items": items,
                "is_made_up": True,
                **more,
            }
        )
        return planning.call_meeting(plan, by=viewer_of(leader))

    return make


@pytest.fixture
def running(call: Callable[..., Meeting], leader: Person) -> Meeting:
    """A meeting with seventeen present, on its first item."""
    meeting = leading.begin(call().pk, by=viewer_of(leader))
    for n, place in enumerate(PLACES):
        attendee = Attendee.objects.create(meeting=meeting, label=f"Nätverksmedlem {n}, {place}", municipality=place)
        joining.sit(meeting.pk, attendee.pk)
    meeting.refresh_from_db()
    return meeting


def sit(client: Client, who: Attendee) -> str:
    """A telephone takes a seat by its personal link. The address of the meeting as it shows it."""
    client.post(reverse("meetings:link", args=[queries.seat_token(who)]))
    return f"/moten/delta/mote/{who.meeting_id}/"


@pytest.fixture
def after_the_meeting(time_machine) -> None:
    """A day after the meeting of the sample of old minutes, before the dates it plans."""
    time_machine.move_to(datetime(2027, 3, 20, 12, tzinfo=UTC), tick=True)


@pytest.fixture
def signed_in(client, leader):
    """The leader's browser."""
    client.force_login(leader, backend=BACKEND)
    return client


@pytest.fixture
def by(leader: Person) -> Viewer:
    """The leader, as who asks."""
    return viewer_of(leader)


@pytest.fixture
def screen(running: Meeting, signed_in: Client) -> Callable[[], str]:
    """What the projector's part says now, white space made one."""

    def read() -> str:
        return " ".join(signed_in.get(reverse("meetings:projector_part", args=[running.pk])).content.decode().split())

    return read


@pytest.fixture
def turn_to(running: Meeting, by: Viewer) -> Callable[..., Item]:
    """Go to a new item of a kind."""

    def go(kind: str, **more: object) -> Item:
        written = {"kind": kind, "title": f"Om {kind}", "minutes": 10, **more}
        item = arranging.keep_item(running.pk, None, written, by=by)
        leading.go_to(running.pk, item.pk, by=by)
        return item

    return go


def shown(meeting: Meeting) -> tuple[str, str]:
    """What stands on a meeting's screen now: its kind and the name it is put up by."""
    meeting = Meeting.objects.select_related("current").get(pk=meeting.pk)
    now = showing(meeting, meeting.current, queries.groups_of(meeting.current))
    return now.kind, now.name
