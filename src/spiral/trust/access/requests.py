"""Every request knows its viewer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from spiral.trust.access.viewer import Viewer


class Request(HttpRequest):
    """A request as views get it, after the middleware below."""

    viewer: Viewer


def with_viewer(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Gives each request its ``viewer``, made when a page first asks: one that never does reads no session."""

    def middle(request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return answer(request)

    return middle


def _viewer(request: HttpRequest) -> Viewer:
    return Viewer(request.user if request.user.is_authenticated else None)
