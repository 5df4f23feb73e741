"""Every address asked by GET and by POST, as somebody, for every thing it can be about; and what was answered wrongly."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from spiral.trust.access.permissions import Permission
from spiral.trust.access.table import Address, addresses

from .expected import ANYTHING, may
from .things import Thing
from .world import World

P = Permission
METHODS = ("get", "post")
SIGN_IN_PAGE = "/konto/login/"


class Due(Enum):
    """What somebody is to be answered."""

    OPENED, REFUSED, CLOSED, SIGN_IN = "let in", "refused", "told that it is closed", "sent to sign in"


#: By which status. Somebody who is let in sees a page, another page, an unchanged page, that somebody was before her, or
#: what is wrong with her form.
ANSWERED = {Due.OPENED: {200, 302, 304, 409, 422}, Due.REFUSED: {403, 404}, Due.CLOSED: {403, 404, 410}}
#: The wrong method, whoever asks: the other one is asked too.
WRONG_METHOD = 405
#: What the addresses of a room are about, where they have a number.
ABOUT = {
    "inquiries": "inquiries.Inquiry",
    "voices": "voices.Collection",
    "assessments": "assessments.Round",
    "examples": "examples.Example",
    "circles": "circles.Circle",
    "assignments": "assignments.Assignment",
    "events": "events.Event",
    "meetings": "meetings.Meeting",
}
#: Where it is another thing: a part of its own, or nothing.
ABOUT_ELSE = {
    "examples:retell": "examples.Trial",
    "examples:untell": "examples.Trial",
    "assignments:strategy": "",
    "assignments:point": "assignments.Point",
    "assignments:write": "assignments.Point",
    "assignments:want_in": "assignments.Point",
    "assignments:tell": "assignments.Point",
    "assignments:remove": "assignments.Point",
    "meetings:end_task": "meetings.Meeting",
    "needs:write": "place",
    **dict.fromkeys((f"indicators:{n}" for n in ("indicator", "edit", "plan")), ""),
    **dict.fromkeys(
        (f"indicators:{n}" for n in ("answer", "take_back", "template", "upload", "commit")), "indicators.Respondent"
    ),
    "needs:point": "place",
}
#: What is asked of the thing behind the door, where it is more than the door asks; by name, or name and method.
ASKED = {
    **dict.fromkeys(
        (f"indicators:{n}" for n in ("answer", "take_back", "template", "upload", "commit")), P.INDICATOR_ANSWER
    ),
    "inquiries:phase post": P.INQUIRY_WRITE,
    "examples:edit": P.EXAMPLE_KEEP,
    "examples:submit": P.EXAMPLE_KEEP,
    "examples:take_back": P.EXAMPLE_KEEP,
    "examples:detach": P.EXAMPLE_KEEP,
    "examples:review": P.EXAMPLE_REVIEW,
    "examples:retell": P.TRIAL_KEEP,
    "examples:untell": P.TRIAL_KEEP,
    "circles:edit": P.CIRCLE_ARRANGE,
    "assignments:write": P.POINT_WRITE,
    "assignments:tell": P.POINT_WRITE,
    "assignments:want_in": P.POINT_JOIN,
    "events:edit": P.EVENT_ARRANGE,
    "events:cancel": P.EVENT_ARRANGE,
    "meetings:year post": P.MEETINGS_PLAN,
    "needs:write": P.NEEDS_WRITE,
    "needs:point": P.NEEDS_WRITE,
}
#: Where the state of a thing has no such page for anybody: why, how its kinds end, and the addresses.
_CLOSED_BECAUSE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        "what was ended without a result is nowhere any more",
        ("discarded",),
        (
            *(f"voices:{n}" for n in ("collection", "raise_number", "change_code", "close", "discard", "release")),
            *(f"voices:{n}" for n in ("review", "mask", "remove", "close_day", "drop_theme")),
            *(f"assessments:{n}" for n in ("round", "show", "raise_number", "change_code", "discard")),
        ),
    ),
    (
        "what is followed while it is open is gone after",
        ("review", "released", "discarded"),
        ("voices:collection_part",),
    ),
    ("what is followed while it is open is gone after", ("shown", "discarded"), ("assessments:round_part",)),
    (
        "what pupils have said is fetched and sorted when it is released",
        ("open", "review", "discarded"),
        ("voices:download", "voices:day", "voices:new_theme", "voices:theme"),
    ),
    (
        "a result is fetched when it is shown",
        ("open", "discarded", "place's", "the whole's"),
        ("assessments:download",),
    ),
    ("only what is published can have been tried", ("draft", "submitted", "returned", "withdrawn"), ("examples:tell",)),
    ("what is published is handed in already", ("published",), ("examples:submit",)),
    ("what was given back is with its author already", ("returned",), ("examples:take_back",)),
    ("what is handed in or published does not change", ("submitted", "published"), ("examples:detach",)),
    (
        "what has ended is read, not written in",
        ("ended",),
        (
            *(f"circles:{n}" for n in ("new_chapter", "edit_chapter", "new_takeaway", "takeaway", "chapter post")),
            *(f"assignments:{n}" for n in ("write", "tell", "want_in")),
        ),
    ),
)
CLOSED = {name: endings for _why, endings, names in _CLOSED_BECAUSE for name in names}
#: Addresses that are asked for with what to take along.
TAKES = {"inquiries:take", "needs:take", "examples:attach", "assignments:take_along", "meetings:take_along"}


def ask(client: Client, world: World, among: Collection[str] = (), *, is_whole: bool = False) -> list[str]:
    """Every address that has a door (of the rooms ``among``, if told), as somebody; afterwards all is as it was. What
    was answered otherwise than the table says, a sentence each. ``is_whole``: for every thing, not for the first alone
    of those that are to be answered alike."""
    wrong, wrong_methods = [], set()
    for address in behind_doors(among):
        things = _things(address, world.things)
        for thing in things if is_whole else _first_of_each(world.who.role, address, things):
            kind, url = thing.kind if thing else ANYTHING, _url(address, thing, world)
            for method in METHODS:
                if (address.name, method) in wrong_methods:
                    continue
                answer = _answer(client, method, url, _sent(address, world))
                if answer.status_code == WRONG_METHOD:
                    wrong_methods.add((address.name, method))
                elif fault := _fault(answer, due(world.who.role, address, method, kind)):
                    wrong.append(f"{world.who.role or 'a visitor'}: {address.name} {method}, {kind}: {fault}")
                if method == "get" and (seen := _not_for(world, answer)):
                    wrong.append(f"{world.who.role or 'a visitor'}: {address.name}, {kind}: shows {', '.join(seen)}")
        if wrong_methods >= {(address.name, method) for method in METHODS}:
            wrong.append(f"{address.name} answers neither method")
    return wrong


def _first_of_each(role: str, address: Address, things: Sequence[Thing | None]) -> list[Thing | None]:
    """Something she is let in to, something she is refused and something closed, as far as the address has them."""
    alike: dict[tuple[Due, ...], Thing | None] = {}
    for thing in things:
        alike.setdefault(tuple(due(role, address, m, thing.kind if thing else ANYTHING) for m in METHODS), thing)
    return list(alike.values())


def behind_doors(among: Collection[str] = ()) -> Iterator[Address]:
    for address in addresses(get_resolver()):
        if address.permission is not None and (not among or address.name.partition(":")[0] in among):
            yield address


def due(role: str, address: Address, method: str, kind: str) -> Due:
    """What the table says that somebody with the role is answered."""
    if not role:
        return Due.SIGN_IN
    door = address.permission
    assert door is not None
    asked = ASKED.get(f"{address.name} {method}") or ASKED.get(address.name) or door
    # A point is seen where its assignment is: in which state is the last word of its kind.
    seen = kind.rpartition(" ")[2] if ABOUT_ELSE.get(address.name) == "assignments.Point" else kind
    if not (may(role, door) and may(role, door, seen) and may(role, asked, kind)):
        return Due.REFUSED
    endings = CLOSED.get(f"{address.name} {method}") or CLOSED.get(address.name)
    return Due.CLOSED if endings and kind.endswith(endings) else Due.OPENED


def kinds_of(address: Address, things: list[Thing]) -> list[str]:
    """The kinds of things that the address can be about."""
    return [thing.kind if thing else ANYTHING for thing in _things(address, things)]


def _fault(answer: HttpResponse, expected: Due) -> str:
    """What is wrong with an answer; '' for nothing."""
    status = answer.status_code
    to_sign_in = status == 302 and answer["Location"].startswith(SIGN_IN_PAGE)
    is_right = to_sign_in if expected is Due.SIGN_IN else status in ANSWERED[expected] and not to_sign_in
    return "" if is_right else f"{status} where she is {expected.value}"


def _not_for(world: World, answer: HttpResponse) -> list[str]:
    """The things that a page tells somebody of who may not see them."""
    if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
        return []
    page = answer.content.decode()
    return [words for words in world.hidden if words in page]


def _answer(client: Client, method: str, url: str, sent: dict[str, object]) -> HttpResponse:
    mark = transaction.savepoint()
    answer = client.post(url, sent) if method == "post" else client.get(url)
    transaction.savepoint_rollback(mark)
    return answer


def _sent(address: Address, world: World) -> dict[str, object]:
    """What a form is sent with: nothing, but where that would name no thing at all."""
    return {"example": world.own_draft, **world.taken} if address.name == "examples:attach" else {}


def _url(address: Address, thing: Thing | None, world: World) -> str:
    parts = world.parts | world.parts_of.get(address.name, {}) | (thing.parts if thing else {})
    url = reverse(address.name, kwargs={part: parts[part] for part in address.parts})
    return f"{url}?{urlencode(world.taken)}" if address.name in TAKES else url


def _things(address: Address, things: list[Thing]) -> Sequence[Thing | None]:
    room = address.name.partition(":")[0]
    about = ABOUT_ELSE.get(address.name, ABOUT.get(room, "") if "number" in address.parts else "")
    found = [t for t in things if t.model == about]
    assert found or not about, f"nothing to ask {address.name} for"
    return found or [None]
