"""What there is to find: every room registers its texts here, and announces when one of them has changed.

On every search the room is asked again whether the viewer may see the text, so nothing leaks through an index that is
out of date. Things with a name that everybody may read, and that are few, are not indexed: they are asked for anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Text:
    """One thing to find: ``kind`` and ``ref`` name it for its room, ``what`` says what it is ("undersökning, Vara");
    ``place`` is the code of whose it is, '' for the whole region's."""

    kind: str
    ref: str
    title: str
    body: str
    what: str
    url: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class WayOn:
    """A way on from something found."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Named:
    """A thing found by its name, its code, or the beginning of a word of ``body``. Without ``url`` it is reached by
    ``links`` alone."""

    name: str
    what: str
    url: str
    code: str = ""
    body: str = ""
    place: str = ""
    links: tuple[WayOn, ...] = ()


class NameSource(Protocol):
    """Things with names of one kind, all that the viewer may see; few enough to be read at every search."""

    def heading(self) -> str: ...

    def named(self, viewer: Viewer) -> Iterable[Named]: ...


class TextSource(Protocol):
    """A room's texts. ``heading`` is what they are together; ``visible`` answers for many at once, in one query or
    none."""

    def heading(self) -> str: ...

    def all(self) -> Iterable[Text]: ...

    def one(self, ref: str) -> Text | None: ...

    def visible(self, viewer: Viewer, refs: Sequence[str]) -> set[str]: ...


#: By kind.
TEXT_SOURCES: Register[TextSource] = Register("source of texts")
#: By kind.
NAME_SOURCES: Register[NameSource] = Register("source of names")
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


def heading(kind: str) -> str:
    """What a room's texts are together; '' of a kind that no room has registered."""
    room = TEXT_SOURCES.get(kind)
    return room.heading() if room else ""


def visible(viewer: Viewer, kind: str, refs: Sequence[str]) -> set[str]:
    """Which of ``refs`` the viewer may see; none of a kind that no room has registered."""
    room = TEXT_SOURCES.get(kind)
    return room.visible(viewer, refs) if room else set()
