"""Reads of what is coming up, who comes, and whose a feed is."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from spiral.act.events.models import Event, Feed, SignUp
from spiral.trust.access.deciding import allows, allows_everywhere, offices_for
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer, viewer_of, visitor
from spiral.trust.networks import queries as register

PAGE = 20
#: How long a feed remembers what has been.
_REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class EventPlaces:
    """How an event stands: ``free`` is None when as many as wish may come."""

    taken: int
    waiting: int
    free: int | None


def coming(viewer: Viewer) -> QuerySet[Event]:
    """What has not ended, the nearest first; lazy, for paging."""
    return _whole(viewer).filter(ends__gte=viewer.now).order_by("starts", "pk")


def past(viewer: Viewer) -> QuerySet[Event]:
    """What has been, the latest first."""
    return _whole(viewer).filter(ends__lt=viewer.now).order_by("-starts", "-pk")


def event(viewer: Viewer, number: int) -> Event | None:
    return _whole(viewer).filter(pk=number).first()


def seats(event: Event) -> EventPlaces:
    """Counted from the sign-ups; reads them again unless they are at hand."""
    rows = list(event.signups.all())
    taken = sum(s.people for s in rows if s.state == SignUp.State.IN)
    waiting = sum(s.people for s in rows if s.state == SignUp.State.WAITING)
    return EventPlaces(taken, waiting, None if event.places is None else max(0, event.places - taken))


def mine(viewer: Viewer, event: Event) -> SignUp | None:
    """The viewer's own sign-up, unless she has left."""
    return next((s for s in event.signups.all() if s.person_id == viewer.key and s.state != SignUp.State.LEFT), None)


def list_of_people(viewer: Viewer, event: Event) -> list[SignUp]:
    """Who comes and who waits, in order; for those who arrange it."""
    if not allows(viewer, Permission.EVENT_ARRANGE, event):
        return []
    return [s for s in event.signups.all() if s.state != SignUp.State.LEFT]


def place_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """The places one may arrange for: one's own offices', and every municipality for the coordinator."""
    own: list[tuple[str, str]] = [(o.place, o.place_name) for o in offices_for(viewer, Permission.EVENT_ARRANGE)]
    if allows_everywhere(viewer, Permission.EVENT_ARRANGE):
        own += [(m.code, m.name) for m in register.municipalities(viewer)]
    return list(dict.fromkeys(own))


def feed_of(viewer: Viewer) -> Feed | None:
    return Feed.objects.filter(person=viewer.signed_in).first()


def reader_of_feed(key: str) -> Viewer | None:
    """Whose feed a key opens; None for an unknown or revoked key, and for somebody who is no member any more."""
    hashed = hashlib.sha256(key.encode()).hexdigest()
    feed = Feed.objects.filter(key_hash=hashed, person__is_active=True).select_related("person").first()
    reader = viewer_of(feed.person) if feed else visitor()
    return reader if allows(reader, Permission.EVENT_SEE) else None


def for_feed(viewer: Viewer) -> list[Event]:
    """What a calendar shows: the last year and everything to come, the cancelled among it."""
    return list(_whole(viewer).filter(ends__gte=remembered_since()).order_by("starts", "pk"))


def remembered_since() -> datetime:
    """How far back a calendar remembers."""
    return timezone.now() - _REMEMBERED


def _whole(viewer: Viewer) -> QuerySet[Event]:
    if not allows(viewer, Permission.EVENT_SEE):
        return Event.objects.none()
    return Event.objects.prefetch_related("areas", "signups")
