"""What is asked, who has answered and what they said. HTTP only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.documents.export import TYPES
from spiral.ground.words import language
from spiral.see.indicators import exports, pages, queries
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door


@never_cache
@require_safe
@door(Permission.INDICATORS_READ)
def index(request: Request) -> HttpResponse:
    """Every indicator, by school form, and what waits for the reader."""
    context = {
        "page": pages.index_page(request.viewer),
        "may_lead": allows(request.viewer, Permission.INDICATORS_LEAD),
    }
    return render(request, "indicators/index.html", context)


@never_cache
@require_safe
@door(Permission.INDICATORS_READ)
def indicator(request: Request, number: int) -> HttpResponse:
    """What one indicator asks, and its years."""
    page = pages.indicator_page(request.viewer, number)
    if page is None:
        raise Http404
    context = {"page": page, "may_lead": allows(request.viewer, Permission.INDICATORS_LEAD)}
    return render(request, "indicators/indicator.html", context)


@never_cache
@require_safe
@door(Permission.INDICATORS_READ)
def year(request: Request, asked: int) -> HttpResponse:
    """One year: how complete it is, what was answered, and the reader's own places."""
    page = pages.year_page(request.viewer, asked, language())
    if page is None:
        raise Http404
    context = {"page": page, "may_lead": allows(request.viewer, Permission.INDICATORS_LEAD)}
    return render(request, "indicators/year.html", context)


@never_cache
@require_safe
@door(Permission.INDICATORS_READ)
def download(request: Request, asked: int, kind: str) -> HttpResponse:
    """A year as a file."""
    of = queries.year(request.viewer, asked)
    if of is None:
        raise Http404
    now = queries.progress(request.viewer, [of])[of.pk]
    content = exports.year_file(now, kind, language(), request.viewer.today)
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"egen-indikator-{asked}.{kind}")
    return response
