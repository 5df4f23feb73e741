"""The participants' pages: a telephone, a code, no account. HTTP only.

A telephone knows who holds it by a signed cookie that is sent to this meeting's own addresses and nowhere else.
"""

from __future__ import annotations

import secrets

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from spiral.apps.core.words import language
from spiral.apps.meetings import pages, queries
from spiral.apps.meetings.actions import notes
from spiral.apps.meetings.forms import JoinForm

COOKIE = "mote"
_TWO_DAYS = 2 * 24 * 3600


@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The code typed in."""
    code = "".join(request.GET.get("kod", "").split())[:12]
    if code and queries.by_code(code) is not None:
        return redirect("meetings:join", code)
    return render(request, "meetings/phone/find.html", {"code": code})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """Who holds the telephone; somebody signed in who is invited is known already."""
    meeting = queries.by_code(code)
    if meeting is None:
        return redirect(f"{reverse('meetings:find')}?kod={code[:12]}")
    if meeting.state in (meeting.State.ENDED, meeting.State.CANCELLED):
        return render(request, "meetings/phone/over.html", {"meeting": meeting})
    known = queries.my_attendance(request.user, meeting)
    if request.method == "GET" and known is not None:
        return _welcome(request, code, notes.join(meeting.pk, known.pk))
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        chosen = queries.attendee(meeting, told["attendee"]) if told["attendee"] else None
        if chosen is not None:
            return _welcome(request, code, notes.join(meeting.pk, chosen.pk))
        if told["label"]:
            made = notes.join(meeting.pk, None, form.whole_label, told["municipality"])
            return _welcome(request, code, made)
        form.add_error(None, _("Den du valde finns inte längre i listan. Välj igen, eller skriv din roll."))
    context = {"meeting": meeting, "form": form, "attendees": queries.attendees(meeting)}
    return render(request, "meetings/phone/join.html", context, status=422 if form.errors else 200)


def _welcome(request: HttpRequest, code: str, who: object) -> HttpResponse:
    response = redirect("meetings:now", code)
    response.set_signed_cookie(
        COOKIE, str(who.pk), salt=f"meeting-{code}", max_age=_TWO_DAYS, path=reverse("meetings:join", args=[code]),
        httponly=True, samesite="Lax", secure=request.is_secure(),
    )  # fmt: skip
    return response


def _holder(request: HttpRequest, code: str) -> int | None:
    """Whose telephone it is, without asking the database."""
    try:
        return int(request.get_signed_cookie(COOKIE, salt=f"meeting-{code}"))
    except (BadSignature, KeyError, ValueError):
        return None


def _seat(request: HttpRequest, code: str) -> tuple[object, object] | None:
    holder = _holder(request, code)
    meeting = queries.by_code(code) if holder else None
    who = queries.attendee(meeting, holder) if meeting and holder else None
    return (meeting, who) if who else None


@never_cache
@require_safe
def now(request: HttpRequest, code: str) -> HttpResponse:
    """The item that is going on, and the group's note."""
    found = _seat(request, code)
    if found is None:
        return redirect("meetings:join", code)
    return render(request, "meetings/phone/now.html", _context(request, *found))


def _etag(request: HttpRequest, code: str) -> str | None:
    """One query, no session: what two hundred telephones ask for every other second."""
    holder = _holder(request, code)
    known = queries.version(code, holder) if holder else None
    return f'"{known[0]}-{known[1]}-{holder}-{language()}"' if known else None


@cache_control(private=True, no_cache=True)
@require_safe
@condition(etag_func=_etag)
def now_part(request: HttpRequest, code: str) -> HttpResponse:
    """What changes on the page; 304 while nothing has."""
    found = _seat(request, code)
    if found is None:
        return HttpResponse(status=410)
    return render(request, "meetings/phone/part.html", _context(request, *found))


def _context(request: HttpRequest, meeting: object, who: object) -> dict[str, object]:
    seat = pages.seat(meeting, who, timezone.now())
    rating = seat.current.round if seat.current else None
    return {
        "meeting": meeting, "seat": seat, "save_id": secrets.token_urlsafe(12), "rating": rating,
        "takes_answers": bool(rating and rating.state == rating.State.OPEN), "tasks": queries.tasks(meeting),
        "decisions": queries.decisions(meeting),
    }  # fmt: skip


@never_cache
@require_POST
def write(request: HttpRequest, code: str, group_id: int) -> HttpResponse:
    """A group's note: save it, take the pencil, say that it is ready, settle a text that lies aside.

    A page with script asks for JSON and is told the revision; one without is sent back to the page.
    """
    found = _seat(request, code)
    wants_json = request.headers.get("accept", "").startswith("application/json")
    if found is None:
        return JsonResponse({"error": "who"}, status=410) if wants_json else redirect("meetings:join", code)
    meeting, who = found
    told = request.POST
    kept = None
    try:
        if queries.group_at(meeting, group_id) is None:
            raise notes.NotNow
        if "penna" in told:
            notes.take_pencil(group_id, who)
        elif "klar" in told:
            notes.mark_done(group_id, who)
        elif "valj" in told and told.get("sparad", "").isdecimal():
            notes.settle(group_id, int(told["sparad"]), told["valj"], who)
        else:
            kept = notes.save_note(
                group_id, _plain(told.get("text", "")), _number(told.get("revision")),
                told.get("spara_id", "")[:40] or secrets.token_urlsafe(12), who,
            )  # fmt: skip
    except notes.NotNow:
        return JsonResponse({"error": "closed"}, status=409) if wants_json else redirect("meetings:now", code)
    if wants_json:
        kept = kept or notes.Kept(0, "", False)
        return JsonResponse({"revision": kept.revision, "aside": kept.is_aside})
    return redirect("meetings:now", code)


def _plain(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1
