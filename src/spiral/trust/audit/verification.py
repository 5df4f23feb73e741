"""Verifies that the log is whole. A break is reported with its place; nothing is said about who or why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as lazy

from spiral.trust.audit.anchors import Anchor, HeadUnreadable
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import digest_of, earlier_line, is_signed
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.queries import RECENT, UNREADABLE, end_of_log


class Flaw(TextChoices):
    """How the chain can break; each is a sentence with the event's number."""

    CHANGED = "changed", lazy("Händelse %(number)s stämmer inte med sin kontrollsumma.")
    UNREADABLE = "unreadable", lazy("Händelse %(number)s går inte att läsa: något i den har ändrats.")
    GAP = "gap", lazy("Före händelse %(number)s saknas något: den följer inte på händelsen före.")
    CUT = "cut", lazy("Loggen slutar för tidigt: händelse %(number)s finns inte.")
    OTHER = "other", lazy("Händelse %(number)s är en annan än den som ankaret, eller loggens egen slutrad, pekar på.")
    EARLIER = "earlier", lazy("Det som Spiral 0.1.0 skrev, före händelse %(number)s, är inte som vid uppgraderingen.")
    NO_HEAD = "no_head", lazy("Raden som säger var loggen slutar, efter händelse %(number)s, finns inte.")
    HEAD = "head", lazy("Raden som säger var loggen slutar, efter händelse %(number)s, har ändrats.")
    NO_KEY = "no_key", lazy("Händelse %(number)s går inte att kontrollera: nyckeln som den skrevs med finns inte här.")


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain breaks."""

    number: int
    flaw: Flaw

    def __str__(self) -> str:
        return str(self.flaw.label) % {"number": self.number}


@dataclass(frozen=True, slots=True)
class LogState:
    """What is known of the log without reading all of it."""

    broken: Break | None
    #: Has every event been read now, and is each as it was written?
    is_whole: bool
    #: When somebody last verified the whole log, None for never; and the last event then, None where it was not whole.
    verified_at: datetime | None = None
    verified_to: int | None = None


class _Walk:
    """What is known of the events that have been read so far: from the first one on, or from behind an event that
    is believed."""

    def __init__(self, number: int = 0, digest: str = "", version: int = 0) -> None:
        self.number, self.digest, self.version = number, digest, version
        self._earlier: set[str] = set()
        self._earlier_hash = hashlib.sha256()
        self._is_sealed = False

    def follow(self, event: Event) -> Flaw | None:
        """Check the next event. Returns what is wrong with it, or None."""
        if flaw := _flaw_of(event):
            return flaw
        if event.version < self.version:
            return Flaw.CHANGED
        flaw = self._earlier_event(event) if event.version == 1 else self._event(event)
        self.number, self.digest, self.version = event.pk, event.digest, event.version
        return flaw

    def _earlier_event(self, event: Event) -> Flaw | None:
        """0.1.0 let two writers follow on the same event, so an event may follow on any event before it."""
        if event.previous and event.previous not in self._earlier:
            return Flaw.GAP
        self._earlier.add(event.digest)
        self._earlier_hash.update(earlier_line(event))
        return None

    def _event(self, event: Event) -> Flaw | None:
        if event.previous != self.digest or event.pk != self.number + 1:
            return Flaw.GAP
        if self.version == 1:
            seal = event.detail if event.action == Action.AUDIT_EARLIER_SEALED else {}
            self._is_sealed = seal == {"events": len(self._earlier), "sha256": self._earlier_hash.hexdigest()}
            return None if self._is_sealed else Flaw.EARLIER
        return None

    def is_unsealed(self) -> bool:
        return bool(self._earlier) and not self._is_sealed


def _flaw_of(event: Event) -> Flaw | None:
    """What is wrong with an event by itself."""
    expected = digest_of(event)
    if expected is None:
        return Flaw.NO_KEY
    return None if expected == event.digest else Flaw.CHANGED


def _first_unreadable(after: int, error: Exception) -> int:
    """The number of the first event behind ``after`` that can no longer be read, as ``error`` said. Where each can, one
    was of another kind than it was written; and a database that only failed once raises ``error``."""
    for (number,) in Event.objects.filter(pk__gt=after).values_list("pk"):
        try:
            Event.objects.get(pk=number)
        except UNREADABLE:
            return number
    if isinstance(error, DatabaseError):
        raise error
    return after + 1


def first_break(anchors: Iterable[Anchor] = ()) -> Break | None:
    """The first place where the log is not whole, or does not go through one of ``anchors``; None when it is whole."""
    try:
        return _break_on(_Walk(), end_of_log(), anchors)
    except HeadUnreadable:
        return _unreadable_head()


def state() -> LogState:
    """What the newest events, the head and the latest verification of the whole log say of it. The time that this
    takes does not grow with the log."""
    try:
        end = end_of_log()
    except HeadUnreadable:
        return LogState(_unreadable_head(), is_whole=False)
    walk = _walk_of_recent(end)
    start = walk.number
    broken = _break_on(walk, end)
    is_whole = broken is None and start == 0
    if end is None or end.verified_at is None or not is_signed(end):
        return LogState(broken, is_whole)
    if end.flaw:
        return LogState(broken or Break(end.verified_to or 0, Flaw(end.flaw)), False, end.verified_at)
    return LogState(broken, is_whole, end.verified_at, end.verified_to)


def _unreadable_head() -> Break:
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first()
    return Break(last or 0, Flaw.HEAD)


def _walk_of_recent(end: Head | None) -> _Walk:
    """A walk of the newest ``RECENT`` events, where the event before them is believed. Where there is no such event, it
    cannot be read, or 0.1.0 wrote it, the walk begins with the first event of the log."""
    number = (end.event if end else 0) - RECENT
    try:
        before = Event.objects.filter(pk=number, version__gt=1).values_list("pk", "digest", "version").first()
    except UNREADABLE:
        return _Walk()
    return _Walk(*before) if before else _Walk()


def _break_on(walk: _Walk, end: Head | None, anchors: Iterable[Anchor] = ()) -> Break | None:
    """The first break that the walk comes to, to the end of the log. ``end`` was read first: an event that is written
    meanwhile comes after it, none before it."""
    wanted: dict[int, set[str]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.number, set()).add(anchor.digest)
    wanted.pop(0, None)
    if end and end.event:
        wanted.setdefault(end.event, set()).add(end.digest)
    events = Event.objects.filter(pk__gt=walk.number) if walk.number else Event.objects.all()
    try:
        for event in events.iterator(chunk_size=2000):
            if flaw := walk.follow(event):
                return Break(event.pk, flaw)
            if wanted.pop(event.pk, {event.digest}) != {event.digest}:
                return Break(event.pk, Flaw.OTHER)
    except UNREADABLE as error:
        return Break(_first_unreadable(walk.number, error), Flaw.UNREADABLE)
    if wanted:
        return Break(walk.number + 1, Flaw.CUT)
    if walk.number and end is None:
        return Break(walk.number, Flaw.NO_HEAD)
    if walk.is_unsealed():
        return Break(walk.number, Flaw.EARLIER)
    return Break(walk.number, Flaw.HEAD) if end and not is_signed(end) else None
