"""The only way to write an event."""

from __future__ import annotations

from django.db import transaction

from spiral.trust.audit.chain import digest
from spiral.trust.audit.models import Event


@transaction.atomic
def record(verb: str, what: str, *, by: object | None) -> Event:
    """Append one event. ``by`` is the person, or None for nobody signed in."""
    last = Event.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    actor = str(getattr(by, "pk", "") or "")
    return Event.objects.create(
        actor=actor, verb=verb, what=what, previous=last, digest=digest(last, actor, verb, what)
    )
