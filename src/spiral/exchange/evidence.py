"""Evidence that one room takes from another: a frozen copy that can be read without the room it came from.

Rooms never import each other. A room that owns something worth taking along (a figure, a rating, pupils' voices)
registers a source for that kind of thing; a room that takes things along (inquiries, meetings) registers a
destination. What is taken along is a snapshot with its source line. ``kind`` and ``ref`` name the original, so that it
can be followed up: read again later and compared with the snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Evidence:
    """One frozen thing. It has plain text and JSON only, so that it can be saved in a column and read without its room.

    ``kind`` and ``ref`` say where it came from; ``sentence`` what it says, its uncertainty included; ``source`` who
    published or answered, with date; ``chart`` is a frozen chart specification (documents.frozen) or None, and
    ``differences`` that of the differences which the sentence tells.
    """

    kind: str
    ref: str
    title: str
    sentence: str
    source: str
    frozen_on: str
    path: str
    is_made_up: bool = False
    chart: Mapping[str, Any] | None = None
    differences: Mapping[str, Any] | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Evidence:
        """The evidence that ``as_json`` wrote. Names that only a later version knows are ignored."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in document.items() if name in known})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A frozen thing compared with how it is now. ``is_new`` says whether there is anything newer than the snapshot,
    ``sentence`` whether it differs, with uncertainty; ``now`` is a fresh snapshot."""

    is_new: bool
    sentence: str
    now: Evidence


class Source(Protocol):
    """How a room freezes one of its own things for a viewer, and follows it up. None where the viewer may not see it,
    or it is not there."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None: ...

    def follow_up(self, viewer: Viewer, earlier: Evidence, language: str) -> FollowUp | None: ...


@dataclass(frozen=True, slots=True)
class Destination:
    """A room that takes things along. ``url`` gives its address for (kind, ref); ``may`` who may use it; ``kinds`` what
    it takes, everything when empty."""

    key: str
    label: Callable[[], str]
    url: Callable[[str, str], str]
    may: Callable[[Viewer], bool]
    kinds: frozenset[str] = frozenset()


#: By kind.
SOURCES: Register[Source] = Register("source of evidence")
#: By room.
DESTINATIONS: Register[Destination] = Register("destination of evidence")


def freeze(viewer: Viewer, kind: str, ref: str, language: str) -> Evidence | None:
    """The thing as it is now; None for an unknown kind, something not there, or not for this viewer."""
    source = SOURCES.get(kind)
    return source.freeze(viewer, ref, language) if source else None


def follow_up(viewer: Viewer, earlier: Evidence, language: str) -> FollowUp | None:
    """How the thing is now, compared with ``earlier``; None where the viewer can no longer see it."""
    source = SOURCES.get(earlier.kind)
    return source.follow_up(viewer, earlier, language) if source else None


def follow_up_all(viewer: Viewer, earlier: Sequence[Evidence], language: str) -> list[FollowUp | None]:
    """Follow up many things, in the same order. A source with a ``follow_up_all`` of its own answers for all of its
    kind at once, so that the number of queries does not grow with the number of things."""
    answers: dict[int, FollowUp | None] = {}
    positions: dict[str, list[int]] = {}
    for i, piece in enumerate(earlier):
        positions.setdefault(piece.kind, []).append(i)
    for kind, places in positions.items():
        pieces = [earlier[i] for i in places]
        ask_all = getattr(SOURCES.get(kind), "follow_up_all", None)
        asked = ask_all(viewer, pieces, language) if ask_all else [follow_up(viewer, p, language) for p in pieces]
        answers |= dict(zip(places, asked, strict=True))
    return [answers[i] for i in range(len(earlier))]


def can_be_followed_up(kind: str) -> bool:
    """Does any room follow up things of this kind?"""
    return kind in SOURCES


def destinations(viewer: Viewer, kind: str) -> list[Destination]:
    """Where the viewer may take something of this kind, in order of registration."""
    return [d for d in DESTINATIONS.all().values() if (not d.kinds or kind in d.kinds) and d.may(viewer)]
