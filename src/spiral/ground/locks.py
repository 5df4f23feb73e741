"""A lock for what has no row to lock: a name that nobody has yet, a list that must not change meanwhile."""

from __future__ import annotations

from django.db import connection


def hold_lock(name: str) -> None:
    """Wait for the lock called ``name``, and hold it until the transaction ends. Raises RuntimeError outside one.

    Call it before reading what the decision depends on. SQLite lets in one writer at a time anyway (IMMEDIATE).
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a lock lasts as long as a transaction")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
