"""The hash that makes a change in the log visible."""

from __future__ import annotations

import hashlib
import json


def digest(previous: str, actor: str, verb: str, what: str) -> str:
    """The hash that chains an event to the one before."""
    return hashlib.sha256(json.dumps([previous, actor, verb, what], ensure_ascii=False).encode()).hexdigest()
