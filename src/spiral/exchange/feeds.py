"""Calendar feeds: every room with something for a calendar registers here how to list what a reader may see of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer

if TYPE_CHECKING:
    from spiral.documents.ical import CalendarEntry

#: (reader, from when, function that makes a path an absolute address) → entries.
FeedSource = Callable[[Viewer, datetime, Callable[[str], str]], "list[CalendarEntry]"]
#: By room.
FEEDS: Register[FeedSource] = Register("calendar feed")


def entries(reader: Viewer, since: datetime, absolute: Callable[[str], str]) -> list[CalendarEntry]:
    """The entries of every room from ``since`` on, the earliest first."""
    listed = (entry for source in FEEDS.all().values() for entry in source(reader, since, absolute))
    return sorted(listed, key=lambda e: (e.start, e.uid))
