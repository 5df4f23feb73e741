"""A self-assessment at a meeting: opened for the item that is going on, in one transaction, and shown to everybody."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from spiral.act.meetings.actions.gate import led, refuse_published, touch_words
from spiral.act.meetings.models import Meeting
from spiral.act.meetings.showing import Thing
from spiral.exchange.ratings import RatingOrder, ratings
from spiral.ground.refusals import NotNow
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action


@transaction.atomic
def open_rating(meeting_id: int, statement_set: str, people: int, *, by: Viewer) -> None:
    """A rating for the seats of the meeting, no more answers than ``people`` in the room. Raises PermissionDenied,
    NoSuchList, and NotNow when no item is going on or it has its rating already."""
    meeting = led(meeting_id, by=by)
    item = meeting.current
    if item is None or item.round_id:
        raise NotNow
    group = meeting.network.name if meeting.network else _("Nätverket")
    item.round_id = ratings().open(RatingOrder(statement_set, group, people, meeting.is_made_up), by=by)
    item.save(update_fields=["round"])
    meeting.shown = Thing.RATING
    meeting.save(update_fields=["shown"])
    touch_words(meeting.pk)
    record(Action.MEETINGS_RATING_ADDED, meeting, by=by)


@transaction.atomic
def show_rating(meeting_id: int, *, by: Viewer) -> None:
    """Show everybody the result of the rating of the item that is going on; it takes no more answers. Raises
    PermissionDenied, CollectionClosed, TooFewAnswers, and NotNow where there is none."""
    # The rating is locked first, as when it is answered; it tells its meeting, which is touched by that.
    meeting = Meeting.objects.select_related("current").get(pk=meeting_id)
    require(by, Permission.MEETING_LEAD, meeting)
    refuse_published(meeting)
    if meeting.current is None or meeting.current.round_id is None:
        raise NotNow
    ratings().show(meeting.current.round_id, by=by)
    Meeting.objects.filter(pk=meeting_id).update(shown=Thing.RATING)
