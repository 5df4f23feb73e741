"""The log, for the coordinator; HTTP only."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.trust.audit import queries, verification


@never_cache
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The newest events, and whether the chain holds."""
    if not request.user.has_perm("people.coordinate"):
        raise PermissionDenied
    context = {"events": queries.recent(), "broken": verification.first_break()}
    return render(request, "audit/events.html", context)
