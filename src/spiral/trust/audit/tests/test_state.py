"""What is known of a log without reading all of it: its newest events, and the latest verification of the whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client

from spiral.trust.access.deciding import AccessRefused
from spiral.trust.access.viewer import Viewer, system, viewer_of
from spiral.trust.audit.actions import verify
from spiral.trust.audit.chain import digest_of
from spiral.trust.audit.models import Event, Head
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
    import_module("spiral.trust.audit.migrations.0002_typed_and_chained").seal_earlier(apps, None)
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
    assert state() == LogState(None, True, NOW, RECENT + 3)
    assert first_break() is None


def test_the_log_is_whole_as_long_as_the_newest_go_on_where_the_verification_ended(leader: Viewer, grow: Grow) -> None:
    grow(RECENT + 3)
    verify(by=leader)
    grow(RECENT - 1)
    assert (state().is_whole, state().verified_to) == (True, RECENT + 3)
    grow(1)
    assert (state().is_whole, state().verified_to) == (False, RECENT + 3)
    verify(by=leader)
    assert (state().is_whole, state().verified_to) == (True, 2 * RECENT + 4)
    Event.objects.filter(pk=2 * RECENT + 4).update(reason="annat")
    assert state().broken == Break(2 * RECENT + 4, Flaw.CHANGED), "whatever was verified before"


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
    assert (state().broken, state().is_whole) == (None, True)


def test_a_verification_that_somebody_has_changed_is_a_break_itself(
    leader: Viewer, grow: Grow, settings: object
) -> None:
    grow(3)
    verify(by=leader)
    grow(RECENT + 3)
    Event.objects.filter(pk=4).update(object_id=str(RECENT))
    assert state() == LogState(Break(4, Flaw.CHANGED), is_whole=False)
    Event.objects.filter(pk=RECENT).update(reason="annat")
    assert state() == LogState(Break(RECENT, Flaw.CHANGED), is_whole=False)


def test_one_that_can_no_longer_be_read_is_a_break_and_no_error(leader: Viewer, grow: Grow) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL tar inte emot en tid som inte är någon")
    verify(by=leader)
    grow(RECENT + 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET at = '2026-13-45 00:00:00' WHERE id = 1")
    assert state() == LogState(Break(1, Flaw.CHANGED), is_whole=False)


def test_nobody_else_has_the_log_verified(person, leader: Viewer, grow: Grow, client: Client) -> None:
    grow(1)
    for other in (viewer_of(person("rektor")), system()):
        before = Event.objects.count()
        with pytest.raises(AccessRefused):
            verify(by=other)
        assert Event.objects.count() == before
