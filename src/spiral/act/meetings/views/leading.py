"""Meeting mode: the leader's page, the projector, what the leader does. HTTP only."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TypedDict

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_POST, require_safe

from spiral.act.meetings import pages, queries
from spiral.act.meetings.actions import joining, leading, rating
from spiral.act.meetings.actions.gate import refuse_published
from spiral.act.meetings.forms import DecisionForm, HeadcountForm, TaskForm
from spiral.act.meetings.rules import room_opens_at, takes_seats
from spiral.act.meetings.views import asking
from spiral.act.meetings.views.doors import leaders, meeting_or_404, members
from spiral.documents.svg.qr import draw_qr
from spiral.exchange.posters import posters
from spiral.exchange.ratings import NoSuchList, ratings
from spiral.ground.confirm import ask_first
from spiral.ground.edition import edition
from spiral.ground.fields import whole_number
from spiral.ground.words import language
from spiral.trust.access.requests import Request
from spiral.trust.anonymous.rules import CollectionClosed, TooFewAnswers

live = cache_control(private=True, no_cache=True)


def _etag(request: Request, number: int) -> str | None:
    known = queries.version_of(number)
    if known is None or not request.viewer.key:
        return None
    return f'"{number}-{known[0]}-{known[1]}-{request.viewer.key}-{language()}-{edition()}"'


@require_safe
@leaders
def stage(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """The leader's page, until what was done there is published."""
    refuse_published(meeting)
    return render(
        request,
        "meetings/stage.html",
        {
            **leaders_page(request, meeting),
            "decision_form": DecisionForm(),
            "task_form": TaskForm(),
        },
    )


