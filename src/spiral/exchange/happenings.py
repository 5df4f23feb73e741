"""What has happened to a point of an assignment, gathered from every room that keeps one.

The assignments app registers which points there are to choose from; rooms that keep a point beside their own things
(an inquiry, an example, a decision) register how to tell what happened to it.
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


#: Which points a viewer may choose among: (reference, title). The assignments app registers the one listing.
POINTS: Register[Callable[[Viewer], list[tuple[str, str]]]] = Register("listing of points")
#: How each room tells what happened to points; one or a few queries whatever their number.
TELLERS: Register[Callable[[Viewer, Sequence[str]], list[Happening]]] = Register("teller of happenings")


def points(viewer: Viewer) -> list[tuple[str, str]]:
    """(reference, title) of the points that are open now; [] before there are assignments."""
    return [point for listing in POINTS.all().values() for point in listing(viewer)]


def happenings(viewer: Viewer, refs: Sequence[str]) -> list[Happening]:
    """Everything that has happened to ``refs`` as far as the viewer may see, newest first."""
    found = [h for teller in TELLERS.all().values() for h in teller(viewer, refs)]
    return sorted(found, key=lambda h: h.on, reverse=True)
