"""Events that another room announces: the room of events registers how, and imported minutes use it for coming days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from spiral.exchange.register import Register
from spiral.trust.access.viewer import Viewer


@dataclass(frozen=True, slots=True)
class EventPlan:
    """An event to announce: what, when, where, and who arranges it."""

    title: str
    starts: datetime
    ends: datetime
    organiser: str
    place: str
    place_name: str


class EventBoard(Protocol):
    """Where events are announced."""

    def put_up(self, plan: EventPlan, *, by: Viewer) -> None:
        """A new event. Raises PermissionDenied."""


BOARDS: Register[EventBoard] = Register("board of events")


def put_up(plan: EventPlan, *, by: Viewer) -> None:
    """A new event. Raises PermissionDenied, and NotRegistered where events are not installed."""
    BOARDS.one().put_up(plan, by=by)
