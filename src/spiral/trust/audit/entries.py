"""The log's events in words: no key and no code of the program is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spiral.ground.fields import whole_number
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.kinds import Detail, Kind
from spiral.trust.audit.models import Event

_ACTIONS = {action.value: action for action in Action}
#: The page of each kind of thing that has one, and what a reader of it must hold.
_PAGES = {
    Kind.ASSIGNMENT: ("assignments:assignment", Permission.ASSIGNMENT_SEE),
    Kind.CIRCLE: ("circles:circle", Permission.CIRCLE_SEE),
    Kind.COLLECTION: ("voices:collection", Permission.COLLECTION_SEE),
    Kind.EVENT: ("events:event", Permission.EVENT_SEE),
    Kind.EXAMPLE: ("examples:example", Permission.EXAMPLE_SEE),
    Kind.INQUIRY: ("inquiries:inquiry", Permission.INQUIRY_SEE),
    Kind.MEETING: ("meetings:meeting", Permission.MEETING_SEE),
}
#: Details that are numbers: the rest are keys, kept for who reads the log with a command.
_COUNTED = (Detail.BEFORE, Detail.AFTER, Detail.EVENTS, Detail.FIGURES, Detail.OFFICES, Detail.PEOPLE, Detail.YEAR)
_PLACES = ("networks.municipality", "networks.owner", "networks.unit")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """An event in words, as the log's page shows it: who by her office then, and the thing's page where there is one
    that the reader may open."""

    number: int
    at: datetime
    who: str
    what: str
    url: str
    place: str
    reason: str
    details: Sequence[tuple[str, str]]


def in_words(viewer: Viewer, events: Sequence[Event]) -> list[LogEntry]:
    """Events as the viewer reads them; as many queries whatever their number."""
    offices, places, pages = _offices(events), _places(events), _pages(viewer, events)
    return [
        LogEntry(
            e.pk,
            e.at,
            _who(e, offices),
            _what(e),
            pages.get((e.kind, e.object_id), ""),
            places.get(e.place, ""),
            e.reason,
            [(str(d.label), str(e.detail[d])) for d in _COUNTED if isinstance(e.detail.get(d), int)],
        )
        for e in events
    ]


def _what(event: Event) -> str:
    if event.version == 1:
        return f"{event.verb} {event.what}".strip()
    known = _ACTIONS.get(event.action)
    return str(known.sentence) if known else _("gjorde något som en senare version av Spiral har ord för")


def _who(event: Event, offices: Mapping[str, Sequence]) -> str:
    """By the office that was held that day; who holds it now, and her name, are not the log's matter."""
    if not event.actor:
        return _("Ingen inloggad")
    day = timezone.localdate(event.at)
    held = [o for o in offices.get(event.actor, ()) if o.from_date <= day and (o.to_date is None or day <= o.to_date)]
    return str(held[0]) if held else _("Någon utan roll den dagen")


def _offices(events: Sequence[Event]) -> dict[str, list]:
    actors = {number for e in events if (number := whole_number(e.actor)) is not None}
    people = get_user_model()._default_manager.filter(pk__in=actors).prefetch_related("offices")
    return {str(person.pk): list(person.offices.all()) for person in people}


def _places(events: Sequence[Event]) -> dict[str, str]:
    codes = {e.place for e in events if e.place}
    names: dict[str, str] = {}
    for label in _PLACES:
        names |= dict(apps.get_model(label)._default_manager.filter(pk__in=codes).values_list("pk", "name"))
    return names


def _pages(viewer: Viewer, events: Sequence[Event]) -> dict[tuple[str, str], str]:
    """Addresses of things that are still there and that the viewer may see."""
    pages = {}
    for kind, (name, permission) in _PAGES.items():
        numbers = {n for e in events if e.kind == kind and (n := whole_number(e.object_id)) is not None}
        things: Mapping[int, Model] = apps.get_model(kind)._default_manager.in_bulk(numbers) if numbers else {}
        for number, thing in things.items():
            if allows(viewer, permission, thing):
                pages[(str(kind), str(number))] = reverse(name, args=[number])
    return pages
