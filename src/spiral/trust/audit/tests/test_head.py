"""The end of the log stands in one row, signed with each event: a change of it is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from spiral.trust.audit.chain import HEAD_COLUMNS, is_signed
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import sign, write
from spiral.trust.audit.verification import Break, Flaw, first_break

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def an_empty_log(db: None) -> None:
    Event.objects.all().delete()
    Head.objects.all().delete()


def test_a_head_that_points_at_nothing_says_nothing_and_is_changed() -> None:
    write(2)
    Head.objects.update(event=0, digest="")
    assert first_break() == Break(2, Flaw.HEAD)
    sign(Head.objects.get())
    assert first_break() is None


@pytest.mark.parametrize(
    "change",
    [{"verified_at": NOW}, {"verified_to": 2}, {"flaw": "gap"}, {"signature": ""}, {"signature": "a" * 64}],
    ids=str,
)
def test_every_changed_column_of_the_head_is_found_and_stays_found_when_more_is_written(change: dict) -> None:
    write(2)
    Head.objects.update(**change)
    assert first_break() == Break(2, Flaw.HEAD)
    write(1)
    assert first_break() == Break(3, Flaw.HEAD)
    assert Head.objects.get().signature == "", "what is not signed has no signature, and none made up"


def test_every_column_of_the_head_is_in_its_signature_but_its_one_number_and_the_signature_itself() -> None:
    assert {f.name for f in Head._meta.fields} == {*HEAD_COLUMNS, "id", "signature"}


def test_the_head_is_signed_with_the_key_that_is_used_now_and_checked_with_every_one(settings) -> None:
    write(1)
    settings.AUDIT_KEYS = ["x" * 32, *settings.AUDIT_KEYS]
    assert first_break() is None
    write(1)
    end = Head.objects.get()
    settings.AUDIT_KEYS = settings.AUDIT_KEYS[:1]
    assert is_signed(end)
    settings.AUDIT_KEYS = ["y" * 32]
    assert not is_signed(end)


def test_a_head_without_a_digest_points_at_no_event_of_the_log() -> None:
    write(2)
    Head.objects.update(event=2, digest="")
    assert first_break() == Break(2, Flaw.OTHER)


def test_a_log_without_its_head_is_named_after_its_last_event() -> None:
    write(2)
    Head.objects.all().delete()
    assert first_break() == Break(2, Flaw.NO_HEAD)
