"""A meeting's plan, invitations and files. HTTP only."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.meetings import exports, letters, queries
from spiral.act.meetings.actions import joining, planning
from spiral.act.meetings.actions.gate import refuse_published
from spiral.act.meetings.agenda import agenda, order_mark
from spiral.act.meetings.collisions import collisions
from spiral.act.meetings.forms import AttendeeForm, PapersForm, PlanForm
from spiral.act.meetings.rules import is_led_here, takes_seats
from spiral.act.meetings.starting_agendas import copied_agendas, shipped_and_own
from spiral.act.meetings.views import asking
from spiral.act.meetings.views.doors import leaders, meeting_or_404, members, planners
from spiral.documents.ical import calendar
from spiral.ground.confirm import ask_first
from spiral.ground.fields import whole_number
from spiral.ground.words import language
from spiral.trust.access.requests import Request
from spiral.trust.undo.offers import offer

WRITE = require_http_methods(["GET", "HEAD", "POST"])


@WRITE
@planners
def new(request: Request) -> HttpResponse:
    """Choose an agenda, then when and where."""
    listed, copied = shipped_and_own(request.viewer, language()), copied_agendas(request.viewer)
    chosen = next((t for t in [*listed, *copied] if t.key == request.GET.get("template")), None)
    if chosen is None:
        return render(request, "meetings/templates.html", {"templates": listed, "copied": copied})
    begins = {"title": chosen.name, "mode": chosen.mode, **chosen.suggested}
    form = PlanForm(request.POST or None, viewer=request.viewer, initial=begins)
    if request.method == "POST" and form.is_valid():
        meeting = planning.call_meeting(form.plan(chosen.items), by=request.viewer)
        messages.success(request, _("Mötet är planerat. Se över dagordningen och skicka sedan inbjudan."))
        return redirect("meetings:meeting", meeting.pk)
    return render(request, "meetings/new.html", {"form": form, "template": chosen}, status=422 if form.errors else 200)


@require_safe
@members
def meeting(request: Request, number: int) -> HttpResponse:
    """The plan: when, where, agenda, who comes, papers."""
    meeting = meeting_or_404(request, number)
    items = queries.agenda(meeting)
    start = timezone.localtime(meeting.starts_at).replace(hour=0, minute=0)
    near = queries.between(request.viewer, start, start + timedelta(days=1))
    people, leads = queries.attendees(meeting), queries.leads(request.viewer, meeting)
    rows, pace = agenda(meeting, items, timezone.now())
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "rows": rows,
            "order": order_mark(items),
            "pace": pace,
            "today": timezone.localdate(),
            "when": exports.when(meeting),
            "leads": leads,
            "arranges": leads and meeting.state == meeting.State.PLANNED,
            "takes_seats": takes_seats(meeting),
            "links": [(a, _seat_link(request, a)) for a in people if leads and a.person_id is None and not a.is_guest],
            "minutes": sum(i.minutes for i in items),
            "room": round((meeting.ends_at - meeting.starts_at).total_seconds() / 60),
            "attendees": people,
            "leader_was_there": is_led_here(meeting, items),
            "mine": queries.my_attendance(request.viewer, meeting),
            "files": queries.attachments(meeting),
            "file_form": PapersForm(),
            "attendee_form": AttendeeForm(),
            "warnings": collisions(meeting, near, language()),
            "before": queries.left_from_before(request.viewer, meeting),
            "asks_again_on": (timezone.localtime(meeting.starts_at) - queries.ASKED_AGAIN).date(),
            "to_send": meeting.invited_sequence != meeting.sequence,
            "replies": [
                ("coming", _("Jag kommer")),
                ("digital", _("Jag är med digitalt")),
                ("not", _("Jag kommer inte")),
            ],
        },
    )


@WRITE
@leaders
def change(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Another time, place or name."""
    refuse_published(meeting)
    form = PlanForm(request.POST or None, viewer=request.viewer, instance=meeting)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            planning.change_meeting(meeting.pk, form.plan(), form.opened_on, by=request.viewer)
            messages.success(request, _("Ändringen är sparad. Skicka den till de inbjudna när du är klar."))
            return redirect("meetings:meeting", meeting.pk)
    return render(request, "meetings/change.html", {"form": form, "meeting": meeting}, status=form.http_status)


@require_POST
@leaders
def add_attendee(request: Request, meeting: queries.Meeting) -> HttpResponse:
    form = AttendeeForm(request.POST)
    if form.is_valid():
        planning.invite(meeting.pk, form.cleaned_data["label"], form.cleaned_data["municipality"], by=request.viewer)
    else:
        messages.error(request, _("Skriv roll och plats för den som ska läggas till, till exempel Rektor, Hjo."))
    return redirect(reverse("meetings:meeting", args=[meeting.pk]) + "#deltagare")


