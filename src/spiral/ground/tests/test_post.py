"""Letters after the save: sent one by one, lost without taking anything with them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from spiral.ground.post import post

pytestmark = pytest.mark.django_db


def test_a_letter_goes_when_the_save_has_been_made(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        post("Inställt:\nträffen", "Hej", "a@example.org")
        assert mail.outbox == []
    assert [(m.subject, m.to) for m in mail.outbox] == [("Inställt: träffen", ["a@example.org"])]


def test_a_shut_post_office_raises_nothing_and_the_log_names_nobody(
    django_capture_on_commit_callbacks, monkeypatch, caplog
) -> None:
    def shut(self, messages) -> None:
        raise ConnectionRefusedError("a@example.org")

    monkeypatch.setattr(EmailBackend, "send_messages", shut)
    with django_capture_on_commit_callbacks(execute=True):
        post("Inställt", "Hej", "a@example.org")
    assert "a letter could not be sent: ConnectionRefusedError" in caplog.text
    assert "example.org" not in caplog.text
