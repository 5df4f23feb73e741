"""What an assignment's state allows. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.act.assignments.models import Assignment

State = Assignment.State


def is_open(found: Assignment) -> bool:
    """Its points are written until it has ended."""
    return found.state != State.ENDED


def is_running(found: Assignment) -> bool:
    """Members may say that they want in while it runs."""
    return found.state == State.ACTIVE
