"""What there is to find: rooms hand their texts to the search here, and say when one has changed.

A text found is shown only after its room has said that the viewer may see it, on every search: nothing leaks through an
index that has not heard of a change yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to find: ``kind`` and ``ref`` name it for its room, ``what`` says what it is ("undersökning, Vara")."""

    kind: str
    ref: str
    title: str
    body: str
    what: str
    url: str


class Room(Protocol):
    """A room's texts. ``visible`` answers for many at once, in one query or none."""

    def all(self) -> Iterable[Text]: ...

    def one(self, ref: str) -> Text | None: ...

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]: ...


#: By kind.
ROOMS: Register[Room] = Register("room of texts")
#: The search hears here what has changed: (kind, ref).
LISTENERS: Register[Callable[[str, str], None]] = Register("listener to changed texts")


def changed(kind: str, ref: object) -> None:
    """A room's thing was written or removed. Call inside the transaction that does it."""
    for listener in LISTENERS.all().values():
        listener(kind, str(ref))


def every_text() -> Iterator[Text]:
    for room in ROOMS.all().values():
        yield from room.all()


def one_text(kind: str, ref: str) -> Text | None:
    room = ROOMS.get(kind)
    return room.one(ref) if room else None


def visible(viewer: Viewer, kind: str, refs: Sequence[str]) -> set[str]:
    """Which of ``refs`` the viewer may see; none of a kind nobody answers for."""
    room = ROOMS.get(kind)
    return room.visible(viewer, refs) if room else set()