@live
@require_safe
@condition(etag_func=_etag)
@leaders
def stage_part(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """What changes on the leader's page; 304 while nothing has."""
    return render(request, "meetings/stage_part.html", leaders_page(request, meeting))


def leaders_page(request: Request, meeting: queries.Meeting) -> dict[str, object]:
    """What the leader's page is made of."""
    now = timezone.now()
    screen = _screen(request, meeting, now)
    current, people = screen["stage"].current, screen["stage"].people
    before = queries.left_from_before(request.viewer, meeting) if current and current.kind == "tasks" else []
    opened = current.round if current else None
    is_unopened = current is not None and current.kind == "rating" and opened is None
    sets = ratings().statement_sets(request.viewer) if is_unopened else []
    return {
        **screen,
        "before": before,
        "attendees": people,
        "decisions": queries.decisions(meeting),
        "tasks": queries.tasks(meeting),
        "rating": opened,
        "answering": ratings().state(opened.pk, language()) if opened else None,
        "may_show": opened is not None and ratings().may_show(request.viewer, opened.pk),
        "results": ratings().results(opened.pk, language()) if opened else [],
        "posters": posters(request.viewer, current.kind) if current else [],
        "guests": [a for a in people if a.is_guest],
        "empty_seats": [a for a in people if not a.is_guest and not a.is_present and a.person_id is None],
        "here": max(screen["stage"].present, sum(a.reply in ("coming", "digital") for a in people)),
        "takes_seats": takes_seats(meeting),
        "now": now,
        "opens_at": room_opens_at(meeting),
        "sets": sets,
        "prepared": next((s for s in sets if current and s.key == current.statement_set), None),
        "group_counts": range(2, 7),
    }


class Screen(TypedDict):
    """What the projector's page is made of."""

    meeting: queries.Meeting
    stage: pages.Stage
    is_running: bool
    join: str
    qr: object
    edition: str


def _screen(request: Request, meeting: queries.Meeting, now: datetime) -> Screen:
    join = request.build_absolute_uri(meeting.door()) if meeting.is_code_live else ""
    return {
        "meeting": meeting,
        "stage": pages.stage(meeting, now),
        "is_running": meeting.state == meeting.State.RUNNING,
        "join": join,
        "qr": SimpleLazyObject(lambda: draw_qr(join, _("QR-kod till mötet")) if join else ""),
        "edition": edition(),
    }


@require_safe
@leaders
def projector(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """For the wall: one thing, the clock, the code."""
    return render(request, "meetings/projector.html", {**_screen(request, meeting, timezone.now()), "is_wall": True})


@live
@require_safe
@condition(etag_func=_etag)
@leaders
def projector_part(request: Request, meeting: queries.Meeting) -> HttpResponse:
    context = {**_screen(request, meeting, timezone.now()), "is_wall": True}
    return render(request, "meetings/projector_part.html", context)


@require_POST
@leaders
def begin(request: Request, meeting: queries.Meeting) -> HttpResponse:
    if asked := ask_first(request, asking.before_beginning(meeting)):
        return asked
    leading.begin(meeting.pk, by=request.viewer)
    return redirect("meetings:stage", meeting.pk)


@require_POST
@leaders
def room(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Let people in before the meeting begins, or give the room another code."""
    if "new_code" in request.POST:
        if asked := ask_first(request, asking.before_changing_code(meeting)):
            return asked
        joining.change_code(meeting.pk, by=request.viewer)
    else:
        try:
            joining.open_room(meeting.pk, by=request.viewer)
        except joining.NotNow:
            messages.error(request, _("Rummet går att öppna tidigast två timmar innan mötet börjar."))
    return redirect("meetings:stage", meeting.pk)


@require_POST
@leaders
def guest(request: Request, meeting: queries.Meeting, attendee_id: int) -> HttpResponse:
    """Show a guest out, or say whose seat is hers."""
    seat = whole_number(request.POST.get("seat"))
    if "out" in request.POST:
        if asked := ask_first(request, asking.before_showing_out(meeting, attendee_id)):
            return asked
        joining.show_out(meeting.pk, attendee_id, by=request.viewer)
        messages.success(request, _("Gästen är visad ut. Kommer samma person tillbaka: byt kod."))
    elif seat is not None:
        try:
            joining.hand_seat(meeting.pk, attendee_id, seat, by=request.viewer)
        except joining.NotNow:
            messages.error(request, _("Platsen är tagen, eller gästen har gått. Se hur det är nu och välj igen."))
    return redirect("meetings:stage", meeting.pk)


@require_POST
@leaders
def steer(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """One button of the leader's page: which one is its name."""
    sent = request.POST
    if asked := ask_first(request, asking.before_steering(meeting, sent)):
        return asked
    if (item := whole_number(sent.get("to"))) is not None:
        leading.go_to(meeting.pk, item, by=request.viewer)
    elif "pause" in sent:
        leading.pause(meeting.pk, by=request.viewer)
    elif "more" in sent:
        leading.more_time(meeting.pk, 5, by=request.viewer)
    elif "turn" in sent:
        leading.next_turn(meeting.pk, passed=sent["turn"] == "pass", by=request.viewer)
    elif (count := whole_number(sent.get("groups"))) is not None:
        _make_groups(request, meeting, count)
    elif "show" in sent:
        leading.show(meeting.pk, sent["show"], by=request.viewer)
    elif "reveal" in sent:
        _reveal(request, meeting)
    elif "end" in sent:
        leading.end(meeting.pk, by=request.viewer)
        return redirect("meetings:summary", meeting.pk)
    return redirect("meetings:stage", meeting.pk)


def _reveal(request: Request, meeting: queries.Meeting) -> None:
    try:
        rating.show_rating(meeting.pk, by=request.viewer)
    except TooFewAnswers:
        messages.error(request, _("Resultatet kan visas när minst fem har svarat om samma sak."))
    except CollectionClosed:
        messages.error(request, _("Skattningen är redan avslutad."))


def _make_groups(request: Request, meeting: queries.Meeting, count: int) -> None:
    if meeting.current_id is None or not 1 <= count <= 30:
        return
    try:
        leading.make_groups(meeting.pk, meeting.current_id, count, by=request.viewer)
    except leading.NotNow:
        messages.error(request, _("En grupp har redan skrivit. Gå vidare med de grupper som är."))


@require_POST
@leaders
def rate(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Open a self-assessment for the item that is going on."""
    number = HeadcountForm({"number": request.POST.get("number", "")})
    if not number.is_valid():
        messages.error(request, _("Skriv hur många ni är i rummet, minst fem. Fler svar än så tas inte emot."))
        return redirect("meetings:stage", meeting.pk)
    with suppress(rating.NotNow, NoSuchList):  # pressed twice: the rating is there; or a list that has gone
        rating.open_rating(meeting.pk, request.POST.get("set", ""), number.cleaned_data["number"], by=request.viewer)
    return redirect("meetings:stage", meeting.pk)


@require_safe
@members
def groups(request: Request, number: int, item_id: int) -> HttpResponse:
    """The groups' notes side by side."""
    meeting = meeting_or_404(request, number)
    item = next((i for i in queries.agenda(meeting) if i.pk == item_id), None)
    if item is None:
        raise Http404
    context = {
        "meeting": meeting,
        "item": item,
        "groups": [(g, queries.saves(g)) for g in item.groups.all()],
        "is_led": meeting.state == meeting.State.RUNNING and queries.leads(request.viewer, meeting),
    }
    return render(request, "meetings/groups.html", context)
