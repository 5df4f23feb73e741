"""Browsers in which somebody has signed in before: a stranger's wrong passwords do not count against them."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from spiral.trust.access.requests import Request

COOKIE = "webblasare"
_SALT = "spiral.people.browser"
_SECONDS = 400 * 24 * 3600


def known(request: Request, email: str) -> str:
    """The browser's own number if ``email`` has signed in from it, else ''."""
    try:
        number, mark = signing.loads(request.COOKIES.get(COOKIE, "")[:500], salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if constant_time_compare(mark, _mark(str(number), email)) else ""


def remember(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the browser that has just signed somebody in gets its number; the latest person counts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        person = getattr(request, "just_signed_in", None)
        if person is not None:
            number = secrets.token_urlsafe(16)
            value = signing.dumps([number, _mark(number, person.email)], salt=_SALT)
            response.set_cookie(
                COOKIE,
                value,
                max_age=_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
                path="/konto/",
            )
        return response

    return middleware


def _mark(number: str, email: str) -> str:
    return salted_hmac(_SALT, f"{number}:{email.strip().lower()}", algorithm="sha256").hexdigest()[:32]


def _signed_in(sender: object, request: Request | None, user: Any, **_more: object) -> None:
    if request is not None:
        request.just_signed_in = user  # type: ignore[attr-defined]


user_logged_in.connect(_signed_in, dispatch_uid="spiral.people.browsers")
