"""What a circle's state allows. Who may is in ``trust/access``."""

from __future__ import annotations

from spiral.learn.circles.models import Circle


def is_open(circle: Circle) -> bool:
    """Everybody who sees a circle that has not ended writes in it: the pair who lead prepare their own chapter."""
    return circle.ended_on is None
