"""The pages of a node. HTTP only."""

from __future__ import annotations

from django.http import HttpResponse

from spiral.trust.access.requests import Request


def check(request: Request) -> HttpResponse:
    """Files dropped, and what SCB would say of them."""
    return HttpResponse("x")
