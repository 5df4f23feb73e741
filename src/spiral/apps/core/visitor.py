"""Where a request comes from."""

from __future__ import annotations

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's address."""
    return str(request.META.get("REMOTE_ADDR", ""))
