"""HTTP only."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spiral.search import queries
from spiral.trust.access.requests import Request


@require_safe
def search(request: Request) -> HttpResponse:
    words = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    result = queries.find(request.viewer, words)
    return render(request, "search/search.html", {"words": words, "found": result, "first": queries.SHOWN})
