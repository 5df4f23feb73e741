"""Verifies that the log is whole. A break is reported with its place; nothing is said about who or why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as lazy

from spiral.trust.audit.anchors import Anchor
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import digest_of, earlier_line
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.queries import RECENT, UNREADABLE


class Flaw(TextChoices):
    """How the chain can break; each is a sentence with the event's number."""

    CHANGED = "changed", lazy("Händelse %(number)s stämmer inte med sin kontrollsumma.")
    GAP = "gap", lazy("Före händelse %(number)s saknas något: den följer inte på händelsen före.")
    CUT = "cut", lazy("Loggen slutar för tidigt: händelse %(number)s finns inte.")
    OTHER = "other", lazy("Händelse %(number)s är en annan än den som ankaret, eller loggens egen slutrad, pekar på.")
    EARLIER = "earlier", lazy("Det som Spiral 0.1.0 skrev, före händelse %(number)s, är inte som vid uppgraderingen.")
    NO_HEAD = "no_head", lazy("Raden som säger var loggen slutar, efter händelse %(number)s, finns inte.")
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
    #: Is every event verified: now, or when the whole log was?
    is_whole: bool
    #: When somebody last verified the whole log, and the last event then; None and 0 for never.
    verified_at: datetime | None = None
    verified_to: int = 0


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


def _first_unreadable(after: int) -> int:
    """The number of the first event behind ``after`` that can no longer be read."""
    for (number,) in Event.objects.filter(pk__gt=after).values_list("pk"):
        try:
            Event.objects.get(pk=number)
        except UNREADABLE:
            return number
    return after + 1


def first_break(anchors: Iterable[Anchor] = ()) -> Break | None:
    """The first place where the log is not whole, or does not go through one of ``anchors``; None when it is whole."""
    return _break_on(_Walk(), anchors)


def state() -> LogState:
    """What the newest events, the head and the latest verification of the whole log say of it. The time that this
    takes does not grow with the log."""
    walk = _walk_of_recent()
    start = walk.number
    broken = _break_on(walk)
    try:
        latest = Event.objects.filter(action=Action.AUDIT_VERIFIED.value).order_by("-pk").first()
    except UNREADABLE:
        return LogState(Break(_first_unreadable(0), Flaw.CHANGED), is_whole=False)
    if latest is None:
        return LogState(broken, is_whole=broken is None and start == 0)
    if flaw := _flaw_of(latest):
        return LogState(broken or Break(latest.pk, flaw), is_whole=False)
    number = int(latest.object_id)
    if "flaw" in latest.detail:
        return LogState(broken or Break(number, Flaw(latest.detail["flaw"])), is_whole=False, verified_at=latest.at)
    return LogState(broken, broken is None and start <= number, latest.at, number)


def _walk_of_recent() -> _Walk:
    """A walk of the newest ``RECENT`` events, where the event before them is believed. Where there is no such event, or
    0.1.0 wrote it, the walk begins with the first event of the log."""
    last = Head.objects.values_list("event", flat=True).first() or 0
    before = Event.objects.filter(pk=last - RECENT, version__gt=1).values_list("pk", "digest", "version").first()
    return _Walk(*before) if before else _Walk()


def _break_on(walk: _Walk, anchors: Iterable[Anchor] = ()) -> Break | None:
    """The first break that the walk comes to, to the end of the log."""
    # Before the events: one written meanwhile comes after this head, none before it.
    head = Head.objects.values_list("event", "digest").first()
    wanted: dict[int, set[str]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.number, set()).add(anchor.digest)
    wanted.pop(0, None)
    if head and head[0]:
        wanted.setdefault(head[0], set()).add(head[1])
    events = Event.objects.filter(pk__gt=walk.number) if walk.number else Event.objects.all()
    try:
        for event in events.iterator(chunk_size=2000):
            if flaw := walk.follow(event):
                return Break(event.pk, flaw)
            if wanted.pop(event.pk, {event.digest}) != {event.digest}:
                return Break(event.pk, Flaw.OTHER)
    except UNREADABLE:
        return Break(_first_unreadable(walk.number), Flaw.CHANGED)
    if wanted:
        return Break(walk.number + 1, Flaw.CUT)
    if walk.number and head is None:
        return Break(walk.number, Flaw.NO_HEAD)
    return Break(walk.number, Flaw.EARLIER) if walk.is_unsealed() else None
