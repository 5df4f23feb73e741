"""What was taken out of a meeting put back, as long as whoever leads it may change it."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spiral.act.meetings.actions.gate import led, touch_words
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.kinds import Undoable, register_undoable
from spiral.trust.undo.models import Removal

#: What can be taken out of a meeting: what is said when it is back, and the part of the meeting's page where it stands.
_KINDS = {
    "meetings.item": (_("Punkten står i dagordningen igen."), "#dagordning"),
    "meetings.figure": (_("Bilden hör till punkten igen."), "#dagordning"),
    "meetings.file": (_("Bilagan finns igen."), "#bilagor"),
    "meetings.decision": (_("Beslutet är tillbaka."), ""),
    "meetings.task": (_("Uppgiften är tillbaka."), ""),
}


@transaction.atomic
def put_back(removal: Removal, *, by: Viewer) -> str:
    """Raises PermissionDenied, and NotNow once the meeting is published."""
    meeting = led(int(removal.of), by=by)
    undo.restore(removal)
    touch_words(meeting.pk)
    record(Action.MEETINGS_PUT_BACK, meeting, by=by)
    fragment = _KINDS[removal.kind][1]
    page = "meetings:meeting" if fragment else "meetings:stage"
    return reverse(page, args=[meeting.pk]) + fragment


def register() -> None:
    """Called once, when Django is ready."""
    for kind, (is_back, _fragment) in _KINDS.items():
        register_undoable(kind, Undoable(put_back, is_back))
