"""Writes, the same for every kind: open, let somebody draw a ticket, change the code, raise the number, end.

Each takes its collection behind its row lock, so that no answer slips in while it ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from spiral.ground import codes
from spiral.ground.forgetting import forget
from spiral.ground.sealed import SealUnreadable
from spiral.trust.access.deciding import require
from spiral.trust.access.viewer import Viewer
from spiral.trust.anonymous import tickets
from spiral.trust.anonymous.kinds import C, CollectionKind, Traces
from spiral.trust.anonymous.queries import about
from spiral.trust.anonymous.rules import CollectionClosed, NotFewer, NoTicket
from spiral.trust.audit.actions import Detail, record
from spiral.trust.audit.catalogue import Action


@dataclass(frozen=True, slots=True)
class CollectionOpening:
    """What a leader decides before a collection; afterwards only ``invited`` can be raised, where all can see it."""

    group: str
    _: KW_ONLY
    last_day: date | None = None
    invited: int | None = None
    is_made_up: bool = False


@transaction.atomic
def open_collection(
    kind: CollectionKind[C],
    opening: CollectionOpening,
    place: str,
    prepare: Callable[[C], None],
    *,
    by: Viewer,
    **own: object,
) -> C:
    """A new collection with its code (none where a meeting's seats draw the tickets). ``own`` are the room's own
    columns, and ``prepare`` makes room for its answers. The room has asked whether ``by`` may open it at the place."""
    collection = kind.model._default_manager.create(
        group=opening.group.strip(),
        place=place,
        leader=by.signed_in,
        invited=opening.invited,
        opened_on=timezone.localdate(),
        last_day=opening.last_day,
        is_made_up=opening.is_made_up,
        **own,
    )
    if not collection.is_by_seat:
        codes.give_code(collection, collection.last_day or timezone.localdate())
    prepare(collection)
    _log(kind.opened, collection, by)
    return collection


def locked_for_answers(kind: CollectionKind[C], number: int, key: str) -> C:
    """A collection that takes answers, behind its row lock. Raises CollectionClosed, and NoTicket for a telephone
    without a key."""
    collection = kind.model._default_manager.select_for_update().filter(pk=number).first()
    if collection is None or not collection.is_taking_answers:
        raise CollectionClosed
    if not key:
        raise NoTicket
    return collection


@transaction.atomic
def draw_ticket(kind: CollectionKind[C], number: int, key: str) -> None:
    """Let the holder of ``key`` answer, once. The same key again, as after a lost reply, is the same ticket. Raises
    CollectionClosed, AllDrawn, NoTicket where only a meeting's seats draw, and SealUnreadable where the answer could
    not be kept."""
    collection = locked_for_answers(kind, number, key)
    if not collection.is_readable:
        raise SealUnreadable
    if tickets.is_drawn(collection, key):
        return
    if collection.is_by_seat:
        raise NoTicket
    tickets.draw(collection, key)


def locked_for_ticket(kind: CollectionKind[C], number: int, key: str) -> C:
    """A collection that takes the answer of the key's holder, behind its row lock: call in the transaction that writes
    it. Raises CollectionClosed, and NoTicket where the key has drawn none."""
    collection = locked_for_answers(kind, number, key)
    if not tickets.is_drawn(collection, key):
        raise NoTicket
    return collection


def locked_for_leader(kind: CollectionKind[C], number: int, *, by: Viewer) -> C:
    """The collection behind its row lock, for who leads it. Raises PermissionDenied."""
    collection = kind.model._default_manager.select_for_update().get(pk=number)
    require(by, kind.lead, collection)
    return collection


@transaction.atomic
def raise_number(kind: CollectionKind[C], number: int, invited: int, *, by: Viewer) -> C:
    """More people than the leader first said; what was said before is shown beside it. Raises PermissionDenied,
    CollectionClosed and NotFewer."""
    collection = locked_for_leader(kind, number, by=by)
    if not collection.is_open:
        raise CollectionClosed
    before = collection.invited
    if invited == before:
        return collection
    if before is None or invited < before:
        raise NotFewer
    collection.invited, collection.invited_before = invited, [*collection.invited_before, before]
    collection.save(update_fields=["invited", "invited_before"])
    _log(kind.number_raised, collection, by, before=before, after=invited)
    return collection


@transaction.atomic
def change_code(kind: CollectionKind[C], number: int, *, by: Viewer) -> C:
    """A new code in place of the old; those who are in stay in. Raises PermissionDenied and CollectionClosed."""
    collection = locked_for_leader(kind, number, by=by)
    if not collection.is_taking_answers or collection.is_by_seat:
        raise CollectionClosed
    codes.give_code(collection, collection.last_day or timezone.localdate())
    _log(kind.code_changed, collection, by)
    return collection


@transaction.atomic
def discard(kind: CollectionKind[C], number: int, erase: Callable[[C], Traces], *, by: Viewer) -> C:
    """End the collection without a result: ``erase`` deletes every answer. Raises PermissionDenied and
    CollectionClosed."""
    collection = locked_for_leader(kind, number, by=by)
    if collection.state not in kind.discardable:
        raise CollectionClosed
    return end_collection(kind, collection, "discarded", erase(collection), by=by)


@transaction.atomic
def end_collection(kind: CollectionKind[C], collection: C, state: str, traces: Traces, *, by: Viewer) -> C:
    """No more answers, for ever: the code opens nothing, receipts and tickets are deleted, and they are forgotten with
    what ``traces`` names. Call behind the collection's row lock."""
    receipts = collection.all_receipts()
    receipts.delete()
    collection.tickets.all().delete()
    codes.close_code(collection)
    collection.state, collection.ended_on = state, timezone.localdate()
    collection.save(update_fields=["state", "ended_on"])
    forget(about(collection), receipts.model, collection.tickets.model, *traces.tables, key=traces.key)
    _log(kind.discarded if state == "discarded" else kind.ended, collection, by)
    return collection


def _log(action: Action, collection: C, by: Viewer, **detail: Detail) -> None:
    record(action, collection, by=by, place=collection.place, detail=detail)
