"""One at a time, for what has no row to lock: a name that nobody has yet, a list that must not change meanwhile."""

from __future__ import annotations

from django.db import connection


def take_turn(what: str) -> None:
    """Wait until nobody else has the turn for ``what``, and have it until the transaction ends.

    Call it before reading what is to be decided on. SQLite lets in one writer at a time anyway (IMMEDIATE).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a turn lasts as long as a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
