"""What an example's state allows. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.learn.examples.models import Example

State = Example.State


def is_open(found: Example) -> bool:
    """May be changed: it is not handed in or published; a published example is first taken back."""
    return found.state in (State.DRAFT, State.RETURNED, State.WITHDRAWN)


def is_waiting(found: Example) -> bool:
    """Handed in, and waiting for a reviewer."""
    return found.state == State.SUBMITTED


def is_published(found: Example) -> bool:
    return found.state == State.PUBLISHED


def is_out(found: Example) -> bool:
    """Handed in or published: may be taken back."""
    return is_waiting(found) or is_published(found)
