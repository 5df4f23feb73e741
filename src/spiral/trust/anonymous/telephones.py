"""Answering without an account: a telephone's random key, in a cookie that is sent back only where it answers."""

from __future__ import annotations

import secrets

from django.http import HttpResponse

from spiral.trust.access.requests import Request

_SIXTY_DAYS = 60 * 24 * 3600


def new_key() -> str:
    return secrets.token_urlsafe(24)


def key_of(request: Request, cookie: str) -> str:
    """The telephone's key, which says too that it has been let in; '' where it has none of ours."""
    return str(request.get_signed_cookie(cookie, default="", salt=cookie) or "")


def let_in(request: Request, response: HttpResponse, cookie: str, path: str, key: str = "") -> HttpResponse:
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
