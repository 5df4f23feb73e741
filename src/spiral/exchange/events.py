"""An event put up by another room: the room of events registers how, and old minutes with dates ahead ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What is to be put up, when, and whose it is."""

    title: str
    starts: datetime
    ends: datetime
    organiser: str
    place: str
    place_name: str


class EventBoard(Protocol):
    """Where events are put up."""

    def put_up(self, plan: EventPlan, *, by: Viewer) -> None:
        """A new event. Raises PermissionDenied."""


BOARDS: Register[EventBoard] = Register("board of events")


def put_up(plan: EventPlan, *, by: Viewer) -> None:
    """A new event. Raises PermissionDenied, and NotRegistered where events are not installed."""
    BOARDS.one().put_up(plan, by=by)
