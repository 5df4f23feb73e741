"""The leader's pages: a collection while it is open. HTTP only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Generic

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from spiral.ground.confirm import ask_first
from spiral.ground.words import language
from spiral.trust.access.requests import Request
from spiral.trust.anonymous import actions, asking, queries
from spiral.trust.anonymous.forms import NumberForm
from spiral.trust.anonymous.kinds import C, CollectionKind
from spiral.trust.anonymous.pages import Answered, LeaderPage, leader_page
from spiral.trust.anonymous.rules import CollectionClosed, NotFewer
from spiral.trust.doors import View, door

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class RoomWords:
    """What a room says of its collections, in its own noun. ``not_fewer`` has a place for the number: %(n)s."""

    join_alt: _StrPromise
    not_fewer: _StrPromise
    has_ended: _StrPromise
    is_discarded: _StrPromise


@dataclass(frozen=True, slots=True)
class LeaderRoom(Generic[C]):
    """What a room says for its leader's pages. Its addresses are in ``namespace``, a collection's page is named
    ``page``, and its templates ``leader.html`` and ``leader_part.html`` fill in those of the kit."""

    kind: CollectionKind[C]
    namespace: str
    page: str
    words: RoomWords
    most_invited: int
    #: What has been answered by how many, by the names of the version that the leader reads.
    answered: Callable[[C, Any], Sequence[Answered]]
    #: Deletes the collection's answers without a result.
    discard: Callable[..., C]
    #: What else the room's templates show.
    more: Callable[[Request, C], Mapping[str, object]] = lambda request, collection: {}

    def to_page(self, number: int) -> HttpResponse:
        return redirect(self.address(number))

    def address(self, number: int) -> str:
        """Of a collection's page."""
        return reverse(f"{self.namespace}:{self.page}", args=[number])


@dataclass(frozen=True, slots=True)
class LeaderViews:
    """The views of a room, each behind its door, for the room's table of addresses."""

    part: View
    raise_number: View
    change_code: View
    discard: View


def leader_views(room: LeaderRoom[C]) -> LeaderViews:
    followed = condition(etag_func=partial(tag, room))(_of(room, part))
    return LeaderViews(
        part=cache_control(private=True, no_cache=True)(require_safe(door(room.kind.see)(followed))),
        raise_number=require_POST(door(room.kind.lead)(_of(room, raise_number))),
        change_code=require_POST(door(room.kind.lead)(_of(room, change_code))),
        discard=require_POST(door(room.kind.lead)(_of(room, discard))),
    )


def _of(room: LeaderRoom[C], view: Callable[..., HttpResponse]) -> View:
    @wraps(view)
    def of_room(request: Request, number: int) -> HttpResponse:
        return view(room, request, number)

    return of_room


def seen(room: LeaderRoom[C], request: Request, number: int) -> C:
    """The collection, for who may see it; 404 for others, and when it was ended without a result."""
    collection = queries.collection_for(room.kind, request.viewer, number)
    if collection is None:
        raise Http404
    return collection


def led(room: LeaderRoom[C], request: Request, number: int) -> C:
    """The collection, for who leads it; 404 for others."""
    collection = queries.collection_led(room.kind, request.viewer, number)
    if collection is None:
        raise Http404
    return collection


def composed(room: LeaderRoom[C], request: Request, collection: C) -> LeaderPage:
    version = collection.content.version(language())
    return leader_page(
        request,
        room.kind,
        collection,
        room.answered(collection, version),
        title=version.title,
        join_alt=room.words.join_alt,
    )


def tag(room: LeaderRoom[C], request: Request, number: int) -> str | None:
    """What the page depends on while a collection is open; None (always fresh) for everything else."""
    collection = queries.collection_for(room.kind, request.viewer, number)
    if collection is None or not collection.is_open:
        return None
    return composed(room, request, collection).tag(request.viewer)


def while_open(room: LeaderRoom[C], request: Request, collection: C, template: str = "leader.html") -> HttpResponse:
    """The code and how many have answered, nothing else."""
    context = {
        "collection": collection,
        "page": composed(room, request, collection),
        "most_invited": room.most_invited,
        "namespace": room.namespace,
        "to_page": f"{room.namespace}:{room.page}",
        "to_part": f"{room.namespace}:{room.page}_part",
        **room.more(request, collection),
    }
    return render(request, f"{room.namespace}/{template}", context)


def part(room: LeaderRoom[C], request: Request, number: int) -> HttpResponse:
    """What changes on the leader's page while the collection is open; 304 while nothing has, 410 when it is no longer
    open, with a result or without."""
    collection = queries.collection_ever(room.kind, request.viewer, number)
    if collection is None:
        raise Http404
    return while_open(room, request, collection, "leader_part.html") if collection.is_open else HttpResponse(status=410)


def raise_number(room: LeaderRoom[C], request: Request, number: int) -> HttpResponse:
    """More people than the leader first said."""
    collection = led(room, request, number)
    form = NumberForm(room.most_invited, request.POST)
    try:
        if not form.is_valid():
            raise NotFewer
        actions.raise_number(room.kind, number, form.cleaned_data["invited"], by=request.viewer)
    except NotFewer:
        messages.error(request, room.words.not_fewer % {"n": collection.invited or ""})
    except CollectionClosed:
        messages.info(request, room.words.has_ended)
    return room.to_page(number)


def change_code(room: LeaderRoom[C], request: Request, number: int) -> HttpResponse:
    """A new code in place of the old."""
    collection = led(room, request, number)
    if asked := ask_first(request, asking.before_changing_code(collection, room.address(number))):
        return asked
    with suppress(CollectionClosed):
        actions.change_code(room.kind, number, by=request.viewer)
    return room.to_page(number)


def discard(room: LeaderRoom[C], request: Request, number: int) -> HttpResponse:
    """End without a result; every answer is deleted."""
    collection = led(room, request, number)
    if collection.state in room.kind.discardable:
        answered = room.answered(collection, collection.content.version(language()))
        if asked := ask_first(request, asking.before_discarding(answered, room.address(number))):
            return asked
    try:
        room.discard(number, by=request.viewer)
    except CollectionClosed:
        return room.to_page(number)
    messages.success(request, room.words.is_discarded)
    if queries.is_forgetting(collection):
        messages.info(request, _("Spår av dem ligger kvar i databasens filer tills det som läser dem är klart."))
    return redirect(f"{room.namespace}:index")
