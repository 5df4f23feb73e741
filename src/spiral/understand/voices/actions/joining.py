"""Who may join a collection that is open: another code, more pupils."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from spiral.ground import codes
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices.actions.collections import CollectionClosed, State, is_taking_answers, locked
from spiral.understand.voices.models import Collection


class NotFewer(ValueError):
    """The number of pupils may be raised and not lowered; nothing has been written."""


@transaction.atomic
def raise_number(number: int, present: int, *, by: Viewer) -> Collection:
    """More pupils than the leader first said; what was said before is shown beside it. Raises PermissionDenied,
    CollectionClosed and NotFewer."""
    found = locked(number, by)
    if found.state != State.OPEN:
        raise CollectionClosed
    if present == found.present:
        return found
    if found.present is None or present < found.present:
        raise NotFewer
    found.present_before, found.present = [*found.present_before, found.present], present
    found.save(update_fields=["present", "present_before"])
    numbers = {"before": found.present_before[-1], "after": present}
    record(Action.VOICES_NUMBER_RAISED, found, by=by, place=found.place, detail=numbers)
    return found


@transaction.atomic
def change_code(number: int, *, by: Viewer) -> Collection:
    """A new code in place of the old. Raises PermissionDenied and CollectionClosed."""
    found = locked(number, by)
    if not is_taking_answers(found):
        raise CollectionClosed
    codes.give_code(found, found.last_day or timezone.localdate())
    record(Action.VOICES_CODE_CHANGED, found, by=by, place=found.place)
    return found
