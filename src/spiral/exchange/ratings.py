"""A rating at a meeting: the room of ratings registers how it is opened and answered, and meetings ask for it here; the
room of meetings registers where its telephones and its leader are, and ratings lead back there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpResponse

from spiral.documents.chart import Distribution
from spiral.exchange.register import Register
from spiral.trust.access.requests import Request
from spiral.trust.access.viewer import Viewer


class SeatHasDrawn(Exception):
    """The seat has drawn its ticket, with another telephone or after this one forgot it; nothing has been written."""


class NoSuchList(LookupError):
    """There is no list of statements by that key."""


@dataclass(frozen=True, slots=True)
class StatementSetChoice:
    """A list of statements to choose: its key and title."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class RatingOrder:
    """A rating for the seats of a meeting: by which statements, for whom, and no more answers than ``people``."""

    statement_set: str
    group: str
    people: int
    is_made_up: bool = False


@dataclass(frozen=True, slots=True)
class RatingState:
    """A rating while it is answered: what its list is called, how many may answer (0 for no limit), and how many have
    answered about each target, in steps of five: never how. ``may_be_shown`` when some target has enough answers."""

    title: str
    people: int
    targets: Sequence[tuple[str, int]]

    @property
    def may_be_shown(self) -> bool:
        return any(n for _name, n in self.targets)

    @property
    def counted(self) -> Sequence[tuple[str, int]]:
        """The targets and how many have answered; one without a name where it is the same for all of them."""
        alike = len({n for _name, n in self.targets}) == 1
        return [("", self.targets[0][1])] if alike else self.targets


@dataclass(frozen=True, slots=True)
class RatingResult:
    """What a shown rating says of one target, for a screen: which statement divides the group (None where none does),
    in a sentence, the levels by their shades, the answers to each statement by its number, light to dark, how many have
    answered and their mean, and how far apart they are."""

    target: str
    sentence: str
    divided: int | None
    statement: str
    levels: Sequence[tuple[int, str]]
    statements: Sequence[tuple[int, Distribution]]
    summary: str
    spread: str
    is_made_up: bool


class RatingRoom(Protocol):
    """What a meeting may ask the room of ratings for. A rating is known by its number."""

    def statement_sets(self, viewer: Viewer) -> Sequence[StatementSetChoice]:
        """The lists there are to choose among."""

    def open(self, order: RatingOrder, *, by: Viewer) -> int:
        """Open a rating about every target of the list. Raises PermissionDenied and NoSuchList."""

    def state(self, rating: int, language: str) -> RatingState | None:
        """How it goes with an open rating; None for one that takes no answers."""

    def may_show(self, viewer: Viewer, rating: int) -> bool:
        """Whether the viewer may end it and show its result."""

    def show(self, rating: int, *, by: Viewer) -> None:
        """End it for ever and let its result be seen. Raises PermissionDenied, CollectionClosed and TooFewAnswers."""

    def results(self, rating: int, language: str) -> Sequence[RatingResult]:
        """One for each target; none until it has been shown. It is for those who were asked, in the room where they
        answered."""

    def draw_ticket_for_seat(self, rating: int, key: str, seat: int) -> None:
        """Let the holder of ``key`` answer. Raises SeatHasDrawn, AllDrawn, CollectionClosed and NoTicket."""

    def admit(self, request: Request, rating: int, key: str) -> HttpResponse:
        """To the rating's first page, with ``key`` in the telephone. Raises CollectionClosed and NoTicket."""

    def faults(self, document: Mapping[str, Any]) -> Sequence[str]:
        """What is wrong with a list of statements, in sentences; none when it can be kept."""

    def keep_statement_set(self, document: Mapping[str, Any], *, by: Viewer) -> None:
        """Keep a list without faults. Raises PermissionDenied."""


RATINGS: Register[RatingRoom] = Register("room of ratings")


def ratings() -> RatingRoom:
    """The room of ratings. Raises NotRegistered where it is not installed."""
    return RATINGS.one()


@dataclass(frozen=True, slots=True)
class MeetingOfRating:
    """The meeting that a rating was opened at: its title, the page on its participants' telephones, and the page from
    which it is led, for who leads it while it goes on ('' otherwise)."""

    title: str
    phone_url: str
    leading_url: str


class MeetingRoom(Protocol):
    """What a rating may ask the room of meetings for."""

    def of_rating(self, viewer: Viewer, rating: int) -> MeetingOfRating | None:
        """The meeting that the rating belongs to; None for one that was opened by itself."""

    def rating_has_changed(self, rating: int) -> None:
        """What may be told of the rating is another: the screens of its meeting are to show it."""


MEETINGS: Register[MeetingRoom] = Register("room of meetings")


def meeting_of(viewer: Viewer, rating: int) -> MeetingOfRating | None:
    """The meeting that a rating was opened at; None where there is none, or no room of meetings."""
    return next((one for room in MEETINGS.all().values() if (one := room.of_rating(viewer, rating))), None)


def tell_meeting(rating: int) -> None:
    """Tell the meeting of a rating that what may be told of it is another. Call in the transaction that does it."""
    for room in MEETINGS.all().values():
        room.rating_has_changed(rating)
