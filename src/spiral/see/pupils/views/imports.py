"""Imports with their history: undone, and birth cohorts erased. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from spiral.ground.confirm import ask_first
from spiral.see.pupils import actions, queries
from spiral.see.pupils.archive.archive import NoSuchBatch
from spiral.see.pupils.asking import before_erasing, before_undoing
from spiral.see.pupils.forms import CohortForm
from spiral.see.pupils.pages.history import history_page
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door


@never_cache
@require_safe
@door(Permission.PUPILS_IMPORT)
def imports(request: Request) -> HttpResponse:
    """Every import, the latest first."""
    return _imports(request, CohortForm())


def _imports(request: Request, form: CohortForm, status: int = 200) -> HttpResponse:
    lines = history_page(queries.batches(request.viewer))
    return render(request, "pupils/imports.html", {"lines": lines, "form": form}, status=status)


@never_cache
@require_POST
@door(Permission.PUPILS_IMPORT)
def undo(request: Request, number: int) -> HttpResponse:
    """What undoing an import would do, and then the undoing."""
    batch = next((b for b in queries.batches(request.viewer) if b.number == number and not b.is_dropped), None)
    if batch is not None and (question := ask_first(request, before_undoing(batch))):
        return question
    try:
        actions.undo(number, by=request.viewer)
    except NoSuchBatch:
        messages.info(request, _("Inläsningen var redan ångrad."))
    else:
        messages.success(request, _("Inläsningen är ångrad. Det som gällde före den gäller igen."))
    return redirect("pupils:imports")


@never_cache
@require_POST
@door(Permission.PUPILS_IMPORT)
def erase(request: Request) -> HttpResponse:
    """What erasing a birth cohort would take away, and then the erasing."""
    form = CohortForm(request.POST)
    if not form.is_valid():
        return _imports(request, form, status=422)
    born = form.cleaned_data["born"]
    there = queries.erasure(request.viewer, born)
    if not there:
        messages.info(request, _("Det finns inga elever födda %(born)s.") % {"born": born})
        return redirect("pupils:imports")
    if question := ask_first(request, before_erasing(born, there)):
        return question
    actions.erase(born, by=request.viewer)
    messages.success(request, _("Elever födda %(born)s är gallrade.") % {"born": born})
    return redirect("pupils:imports")
