"""What the network collects itself, for the pages of results: sections of the same blocks, for who may see them. The
room that collects registers here how it says what it has."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from spiral.engine.numbers import Language
from spiral.engine.place import Place
from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer

if TYPE_CHECKING:
    from spiral.documents.blocks import Section


class LocalFigures(Protocol):
    """A room's own figures. ``early`` asks for those of preschools and after-school centres, or for all else."""

    def edition(self, viewer: Viewer) -> Hashable:
        """Another as soon as what the viewer may see is another; None where she may see nothing."""

    def of_municipality(
        self, viewer: Viewer, place: Place, name: str, early: bool, language: Language, today: date
    ) -> Sequence[Section]:
        """What a municipality has answered, and its schools."""

    def of_unit(self, viewer: Viewer, place: Place, name: str, language: Language, today: date) -> Sequence[Section]:
        """What a school has answered."""

    def of_region(self, viewer: Viewer, language: Language, today: date) -> Sequence[Section]:
        """What every municipality has answered."""


#: By room.
LOCAL_FIGURES: Register[LocalFigures] = Register("room with figures of its own")


def edition(viewer: Viewer) -> Hashable:
    """What a page with local figures follows from, beside the place."""
    return tuple(room.edition(viewer) for room in LOCAL_FIGURES.all().values())


def of_municipality(
    viewer: Viewer, place: Place, name: str, early: bool, language: Language, today: date
) -> list[Section]:
    """Every room's sections about a municipality."""
    rooms = LOCAL_FIGURES.all().values()
    return [s for room in rooms for s in room.of_municipality(viewer, place, name, early, language, today)]


def of_unit(viewer: Viewer, place: Place, name: str, language: Language, today: date) -> list[Section]:
    """Every room's sections about a school."""
    return [s for room in LOCAL_FIGURES.all().values() for s in room.of_unit(viewer, place, name, language, today)]


def of_region(viewer: Viewer, language: Language, today: date) -> list[Section]:
    """Every room's sections about the whole region."""
    return [s for room in LOCAL_FIGURES.all().values() for s in room.of_region(viewer, language, today)]
