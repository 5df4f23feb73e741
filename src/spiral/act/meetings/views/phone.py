"""The participants' pages: a telephone, no account needed. HTTP only.

A code lets a guest in under a name of her own; a seat is taken by who is signed in or has its personal link. After that
a telephone knows who holds it by a signed cookie that is sent to these addresses and nowhere else, and which no code is
needed for. The cookie's random secret makes its key to a rating; the server keeps neither.
"""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.meetings import following, pages, queries
from spiral.act.meetings.actions import joining, notes
from spiral.act.meetings.forms import GuestForm
from spiral.act.meetings.rules import takes_seats
from spiral.exchange.ratings import SeatHasDrawn, ratings
from spiral.ground import codes
from spiral.ground.edition import edition
from spiral.ground.fields import whole_number
from spiral.ground.views import code_page
from spiral.trust.access.requests import Request
from spiral.trust.anonymous.rules import AllDrawn, CollectionClosed, NoTicket
from spiral.trust.anonymous.tickets import receipt_of

_TWO_DAYS = 2 * 24 * 3600
#: Stands where a form's token comes, in a part that many share.
_TOKEN = secrets.token_urlsafe(24)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: Request, code: str) -> HttpResponse:
    """The code in a link lets a guest in, and shows nobody's name. Whatever is wrong, the same answer."""
    meeting = codes.find(request, code)
    if meeting is None:
        return code_page(request, code)
    if not isinstance(meeting, queries.Meeting) or meeting.door() != request.path:
        return redirect(meeting.door())
    if _holder(request, meeting.pk)[0]:
        return redirect("meetings:now", meeting.pk)
    form = GuestForm(request.POST or None)
    try:
        if request.method == "POST" and "join" in request.POST:
            return _seated(request, joining.sit_as_member(meeting.pk, by=request.viewer))
        if request.method == "POST" and form.is_valid():
            return _seated(request, joining.come_as_guest(meeting.pk, **form.cleaned_data))
    except joining.NotNow:
        form.add_error(None, _("Det går inte att komma in i mötet nu. Säg till den som leder."))
    context = {"meeting": meeting, "form": form, "mine": queries.my_attendance(request.viewer, meeting)}
    return render(request, "meetings/phone/join.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: Request, token: str) -> HttpResponse:
    """A personal link, as it stands in an invitation: the reader's own seat, taken by a button."""
    who = queries.seat_by_token(token)
    if who is None:
        return render(request, "meetings/phone/dead_link.html")
    if request.method == "POST":
        try:
            return _seated(request, joining.sit(who.meeting_id, who.pk))
        except joining.NotNow:
            return redirect("meetings:link", token)
    context = {"meeting": who.meeting, "who": who, "is_open": takes_seats(who.meeting)}
    return render(request, "meetings/phone/link.html", context)


@require_POST
def sit(request: Request, number: int) -> HttpResponse:
    """A member takes her seat from the meeting's page."""
    if request.viewer.person is None or queries.meeting_at(number) is None:
        return redirect("ground:join")
    try:
        return _seated(request, joining.sit_as_member(number, by=request.viewer))
    except joining.NotNow:
        return redirect("meetings:meeting", number)


def _seated(request: Request, who: queries.Attendee) -> HttpResponse:
    """To the meeting, with the cookie that says whose telephone it is. Sitting down again on the same telephone changes
    nothing: not its key to a rating either."""
    before, secret = _holder(request, who.meeting_id)
    secret = secret if before == who.pk else secrets.token_urlsafe(24)
    response = redirect("meetings:now", who.meeting_id)
    response.set_signed_cookie(
        _cookie(who.meeting_id),
        f"{who.pk}.{secret}",
        salt="meetings.seat",
        max_age=_TWO_DAYS,
        path=reverse("meetings:former_join"),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _cookie(number: int) -> str:
    return f"mote-{number}"


def _holder(request: Request, number: int) -> tuple[int, str]:
    """Whose telephone it is, and its secret, without asking the database; (0, '') for nobody's."""
    try:
        cookie = request.get_signed_cookie(_cookie(number), salt="meetings.seat")
    except (BadSignature, KeyError):
        return 0, ""
    who, _dot, secret = str(cookie).partition(".")
    return int(who), secret


def _seat(request: Request, number: int) -> tuple[queries.Meeting, queries.Attendee] | None:
    holder, _secret = _holder(request, number)
    meeting = queries.meeting_at(number) if holder else None
    who = queries.attendee(number, holder) if meeting else None
    return (meeting, who) if meeting and who else None


@never_cache
@require_safe
def now(request: Request, number: int) -> HttpResponse:
    """The item that is going on, and the group's note."""
    seat = _seat(request, number)
    if seat is None:
        return redirect("ground:join")
    meeting, who = seat
    if who.is_shown_out:
        return render(request, "meetings/phone/shown_out.html", {"meeting": meeting})
    if meeting.state in (meeting.State.ENDED, meeting.State.CANCELLED):
        return render(request, "meetings/phone/over.html", {"meeting": meeting, "who": who})
    # Asked before the page is composed, and anew: the page is what its tag says, or newer.
    following.forget(number)
    followed = following.followed(number, who.pk, request.get_host())
    context = {**_context(meeting, who), "thanks": _thanks(request), "tag": followed.tag if followed else ""}
    return render(request, "meetings/phone/now.html", context)


def _thanks(request: Request) -> str:
    """What is said to who comes back from the rating; '' otherwise."""
    if "answered" in request.GET:
        return _("Tack! Ditt svar är räknat. Det går inte att ändra, för ingen vet vilket som är ditt.")
    return _("Ditt svar var redan räknat. Det första gäller.") if "again" in request.GET else ""


@cache_control(private=True, no_cache=True)
@require_safe
def now_part(request: Request, number: int) -> HttpResponse:
    """What changes on the page; 304 while nothing has. No query and no session: three hundred telephones ask for it
    every other second. What they show is set once for all who are shown the same."""
    holder, _secret = _holder(request, number)
    known = request.headers.get("If-None-Match", "")
    followed = following.followed(number, holder, request.get_host(), known) if holder else None
    if followed is None:
        return HttpResponse(status=410)
    tag = followed.tag
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return unchanged
    part = following.part(followed, lambda: _part(request, number), has_older=bool(known))
    if part is None:
        return HttpResponse(status=304, headers={"ETag": known})
    text, age = part
    response = HttpResponse(text.replace(_TOKEN, get_token(request)))
    response["ETag"], response["Part-Age"] = tag, f"{age:.3f}"
    return response


def _part(request: Request, number: int) -> str:
    """The part for the one who asks, as for all who follow the same; each gets a token of her own in its forms."""
    seat = _seat(request, number)
    context = {**_context(*seat), "csrf_token": _TOKEN} if seat else {}
    return render_to_string("meetings/phone/part.html", context, request)


def _context(meeting: queries.Meeting, who: queries.Attendee) -> dict[str, object]:
    seat = pages.seat(meeting, who, timezone.now())
    rating = seat.current.round if seat.current else None
    return {
        "meeting": meeting,
        "seat": seat,
        "edition": edition(),
        "save_id": secrets.token_urlsafe(12),
        "rating": rating,
        "takes_answers": bool(rating and rating.state == rating.State.OPEN),
        "tasks": queries.tasks(meeting),
        "decisions": queries.decisions(meeting),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rating(request: Request, number: int) -> HttpResponse:
    """To the rating that is going on, with the seat's one ticket. The same telephone gets the same ticket again."""
    seat = _seat(request, number)
    asked = seat[0].current.round if seat and seat[0].current else None
    if seat is None or seat[1].is_shown_out or asked is None or request.method != "POST":
        return redirect("meetings:now", number)
    key = receipt_of(_holder(request, number)[1], f"rating {asked.pk}")
    problem = ""
    try:
        if asked.is_by_seat:
            ratings().draw_ticket_for_seat(asked.pk, key, seat[1].pk)
        return ratings().admit(request, asked.pk, key)
    except SeatHasDrawn:
        problem = _("Din plats har redan fått sitt svarskort, på en annan telefon eller i en annan webbläsare.")
    except AllDrawn:
        problem = _("Alla svarskort är utdelade. Säg till den som leder, som kan höja antalet, och tryck sedan igen.")
    except (CollectionClosed, NoTicket):
        problem = _("Skattningen tar inte emot fler svar.")
    return render(request, "meetings/phone/now.html", {**_context(*seat), "problem": problem})


@never_cache
@require_POST
def write(request: Request, number: int, group_id: int) -> HttpResponse:
    """A group's note: save it, take the pencil, say that it is ready, settle a text that lies aside.

    A page with script asks for JSON and is told the revision; one without is sent back to the page.
    """
    holder, _secret = _holder(request, number)
    who = queries.attendee(number, holder) if holder else None
    wants_json = request.headers.get("accept", "").startswith("application/json")
    if who is None or who.is_shown_out:
        return JsonResponse({"error": "who"}, status=410) if wants_json else redirect("meetings:now", number)
    sent = request.POST
    result = None
    try:
        if "pencil" in sent:
            notes.take_pencil(group_id, attendee=who)
        elif "done" in sent:
            notes.mark_done(group_id, attendee=who)
        elif "choice" in sent and (saved := whole_number(sent.get("saved"))) is not None:
            notes.settle(group_id, saved, sent["choice"], attendee=who)
        else:
            result = notes.save_note(
                group_id,
                sent.get("save_id", "")[:40] or secrets.token_urlsafe(12),
                _plain(sent.get("text", "")),
                _number(sent.get("revision")),
                attendee=who,
            )
    except notes.NotNow:
        return JsonResponse({"error": "closed"}, status=409) if wants_json else redirect("meetings:now", number)
    if wants_json:
        result = result or notes.SaveResult(0, "", False)
        return JsonResponse({"revision": result.revision, "aside": result.is_aside})
    return redirect("meetings:now", number)


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n")


def _number(text: str | None) -> int:
    number = whole_number(text)
    return -1 if number is None else number
