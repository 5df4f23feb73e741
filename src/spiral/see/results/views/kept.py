"""Pages of results, each composed and set once for all who see the same, and not sent again to a browser that has it
(decisions/0027)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.cache.utils import make_template_fragment_key
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.functional import SimpleLazyObject

from spiral.ground.edition import edition
from spiral.ground.words import language
from spiral.trust.access.requests import Request

#: Seconds that content is kept at most; what it depends on changes with the day anyway.
LASTS = 24 * 60 * 60


def shown(
    request: Request,
    template: str,
    depends: tuple[Hashable, ...],
    compose: Callable[[], Any],
    **around: object,
) -> HttpResponse:
    """The page that ``compose`` puts together, in the blocks of ``template`` that are kept under ``kept``.

    ``depends`` is all that the content follows from, beside address and language: the data, the comments, the reader's
    rights. What follows from the reader herself stands in the page's frame, which is never kept. ``compose`` gives None
    where there is no such page (404). Whether the reader may see it is asked before this.
    """
    key = _digest(language(), request.path, depends)
    tag = _tag(request, key)
    if tag and (unchanged := get_conditional_response(request, etag=tag)) is not None:
        return _tagged(unchanged, tag)
    if cache.get(make_template_fragment_key("main", [key])) is None:
        if (page := compose()) is None:
            raise Http404
    else:
        page = SimpleLazyObject(compose)
    response = render(request, template, {"page": page, "kept": key, "lasts": LASTS, **around})
    return _tagged(response, tag)


def _tag(request: Request, key: str) -> str:
    """The page's ETag, another for whatever changes it: content, settings, code, the key of its forms. '' for somebody
    signed in, whose pages no browser keeps, and where there is something to tell once."""
    if request.viewer.person is not None or len(messages.get_messages(request)):
        return ""
    get_token(request)
    around = (
        edition(),
        settings.DEMO,
        settings.NETWORK_NAME,
        request.META["CSRF_COOKIE"],
        request.get_full_path(),
    )
    return f'"{_digest(key, *around)}"'


def _tagged(response: HttpResponse, tag: str) -> HttpResponse:
    if tag:
        response["ETag"] = tag
        patch_cache_control(response, private=True, no_cache=True)
    return response


def _digest(*of: Hashable) -> str:
    return hashlib.sha256(repr((settings.REGION_NAME, *of)).encode()).hexdigest()[:40]
