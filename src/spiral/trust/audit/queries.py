"""Reads of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from spiral.trust.audit.anchors import Anchor
from spiral.trust.audit.catalogue import Action, Detail, Kind
from spiral.trust.audit.models import Event, Head

#: So many of the newest events are shown, and checked each time that they are.
RECENT = 200
#: What Django raises for a row that has been changed into what is no time, or no JSON.
UNREADABLE = (ValueError, TypeError, AttributeError)
_ACTIONS = {action.value: action for action in Action}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An event in words, as the log's page shows it."""

    number: int
    at: datetime
    who: str
    what: str
    thing: str
    place: str
    reason: str
    details: Sequence[tuple[str, str]]


def recent(count: int = RECENT) -> list[LogEntry]:
    """The newest events first, in words; [] where one has been changed into something that cannot be read."""
    try:
        return [_entry(event) for event in Event.objects.order_by("-pk")[:count]]
    except UNREADABLE:
        return []


def head() -> Anchor:
    """The end of the log as it is now, to be kept outside the database."""
    known = Head.objects.values_list("event", "digest").first()
    if known is None:
        known = Event.objects.order_by("-pk").values_list("pk", "digest").first()
    return Anchor(*(known or (0, "")))


def _entry(event: Event) -> LogEntry:
    who = _("person %(number)s") % {"number": event.actor} if event.actor else _("ingen inloggad")
    if event.version == 1:
        return LogEntry(event.pk, event.at, who, event.verb, event.what, "", "", ())
    # A key that a later version wrote is shown as it is.
    what = str(_ACTIONS[event.action].sentence) if event.action in _ACTIONS else event.action
    kind = str(Kind(event.kind).label) if event.kind in Kind.values else event.kind
    details = [
        (str(Detail(name).label) if name in Detail.values else name, _words(value))
        for name, value in event.detail.items()
    ]
    return LogEntry(
        event.pk, event.at, who, what, f"{kind} {event.object_id}".strip(), event.place, event.reason, details
    )


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
