"""The button "Ångra". HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spiral.ground.refusals import NotNow
from spiral.ground.shell import shell
from spiral.trust.access.requests import Request
from spiral.trust.undo import actions
from spiral.trust.undo.offers import withdraw


@require_POST
@login_required
def put_back(request: Request, number: int) -> HttpResponse:
    """Put back what she removed, and go where it is; or, with ``dismiss``, only take the notice away."""
    page = request.POST.get("next", "")
    here = redirect(page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else shell().front)
    if "dismiss" in request.POST:
        withdraw(request, number)
        return here
    try:
        sentence, url = actions.put_back(number, by=request.viewer)
    except NotNow:
        reason = _("Det har gått mer än tio minuter, eller så finns inte det som den hörde till.")
        messages.error(request, _("Det går inte att ångra längre.") + " " + reason)
        return here
    finally:
        withdraw(request, number)
    messages.success(request, sentence)
    return redirect(url)
