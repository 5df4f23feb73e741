"""What no address of ours holds."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse


def without_nul(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A NUL in a path is no address (404), and in a question it is left out. PostgreSQL keeps no text that holds one,
    and refuses to look for it; forms refuse it themselves."""

    def middle(request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or "\x00" in asked:
            request.META["QUERY_STRING"] = asked.replace("%00", "").replace("\x00", "")
        return answer(request)

    def process_view(request: HttpRequest, *_view: object) -> None:
        if "\x00" in request.path_info:
            raise Http404

    middle.process_view = process_view  # type: ignore[attr-defined]
    return middle
