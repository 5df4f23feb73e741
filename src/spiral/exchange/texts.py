"""Texts for the search: every room registers its own here, and announces when one of them has changed.

On every search the room is asked again whether the viewer may see the text, so nothing leaks through an index that is
out of date.
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


class TextSource(Protocol):
    """A room's texts. ``visible`` answers for many at once, in one query or none."""

    def all(self) -> Iterable[Text]: ...

    def one(self, ref: str) -> Text | None: ...

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]: ...


#: By kind.
TEXT_SOURCES: Register[TextSource] = Register("source of texts")
#: Called with (kind, ref) of each text that has changed; the search registers one.
LISTENERS: Register[Callable[[str, str], None]] = Register("listener to changed texts")


def announce_change(kind: str, ref: object) -> None:
    """Tell the search that a room's thing has been written or removed. Call in the transaction that does it."""
    for listener in LISTENERS.all().values():
        listener(kind, str(ref))


def every_text() -> Iterator[Text]:
    for room in TEXT_SOURCES.all().values():
        yield from room.all()


def one_text(kind: str, ref: str) -> Text | None:
    room = TEXT_SOURCES.get(kind)
    return room.one(ref) if room else None


def visible(viewer: Viewer, kind: str, refs: Sequence[str]) -> set[str]:
    """Which of ``refs`` the viewer may see; none of a kind that no room has registered."""
    room = TEXT_SOURCES.get(kind)
    return room.visible(viewer, refs) if room else set()
