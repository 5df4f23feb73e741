"""Reads of the log."""

from __future__ import annotations

from spiral.trust.audit.chain import digest
from spiral.trust.audit.models import Event


def first_broken_link() -> int | None:
    """The number of the first event that does not follow from the one before, or None when the chain holds."""
    previous = ""
    for event in Event.objects.iterator():
        if event.previous != previous or event.digest != digest(previous, event.actor, event.verb, event.what):
            return event.pk
        previous = event.digest
    return None


def recent(count: int = 200) -> list[Event]:
    """The newest events first."""
    return list(Event.objects.order_by("-id")[:count])