@require_POST
@leaders
def present(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Attendance ticked by the leader."""
    chosen = {n for x in request.POST.getlist("present") if (n := whole_number(x)) is not None}
    joining.mark_present(meeting.pk, chosen, by=request.viewer)
    messages.success(request, _("Närvaron är sparad."))
    return redirect("meetings:meeting", meeting.pk)


@require_POST
@leaders
def send(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Invitation, change or cancellation by mail."""
    back = reverse("meetings:meeting", args=[meeting.pk])
    address = _address(request, meeting)
    letter = letters.invitation_letter(meeting, address, _("(en egen länk för var och en)"))
    if asked := ask_first(request, asking.before_sending(meeting, "invitation", back, letter)):
        return asked
    sent, lost = letters.send_invitation(meeting, address, lambda who: _seat_link(request, who))
    sentence = ngettext("Skickat till %(n)s person.", "Skickat till %(n)s personer.", sent) % {"n": sent}
    if lost:
        sentence += " " + _("%(n)s mejl gick inte att skicka. Försök igen senare.") % {"n": lost}
    if not sent and not lost:
        sentence = _("Ingen av deltagarna har en e-postadress i registret. Skicka länken till mötet på annat sätt.")
    messages.success(request, sentence)
    return redirect("meetings:meeting", meeting.pk)


@require_POST
@leaders
def cancel(request: Request, meeting: queries.Meeting) -> HttpResponse:
    if asked := ask_first(request, asking.before_cancelling(meeting)):
        return asked
    planning.cancel_meeting(meeting.pk, by=request.viewer)
    messages.success(request, _("Mötet är inställt. Skicka beskedet till de inbjudna."))
    return redirect("meetings:meeting", meeting.pk)


@require_POST
@members
def reply(request: Request, number: int) -> HttpResponse:
    """The reader's own answer to the invitation."""
    meeting_or_404(request, number)
    answer = request.POST.get("answer", "")
    if answer in ("coming", "digital", "not"):
        try:
            planning.reply(number, answer, by=request.viewer)
        except planning.NotNow:
            messages.error(request, _("Mötet är avslutat eller inställt."))
        else:
            messages.success(request, _("Ditt svar är sparat. Du kan ändra det fram till mötet."))
    return redirect("meetings:meeting", number)


@require_POST
@leaders
def attach(request: Request, meeting: queries.Meeting) -> HttpResponse:
    form = PapersForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        planning.attach(meeting.pk, given.name, given.read(), by=request.viewer)
    else:
        messages.error(request, " ".join(str(e) for errors in form.errors.values() for e in errors))
    return redirect(reverse("meetings:meeting", args=[meeting.pk]) + "#bilagor")


@require_POST
@leaders
def detach(request: Request, meeting: queries.Meeting, file_id: int) -> HttpResponse:
    name = next((f.name for f in queries.attachments(meeting) if f.pk == file_id), "")
    with suppress(ObjectDoesNotExist):  # pressed twice: it is gone
        removal = planning.detach(meeting.pk, file_id, by=request.viewer)
        offer(request, removal, _("Bilagan ”%(what)s” är borttagen.") % {"what": Truncator(name).chars(80)})
    return redirect(reverse("meetings:meeting", args=[meeting.pk]) + "#bilagor")


@require_safe
@members
def attachment(request: Request, number: int, file_id: int) -> HttpResponse:
    """A paper, always as a download: nothing that somebody has uploaded is shown as a page of ours."""
    attachment = queries.attachment(request.viewer, meeting_or_404(request, number), file_id)
    if attachment is None:
        raise Http404
    response = HttpResponse(bytes(attachment.content), content_type="application/octet-stream")
    name = "".join(c for c in attachment.name if c.isprintable() and c not in '"\\')
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}"
    return response


def _quoted(name: str) -> str:
    return quote(name, safe="")


@require_POST
@leaders
def keep_template(request: Request, meeting: queries.Meeting) -> HttpResponse:
    title = request.POST.get("title", "").strip()[:120] or meeting.title
    planning.keep_template(meeting.pk, title, by=request.viewer)
    messages.success(request, _("Dagordningen är sparad som mall: %(title)s.") % {"title": title})
    return redirect("meetings:meeting", meeting.pk)


@require_safe
@members
def ics(request: Request, number: int) -> HttpResponse:
    """The meeting for one's own calendar."""
    meeting = meeting_or_404(request, number)
    file = calendar([exports.entry(meeting, _address(request, meeting))], name=meeting.title)
    return HttpResponse(file, content_type="text/calendar; charset=utf-8")


def _seat_link(request: Request, who: queries.Attendee) -> str:
    return request.build_absolute_uri(reverse("meetings:link", args=[queries.seat_token(who)]))


def _address(request: Request, meeting: queries.Meeting) -> str:
    return request.build_absolute_uri(reverse("meetings:meeting", args=[meeting.pk]))
