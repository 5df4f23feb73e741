"""A self-assessment at a meeting: opened for the item that is going on, in one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from spiral.act.meetings.actions.gate import NotNow, led, touch_words
from spiral.learn.assessments import actions as assessments
from spiral.learn.assessments.models import Round
from spiral.learn.assessments.statements import StatementSet
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


@transaction.atomic
def open_rating(meeting_id: int, content: StatementSet, people: int, *, by: Viewer) -> Round:
    """A round for the seats of the meeting, no more answers than ``people`` in the room. Raises PermissionDenied, and
    NotNow when no item is going on or it has its rating already."""
    meeting = led(meeting_id, by)
    item = meeting.current
    if item is None or item.round_id:
        raise NotNow
    opening = assessments.RoundOpening(
        group=meeting.network.name if meeting.network else _("Nätverket"),
        targets=range(1, len(content.versions["sv"].targets) + 1),
        invited=people,
        is_made_up=meeting.is_made_up,
        is_by_seat=True,
    )
    item.round = assessments.open_round(content, opening, by=by)
    item.save(update_fields=["round"])
    touch_words(meeting.pk)
    record(Action.MEETINGS_RATING_ADDED, meeting, by=by)
    return item.round
