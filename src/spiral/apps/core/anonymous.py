"""Answering without an account: a code to join by, a telephone's random key, and what is forgotten afterwards.

Shared by the rooms where people answer anonymously (decisions/0006, decisions/0007). Nothing here knows what is asked.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from django.db import OperationalError, connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

#: Results with fewer answers than this are never shown, and not kept.
FEWEST_ANSWERS = 5
_SIXTY_DAYS = 60 * 24 * 3600


def new_code(is_taken: Callable[[str], bool], digits: int = 6) -> str:
    """A code of so many digits that nothing else has."""
    while True:
        code = f"{secrets.randbelow(10**digits):0{digits}d}"
        if not is_taken(code):
            return code


def receipt_of(key: str, about: object) -> str:
    """What is kept of a telephone's key while answers are taken: a hash, different for each thing answered."""
    return hashlib.sha256(f"{key}:{about}".encode()).hexdigest()


def forget_the_way_there(*tables: type[Model]) -> None:
    """Take what was deleted or changed out of the database's files. Call when the transaction has ended.

    SQLite: its write-ahead log is emptied. PostgreSQL: the tables, which are small, are written anew without their dead
    rows; where something else holds a table (a backup being taken) its dead rows are only marked as free. Its log and
    log archive are the operator's to keep short.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    elif not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            for table in tables:
                name = connection.ops.quote_name(table._meta.db_table)
                try:
                    cursor.execute(f"VACUUM FULL {name}")
                except OperationalError:
                    cursor.execute(f"VACUUM {name}")
            cursor.execute("RESET lock_timeout")


def key_of(request: HttpRequest, cookie: str) -> str:
    """The telephone's key, or a new one where it has none."""
    return request.COOKIES.get(cookie) or secrets.token_urlsafe(24)


def with_key(request: HttpRequest, response: HttpResponse, cookie: str, path: str) -> HttpResponse:
    """Gives the telephone its key before it answers, so that a second try after a lost reply is the same answer. The
    key is sent back only to ``path``, and never to a script."""
    if cookie not in request.COOKIES:
        response.set_cookie(
            cookie, key_of(request, cookie), max_age=_SIXTY_DAYS, path=path, httponly=True, samesite="Strict",
            secure=request.is_secure(),
        )  # fmt: skip
    return response
