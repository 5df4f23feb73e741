"""What an example's state allows. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.learn.examples.models import Example

State = Example.State


def is_open(example: Example) -> bool:
    """May be changed: it is not handed in or published; a published example is first taken back."""
    return example.state in (State.DRAFT, State.RETURNED, State.WITHDRAWN)


def is_waiting(example: Example) -> bool:
    """Handed in, and waiting for a reviewer."""
    return example.state == State.SUBMITTED


def is_published(example: Example) -> bool:
    return example.state == State.PUBLISHED


def is_out(example: Example) -> bool:
    """Handed in or published: may be taken back."""
    return is_waiting(example) or is_published(example)
