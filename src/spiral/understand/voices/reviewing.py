"""The leader's pages: pupils' words read before anybody else does, masked, taken away, released. HTTP only."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.ground.confirm import ask_first
from spiral.ground.revision import StaleRevision
from spiral.ground.words import language
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.anonymous import queries as anonymous
from spiral.trust.anonymous.rules import CollectionClosed
from spiral.trust.anonymous.views.leading import led
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.doors import door
from spiral.understand.voices import asking, exports, personal, queries
from spiral.understand.voices.actions import reviewing as actions
from spiral.understand.voices.leading import ROOM
from spiral.understand.voices.pages import result

_ON_A_PAGE = 60


@never_cache
@require_safe
@door(Permission.COLLECTION_LEAD)
def review(request: Request, number: int) -> HttpResponse:
    """The leader reads, one question at a time, before anybody else does."""
    collection = led(ROOM, request, number)
    if collection.state == collection.State.OPEN:
        return redirect("voices:collection", number)
    version = collection.content.version(language())
    listed = queries.to_review(request.viewer, collection)
    chosen = next(
        (pair for pair in listed if str(pair[0]) == request.GET.get("question")), listed[0] if listed else None
    )
    context: dict[str, object] = {
        "collection": collection,
        "version": version,
        "is_released": collection.state == collection.State.RELEASED,
        "is_forgetting": anonymous.is_forgetting(collection),
        "questions": [(n, version.questions[n - 1].text.usual, len(quotes)) for n, quotes in listed],
        "thin": [(n, version.questions[n - 1].text.usual) for n in queries.thin(request.viewer, collection)],
    }
    if chosen:
        _log_reading(request, collection, chosen[0])
        page = Paginator(chosen[1], _ON_A_PAGE).get_page(request.GET.get("page"))
        quotes = [(q, personal.pieces(q.text, generous=True)) for q in page]
        context |= {
            "chosen": chosen[0],
            "question": version.questions[chosen[0] - 1].text.usual,
            "page": page,
            "quotes": quotes,
            "marked": sum(any(p.is_marked for p in pieces) for _q, pieces in quotes),
        }
    return render(request, "voices/review.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_LEAD)
def mask(request: Request, number: int, key: uuid.UUID) -> HttpResponse:
    """Words of a quote are masked, and cannot be written anew."""
    collection = led(ROOM, request, number)
    quote = queries.quote_to_review(request.viewer, collection, key)
    if quote is None:
        messages.info(request, _("Citatet är redan borttaget."))
        return redirect("voices:review", number)
    _log_reading(request, collection, quote.question)
    where = f"{reverse('voices:review', args=[number])}?question={quote.question}"
    error, status = "", 200
    if request.method == "POST":
        words = [int(w) for w in request.POST.getlist("word") if w.isascii() and w.isdecimal() and len(w) < 5]
        if words:
            try:
                actions.mask_words(number, key, words, _as_read(request), by=request.viewer)
                return redirect(where)
            except StaleRevision:
                error, status = _("Någon annan har dolt ord i citatet under tiden. Så här ser det ut nu."), 409
        else:
            error, status = _("Markera de ord som ska döljas, eller gå tillbaka."), 422
    flagged = set(personal.possible_names(quote.text, generous=True))
    marked = [(i, word, any(name in word for name in flagged)) for i, word in enumerate(quote.text.split())]
    context = {"collection": collection, "quote": quote, "words": marked, "error": error, "where": where}
    return render(request, "voices/mask.html", context, status=status)


@require_POST
@door(Permission.COLLECTION_LEAD)
def remove(request: Request, number: int, key: uuid.UUID) -> HttpResponse:
    """A quote is taken away."""
    collection = led(ROOM, request, number)
    quote = queries.quote_to_review(request.viewer, collection, key)
    if quote is not None:
        actions.remove_quote(number, key, by=request.viewer)
        messages.success(request, _("Citatet är borttaget."))
    question = f"?question={quote.question}" if quote else ""
    return redirect(f"{reverse('voices:review', args=[number])}{question}")


@require_POST
@door(Permission.COLLECTION_LEAD)
def release(request: Request, number: int) -> HttpResponse:
    """The answers are opened to others."""
    collection = led(ROOM, request, number)
    if asked := ask_first(request, asking.before_releasing(request.viewer, collection)):
        return asked
    with suppress(CollectionClosed):
        actions.release(collection.pk, by=request.viewer)
    return redirect("voices:collection", number)


@never_cache
@require_safe
@door(Permission.COLLECTION_SEE)
def download(request: Request, number: int, kind: str) -> HttpResponse:
    """What the result page shows, as a file."""
    collection = queries.collection_for(request.viewer, number)
    now = queries.released(request.viewer, collection) if collection else None
    if collection is None or now is None or kind not in TYPES:
        raise Http404
    composed = result(now, queries.before(request.viewer, collection), language())
    response = HttpResponse(exports.result_file(now, composed, kind, language()), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="elevroster-{number}.{kind}"'
    return response


def _log_reading(request: Request, collection: queries.Collection, question: int) -> None:
    """Until they are released, pupils' words are the leader's alone, and the log says that she has read them."""
    if collection.state == collection.State.REVIEW:
        record(
            Action.VOICES_QUOTES_READ,
            collection,
            by=request.viewer,
            place=collection.place,
            detail={"question": question},
        )


def _as_read(request: Request) -> str:
    """The quote as the form had it; a browser sends line ends as two signs."""
    return request.POST.get("before", "").replace("\r\n", "\n")
