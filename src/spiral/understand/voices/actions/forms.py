"""Keeping forms."""

from __future__ import annotations

from django.db import transaction

from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices.models import FormRecord
from spiral.understand.voices.queries import form
from spiral.understand.voices.questions import PupilForm


class Changed(Exception):
    """Somebody else has saved the form meanwhile; nothing has been written. ``now`` is as it stands."""

    def __init__(self, now: PupilForm | None) -> None:
        super().__init__()
        self.now = now


@transaction.atomic
def keep_form(content: PupilForm, *, by: Viewer, read_as: str | None = None) -> FormRecord:
    """Write a form, new or changed. Collections already opened keep theirs. ``read_as`` is the mark of the form as it
    was when it was read; None replaces whatever is there. Raises PermissionDenied and Changed."""
    require(by, Permission.COLLECTION_OPEN)
    FormRecord.objects.select_for_update().filter(key=content.key).first()
    now = form(by, content.key)
    if read_as is not None and (now is None or now.mark != read_as):
        raise Changed(now)
    kept, _made = FormRecord.objects.update_or_create(
        key=content.key, defaults={"title": content.swedish.title, "document": content.as_document()}
    )
    record(Action.VOICES_FORM_SAVED, kept, by=by)
    return kept
