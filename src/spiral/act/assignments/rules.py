"""What an assignment's state allows. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.act.assignments.models import Assignment

State = Assignment.State


def is_open(assignment: Assignment) -> bool:
    """Its points are written until it has ended."""
    return assignment.state != State.ENDED


def is_running(assignment: Assignment) -> bool:
    """Members may say that they want in while it runs."""
    return assignment.state == State.ACTIVE
