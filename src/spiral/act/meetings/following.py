"""What a telephone at a meeting follows, set once for all who are shown the same (decisions/0028).

Three hundred telephones ask every other second. What one of them shows follows from few things: the meeting, the note
that its owner reads, whether she writes it, and whether it is her turn. So it is composed once for each combination.
How the meeting stands is read once for them all, so that asking costs no query: again when something is written here,
and after half a second in any case, because another process may have written.
"""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db import transaction

from spiral.act.meetings import seating
from spiral.ground.edition import edition
from spiral.ground.words import language

#: Seconds that a part is kept at most: nobody asks for it once the meeting has gone on.
LASTS = 60
#: Seconds that may pass until telephones are told what another process has written.
FRESH = 0.5
_beginning, _reading = threading.Lock(), threading.Lock()
_under_way: set[str] = set()
_TAG = re.compile(r'"(\d{1,9})\.(\d{1,9})\.')


@dataclass(frozen=True, slots=True)
class Moment:
    """How a meeting stands for those who follow it: its version, who sits where, and each note's version and writer."""

    version: int
    seating: seating.Seating
    notes: Mapping[int, tuple[int, int | None]]


@dataclass(frozen=True, slots=True)
class Followed:
    """All that the part of one telephone's page follows from, beside the clock."""

    meeting: int
    version: int
    group: int
    group_version: int
    writes: bool
    turn: str
    host: str
    language: str = field(default_factory=language)
    edition: str = field(default_factory=edition)

    @property
    def key(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]

    @property
    def tag(self) -> str:
        """An entity tag, in which the versions can be read again."""
        return f'"{self.version}.{self.group_version}.{self.key}"'


def followed(number: int, holder: int, host: str, tag: str = "") -> Followed | None:
    """What the holder of a seat follows now; None for somebody who is not, or no longer, at the meeting.

    ``tag`` is what she was shown last, '' when she asks for whatever stands: nobody is shown something older than she
    has seen, whichever process answers.
    """
    of = _followed(number, holder, host)
    if of is None or _is_older(of, tag):
        forget(number)
        of = _followed(number, holder, host)
    return of


def moment(number: int) -> Moment | None:
    """How the meeting stands; None where there is none. One reads for all who ask meanwhile."""
    key = _key(number)
    stands: Moment | None = cache.get(key)
    if stands is None:
        with _reading:
            stands = cache.get(key)
            if stands is None:
                stands = _read(number)
                cache.set(key, stands, FRESH)
    return stands


def forget(number: int) -> None:
    """Something has been written: who asks next reads anew. Who reads at this moment may have read what was before, so
    it is waited for."""
    with _reading:
        cache.delete(_key(number))


def has_changed(number: int) -> None:
    """What actions call when they have written: forgotten now, and once more when others can read it."""
    forget(number)
    transaction.on_commit(lambda: forget(number))


def part(of: Followed, compose: Callable[[], str], *, has_older: bool) -> tuple[str, float] | None:
    """The part as ``compose`` sets it, and how many seconds ago: clocks in it go on from there. While somebody else
    sets it, None for who has an older one to look at: she asks again soon, and nobody waits."""
    entry: tuple[float, str] | None = cache.get(of.key)
    if entry is None:
        with _beginning:
            is_under_way = of.key in _under_way
            _under_way.add(of.key)
        if is_under_way and has_older:
            return None
        try:
            entry = (time.time(), compose())
            cache.set(of.key, entry, LASTS)
        finally:
            _under_way.discard(of.key)
    composed_at, text = entry
    return text, max(0.0, time.time() - composed_at)


def _followed(number: int, holder: int, host: str) -> Followed | None:
    stands = moment(number)
    if stands is None or not (holder in stands.seating.seats or seating.has_seat(number, holder)):
        return None
    seated = stands.seating
    group = seated.groups.get(holder, seated.everybodys)
    group_version, writer = stands.notes.get(group, (0, None)) if group else (0, None)
    turn = "speaking" if holder == seated.speaking else "following" if holder == seated.following else ""
    return Followed(number, stands.version, group or 0, group_version, writer == holder, turn, host)


def _is_older(of: Followed, tag: str) -> bool:
    """Is it older than what was shown under ``tag``?"""
    known = _TAG.match(tag[:60])
    return known is not None and (of.version, of.group_version) < (int(known[1]), int(known[2]))


def _read(number: int) -> Moment | None:
    """Two queries, four more when the meeting has gone on: who sits where is another only then."""
    version = seating.version(number)
    if version is None:
        return None
    key = f"meetings.seating.{number}.{version}"
    seated: seating.Seating | None = cache.get(key)
    if seated is None:
        seated = seating.seating(number)
        cache.set(key, seated, LASTS)
    return Moment(version, seated, seating.note_versions(number))


def _key(number: int) -> str:
    return f"meetings.moment.{number}"
