"""The leader's pages: a collection from opening to closing. HTTP only."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground.confirm import ask_first
from spiral.ground.sealed import SealUnreadable
from spiral.ground.words import language
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.anonymous import queries as anonymous
from spiral.trust.anonymous.rules import CollectionClosed, TooFewAnswers
from spiral.trust.anonymous.views import leading
from spiral.trust.doors import door
from spiral.understand.voices import asking, queries
from spiral.understand.voices.actions import collections as actions
from spiral.understand.voices.forms import MOST_INVITED, CollectionForm
from spiral.understand.voices.pages import result
from spiral.understand.voices.rules import COLLECTIONS


def _answered(collection: queries.Collection, version: object) -> list[tuple[str, int]]:
    return [(_("elever"), collection.answers)]


def _place(request: Request, collection: queries.Collection) -> Mapping[str, object]:
    return {"place": queries.where(request.viewer, collection)}


ROOM = leading.LeaderRoom(
    COLLECTIONS,
    namespace="voices",
    page="collection",
    words=leading.RoomWords(
        join_alt=lazy("QR-kod till frågorna"),
        not_fewer=lazy("Antalet går bara att höja. Skriv ett tal som är större än %(n)s, högst 500."),
        has_ended=lazy("Insamlingen är redan stängd."),
        is_discarded=lazy("Insamlingen är avslutad och svaren är raderade."),
    ),
    most_invited=MOST_INVITED,
    answered=_answered,
    discard=actions.discard,
    more=_place,
)
LEADER = leading.leader_views(ROOM)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_OPEN)
def open_collection(request: Request, key: str) -> HttpResponse:
    """Who is asked, where, and until when."""
    content = queries.form(request.viewer, key)
    if content is None:
        raise Http404
    form = CollectionForm(queries.places(request.viewer), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return ROOM.to_page(actions.open_collection(content, form.opening, by=request.viewer).pk)
    context = {
        "form": form,
        "version": content.version(language()),
        "groups": anonymous.groups(COLLECTIONS, request.viewer),
    }
    return render(request, "voices/open.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.COLLECTION_SEE)
def collection(request: Request, number: int) -> HttpResponse:
    """Open: the code and how many have answered, nothing else. Closed: that it is being read. Released: the result."""
    collection = leading.seen(ROOM, request, number)
    if collection.is_open:
        return leading.while_open(ROOM, request, collection)
    may_lead = allows(request.viewer, Permission.COLLECTION_LEAD, collection)
    context: dict[str, object] = {"collection": collection, "may_lead": may_lead, **_place(request, collection)}
    now = queries.released(request.viewer, collection)
    if now is None:
        return redirect("voices:review", number) if may_lead else render(request, "voices/being_read.html", context)
    context |= {
        "version": collection.content.version(language()),
        "result": result(now, queries.before(request.viewer, collection), language()),
        "day": queries.day_of(request.viewer, collection),
        "is_forgetting": anonymous.is_forgetting(collection),
    }
    return render(request, "voices/result.html", context)


@require_POST
@door(Permission.COLLECTION_LEAD)
def close(request: Request, number: int) -> HttpResponse:
    """No more answers; the leader may read."""
    if asked := ask_first(request, asking.before_closing(leading.led(ROOM, request, number))):
        return asked
    try:
        actions.close(number, by=request.viewer)
    except TooFewAnswers:
        messages.info(request, _("Minst fem behöver svara innan insamlingen kan stängas med ett resultat."))
    except SealUnreadable:
        messages.error(request, _("Insamlingen går inte att stänga: nyckeln till svaren saknas på servern."))
    except CollectionClosed:
        pass
    else:
        return redirect("voices:review", number)
    return ROOM.to_page(number)
