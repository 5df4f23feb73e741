"""Writes to the log. ``record`` is the only way to write an event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Max, Model
from django.utils import timezone

from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.anchors import HeadUnreadable
from spiral.trust.audit.catalogue import Action
from spiral.trust.audit.chain import current_key_id, digest_of, is_signed, signature_of
from spiral.trust.audit.models import Event, Head
from spiral.trust.audit.queries import head
from spiral.trust.audit.verification import Break, first_break

#: The version of events that are written now.
VERSION = 2
_WORDS = re.compile(r"[\s@]")

Detail = int | str | Sequence[int | str]


def record(
    action: Action,
    thing: Model | str | int | None = None,
    *,
    by: Viewer,
    place: str | None = None,
    reason: str = "",
    detail: Mapping[str, Detail] | None = None,
) -> Event:
    """Append one event, in the transaction that does what it is about: both happen, or neither.

    ``thing`` is of the action's kind: its row, or its key where the row is gone or there is no table. ``by`` is
    whoever does it.

    Call it last in the transaction: until that ends nobody else can log, so waiting for another row's lock after this
    may be a deadlock. Costs three queries. Raises ValueError for what the catalogue does not allow.
    """
    details = dict(detail or {})
    _check(action, thing, details)
    with transaction.atomic(savepoint=False):
        end = _locked_head()
        event = Event(
            pk=end.event + 1,
            version=VERSION,
            at=timezone.now(),
            actor=str(by.key or ""),
            action=action.value,
            kind=action.kind.value,
            object_id=_key_of(thing),
            place=place or "",
            reason=reason,
            detail=details,
            key=current_key_id(),
            previous=end.digest,
        )
        event.digest = digest_of(event) or ""
        event.save(force_insert=True)
        # What somebody else has written into the row is never signed: it is found until the whole log is verified.
        was_signed = is_signed(end)
        end.event, end.digest = event.pk, event.digest
        end.signature = signature_of(end) if was_signed else ""
        end.save(update_fields=["event", "digest", "signature"])
    return event


def verify(*, by: Viewer) -> Break | None:
    """Verify the whole log, keep the outcome at its end and log it: the number of the last event where it is whole,
    otherwise the first break. Where the end cannot be read nothing can be kept. Raises AccessRefused. It reads every
    event, and so it is called outside a transaction."""
    require(by, Permission.LOG_READ)
    try:
        number = head().number
    except HeadUnreadable:
        return first_break()
    broken = first_break()
    if broken is not None:
        number = broken.number
    flaw = broken.flaw.value if broken else ""
    with transaction.atomic():
        end = _locked_head()
        end.verified_at, end.verified_to, end.flaw = timezone.now(), number, flaw
        end.signature = signature_of(end)
        end.save()
        record(Action.AUDIT_VERIFIED, number, by=by, detail={"flaw": flaw} if flaw else None)
    return broken


def _locked_head() -> Head:
    """The end of the log, locked until the transaction ends: PostgreSQL locks the row, SQLite has one writer.

    Where somebody has removed the head from a log with events, it is not made up from them: the next event then follows
    on nothing, and verification finds that for ever.
    """
    end = Head.objects.select_for_update().first()
    if end is None:
        last = Event.objects.aggregate(last=Max("pk"))["last"]
        Head.objects.get_or_create(defaults={"event": last or 0, "signature": "" if last else signature_of(Head())})
        end = Head.objects.select_for_update().get()
    return end


def _key_of(thing: Model | str | int | None) -> str:
    key = thing.pk if isinstance(thing, Model) else thing
    return "" if key is None else str(key)


def _check(action: Action, thing: object, detail: Mapping[str, Detail]) -> None:
    """Raises ValueError where the event is not as the catalogue says, or has words in its details."""
    if not isinstance(action, Action):
        raise ValueError(f"{action!r} is no action of the catalogue")
    if isinstance(thing, Model) and (thing._meta.label_lower != action.kind or thing.pk is None):
        raise ValueError(f"{action.value} is about {action.kind.value}, not {thing._meta.label_lower} {thing.pk}")
    if unknown := set(detail) - action.details:
        raise ValueError(f"{action.value} has no detail {', '.join(sorted(unknown))}")
    for value in detail.values():
        for part in [value] if isinstance(value, int | str) else value:
            if isinstance(part, str) and _WORDS.search(part):
                raise ValueError(f"{action.value}: a detail is a number or a key, never words")
