"""The demo with something open in every room, for tests that go everywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from .addresses import PARTS


@pytest.fixture
def rooms(settings, person) -> dict[str, list[object]]:
    """The demo, and one of each room that people join, open now: so that there is something to change."""
    from spiral.act.meetings import queries
    from spiral.act.meetings.actions import leading, planning
    from spiral.act.meetings.models import Attendee
    from spiral.ground.demo import load_everything
    from spiral.trust.people.cast import CAST
    from spiral.understand.voices.actions import collections, days
    from spiral.understand.voices.models import Collection
    from spiral.understand.voices.questions import shipped

    settings.DEMO = True
    load_everything()
    for role in CAST:
        person(role.key)
    leader, now = person("samordnare"), timezone.now()
    plan = planning.Plan("Prov", now, now + timedelta(hours=2), items=[{"kind": "fri", "title": "x", "minutes": 5}])
    meeting = leading.begin(planning.call_meeting(plan, by=leader).pk, by=leader)
    mine = Attendee.objects.filter(meeting=meeting, person=leader).get()
    voices = collections.open_collection(shipped()[0], collections.Opening("Prov", ""), by=leader)
    released = Collection.objects.filter(state="released").first()
    day = days.open_day(released.pk, [5], 2, timezone.localdate(), by=leader)
    from spiral.learn.assessments.models import Round

    rating = Round.objects.filter(state="open").first()
    return {
        "code": [PARTS["code"], meeting.code, voices.code, day.code, rating.code],
        "token": [queries.seat_token(mine)],
        "number": [1, meeting.pk, voices.pk, released.pk, day.pk, rating.pk],
    }
