"""Reads of the log."""

from __future__ import annotations

from django.db import DatabaseError
from django.db.models import Count

from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.anchors import Anchor, HeadUnreadable, is_end
from spiral.trust.audit.entries import LogEntry, in_words
from spiral.trust.audit.models import Event, Head

#: So many of the newest events are shown, and checked each time that they are.
RECENT = 200
#: What Django raises for a row that has been changed into what is no time, no JSON, or (on SQLite) no text.
UNREADABLE = (ValueError, TypeError, AttributeError, DatabaseError)


def recent(viewer: Viewer, count: int = RECENT) -> list[LogEntry]:
    """The newest events first, in words; [] where one has been changed into something that cannot be read."""
    try:
        return in_words(viewer, list(Event.objects.order_by("-pk")[:count]))
    except UNREADABLE:
        return []


def head() -> Anchor:
    """The end of the log as it is now, to be kept outside the database. Raises HeadUnreadable."""
    end = end_of_log()
    if end is None:
        last = Event.objects.order_by("-pk").values_list("pk", "digest").first()
        return Anchor(*(last or (0, "")))
    if not is_end(end.event, end.digest):
        raise HeadUnreadable
    return Anchor(end.event, end.digest)


def end_of_log() -> Head | None:
    """The row that says where the log ends, None where there is none. Raises HeadUnreadable."""
    try:
        end = Head.objects.first()
    except UNREADABLE as error:
        # Counting reads no value: it raises where the database is another than ours, or gone.
        Head.objects.aggregate(*(Count(column.name) for column in Head._meta.fields))
        raise HeadUnreadable from error
    if end is None:
        return None
    numbers, texts = (end.event, end.verified_to or 0), (end.digest, end.flaw, end.signature)
    if not all(isinstance(n, int) for n in numbers) or not all(isinstance(text, str) for text in texts):
        raise HeadUnreadable
    return end
