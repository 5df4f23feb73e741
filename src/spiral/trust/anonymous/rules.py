"""How few may answer, what is told while answers come, and what is refused. Who may lead is in ``trust/access``;
answering needs no right at all."""

from __future__ import annotations

#: Results with fewer answers than this are never shown, and not kept.
FEWEST_ANSWERS = 5


class CollectionClosed(Exception):
    """The collection is not in the state that this needs; nothing has been written."""


class TooFewAnswers(Exception):
    """Too few have answered for the collection to end with a result; it stays open."""


class NotFewer(ValueError):
    """The number of people may be raised and not lowered; nothing has been written."""


class NoTicket(Exception):
    """This telephone has drawn no ticket, or may not; nothing has been written."""


class AllDrawn(Exception):
    """As many tickets as there are people have been drawn; nothing has been written."""


def in_steps(answers: int) -> int:
    """How many answers are told of while they come: whole steps of five, so that nobody can see one of them come."""
    return answers - answers % FEWEST_ANSWERS
