"""What a telephone at a meeting follows, set once for all who are shown the same (decisions/0028).

Three hundred telephones ask every other second. What one of them shows follows from few things: the meeting, the note
that its owner reads, whether she writes it, and whether it is her turn. So it is composed once for each combination,
and asking costs two small queries whatever has happened.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.cache import cache

from spiral.act.meetings import seating
from spiral.ground.edition import edition
from spiral.ground.words import language

#: Seconds that a part is kept at most: nobody asks for it once the meeting has gone on.
LASTS = 60
_composing = threading.Lock()


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


def followed(number: int, holder: int, host: str) -> Followed | None:
    """What the holder of a seat follows now; None for somebody who is not, or no longer, at the meeting. Two queries,
    one more for the first who asks after something has happened."""
    version = seating.version(number, holder)
    if version is None:
        return None
    seated = _seated(number, version)
    group = seated.groups.get(holder, seated.everybodys)
    group_version, writer = seating.note_version(group) if group else (0, None)
    turn = "speaking" if holder == seated.speaking else "following" if holder == seated.following else ""
    return Followed(number, version, group or 0, group_version, writer == holder, turn, host)


def part(of: Followed, compose: Callable[[], str]) -> tuple[str, float]:
    """The part as ``compose`` sets it, and how many seconds ago: clocks in it go on from there. Two that ask at once
    wait for one that composes."""
    entry = cache.get(of.key)
    if entry is None:
        with _composing:
            entry = cache.get(of.key)
            if entry is None:
                entry = (time.time(), compose())
                cache.set(of.key, entry, LASTS)
    composed_at, text = entry
    return text, max(0.0, time.time() - composed_at)


def _seated(number: int, version: int) -> seating.Seating:
    """Who sits in which group; another only with another version of the meeting."""
    key = f"meetings.seating.{number}.{version}"
    listed: seating.Seating | None = cache.get(key)
    if listed is None:
        listed = seating.seating(number)
        cache.set(key, listed, LASTS)
    return listed
