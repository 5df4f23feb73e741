"""What a room lends the screen of a meeting: an inquiry's tree, a book's chapter. The room says what there is to choose
among and what it says now; the meeting puts it up, and is told by ``texts`` when it has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class PosterChoice:
    """Something to put up: its reference in its own room, and its name."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class PosterLine:
    """One line of a poster: how deep it hangs under the others (0 for none), its text, and a word about it."""

    text: str
    depth: int = 0
    word: str = ""


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on the screen: a heading, what leads to the lines, the lines, where it comes from, and what is said
    where there are no lines yet."""

    heading: str
    lead: str
    lines: Sequence[PosterLine]
    source: str
    is_made_up: bool = False
    nothing: str = ""


class PosterSource(Protocol):
    """A room's posters. They hang where everybody in the room sees them, so a source lends only what the whole network
    may read, and None for what is no longer so. ``item_kind`` is the kind of agenda item that they belong to."""

    item_kind: str

    def choices(self, viewer: Viewer) -> Sequence[PosterChoice]:
        """What the viewer may put up."""

    def poster(self, ref: str, language: str) -> Poster | None:
        """What it says now."""


#: By the kind that the room's texts have in ``texts``.
POSTERS: Register[PosterSource] = Register("source of posters")


def poster(key: str, language: str) -> Poster | None:
    """What ``KIND:REF`` says now; None where nothing of that name is lent."""
    kind, _colon, ref = key.partition(":")
    source = POSTERS.get(kind)
    return source.poster(ref, language) if source else None


def posters(viewer: Viewer, item_kind: str) -> list[tuple[str, str]]:
    """What the viewer may put up at an item of this kind: ``KIND:REF`` and name."""
    return [
        (f"{kind}:{choice.ref}", choice.name)
        for kind, source in POSTERS.all().items()
        if source.item_kind == item_kind
        for choice in source.choices(viewer)
    ]
