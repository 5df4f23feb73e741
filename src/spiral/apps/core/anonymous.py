"""Answering without an account: a code to join by, a telephone's random key, and what is forgotten afterwards.

Shared by the rooms where people answer anonymously (decisions/0006, decisions/0007). Nothing here knows what is asked.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from django.db import connection
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


def forget_the_way_there() -> None:
    """SQLite's write-ahead log holds what was deleted or changed; empty it. Call when the transaction has ended."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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
