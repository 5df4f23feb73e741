"""The only way to write an event."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction

from spiral.apps.audit.models import Event


@transaction.atomic
def record(verb: str, what: str, *, by: object | None) -> Event:
    """Append one event. ``by`` is the person, or None for nobody signed in."""
    last = Event.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    actor = str(getattr(by, "pk", "") or "")
    return Event.objects.create(
        actor=actor, verb=verb, what=what, previous=last, digest=digest(last, actor, verb, what)
    )


def digest(previous: str, actor: str, verb: str, what: str) -> str:
    """The hash that chains an event to the one before."""
    return hashlib.sha256(json.dumps([previous, actor, verb, what], ensure_ascii=False).encode()).hexdigest()
