"""The leader's pages: a collection from opening to release. HTTP only."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from spiral.documents.svg.qr import draw_qr
from spiral.ground import forgetting
from spiral.ground.anonymous import FEWEST_ANSWERS, at_least
from spiral.ground.sealed import Unreadable
from spiral.ground.words import language
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.understand.voices import queries
from spiral.understand.voices.actions import collections as actions
from spiral.understand.voices.actions import joining
from spiral.understand.voices.forms import NumberForm, OpeningForm
from spiral.understand.voices.pages import result


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_OPEN)
def open_collection(request: Request, key: str) -> HttpResponse:
    """Who is asked, where, and until when."""
    content = queries.form(request.viewer, key)
    if content is None:
        raise Http404
    form = OpeningForm(queries.places(request.viewer), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("voices:collection", actions.open_collection(content, form.opening, by=request.viewer).pk)
    context = {"form": form, "version": content.version(language()), "groups": queries.groups(request.viewer)}
    return render(request, "voices/open.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.COLLECTION_SEE)
def collection(request: Request, number: int) -> HttpResponse:
    """Open: the code and how many have answered, nothing else. Closed: that it is being read. Released: the result."""
    found = _seen(request, number)
    context = _known(request, found)
    if found.state == found.State.OPEN:
        return render(request, "voices/leader.html", context | _while_open(request, found))
    now = queries.released(request.viewer, found)
    if now is None:
        if context["may_lead"]:
            return redirect("voices:review", number)
        return render(request, "voices/being_read.html", context)
    composed = result(now, queries.before(request.viewer, found), language())
    context |= {"result": composed, "day": queries.day_of(request.viewer, found)}
    context["is_forgetting"] = forgetting.is_due(actions.about(found))
    return render(request, "voices/result.html", context)


def _tag(request: Request, number: int) -> str | None:
    """What the part depends on while a collection is open; None (always fresh) for everything else."""
    found = queries.collection_for(request.viewer, number)
    if found is None or found.state != found.State.OPEN:
        return None
    # In the same steps as the page tells them: a tag that changed with each answer would tell of each.
    told = (
        found.pk,
        at_least(found.answers),
        actions.is_taking_answers(found),
        found.code,
        found.is_code_live,
        found.present,
        queries.is_readable(found),
        request.viewer.key,
        language(),
        request.get_host(),
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache_control(private=True, no_cache=True)
@require_safe
@door(Permission.COLLECTION_SEE)
@condition(etag_func=_tag)
def collection_part(request: Request, number: int) -> HttpResponse:
    """What changes on the leader's page while the collection is open; 304 while nothing has, 410 when it is no longer
    open."""
    found = _seen(request, number)
    if found.state != found.State.OPEN:
        return HttpResponse(status=410)
    return render(request, "voices/leader_part.html", _known(request, found) | _while_open(request, found))


def _known(request: Request, found: object) -> dict[str, object]:
    return {
        "collection": found,
        "version": found.content.version(language()),
        "fewest": FEWEST_ANSWERS,
        "may_lead": allows(request.viewer, Permission.COLLECTION_LEAD, found),
        "place": queries.where(request.viewer, found),
    }


def _while_open(request: Request, found: object) -> dict[str, object]:
    join = request.build_absolute_uri(found.door()) if found.is_code_live else ""
    return {
        "join": join,
        "qr": draw_qr(join, _("QR-kod till frågorna")) if join else "",
        "answers": at_least(found.answers),
        "may_close": found.answers >= FEWEST_ANSWERS,
        "is_taking": actions.is_taking_answers(found),
        "is_locked": not queries.is_readable(found),
    }


@require_POST
@door(Permission.COLLECTION_LEAD)
def raise_number(request: Request, number: int) -> HttpResponse:
    """More pupils than the leader first said."""
    found = led_by(request, number)
    form = NumberForm(request.POST)
    try:
        if not form.is_valid():
            raise joining.NotFewer
        joining.raise_number(found.pk, form.cleaned_data["present"], by=request.viewer)
    except joining.NotFewer:
        messages.error(
            request,
            _("Antalet går bara att höja. Skriv ett tal som är större än %(n)s, högst 500.")
            % {
                "n": found.present or "",
            },
        )
    except actions.CollectionClosed:
        messages.info(request, _("Insamlingen är redan stängd."))
    return redirect("voices:collection", number)


@require_POST
@door(Permission.COLLECTION_LEAD)
def change_code(request: Request, number: int) -> HttpResponse:
    """A new code in place of the old."""
    found = led_by(request, number)
    with suppress(actions.CollectionClosed):
        joining.change_code(found.pk, by=request.viewer)
    return redirect("voices:collection", number)


@require_POST
@door(Permission.COLLECTION_LEAD)
def close(request: Request, number: int) -> HttpResponse:
    """No more answers; the leader may read."""
    found = led_by(request, number)
    try:
        actions.close(found.pk, by=request.viewer)
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
def discard(request: Request, number: int) -> HttpResponse:
    """End without a result; every answer is deleted."""
    found = led_by(request, number)
    try:
        actions.discard(found.pk, by=request.viewer)
    except actions.CollectionClosed:
        return redirect("voices:collection", number)
    messages.success(request, _("Insamlingen är avslutad och svaren är raderade."))
    if forgetting.is_due(actions.about(found)):
        messages.info(request, _("Spår av dem ligger kvar i databasens filer tills det som läser dem är klart."))
    return redirect("voices:index")


def _seen(request: Request, number: int) -> object:
    found = queries.collection_for(request.viewer, number)
    if found is None:
        raise Http404
    return found


def led_by(request: Request, number: int) -> object:
    """The collection, for who leads it; 404 for other places."""
    found = queries.led(request.viewer, number)
    if found is None:
        raise Http404
    return found
