"""What has happened to a point of an assignment, collected from every room that works on it.

The room of assignments registers which points there are to choose from. A room whose own things can belong to a point
(an inquiry, an example, a decision) registers a source that lists what has happened to it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: when, in a sentence, and where to read more."""

    point: str
    on: date
    text: str
    url: str = ""
    is_made_up: bool = False


#: Which points a viewer may choose among: (reference, title). The room of assignments registers the only one.
POINTS: Register[Callable[[Viewer], list[tuple[str, str]]]] = Register("listing of points")
#: By room: lists what has happened to points, in a number of queries that does not grow with theirs.
HAPPENING_SOURCES: Register[Callable[[Viewer, Sequence[str]], list[Happening]]] = Register("source of happenings")


def points(viewer: Viewer) -> list[tuple[str, str]]:
    """(reference, title) of the points that are open now; [] before there are assignments."""
    return [point for listing in POINTS.all().values() for point in listing(viewer)]


def happenings(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """Everything that has happened to ``refs`` as far as the viewer may see, newest first."""
    listed = (h for source in HAPPENING_SOURCES.all().values() for h in source(viewer, refs))
    return sorted(listed, key=lambda h: h.on, reverse=True)
