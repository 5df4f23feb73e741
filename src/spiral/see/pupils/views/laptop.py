"""The link that `spiral node` prints: it signs in the one person whose computer it is. Nothing anywhere else."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.trust.access.requests import Request
from spiral.trust.access.viewer import system
from spiral.trust.people.actions import person_of_this_computer


@never_cache
@require_safe
def open_here(request: Request, token: str) -> HttpResponse:
    """Sign in by the link of this start of the installation."""
    if not settings.LAPTOP_TOKEN or not secrets.compare_digest(token, settings.LAPTOP_TOKEN):
        raise Http404
    login(request, person_of_this_computer(by=system()), backend="django.contrib.auth.backends.ModelBackend")
    return redirect("pupils:front")
