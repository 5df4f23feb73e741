"""What a calendar feed holds: every room with something in a calendar says here what a reader may see of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer

if TYPE_CHECKING:
    from spiral.documents.ical import CalendarEntry

#: (reader, from when, how an address of ours becomes a whole one) → entries.
Teller = Callable[[Viewer, datetime, Callable[[str], str]], "list[CalendarEntry]"]
#: By room.
FEEDS: Register[Teller] = Register("calendar feed")


def entries(reader: Viewer, since: datetime, whole: Callable[[str], str]) -> list[CalendarEntry]:
    """Everything of every room, the earliest first."""
    found = [entry for teller in FEEDS.all().values() for entry in teller(reader, since, whole)]
    return sorted(found, key=lambda e: (e.start, e.uid))
