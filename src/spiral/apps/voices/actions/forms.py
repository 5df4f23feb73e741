"""Keeping forms."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from spiral.apps.audit.actions import record
from spiral.apps.voices.models import FormRecord
from spiral.apps.voices.questions import PupilForm
from spiral.apps.voices.rules import may_open


@transaction.atomic
def keep_form(content: PupilForm, *, by: object) -> FormRecord:
    """Write a form, new or changed. Collections already opened keep theirs. Raises PermissionDenied."""
    if not may_open(by):
        raise PermissionDenied
    kept, _made = FormRecord.objects.update_or_create(
        key=content.key, defaults={"title": content.swedish.title, "document": content.as_document()}
    )
    record("skrev ett elevformulär", content.key, by=by)
    return kept
