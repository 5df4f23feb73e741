"""What a room hands to another: a frozen piece of evidence, complete in itself.

Rooms on one row never import each other. A room that owns something worth taking along (a figure, a rating, pupils'
voices) registers a source of its kind; a room that takes things along (inquiries, meetings) registers a destination.
What is taken along is a snapshot with its source line, and ``kind`` and ``ref`` are where the same thing is looked at
again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Evidence:
    """One frozen thing. Plain text and JSON only, so that it can be kept in a column and read without its room.

    ``kind`` and ``ref`` say where it came from; ``sentence`` what it says, its uncertainty included; ``source`` who
    published or answered, with date; ``chart`` is a frozen chart specification (documents.frozen) or None.
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
    detail: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Evidence:
        """What ``as_json`` wrote; names of a later version are passed over."""
        known = {f.name for f in fields(cls)}
        return cls(**{name: value for name, value in kept.items() if name in known})


@dataclass(frozen=True, slots=True)
class Again:
    """The same thing looked at again. ``is_new`` when there is more than when it was frozen; ``sentence`` says whether
    it made a difference, with uncertainty; ``now`` is the fresh snapshot."""

    is_new: bool
    sentence: str
    now: Evidence


class Source(Protocol):
    """How a room freezes one of its own things for a viewer, and looks at it again. None where the viewer may not see
    it or it is not there."""

    def freeze(self, viewer: Viewer, ref: str, language: str) -> Evidence | None: ...

    def again(self, viewer: Viewer, kept: Evidence, language: str) -> Again | None: ...


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


def again(viewer: Viewer, kept: Evidence, language: str) -> Again | None:
    """The same thing now beside what was kept; None where it can no longer be seen."""
    source = SOURCES.get(kept.kind)
    return source.again(viewer, kept, language) if source else None


def again_all(viewer: Viewer, kept: Sequence[Evidence], language: str) -> list[Again | None]:
    """Many things looked at again, in the same order. A source that has an ``again_all`` of its own answers for all of
    its kind at once, in a number of queries that does not grow with how many they are."""
    found: dict[int, Again | None] = {}
    kinds: dict[str, list[int]] = {}
    for i, one in enumerate(kept):
        kinds.setdefault(one.kind, []).append(i)
    for kind, places in kinds.items():
        listed = [kept[i] for i in places]
        together = getattr(SOURCES.get(kind), "again_all", None)
        answers = together(viewer, listed, language) if together else [again(viewer, one, language) for one in listed]
        found |= dict(zip(places, answers, strict=True))
    return [found[i] for i in range(len(kept))]


def is_followed(kind: str) -> bool:
    """Can things of this kind be looked at again?"""
    return kind in SOURCES


def destinations(viewer: Viewer, kind: str) -> list[Destination]:
    """Where the viewer may take something of this kind, in order of registration."""
    return [d for d in DESTINATIONS.all().values() if (not d.kinds or kind in d.kinds) and d.may(viewer)]
