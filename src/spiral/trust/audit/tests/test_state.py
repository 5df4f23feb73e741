"""What is known of a log without reading all of it: its newest events, and the latest verification of the whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from spiral.trust.access.deciding import AccessRefused
from spiral.trust.access.viewer import Viewer, system, viewer_of
from spiral.trust.audit.actions import verify
from spiral.trust.audit.chain import digest_of
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import seal_earlier, sign
from spiral.trust.audit.verification import RECENT, Break, Flaw, LogState, first_break, state

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
Grow = Callable[[int], None]


def test_a_log_that_is_no_longer_than_what_is_shown_is_verified_whole_each_time(leader: Viewer, grow: Grow) -> None:
    assert state() == LogState(None, is_whole=True)
    grow(RECENT)
    assert state() == LogState(None, is_whole=True)
    Event.objects.filter(pk=1).update(reason="annat")
    assert state() == LogState(Break(1, Flaw.CHANGED), is_whole=False)


def test_of_a_longer_one_the_newest_are_verified_and_nothing_is_said_of_the_others(leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    assert state() == LogState(None, is_whole=False)
    Event.objects.filter(pk=2).update(reason="annat")
    assert state() == LogState(None, is_whole=False)
    Event.objects.filter(pk=4).update(reason="annat")
    assert state() == LogState(Break(4, Flaw.CHANGED), is_whole=False)


@pytest.mark.parametrize("number", [4, RECENT, RECENT + 2])
def test_a_recent_event_that_is_gone_is_a_gap_before_the_next(number: int, leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    Event.objects.filter(pk=number).delete()
    assert state() == LogState(Break(number + 1, Flaw.GAP), is_whole=False)


def test_where_the_event_before_the_newest_is_gone_the_whole_log_is_read(leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    Event.objects.filter(pk=3).delete()
    assert state().broken == Break(4, Flaw.GAP)


def test_an_event_among_the_newest_that_follows_on_another_is_found(leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    Event.objects.filter(pk=3).update(digest="a" * 64)
    assert state().broken == Break(4, Flaw.GAP)


@pytest.mark.parametrize("number", [4, 50])
def test_a_recent_event_does_not_become_one_of_an_earlier_version(number: int, leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    event = Event.objects.get(pk=number)
    event.version = 1
    event.digest = digest_of(event)
    event.save()
    assert state().broken == Break(number, Flaw.CHANGED)


def test_where_0_1_0_wrote_the_event_before_the_newest_the_log_is_verified_whole(leader: Viewer, grow: Grow) -> None:
    event = Event(pk=1, version=1, at=NOW, actor="7", verb="läste", what="sidan")
    event.digest = digest_of(event)
    event.save(force_insert=True)
    seal_earlier()
    grow(RECENT - 1)
    assert state() == LogState(None, is_whole=True)
    Event.objects.filter(pk=1).update(place="1470")
    assert state().broken == Break(2, Flaw.EARLIER)


def test_an_end_that_is_cut_off_is_found_in_a_long_log(leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 50)
    Event.objects.filter(pk__gt=RECENT + 40).delete()
    assert state().broken == Break(RECENT + 41, Flaw.CUT)
    Head.objects.all().delete()
    assert state().broken == Break(RECENT + 40, Flaw.NO_HEAD)


def test_whoever_asks_for_it_has_the_whole_log_verified_and_that_is_logged(leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    with time_machine.travel(NOW, tick=False):
        assert verify(by=leader) is None
    last = Event.objects.latest("pk")
    said = (last.action, last.kind, last.object_id, last.actor, last.detail)
    assert said == ("audit.verified", "audit.event", str(RECENT + 3), str(leader.key), {})
    assert state() == LogState(None, False, NOW, RECENT + 3), "it was whole then: what is older is not read now"
    assert first_break() is None


def test_a_log_that_is_read_whole_is_whole_and_says_when_it_was_verified_too(leader: Viewer, grow: Grow) -> None:
    assert verify(by=leader) is None
    assert (state().is_whole, state().verified_to) == (True, 0), "there was no event then"
    grow(RECENT - 1)
    assert (state().is_whole, state().verified_to) == (True, 0)
    grow(1)
    assert (state().is_whole, state().verified_to) == (False, 0)
    verify(by=leader)
    assert (state().is_whole, state().verified_to) == (False, RECENT + 1)
    Event.objects.filter(pk=RECENT + 1).update(reason="annat")
    assert state().broken == Break(RECENT + 1, Flaw.CHANGED), "whatever was verified before"


@pytest.mark.parametrize(
    "spoil", [lambda old: old.filter(pk__lte=360).delete(), lambda old: old.update(reason="annat")]
)
def test_nothing_is_said_to_be_whole_for_having_been_it_once(leader: Viewer, grow: Grow, spoil: Callable) -> None:
    grow(600)
    verify(by=leader)
    spoil(Event.objects.filter(pk__lt=390))
    assert first_break() is not None
    assert (state().broken, state().is_whole) == (None, False)


@pytest.mark.parametrize("is_broken", [True, False])
def test_what_a_verification_found_is_kept_when_its_event_is_gone(
    leader: Viewer, grow: Grow, *, is_broken: bool
) -> None:
    grow(300)
    if is_broken:
        Event.objects.filter(pk=7).update(reason="annat")
    with time_machine.travel(NOW, tick=False):
        verify(by=leader)
    grow(300)
    Event.objects.filter(action="audit.verified").delete()
    expected = LogState(Break(7, Flaw.CHANGED), False, NOW) if is_broken else LogState(None, False, NOW, 300)
    assert state() == expected


def test_an_outcome_that_is_taken_away_or_put_back_is_a_break(leader: Viewer, grow: Grow) -> None:
    grow(300)
    verify(by=leader)
    whole = Head.objects.filter(pk=1).values("verified_at", "verified_to", "flaw", "signature")[0]
    Event.objects.filter(pk=7).update(reason="annat")
    verify(by=leader)
    last = Head.objects.get().event
    for outcome in ({"verified_at": None, "verified_to": None, "flaw": ""}, {"flaw": ""}, whole):
        honest = Head.objects.get()
        Head.objects.update(**outcome)
        assert state() == LogState(Break(last, Flaw.HEAD), is_whole=False)
        honest.save()
    assert state().broken == Break(7, Flaw.CHANGED)


def test_an_old_break_that_a_verification_found_is_told_until_another_finds_none(leader: Viewer, grow: Grow) -> None:
    grow(2 * RECENT)
    Event.objects.filter(pk=7).update(reason="annat")
    assert state().broken is None
    with time_machine.travel(NOW, tick=False):
        assert verify(by=leader) == Break(7, Flaw.CHANGED)
    assert Event.objects.latest("pk").detail == {"flaw": "changed"}
    assert state() == LogState(Break(7, Flaw.CHANGED), is_whole=False, verified_at=NOW)
    Event.objects.filter(pk=RECENT + 1 + 50).update(reason="annat")
    assert state().broken == Break(RECENT + 51, Flaw.CHANGED), "what is seen now is told first"
    Event.objects.filter(pk__in=[7, RECENT + 51]).update(reason="")
    assert state().broken == Break(7, Flaw.CHANGED)
    verify(by=leader)
    assert (state().broken, state().verified_to) == (None, 2 * RECENT + 1)


def test_a_changed_head_is_found_until_the_whole_log_is_verified(leader: Viewer, grow: Grow) -> None:
    grow(3)
    Head.objects.update(flaw="gap")
    assert verify(by=leader) == Break(3, Flaw.HEAD)
    assert state() == LogState(Break(3, Flaw.HEAD), False, Head.objects.get().verified_at)
    assert verify(by=leader) is None
    assert state().is_whole


def test_nobody_else_has_the_log_verified(person, leader: Viewer, grow: Grow, client: Client) -> None:
    grow(1)
    for other in (viewer_of(person("rektor")), system()):
        before = Event.objects.count()
        with pytest.raises(AccessRefused):
            verify(by=other)
        assert Event.objects.count() == before


def test_a_log_whose_end_was_found_changed_before_its_first_event_says_so(leader: Viewer) -> None:
    sign(Head(verified_at=NOW, verified_to=0, flaw=Flaw.HEAD))
    assert state() == LogState(Break(0, Flaw.HEAD), is_whole=False, verified_at=NOW)
