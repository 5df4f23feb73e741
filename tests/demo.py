"""The demo as the tests load it: made once by each worker, after that its rows are written again as they were.

It takes four seconds to make, most of it for texts, rules and seals that are the same every time. On SQLite the
statements that wrote it are kept, and run again where they find what they found: the same numbers given before, the
same quarter of an hour. Otherwise, and on PostgreSQL, whose numbers go on after a test, it is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings

from spiral.ground import demo

from .database import only_without_figures

Statement = tuple[str, Any, bool]
_WRITES = ("INSERT", "UPDATE", "DELETE")
_written: dict[Hashable, tuple[list[Statement], dict[str, bytes]]] = {}


def load_everything() -> None:
    """The whole demo, in the test's transaction."""
    load(demo.load_everything)


def load(loader: Callable[[], Any]) -> None:
    """What one loader makes, in the test's transaction."""
    from django.db import connection

    if connection.vendor != "sqlite":
        loader()
        return
    before = loader, _what_is_there(connection)
    if before not in _written:
        statements: list[Statement] = []
        with connection.execute_wrapper(_noting(statements)):
            loader()
        _written[before] = statements, _keys()
        return
    statements, keys = _written[before]
    for name, key in keys.items():
        (settings.SEALED_KEYS / name).write_bytes(key)
    with connection.cursor() as cursor:
        for sql, params, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, params)
            if not many and "RETURNING" in sql:
                cursor.fetchall()


def _keys() -> dict[str, bytes]:
    """The keys of sealed things by their names: one that a test has destroyed is there again with its rows."""
    return {path.name: path.read_bytes() for path in settings.SEALED_KEYS.glob("*") if path.is_file()}


def _noting(statements: list[Statement]) -> Callable[..., Any]:
    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(_WRITES):
            statements.append((sql, [tuple(row) for row in params] if many else params and tuple(params), many))
        return execute(sql, params, many, context)

    return note


def _what_is_there(connection: Any) -> Hashable:
    """The quarter of an hour, the language, whether figures may be read, the last number that each table gave, and who is
    there: a test that has signed somebody in has people of its own."""
    from django.utils import timezone, translation

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        numbers = tuple(cursor.fetchall())
        cursor.execute("SELECT id, email FROM people_person ORDER BY id")
        people = tuple(cursor.fetchall())
    is_without = only_without_figures in connection.execute_wrappers
    return int(timezone.now().timestamp()) // 900, translation.get_language(), is_without, numbers, people
