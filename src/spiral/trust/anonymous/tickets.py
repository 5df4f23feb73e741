"""One-time tickets and receipts: rows that hold a hash of a telephone's random key, and nothing that orders them."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from spiral.trust.anonymous.models import AnonymousCollection
from spiral.trust.anonymous.rules import AllDrawn

_chance = random.SystemRandom()


def receipt_of(key: str, about: object) -> str:
    """What is kept of a telephone's key while answers are taken: a hash, different for each thing answered."""
    return hashlib.sha256(f"{key}:{about}".encode()).hexdigest()


def ticket_of(key: str, number: int) -> str:
    """What is kept of the key of a telephone that may answer collection ``number``."""
    return receipt_of(key, f"ticket {number}")


def add_unordered(rows: Any, **columns: object) -> None:
    """Add a row to those that belong to something (``collection.tickets``), so that neither its place nor the
    transaction that wrote it says which was the last: all are written anew, shuffled."""
    every = [*rows.all(), rows.model(**{rows.field.name: rows.instance}, **columns)]
    _chance.shuffle(every)
    rows.all().delete()
    rows.model._default_manager.bulk_create(every)


def is_drawn(collection: AnonymousCollection, key: str) -> bool:
    return bool(key) and collection.tickets.filter(pk=ticket_of(key, collection.pk)).exists()


def draw(collection: AnonymousCollection, key: str) -> None:
    """Draw the key's ticket. Call behind the collection's row lock, for a key that has none. Raises AllDrawn when as
    many are drawn as the leader has said that people are."""
    if collection.invited is not None and collection.tickets.count() >= collection.invited:
        raise AllDrawn
    add_unordered(collection.tickets, pk=ticket_of(key, collection.pk))


def give_receipt(receipts: Any, key: str) -> bool:
    """Write that the key's holder has answered what the receipts are of. False where it was written before; then its
    answer is not to be counted. Call behind the collection's row lock."""
    receipt = receipt_of(key, receipts.instance.pk)
    if receipts.filter(pk=receipt).exists():
        return False
    add_unordered(receipts, pk=receipt)
    return True
