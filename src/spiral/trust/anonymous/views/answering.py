"""The participant's telephone: no account, no script needed. HTTP only.

Nothing about a participant is kept on the way: the answers so far travel in the form itself, and only the last page
sends them. The answers to one form are always 200, since Django writes a log line for every 4xx.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Generic

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground import codes
from spiral.ground.fields import whole_number
from spiral.ground.sealed import SealUnreadable
from spiral.ground.views import code_page
from spiral.trust.access.requests import Request
from spiral.trust.anonymous import actions, queries
from spiral.trust.anonymous.kinds import C, CollectionKind
from spiral.trust.anonymous.rules import AllDrawn, CollectionClosed, NoTicket
from spiral.trust.anonymous.telephones import key_of, let_in, new_key
from spiral.trust.doors import View

#: What the last button of the form asks for, in place of another question's number.
SEND = "send"


@dataclass(frozen=True, slots=True)
class PhoneRoom(Generic[C]):
    """What a room says for its participants' telephones. Its addresses in ``namespace`` are join, door, start, answer,
    thanks and next_person; its templates phone.html, start.html and thanks.html fill in those of the kit."""

    kind: CollectionKind[C]
    namespace: str
    #: The telephone's random key is in a cookie of this name and the collection's number.
    cookie: str
    #: Where a form on the start page leads; '' where it asks for nothing that there is.
    begin: Callable[[Request, C], str]
    #: What the room's templates show; it is given the rest of the address.
    more: Callable[..., Mapping[str, object]]
    #: Where an answer leads that belongs to something outside the room; '' to the room's own thanks.
    back: Callable[[Request, C], str] = lambda request, collection: ""

    def cookie_of(self, number: int) -> str:
        return f"{self.cookie}-{number}"

    def to(self, name: str, *args: object) -> HttpResponse:
        return redirect(f"{self.namespace}:{name}", *args)

    def key_of(self, request: Request, number: int) -> str:
        return key_of(request, self.cookie_of(number))


@dataclass(frozen=True, slots=True)
class PhoneViews:
    """The views of a room, for its table of addresses."""

    door: View
    start: View
    thanks: View
    next_person: View


def phone_views(room: PhoneRoom[C]) -> PhoneViews:
    return PhoneViews(
        door=never_cache(require_safe(_of(room, door))),
        start=never_cache(require_http_methods(["GET", "HEAD", "POST"])(_of(room, start))),
        thanks=never_cache(require_safe(_of(room, thanks))),
        next_person=require_POST(_of(room, next_person)),
    )


def _of(room: PhoneRoom[C], view: Callable[..., HttpResponse]) -> View:
    @wraps(view)
    def of_room(request: Request, **parts: object) -> HttpResponse:
        return view(room, request, **parts)

    return of_room


def door(room: PhoneRoom[C], request: Request, code: str) -> HttpResponse:
    """The code in a link lets the telephone in, and it needs the code no longer. Whatever is wrong, the same answer."""
    opened = codes.find(request, code)
    if opened is None:
        return code_page(request, code)
    return admit(room, request, opened.pk) if opened.door() == request.path else redirect(opened.door())


def admit(room: PhoneRoom[C], request: Request, number: int, key: str = "") -> HttpResponse:
    """To the collection's first page, with the key that it asks for."""
    path = reverse(f"{room.namespace}:former_join")
    return let_in(request, room.to("start", number), room.cookie_of(number), path, key)


def start(room: PhoneRoom[C], request: Request, number: int) -> HttpResponse:
    """What it is about, how answers are protected, and where to begin: that draws the telephone's ticket."""
    collection = queries.collection_answered(room.kind, number)
    key = room.key_of(request, number)
    if collection is None or not key:
        return redirect("ground:join")
    problem = ""
    if collection.is_by_seat and not queries.has_ticket(room.kind, number, key):
        problem = "no_ticket"
    if request.method == "POST" and (where := room.begin(request, collection)):
        try:
            actions.draw_ticket(room.kind, number, key)
            return redirect(where)
        except AllDrawn:
            problem = "all_drawn"
        except NoTicket:
            problem = "no_ticket"
        except SealUnreadable:
            problem = "unreadable"
        except CollectionClosed:
            return room.to("start", number)
    return phone_page(room, request, "start.html", collection, {"problem": problem})


def thanks(room: PhoneRoom[C], request: Request, number: int, **parts: object) -> HttpResponse:
    """That the answer is counted, once."""
    collection = queries.collection_answered(room.kind, number)
    if collection is None or not room.key_of(request, number):
        raise Http404
    return phone_page(room, request, "thanks.html", collection, {"again": "again" in request.GET}, **parts)


def next_person(room: PhoneRoom[C], request: Request, number: int) -> HttpResponse:
    """Somebody else answers on the same telephone: it gets a new key, and so another ticket."""
    collection = queries.collection_answered(room.kind, number)
    if collection is None or collection.is_by_seat or not room.key_of(request, number):
        return redirect("ground:join")
    return admit(room, request, number, new_key())


def answering(room: PhoneRoom[C]) -> Callable[[Callable[..., HttpResponse]], View]:
    """A view for a telephone that has been let in and has drawn its ticket, while the collection takes answers. The
    view is given the collection and the telephone's key."""

    def guard(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def guarded(request: Request, number: int, **parts: object) -> HttpResponse:
            collection = queries.collection_answered(room.kind, number)
            key = room.key_of(request, number)
            if collection is None or not key:
                return redirect("ground:join")
            if not collection.is_taking_answers:
                return phone_page(room, request, "start.html", collection, {})
            if not queries.has_ticket(room.kind, number, key):
                return room.to("start", number)
            return view(request, collection, key, **parts)

        return guarded

    return guard


def acknowledged(
    room: PhoneRoom[C], request: Request, take: Callable[[], bool], collection: C, **parts: object
) -> HttpResponse:
    """Take an answer, and lead back to where it belongs or to the thanks: the same address again says that it was
    counted before."""
    try:
        is_new = take()
    except (CollectionClosed, NoTicket):
        return room.to("start", collection.pk)
    if back := room.back(request, collection):
        return redirect(f"{back}?answered" if is_new else f"{back}?again")
    where = reverse(f"{room.namespace}:thanks", kwargs={"number": collection.pk, **parts})
    return redirect(where if is_new else f"{where}?again")


def wanted(form: Mapping[str, str], last: int) -> str:
    """The number of the question to show next, or SEND; skipping number n leads to n + 1."""
    skipped = whole_number(form.get("skip"))
    if skipped is None:
        return form.get("to", "1")
    return str(skipped + 1) if skipped < last else SEND


def steps(step: int, last: int) -> dict[str, object]:
    """Where among the questions the page is, for the row of steps and the buttons."""
    return {
        "step": step,
        "total": last,
        "previous": step - 1,
        "following": step + 1,
        "progress": ["done" if n < step else "now" if n == step else "" for n in range(1, last + 1)],
    }


def phone_page(
    room: PhoneRoom[C],
    request: Request,
    template: str,
    collection: C,
    context: Mapping[str, object],
    **parts: object,
) -> HttpResponse:
    shared = {
        "collection": collection,
        "version": collection.content.version(get_language() or "sv"),
        "is_open": collection.is_taking_answers,
        "phone": f"{room.namespace}/phone.html",
        "next_person": reverse(f"{room.namespace}:next_person", args=[collection.pk]),
    }
    more = room.more(request, collection, **parts)
    return render(request, f"{room.namespace}/{template}", {**shared, **more, **context})
