"""What every request meets before a page does: which proxy is believed, how large it may be, how long its answer may
be kept, and what is forgotten after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

from spiral.ground import forgetting
from spiral.ground.visitor import is_trusted

Answer = Callable[[HttpRequest], HttpResponse]

#: No whole number that a page asks for has more digits; what has is refused before anything counts with it.
MOST_DIGITS = 18
#: Characters of one value, one name, and the whole of a question (what stands after "?" in an address).
LONGEST_VALUE = 100_000
LONGEST_NAME = 200
LONGEST_QUESTION = 4_000
_FORWARDED = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PORT")


def behind_proxy(answer: Answer) -> Answer:
    """What anybody but a trusted proxy says about where a request came from, and over what, is taken away."""

    def middle(request: HttpRequest) -> HttpResponse:
        if not is_trusted(str(request.META.get("REMOTE_ADDR") or "")):
            for name in _FORWARDED:
                request.META.pop(name, None)
        return answer(request)

    return middle


def within_limits(answer: Answer) -> Answer:
    """Refuses what no page of ours asks for: a body, a question, a value or a number too long, a NUL.

    A NUL or an endless number in a path is no address (404); a NUL is left out of a question, and told by the form it
    is written in; the rest is told as a page (400, 413). A view that takes longer values says so by
    :func:`longest_value`.
    """

    def middle(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if len(asked) > LONGEST_QUESTION:
            raise SuspiciousOperation("a question too long")
        if "%00" in asked or "\x00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "").replace("\x00", "")
        size = request.META.get("CONTENT_LENGTH") or "0"
        if len(size) > MOST_DIGITS or (size.isascii() and size.isdecimal() and int(size) > settings.LARGEST_BODY):
            raise RequestDataTooBig("a body too large")
        return answer(request)

    def process_view(request: HttpRequest, view: Callable[..., HttpResponse], _args: object, path: dict) -> None:
        if "\x00" in request.path_info or any(_is_endless(str(part)) for part in path.values()):
            raise Http404
        _check(request.GET.lists(), LONGEST_VALUE)
        if request.method == "POST":
            _check(request.POST.lists(), getattr(view, "longest_value", LONGEST_VALUE))

    middle.process_view = process_view  # type: ignore[attr-defined]
    return middle


def longest_value(characters: int) -> Callable[[Answer], Answer]:
    """A view that takes values of so many characters (a whole preview that travels in its form)."""

    def say(view: Answer) -> Answer:
        view.longest_value = characters  # type: ignore[attr-defined]
        return view

    return say


def private_when_signed_in(answer: Answer) -> Answer:
    """What somebody sees signed in is kept by no cache, her own browser's neither, unless the page says otherwise."""

    def middle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        user = getattr(request, "user", None)
        if not response.has_header("Cache-Control") and user is not None and user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response

    return middle


def forgets_in_passing(answer: Answer) -> Answer:
    """When somebody signed in has changed something, what is due to be forgotten is tried again."""

    def middle(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        # Whether anybody is signed in is asked only where the page has: a pupil's answer touches no session.
        if request.method == "POST" and request.session.accessed and request.user.is_authenticated:
            forgetting.try_in_passing()
        return response

    return middle


def _check(values: Iterable[tuple[str, Sequence[object]]], longest: int) -> None:
    for name, given in values:
        if len(name) > LONGEST_NAME or "\x00" in name:
            raise SuspiciousOperation("a field no page asks for")
        for value in given:
            text = str(value)
            if len(text) > longest:
                raise RequestDataTooBig("a value too long")
            if _is_endless(text):
                raise SuspiciousOperation("a value no page asks for")


def _is_endless(text: str) -> bool:
    """A whole number of more digits than anything counts."""
    return len(text) > MOST_DIGITS and text.strip().lstrip("+-").isdecimal() and len(text.strip()) > MOST_DIGITS
