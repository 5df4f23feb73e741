"""A log that is empty for somebody who may read it, and one that grows by many events at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.audit.chain import current_key_id, digest_of
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.tests.events import sign


@pytest.fixture
def leader(person, client: Client) -> Viewer:
    """Somebody who may read the log, signed in, when the log is still empty."""
    who = person("samordnare")
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    Event.objects.all().delete()
    Head.objects.all().delete()
    return viewer_of(who)


@pytest.fixture
def grow() -> Callable[[int], None]:
    """So many honest events at the end of the log."""

    def grow(count: int) -> None:
        end = Head.objects.first() or Head()
        events, digest = [], end.digest
        for number in range(end.event + 1, end.event + count + 1):
            event = Event(
                pk=number,
                version=2,
                at=datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
                action="results.questioned",
                kind="results.figure",
                object_id=f"N{number}",
                key=current_key_id(),
                previous=digest,
            )
            event.digest = digest = digest_of(event) or ""
            events.append(event)
        Event.objects.bulk_create(events)
        end.event, end.digest = end.event + count, digest
        sign(end)

    return grow
