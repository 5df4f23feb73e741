"""The chain of the log: each event carries the digest of the one before, made with a secret key, so a change shows.
The row that says where the log ends, and how the latest verification of all of it went, is signed with the same key.

Events have a version, and are checked by the rule of their version for ever. Version 1 (Spiral 0.1.0) is a plain hash
without the time. In version 2 every column is in the digest, and the digest needs a key that is not in the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings

#: The columns that a digest of version 2 covers. Another column is another version.
COLUMNS = (
    "id",
    "version",
    "at",
    "actor",
    "action",
    "kind",
    "object_id",
    "place",
    "reason",
    "detail",
    "key",
    "previous",
    "verb",
    "what",
)
#: The columns of the head that its signature covers.
HEAD_COLUMNS = ("event", "digest", "verified_at", "verified_to", "flaw")


@lru_cache(maxsize=16)
def key_id(key: str) -> str:
    """The name of a key, as events carry it. The key cannot be worked out from it."""
    return hmac.new(key.encode(), b"spiral audit key", hashlib.sha256).hexdigest()[:16]


def current_key_id() -> str:
    return key_id(settings.AUDIT_KEYS[0])


def canonical(row: Any, names: Sequence[str] = COLUMNS) -> bytes:
    """All columns of an event except its digest, as bytes that are the same from every database; or others of a row."""
    columns = {name: _plain(getattr(row, name)) for name in names}
    return json.dumps(columns, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(event: Any) -> str | None:
    """The digest that the event should have; None when the key it was written with is not here."""
    if event.version == 1:
        words = json.dumps([event.previous, event.actor, event.verb, event.what], ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()
    key = next((k for k in settings.AUDIT_KEYS if key_id(k) == event.key), None)
    return _keyed(key, canonical(event)) if key else None


def signature_of(head: Any) -> str:
    """The signature of the head, with the key that is used now."""
    return _keyed(settings.AUDIT_KEYS[0], canonical(head, HEAD_COLUMNS))


def is_signed(head: Any) -> bool:
    """Is the head as it was signed, with a key that is here?"""
    content = canonical(head, HEAD_COLUMNS)
    return any(_keyed(key, content) == head.signature for key in settings.AUDIT_KEYS)


def earlier_line(event: Any) -> bytes:
    """The bytes of an event of version 1 that ``audit.earlier_sealed`` hashes, the time included."""
    return canonical(event) + event.digest.encode() + b"\n"


def _keyed(key: str, content: bytes) -> str:
    return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
