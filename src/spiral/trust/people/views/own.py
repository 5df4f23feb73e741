"""The signed-in person's own page, and the demo's doors."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from spiral.ground.shell import shell
from spiral.trust.access.requests import Request
from spiral.trust.people import actions, queries


@require_safe
@login_required
def me(request: Request) -> HttpResponse:
    """Offices today, address and password, and the way out."""
    has_password = request.viewer.signed_in.has_usable_password()
    context = {"offices": request.viewer.offices, "cast": queries.cast(), "has_password": has_password}
    return render(request, "people/me.html", context)


@require_safe
def me_before(request: Request) -> HttpResponse:
    """The address that the page had before leads on."""
    return redirect("people:me", permanent=True)


@require_safe
def sign_up_closed(request: Request) -> HttpResponse:
    """That nobody signs up by herself, and whom to ask."""
    return render(request, "account/signup_closed.html")


@require_POST
def step_in(request: Request, key: str) -> HttpResponse:
    """Become one of the cast, in the demo only."""
    part = actions.part(key)
    if part is None or not settings.DEMO:
        raise Http404
    person = actions.take_part(part, by=request.viewer)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(shell().front)
