"""Keeping forms."""

from __future__ import annotations

from django.db import transaction

from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.understand.voices.models import FormRecord
from spiral.understand.voices.queries import form
from spiral.understand.voices.questions import PupilForm


@transaction.atomic
def keep_form(content: PupilForm, revision: Revision | None, *, by: Viewer) -> FormRecord:
    """Write a form, new or changed. Collections already opened keep theirs. ``revision`` is the revision of the form
    when it was read; None replaces whatever is there. Raises PermissionDenied and StaleRevision."""
    require(by, Permission.COLLECTION_OPEN)
    FormRecord.objects.select_for_update().filter(key=content.key).first()
    if revision is not None:
        require_revision(form(by, content.key), revision)
    written, _is_new = FormRecord.objects.update_or_create(
        key=content.key, defaults={"title": content.swedish.title, "document": content.as_document()}
    )
    record(Action.VOICES_FORM_SAVED, written, by=by)
    return written
