"""Answering without an account: a telephone's random key and one-time tickets.

Shared by the rooms where people answer anonymously (decisions/0006, decisions/0007). Nothing here knows what is asked.
"""

from __future__ import annotations

import hashlib
import random
import secrets

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from spiral.ground.models import Ticket

#: Results with fewer answers than this are never shown, and not kept.
FEWEST_ANSWERS = 5
_SIXTY_DAYS = 60 * 24 * 3600
_chance = random.SystemRandom()


class NoTicket(Exception):
    """This telephone has drawn no ticket, or may not; nothing has been written."""


class AllDrawn(Exception):
    """As many tickets as there are people have been drawn; nothing has been written."""


def at_least(answers: int) -> int:
    """How many answers are told of while they come: whole steps of five, so that nobody can see one of them come."""
    return answers - answers % FEWEST_ANSWERS


def receipt_of(key: str, about: object) -> str:
    """What is kept of a telephone's key while answers are taken: a hash, different for each thing answered."""
    return hashlib.sha256(f"{key}:{about}".encode()).hexdigest()


def add_unordered(rows: QuerySet[Model], row: Model) -> None:
    """Add a row so that neither its place nor the transaction that wrote it says which was the last: all are written
    anew, shuffled."""
    every = [*rows, row]
    _chance.shuffle(every)
    rows.all().delete()
    rows.model._default_manager.bulk_create(every)


def draw(drawn: QuerySet[Ticket], ticket: Ticket, most: int | None) -> None:
    """Draw a ticket, unless ``most`` are drawn. The same one again is the same one. Raises AllDrawn."""
    if drawn.filter(pk=ticket.pk).exists():
        return
    if most is not None and drawn.count() >= most:
        raise AllDrawn
    add_unordered(drawn, ticket)


def new_key() -> str:
    return secrets.token_urlsafe(24)


def key_of(request: HttpRequest, cookie: str) -> str:
    """The telephone's key, which says too that it has been let in; '' where it has none of ours."""
    return str(request.get_signed_cookie(cookie, default="", salt=cookie) or "")


def let_in(request: HttpRequest, response: HttpResponse, cookie: str, path: str, key: str = "") -> HttpResponse:
    """Give the telephone its key (``key``, or one it had, or a new one) before it answers, so that a second try after a
    lost reply is the same answer, and a code that has been replaced shuts nobody out. Signed, so that nobody gives
    herself one; sent back only to ``path``, and never to a script. Lax, since a link in a mail leads here too: a
    stricter cookie would stay behind, and the telephone get a second key."""
    key = key or key_of(request, cookie) or new_key()
    response.set_signed_cookie(
        cookie,
        key,
        salt=cookie,
        max_age=_SIXTY_DAYS,
        path=path,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
