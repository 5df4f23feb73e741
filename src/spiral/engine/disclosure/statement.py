"""What is said in print about one cell: symbols only, never the true value behind a mask."""

from __future__ import annotations

from dataclasses import dataclass

from spiral.engine.disclosure.table import Coordinates
from spiral.engine.figures import State
from spiral.engine.message import Message


@dataclass(frozen=True)
class CellStatement:
    """One published cell. ``n`` is None and nothing else is set where the cell is hidden.

    low, high: the counts a mask leaves open, its meaning being public (near_none, near_all and range); few_pupils: it
    is hidden because it has fewer pupils than the base, which outsiders are reckoned to know.
    """

    cell: Coordinates
    state: State
    n: int | None = None
    hits: int | None = None
    low: int | None = None
    high: int | None = None
    few_pupils: bool = False

    def __post_init__(self) -> None:
        if (self.state is State.VALUE) != (self.hits is not None):
            raise ValueError(f"{self.state} with count {self.hits}: a mask is never a number")
        if self.state is State.HIDDEN and (self.n, self.low, self.high) != (None, None, None):
            raise ValueError("a hidden cell says nothing")

    def allows(self, hits: int) -> bool:
        """Could the count behind the statement be ``hits``?"""
        if self.hits is not None:
            return hits == self.hits
        return (self.low is None or self.low <= hits) and (self.high is None or hits <= self.high)


def reason_shown(statement: CellStatement) -> Message | None:
    """Why a figure is not shown exactly; None when it is.

    All hidden cells that have pupils enough get one and the same reason: whether a cell is hidden for its own sake or
    to cover another would itself tell that it holds one to four.
    """
    if statement.state is State.VALUE:
        return None
    if statement.state is State.HIDDEN:
        return Message.of("few_pupils" if statement.few_pupils else "cover")
    if statement.state is State.RANGE:
        return Message.of("range_of_pupils", low=statement.low, high=statement.high)
    if statement.state is State.NEAR_ALL and statement.n and statement.low is not None:
        return Message.of("nearly_all", percent=100 * statement.low // statement.n)
    if statement.state is State.NEAR_NONE and statement.n and statement.high is not None:
        return Message.of("nearly_none", percent=-(-100 * statement.high // statement.n))
    return Message.of("missing_in_source" if statement.state is State.MISSING else "not_measured_then")
