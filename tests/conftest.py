"""The demo with something open in every room, and who goes through it, for tests that go everywhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from spiral.trust.access.viewer import viewer_of

from .addresses import PARTS, addresses_in
from .attack.walking import Extent


@pytest.fixture
def rooms(settings, person) -> dict[str, list[object]]:
    """The demo, and one of each room that people join, open now: so that there is something to change."""
    from spiral.act.meetings import queries
    from spiral.act.meetings.actions import leading, planning
    from spiral.act.meetings.models import Attendee
    from spiral.trust.people.cast import CAST
    from spiral.understand.voices.actions import collections, days
    from spiral.understand.voices.models import Collection
    from spiral.understand.voices.questions import shipped
    from tests.demo import load_everything

    settings.DEMO = True
    load_everything()
    for role in CAST:
        person(role.key)
    leader, now = person("samordnare"), timezone.now()
    plan = planning.MeetingPlan(
        "Prov", now, now + timedelta(hours=2), items=[{"kind": "own", "title": "x", "minutes": 5}]
    )
    meeting = leading.begin(planning.call_meeting(plan, by=viewer_of(leader)).pk, by=viewer_of(leader))
    mine = Attendee.objects.filter(meeting=meeting, person=leader).get()
    voices = collections.open_collection(shipped()[0], collections.VoicesOpening("Prov", ""), by=viewer_of(leader))
    released = Collection.objects.filter(state="released").first()
    day = days.open_day(released.pk, [4], 2, timezone.localdate(), by=viewer_of(leader))
    from spiral.learn.assessments.models import Round

    rating = Round.objects.filter(state="open").first()
    return {
        "code": [PARTS["code"], meeting.code, voices.code, day.code, rating.code],
        "token": [queries.seat_token(mine)],
        "number": [1, meeting.pk, voices.pk, released.pk, day.pk, rating.pk],
    }


@pytest.fixture(scope="session")
def extent(pytestconfig: pytest.Config) -> Extent:
    """Everything by ``-m attack``, a sample otherwise."""
    return Extent(
        is_whole="attack" in pytestconfig.option.markexpr and "not attack" not in pytestconfig.option.markexpr
    )


@pytest.fixture
def browser(person: Callable[[str], object], rooms: dict[str, list]) -> Callable[..., Client]:
    """Somebody's browser, by her role: '' is a stranger; with ``in_rooms`` she has come in by every code."""

    def open_one(role: str, *, in_rooms: bool = False, **more: object) -> Client:
        client = Client(raise_request_exception=False, headers={"accept-language": "sv"}, **more)
        if role:
            client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        for code in rooms["code"][1:] if in_rooms else ():
            for room in ("/moten/delta/", "/skattning/svara/", "/elevroster/svara/"):
                answer = client.get(room, {"code": code}, follow=True)
                if answer.redirect_chain:
                    # A telephone draws its ticket, and then it may answer.
                    client.post(answer.redirect_chain[-1][0], {"target": "1", "all": "1"})
        return client

    return open_one


@pytest.fixture
def addresses(rooms: dict[str, list]) -> list[str]:
    """Every kind of address with what the demo has."""
    return [a for a in addresses_in(rooms) if "logout" not in a]
