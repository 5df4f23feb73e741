"""What ratings hand to other rooms: evidence that can be looked at again, and ratings at meetings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as lazy

from spiral.exchange.evidence import SOURCES
from spiral.exchange.ratings import RATINGS
from spiral.ground.demo import register_demo
from spiral.learn.assessments.actions import put_back_set
from spiral.learn.assessments.demo import load_demo_rounds
from spiral.trust.undo.kinds import Undoable, register_undoable


def register() -> None:
    """Everything the room hands to others, and its part of the demo; called once, when Django is ready."""
    SOURCES.register_later("rating", "spiral.learn.assessments.evidence:Ratings")
    RATINGS.register_later("assessments", "spiral.learn.assessments.at_meetings:RatingsAtMeetings")
    register_undoable("assessments.set", Undoable(put_back_set, lazy("Listan är som den var före ändringen.")))
    register_demo("självskattningar", lambda: load_demo_rounds() or 0)
