"""The statement sets that follow with the product, into the database; a set that is there already is left as it is."""

from __future__ import annotations

from django.db import transaction

from spiral.learn.assessments.models import StatementSetRecord
from spiral.learn.assessments.statements import shipped


@transaction.atomic
def load_shipped_sets() -> int:
    """How many were added."""
    added = 0
    for content in shipped():
        _kept, is_new = StatementSetRecord.objects.get_or_create(
            key=content.key, defaults={"title": content.versions["sv"].title, "document": content.as_document()}
        )
        added += is_new
    return added
