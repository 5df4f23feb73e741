"""Addresses that people have written or saved: whether one is a page of this site, and the new names of old keys."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

#: Earlier names of keys in query strings: bookmarks, letters and frozen evidence still have them.
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
    """Is ``address``, a path without a host, that of a page of this site?"""
    try:
        parts = urlsplit(address)
        resolve(parts.path)
    except (ValueError, Resolver404):
        return False
    return not parts.scheme and not parts.netloc


def redirect_old_keys(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: redirects an address with an old key to the same page with the new key."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not OLD_KEYS.keys() & request.GET.keys():
            return get_response(request)
        renamed = QueryDict(mutable=True)
        for key, values in request.GET.lists():
            name = OLD_KEYS.get(key, key)
            renamed.setlist(name, [*renamed.getlist(name), *values])
        # A path that begins with two slashes would be read as another site.
        path = escape_leading_slashes(escape_uri_path(request.path))
        return redirect(f"{path}?{renamed.urlencode()}")

    return middleware
