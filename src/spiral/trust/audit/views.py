"""The log, for the coordinator; HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.audit import actions, queries, verification
from spiral.trust.doors import door


@never_cache
@require_safe
@door(Permission.LOG_READ)
def events(request: Request) -> HttpResponse:
    """The newest events, and whether the chain holds."""
    context = {"events": queries.recent(request.viewer), "state": verification.state()}
    return render(request, "audit/events.html", context)


@never_cache
@require_POST
@door(Permission.LOG_READ)
def verify(request: Request) -> HttpResponse:
    """The whole log verified; the page of the log says how it went."""
    broken = actions.verify(by=request.viewer)
    if broken is None:
        messages.success(request, _("Hela loggen är kontrollerad: den är hel."))
    else:
        messages.error(request, _("Hela loggen är kontrollerad: den är inte hel. %(flaw)s") % {"flaw": broken})
    return redirect("audit:events")
