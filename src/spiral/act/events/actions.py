"""Writes: arrange, change, cancel, sign up, leave, and the key of a feed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from spiral.act.events import mail
from spiral.act.events.models import Event, Feed, SignUp
from spiral.exchange import texts
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import offices_for, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.networks.models import Area

State = SignUp.State


class SignUpClosed(Exception):
    """Cancelled, over, or past the last day; nothing has been written."""


class TooManyPeople(Exception):
    """More people than the event has places at all; nothing has been written."""


@dataclass(frozen=True, slots=True)
class EventContent:
    """What is arranged."""

    title: str
    starts: datetime
    ends: datetime
    organiser: str
    place: str
    place_name: str
    about: str = ""
    is_offer: bool = False
    where: str = ""
    link: str = ""
    audience: str = ""
    areas: Sequence[str] = ()
    places: int | None = None
    last_day: date | None = None


_COLUMNS = tuple(f.name for f in fields(EventContent) if f.name != "areas")
#: A change of these is a change of the entry in a calendar.
_HEARD = ("title", "starts", "ends", "is_offer", "where", "link", "about")


@transaction.atomic
def arrange(content: EventContent, *, by: Viewer, is_made_up: bool = False) -> Event:
    """A new event or offer. Raises PermissionDenied."""
    event = Event(author=by.signed_in, is_made_up=is_made_up)
    _fill(event, content, by)
    record(Action.EVENTS_ARRANGED, event, by=by, place=event.place)
    return event


@transaction.atomic
def change(number: int, content: EventContent, revision: Revision, *, by: Viewer) -> Event:
    """Change it; more places let those who wait come. Raises PermissionDenied, StaleRevision."""
    event = Event.objects.select_for_update().get(pk=number)
    require(by, Permission.EVENT_ARRANGE, event)
    require_revision(event, revision)
    event.revision += 1
    if any(getattr(event, name) != getattr(content, name) for name in _HEARD):
        event.sequence += 1
    _fill(event, content, by)
    _promote(event)
    record(Action.EVENTS_CHANGED, event, by=by, place=event.place)
    return event


@transaction.atomic
def cancel(number: int, reason: str, *, by: Viewer) -> Event:
    """Cancel it and write to everybody who has signed up; once. Raises PermissionDenied."""
    event = Event.objects.select_for_update().get(pk=number)
    require(by, Permission.EVENT_ARRANGE, event)
    if event.state == Event.State.CANCELLED:
        return event
    event.state, event.reason = Event.State.CANCELLED, reason.strip()
    event.sequence += 1
    event.revision += 1
    event.changed_at = timezone.now()
    event.save()
    for signup in event.signups.exclude(state=State.LEFT).select_related("person"):
        mail.cancelled(event, signup.person.email)
    texts.announce_change("event", number)
    record(Action.EVENTS_CANCELLED, event, by=by, place=event.place)
    return event


@transaction.atomic
def sign_up(number: int, people: int, note: str, *, by: Viewer) -> SignUp:
    """A place for ``people``, or the end of the waiting list; whoever stands there already keeps her place as it is.

    Behind the event's row lock, so that the last place is given once. Nobody passes those who wait, not even a small
    group a large one. Raises PermissionDenied, SignUpClosed, TooManyPeople.
    """
    require(by, Permission.EVENT_SEE)
    event = Event.objects.select_for_update().get(pk=number)
    if not is_taking(event):
        raise SignUpClosed
    standing = event.signups.filter(person=by.signed_in).exclude(state=State.LEFT).first()
    if standing is not None:
        return standing
    if event.places is not None and people > event.places:
        raise TooManyPeople
    waits = event.signups.filter(state=State.WAITING).exists() or not _fits(event, people)
    signup = SignUp.objects.create(
        event=event,
        person=by.signed_in,
        office=str(offices_for(by, Permission.EVENT_SEE)[0]),
        people=people,
        note=note.strip(),
        state=State.WAITING if waits else State.IN,
    )
    record(Action.EVENTS_SIGNED_UP, event, by=by)
    return signup


@transaction.atomic
def leave(number: int, *, by: Viewer) -> None:
    """Give up the place; the first who waits and fits gets it and a letter. Leaving twice is leaving once."""
    event = Event.objects.select_for_update().get(pk=number)
    if not event.signups.filter(person=by.signed_in).exclude(state=State.LEFT).update(state=State.LEFT):
        return
    _promote(event)
    record(Action.EVENTS_LEFT, event, by=by)


@transaction.atomic
def new_feed_key(*, by: Viewer) -> str:
    """A new address for one's feed; the old one stops working at once. Raises PermissionDenied."""
    require(by, Permission.EVENT_SEE)
    key = secrets.token_urlsafe(32)
    hashed = hashlib.sha256(key.encode()).hexdigest()
    Feed.objects.update_or_create(person=by.signed_in, defaults={"key_hash": hashed, "made_on": timezone.localdate()})
    record(Action.EVENTS_FEED_OPENED, by.key, by=by)
    return key


@transaction.atomic
def revoke_feed(*, by: Viewer) -> None:
    """Nobody reads the feed any more."""
    if Feed.objects.filter(person=by.signed_in).delete()[0]:
        record(Action.EVENTS_FEED_CLOSED, by.key, by=by)


def is_taking(event: Event) -> bool:
    """Planned, not over or begun (an offer: not ended), and its last day to sign up has not passed."""
    end = event.ends if event.is_offer else event.starts
    in_time = event.last_day is None or timezone.localdate() <= event.last_day
    return event.state == Event.State.PLANNED and timezone.now() < end and in_time


def _fits(event: Event, people: int) -> bool:
    if event.places is None:
        return True
    taken = sum(event.signups.filter(state=State.IN).values_list("people", flat=True))
    return taken + people <= event.places


def _promote(event: Event) -> None:
    """Those who wait, in order, as long as the first of them fits."""
    if event.state != Event.State.PLANNED or timezone.now() >= event.ends:
        return
    for waiting in event.signups.filter(state=State.WAITING).select_related("person").order_by("pk"):
        if not _fits(event, waiting.people):
            return
        waiting.state = State.IN
        waiting.save(update_fields=["state"])
        mail.promoted(event, waiting.person.email)


def _fill(event: Event, content: EventContent, by: Viewer) -> None:
    for name in _COLUMNS:
        setattr(event, name, getattr(content, name))
    require(by, Permission.EVENT_ARRANGE, event)
    event.changed_at = timezone.now()
    event.save()
    event.areas.set(Area.objects.filter(pk__in=list(content.areas)))
    texts.announce_change("event", event.pk)
