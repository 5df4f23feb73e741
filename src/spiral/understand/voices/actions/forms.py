"""Keeping forms."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.undo import actions as undo
from spiral.trust.undo.actions import Replaced
from spiral.trust.undo.models import Removal
from spiral.understand.voices.models import FormRecord
from spiral.understand.voices.queries import form
from spiral.understand.voices.questions import PupilForm


@transaction.atomic
def keep_form(content: PupilForm, revision: Revision | None, *, by: Viewer) -> tuple[FormRecord, Replaced | None]:
    """Write a form, new or changed. Collections already opened keep theirs. ``revision`` is the revision of the form
    when it was read; None replaces whatever is there. With it comes how many questions no longer stand as they stood,
    and what puts the form back as it was, for ten minutes. Raises PermissionDenied and StaleRevision."""
    require(by, Permission.COLLECTION_OPEN)
    FormRecord.objects.select_for_update().filter(key=content.key).first()
    before = form(by, content.key)
    if revision is not None:
        require_revision(before, revision)
    written, _is_new = FormRecord.objects.update_or_create(
        key=content.key, defaults={"title": content.swedish.title, "document": content.as_document()}
    )
    record(Action.VOICES_FORM_SAVED, written, by=by)
    if before is None:
        return written, None
    gone = set(before.swedish.questions) - set(content.swedish.questions)
    return written, undo.keep_replaced(written, before.as_document(), len(gone), "voices.form", by=by)


@transaction.atomic
def put_back_form(removal: Removal, *, by: Viewer) -> str:
    """A form as it was before. Raises PermissionDenied, and NotNow where somebody has written in it since."""
    require(by, Permission.COLLECTION_OPEN)
    undo.restore(removal)
    written = FormRecord.objects.get(pk=int(removal.of))
    written.title = written.content.swedish.title
    written.save(update_fields=["title"])
    record(Action.VOICES_FORM_PUT_BACK, written, by=by)
    return reverse("voices:edit_form", args=[written.key])
