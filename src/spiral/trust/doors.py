"""The one door: a visitor is sent to sign in; somebody signed in without the right is told who has it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import render

from spiral.trust.access.deciding import AccessRefused, allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.refusals import refusal
from spiral.trust.access.requests import Request

View = Callable[..., HttpResponse]


def door(permission: Permission) -> Callable[[View], View]:
    """A view for those who hold ``permission``. The view carries it, so that the table of addresses can be read."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
            if not allows(request.viewer, permission):
                return turn_away(request, permission)
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def turn_away(request: Request, permission: Permission) -> HttpResponse:
    """Signing in, and afterwards back, for a visitor; a form that was sent is not sent again. Raises AccessRefused for
    everybody else."""
    if request.viewer.person:
        raise AccessRefused(permission)
    return redirect_to_login(request.get_full_path() if request.method in ("GET", "HEAD") else "/")


def refused(request: Request, exception: Exception | None = None) -> HttpResponse:
    """The answer to everybody who may not, whatever room refused."""
    permission = exception.permission if isinstance(exception, AccessRefused) else None
    return render(request, "access/refused.html", {"refusal": refusal(permission)}, status=403)
