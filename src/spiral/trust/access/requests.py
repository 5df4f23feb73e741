"""The middleware that gives every request its viewer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from spiral.trust.access.viewer import Viewer


class Request(HttpRequest):
    """A request as views get it, after ``with_viewer``."""

    viewer: Viewer


def with_viewer(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: sets ``request.viewer``, made when a page first asks for it, so that other pages read no session."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _viewer(request: HttpRequest) -> Viewer:
    return Viewer(request.user if request.user.is_authenticated else None)
