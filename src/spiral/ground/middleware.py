"""Middleware for every request: room for what it calls, which proxies are trusted, how large a request may be, what a
cache may keep, and that a failed forgetting is tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from spiral.engine.characters import tidy
from spiral.ground import forgetting
from spiral.ground.visitor import is_trusted

GetResponse = Callable[[HttpRequest], HttpResponse]

#: No page needs a whole number with more digits; a longer one is refused before anything calculates with it.
MOST_DIGITS = 18
#: Characters of one value, of one field's name, and of a whole query string (what stands after "?").
LONGEST_VALUE = 100_000
LONGEST_NAME = 200
LONGEST_QUERY = 4_000
_FORWARDED = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PORT")


def _call(get_response: GetResponse, request: HttpRequest) -> HttpResponse:
    return get_response(request)


#: CPython 3.11 keeps the frames of calls in pieces of 16 kB and gives the last piece back as soon as it is empty. A
#: page whose calls go to and fro over the edge of a piece takes two to three times as long, by chance of how deep it is
#: called (decisions/0027). A frame that claims more than half of 256 kB gets a piece of that size, with room for all.
_call.__code__ = _call.__code__.replace(co_stacksize=17_000)


def make_room(get_response: GetResponse) -> GetResponse:
    """Gives everything that a request calls one piece of memory for its frames."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return _call(get_response, request)

    return middleware


def trust_named_proxies(get_response: GetResponse) -> GetResponse:
    """Removes what a client says about where its request came from, unless it is a trusted proxy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_trusted(str(request.META.get("REMOTE_ADDR") or "")):
            for name in _FORWARDED:
                request.META.pop(name, None)
        return get_response(request)

    return middleware


def refuse_over_limits(get_response: GetResponse) -> GetResponse:
    """Refuses what no page of ours sends: a body, a query string, a value or a number that is too long, a NUL.

    A path with a NUL or an endless number is answered with 404, everything else with a page of its own (400, 413). But
    a NUL in a query string is left out, and one in a form is refused by its field. A view that takes longer values says
    so with :func:`longest_value`.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(query) > LONGEST_QUERY:
            raise SuspiciousOperation("a query string too long")
        if "%00" in query or "\x00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "").replace("\x00", "")
        size = request.META.get("CONTENT_LENGTH") or "0"
        if len(size) > MOST_DIGITS or (size.isascii() and size.isdecimal() and int(size) > settings.LARGEST_BODY):
            raise RequestDataTooBig("a body too large")
        return get_response(request)

    def process_view(request: HttpRequest, view: Callable[..., HttpResponse], _args: object, path: dict) -> None:
        if "\x00" in request.path_info or any(_is_endless(str(part)) for part in path.values()):
            raise Http404
        _check(request.GET.lists(), LONGEST_VALUE)
        if request.method == "POST":
            _check(request.POST.lists(), getattr(view, "longest_value", LONGEST_VALUE))
        _tidy_values(request)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def _tidy_values(request: HttpRequest) -> None:
    """What was typed or pasted comes in as the same signs for the same text (``engine.characters``), whatever page it
    is for; a password stays as it was typed."""
    for name in ("GET", "POST"):
        values: QueryDict = getattr(request, name)
        changed = {
            key: [tidy(value) for value in listed]
            for key, listed in values.lists()
            if "password" not in key and not all(value.isascii() and "\r" not in value for value in listed)
        }
        if changed:
            values = values.copy()
            for key, listed in changed.items():
                values.setlist(key, listed)
            values._mutable = False
            setattr(request, name, values)


def longest_value(characters: int) -> Callable[[GetResponse], GetResponse]:
    """Decorator: the view takes values of so many characters, such as a whole preview that is sent with its form."""

    def decorate(view: GetResponse) -> GetResponse:
        view.longest_value = characters  # type: ignore[attr-defined]
        return view

    return decorate


def keep_private_when_signed_in(get_response: GetResponse) -> GetResponse:
    """No cache keeps a page for somebody signed in, not even her browser's, unless the page says otherwise."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "user", None)
        if not response.has_header("Cache-Control") and user is not None and user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return middleware


def retry_forgetting(get_response: GetResponse) -> GetResponse:
    """After somebody signed in has changed something, tries again to forget what is due (ground/forgetting.py)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # Whether anybody is signed in is asked only where the page has: a pupil's answer touches no session.
        if request.method == "POST" and request.session.accessed and request.user.is_authenticated:
            forgetting.try_in_passing()
        return response

    return middleware


def _check(values: Iterable[tuple[str, Sequence[object]]], longest: int) -> None:
    for name, sent in values:
        if len(name) > LONGEST_NAME or "\x00" in name:
            raise SuspiciousOperation("a field no page asks for")
        for value in sent:
            text = str(value)
            if len(text) > longest:
                raise RequestDataTooBig("a value too long")
            if _is_endless(text):
                raise SuspiciousOperation("a value no page asks for")


def _is_endless(text: str) -> bool:
    """A whole number of more digits than anything counts."""
    return len(text) > MOST_DIGITS and text.strip().lstrip("+-").isdecimal() and len(text.strip()) > MOST_DIGITS
