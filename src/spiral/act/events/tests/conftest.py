"""What the room's tests stand on: a day in November, an event, somebody signed in."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from spiral.act.events import actions
from spiral.act.events.actions import EventContent
from spiral.act.events.models import Event
from spiral.trust.access.viewer import viewer_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
HERE = ZoneInfo("Europe/Stockholm")
START = datetime(2027, 1, 26, 9, 0, tzinfo=HERE)
CONTENT = EventContent(
    "Studiebesök", START, START + timedelta(hours=3), "Skolchefen", "1471", "Götene", where="Götene", places=4
)
FORM = {
    "title": "Studiebesök",
    "is_offer": "0",
    "day": "2027-01-26",
    "start": "09:00",
    "end": "12.00",
    "organiser": "Skolchefen",
    "place": "1471",
    "revision": "1",
}


@pytest.fixture(autouse=True)
def in_november(time_machine):
    time_machine.move_to("2026-11-22 12:00")
    with translation.override("sv"):
        yield


@pytest.fixture
def arranged(person):
    def make(by: str = "skolchef", **more: object) -> Event:
        return actions.arrange(replace(CONTENT, **more), by=viewer_of(person(by)))

    return make
