"""HTTP only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spiral.search import queries


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:100].replace("\x00", "")
    hits = queries.find(request.user, words)
    return render(request, "search/search.html", {"words": words.strip(), "hits": hits, "most": queries.MOST})
