"""Addresses that people have written or saved: whether one is a page of this site, and the new names of old words."""

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

#: And of what stands after the key: key → old word → new word.
OLD_VALUES = {
    "kind": {
        "behov": "needs",
        "beslut": "decisions",
        "bok": "book",
        "fri": "own",
        "gruppsamtal": "group-talk",
        "incheckning": "check-in",
        "laget-runt": "round",
        "paus": "break",
        "rapport": "report",
        "skattning": "rating",
        "uppdrag": "assignment",
        "uppgifter": "tasks",
        "utcheckning": "check-out",
        "varfor": "whys",
    },
    "show": {"tidigare": "past"},
    "template": {
        "digital-traff": "digital-meeting",
        "natverksmote": "network-meeting",
        "natverksmote-varfor": "network-meeting-whys",
        "presidiemote": "presidium-meeting",
        "uppdragsmote": "assignment-meeting",
    },
}


def is_page(address: str) -> bool:
    """Is ``address``, a path without a host, that of a page of this site?"""
    try:
        parts = urlsplit(address)
        resolve(parts.path)
    except (ValueError, Resolver404):
        return False
    return not parts.scheme and not parts.netloc


def redirect_old_words(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: redirects an address with an old key or value to the same page with the new one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or (renamed := _in_new_words(request.GET)) == request.GET:
            return get_response(request)
        # A path that begins with two slashes would be read as another site.
        path = escape_leading_slashes(escape_uri_path(request.path))
        return redirect(f"{path}?{renamed.urlencode()}")

    return middleware


def _in_new_words(asked: QueryDict) -> QueryDict:
    renamed = QueryDict(mutable=True)
    for key, values in asked.lists():
        name = OLD_KEYS.get(key, key)
        words = OLD_VALUES.get(name, {})
        renamed.setlist(name, [*renamed.getlist(name), *(words.get(value, value) for value in values)])
    return renamed
