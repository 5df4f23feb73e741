"""What a room hands to another: a frozen piece of evidence, complete in itself.

Rooms on one row never import each other. A room that owns something worth taking along (a figure, a rating, pupils'
voices) registers a source of its kind; a room that takes things along (inquiries, meetings) registers a destination.
What is taken along is a snapshot with its source line, and ``kind`` and ``ref`` are where the same thing is looked at
again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from importlib import import_module
from typing import Any, Protocol

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


#: A source, or where it is to be found ("module:Class") until something of its kind is first asked for.
_sources: dict[str, Source | str] = {}
_destinations: dict[str, Destination] = {}


def register_source(kind: str, source: Source | str) -> None:
    """``source`` as "module:Class" is read when it is first needed: a room with heavy pages costs nothing at start."""
    _sources[kind] = source


def _source(kind: str) -> Source | None:
    found = _sources.get(kind)
    if isinstance(found, str):
        module, _colon, name = found.partition(":")
        found = _sources[kind] = getattr(import_module(module), name)()
    return found


def register_destination(destination: Destination) -> None:
    _destinations[destination.key] = destination


def freeze(viewer: Viewer, kind: str, ref: str, language: str) -> Evidence | None:
    """The thing as it is now; None for an unknown kind, something not there, or not for this viewer."""
    source = _source(kind)
    return source.freeze(viewer, ref, language) if source else None


def again(viewer: Viewer, kept: Evidence, language: str) -> Again | None:
    """The same thing now beside what was kept; None where it can no longer be seen."""
    source = _source(kept.kind)
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
        together = getattr(_source(kind), "again_all", None)
        answers = together(viewer, listed, language) if together else [again(viewer, one, language) for one in listed]
        found |= dict(zip(places, answers, strict=True))
    return [found[i] for i in range(len(kept))]


def is_followed(kind: str) -> bool:
    """Can things of this kind be looked at again?"""
    return kind in _sources


def destinations(viewer: Viewer, kind: str) -> list[Destination]:
    """Where the viewer may take something of this kind, in order of registration."""
    return [d for d in _destinations.values() if (not d.kinds or kind in d.kinds) and d.may(viewer)]
