"""Addresses that people write or have saved: is there a page here, and what is it called now?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

#: What a question to a page was called before: bookmarks, letters and frozen evidence still say so.
OLD_KEYS = {
    "alla": "all",
    "antagande": "hunch",
    "ar": "year",
    "byt": "rename",
    "fraga": "question",
    "fran": "from",
    "igen": "again",
    "kapitel": "chapter",
    "kod": "code",
    "lattlast": "easy",
    "mall": "template",
    "matt": "figure",
    "om": "target",
    "omrade": "area",
    "ord": "words",
    "rubrik": "title",
    "sedan": "since",
    "sida": "page",
    "skal": "reason",
    "slag": "kind",
    "sok": "search",
    "svar": "answer",
    "till": "to",
    "visa": "show",
}


def is_page(address: str) -> bool:
    """Does ``address``, written without a site's name, belong to a page of this site?"""
    try:
        parts = urlsplit(address)
        resolve(parts.path)
    except (ValueError, Resolver404):
        return False
    return not parts.scheme and not parts.netloc


def leads_on_from_old_keys(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an address with an old key leads to the same page under its new one."""

    def middle(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not OLD_KEYS.keys() & request.GET.keys():
            return answer(request)
        renamed = QueryDict(mutable=True)
        for key, values in request.GET.lists():
            name = OLD_KEYS.get(key, key)
            renamed.setlist(name, [*renamed.getlist(name), *values])
        # A path that begins with two slashes would be read as another site.
        path = escape_leading_slashes(escape_uri_path(request.path))
        return redirect(f"{path}?{renamed.urlencode()}")

    return middle
