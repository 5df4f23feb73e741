"""The leader's pages: a collection from opening to release. HTTP only."""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.documents.svg.qr import draw_qr
from spiral.ground import forgetting
from spiral.ground.anonymous import FEWEST_ANSWERS, at_least
from spiral.ground.sealed import Unreadable
from spiral.ground.words import language
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.doors import door
from spiral.understand.voices import exports, personal, queries
from spiral.understand.voices.actions import collections as actions
from spiral.understand.voices.actions import joining
from spiral.understand.voices.forms import NumberForm, OpeningForm
from spiral.understand.voices.pages import result

_ON_A_PAGE = 60


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_OPEN)
def open_collection(request: HttpRequest, key: str) -> HttpResponse:
    """Who is asked, where, and until when."""
    content = queries.form(request.user, key)
    if content is None:
        raise Http404
    form = OpeningForm(queries.places(request.user), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("voices:collection", actions.open_collection(content, form.opening, by=request.user).pk)
    context = {"form": form, "version": content.version(language()), "groups": queries.groups(request.user)}
    return render(request, "voices/open.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.COLLECTION_SEE)
def collection(request: HttpRequest, number: int) -> HttpResponse:
    """Open: the code and how many have answered, nothing else. Closed: that it is being read. Released: the result."""
    found = _seen(request, number)
    context = _known(request, found)
    if found.state == found.State.OPEN:
        return render(request, "voices/leader.html", context | _while_open(request, found))
    now = queries.released(request.user, found)
    if now is None:
        if context["may_lead"]:
            return redirect("voices:review", number)
        return render(request, "voices/being_read.html", context)
    composed = result(now, queries.before(request.user, found), language())
    context |= {"result": composed, "day": queries.day_of(request.user, found)}
    context["is_forgetting"] = forgetting.is_due(actions.about(found))
    return render(request, "voices/result.html", context)


def _tag(request: HttpRequest, number: int) -> str | None:
    """What the part depends on while a collection is open; None (always fresh) for everything else."""
    found = queries.collection_for(request.user, number)
    if found is None or found.state != found.State.OPEN:
        return None
    # In the same steps as the page tells them: a tag that changed with each answer would tell of each.
    told = (
        found.pk, at_least(found.answers), actions.is_taking_answers(found), found.code, found.is_code_live,
        found.present, queries.is_readable(found), request.user.pk, language(), request.get_host(),
    )  # fmt: skip
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache_control(private=True, no_cache=True)
@require_safe
@door(Permission.COLLECTION_SEE)
@condition(etag_func=_tag)
def collection_part(request: HttpRequest, number: int) -> HttpResponse:
    """What changes on the leader's page while the collection is open; 304 while nothing has, 410 when it is no longer
    open."""
    found = _seen(request, number)
    if found.state != found.State.OPEN:
        return HttpResponse(status=410)
    return render(request, "voices/leader_part.html", _known(request, found) | _while_open(request, found))


def _known(request: HttpRequest, found: object) -> dict[str, object]:
    return {
        "collection": found, "version": found.content.version(language()), "fewest": FEWEST_ANSWERS,
        "may_lead": allows(request.user, Permission.COLLECTION_LEAD, found),
        "place": queries.where(request.user, found),
    }  # fmt: skip


def _while_open(request: HttpRequest, found: object) -> dict[str, object]:
    join = request.build_absolute_uri(found.door()) if found.is_code_live else ""
    return {
        "join": join, "qr": draw_qr(join, _("QR-kod till frågorna")) if join else "",
        "answers": at_least(found.answers),
        "may_close": found.answers >= FEWEST_ANSWERS, "is_taking": actions.is_taking_answers(found),
        "is_locked": not queries.is_readable(found),
    }  # fmt: skip


@require_POST
@door(Permission.COLLECTION_LEAD)
def raise_number(request: HttpRequest, number: int) -> HttpResponse:
    """More pupils than the leader first said."""
    found = led_by(request, number)
    form = NumberForm(request.POST)
    try:
        if not form.is_valid():
            raise joining.NotFewer
        joining.raise_number(found.pk, form.cleaned_data["present"], by=request.user)
    except joining.NotFewer:
        messages.error(request, _("Antalet går bara att höja. Skriv ett tal som är större än %(n)s, högst 500.") % {
            "n": found.present or "",
        })  # fmt: skip
    except actions.CollectionClosed:
        messages.info(request, _("Insamlingen är redan stängd."))
    return redirect("voices:collection", number)


@require_POST
@door(Permission.COLLECTION_LEAD)
def change_code(request: HttpRequest, number: int) -> HttpResponse:
    """A new code in place of the old."""
    found = led_by(request, number)
    with suppress(actions.CollectionClosed):
        joining.change_code(found.pk, by=request.user)
    return redirect("voices:collection", number)


@require_POST
@door(Permission.COLLECTION_LEAD)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """No more answers; the leader may read."""
    found = led_by(request, number)
    try:
        actions.close(found.pk, by=request.user)
    except actions.TooFewAnswers:
        messages.info(request, _("Minst fem behöver svara innan insamlingen kan stängas med ett resultat."))
        return redirect("voices:collection", number)
    except Unreadable:
        messages.error(request, _("Insamlingen går inte att stänga: nyckeln till svaren saknas på servern."))
        return redirect("voices:collection", number)
    except actions.CollectionClosed:
        return redirect("voices:collection", number)
    return redirect("voices:review", number)


@require_POST
@door(Permission.COLLECTION_LEAD)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """End without a result; every answer is deleted."""
    found = led_by(request, number)
    try:
        actions.discard(found.pk, by=request.user)
    except actions.CollectionClosed:
        return redirect("voices:collection", number)
    messages.success(request, _("Insamlingen är avslutad och svaren är raderade."))
    if forgetting.is_due(actions.about(found)):
        messages.info(request, _("Spår av dem ligger kvar i databasens filer tills det som läser dem är klart."))
    return redirect("voices:index")


@never_cache
@require_safe
@door(Permission.COLLECTION_LEAD)
def review(request: HttpRequest, number: int) -> HttpResponse:
    """The leader reads, one question at a time, before anybody else does."""
    found = led_by(request, number)
    if found.state == found.State.OPEN:
        return redirect("voices:collection", number)
    version = found.content.version(language())
    listed = queries.to_review(request.user, found)
    chosen = next((pair for pair in listed if str(pair[0]) == request.GET.get("fraga")), listed[0] if listed else None)
    context: dict[str, object] = {
        "collection": found, "version": version, "is_released": found.state == found.State.RELEASED,
        "is_forgetting": forgetting.is_due(actions.about(found)),
        "questions": [(n, version.questions[n - 1].text.usual, len(quotes)) for n, quotes in listed],
        "thin": [(n, version.questions[n - 1].text.usual) for n in queries.thin(request.user, found)],
    }  # fmt: skip
    if chosen:
        _log_reading(request, found, chosen[0])
        page = Paginator(chosen[1], _ON_A_PAGE).get_page(request.GET.get("sida"))
        quotes = [(q, personal.pieces(q.text, generous=True)) for q in page]
        context |= {
            "chosen": chosen[0], "question": version.questions[chosen[0] - 1].text.usual, "page": page,
            "quotes": quotes, "marked": sum(any(p.is_marked for p in pieces) for _q, pieces in quotes),
        }  # fmt: skip
    return render(request, "voices/review.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_LEAD)
def mask(request: HttpRequest, number: int, key: uuid.UUID) -> HttpResponse:
    """Words of a quote are masked, and cannot be written anew."""
    found = led_by(request, number)
    quote = queries.quote_to_review(request.user, found, key)
    if quote is None:
        messages.info(request, _("Citatet är redan borttaget."))
        return redirect("voices:review", number)
    _log_reading(request, found, quote.question)
    where = f"{reverse('voices:review', args=[number])}?fraga={quote.question}"
    error, status = "", 200
    if request.method == "POST":
        words = [int(w) for w in request.POST.getlist("ord") if w.isascii() and w.isdecimal() and len(w) < 5]
        if words:
            try:
                actions.mask_words(number, key, words, _as_read(request), by=request.user)
                return redirect(where)
            except actions.Changed:
                error, status = _("Någon annan har dolt ord i citatet under tiden. Så här ser det ut nu."), 409
        else:
            error, status = _("Markera de ord som ska döljas, eller gå tillbaka."), 422
    flagged = set(personal.possible_names(quote.text, generous=True))
    words = [(i, word, any(name in word for name in flagged)) for i, word in enumerate(quote.text.split())]
    context = {"collection": found, "quote": quote, "words": words, "error": error, "where": where}
    return render(request, "voices/mask.html", context, status=status)


@require_POST
@door(Permission.COLLECTION_LEAD)
def remove(request: HttpRequest, number: int, key: uuid.UUID) -> HttpResponse:
    """A quote is taken away."""
    found = led_by(request, number)
    quote = queries.quote_to_review(request.user, found, key)
    if quote is not None:
        actions.remove_quote(number, key, by=request.user)
        messages.success(request, _("Citatet är borttaget."))
    question = f"?fraga={quote.question}" if quote else ""
    return redirect(f"{reverse('voices:review', args=[number])}{question}")


@require_POST
@door(Permission.COLLECTION_LEAD)
def release(request: HttpRequest, number: int) -> HttpResponse:
    """The answers are opened to others."""
    found = led_by(request, number)
    with suppress(actions.CollectionClosed):
        actions.release(found.pk, by=request.user)
    return redirect("voices:collection", number)


@never_cache
@require_safe
@door(Permission.COLLECTION_SEE)
def download(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """What the result page shows, as a file."""
    found = queries.collection_for(request.user, number)
    now = queries.released(request.user, found) if found else None
    if now is None or kind not in TYPES:
        raise Http404
    composed = result(now, queries.before(request.user, found), language())
    response = HttpResponse(exports.result_file(now, composed, kind, language()), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="elevroster-{number}.{kind}"'
    return response


def _log_reading(request: HttpRequest, found: object, question: int) -> None:
    """Until they are released, pupils' words are the leader's alone, and the log says that she has read them."""
    if found.state == found.State.REVIEW:
        record(Action.VOICES_QUOTES_READ, found, by=request.user, place=found.place, detail={"question": question})


def _as_read(request: HttpRequest) -> str:
    """The quote as the form had it; a browser sends line ends as two signs."""
    return request.POST.get("fore", "").replace("\r\n", "\n")


def _seen(request: HttpRequest, number: int) -> object:
    found = queries.collection_for(request.user, number)
    if found is None:
        raise Http404
    return found


def led_by(request: HttpRequest, number: int) -> object:
    """The collection, for who leads it; 404 for other places."""
    found = queries.led(request.user, number)
    if found is None:
        raise Http404
    return found
