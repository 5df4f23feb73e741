"""Meeting mode: decisions and tasks, as they are written. HTTP only."""

from __future__ import annotations

from contextlib import suppress

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spiral.act.meetings import queries
from spiral.act.meetings.actions import notes
from spiral.act.meetings.forms import DecisionForm, TaskForm
from spiral.act.meetings.views.doors import leaders
from spiral.act.meetings.views.leading import leaders_page
from spiral.trust.access.requests import Request
from spiral.trust.undo.offers import offer


@require_POST
@leaders
def decide(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Write a decision."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        notes.decide(meeting.pk, form.cleaned_data["text"], by=request.viewer)
        return _to_stage(meeting, "beslut")
    return _again(request, meeting, decision_form=form, task_form=TaskForm())


@require_POST
@leaders
def give_task(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Write a task."""
    form = TaskForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        notes.give_task(meeting.pk, cleaned["text"], cleaned["who"], cleaned["due"], by=request.viewer)
        return _to_stage(meeting, "uppgifter")
    return _again(request, meeting, decision_form=DecisionForm(), task_form=form)


def _again(request: Request, meeting: queries.Meeting, **forms: object) -> HttpResponse:
    return render(request, "meetings/stage.html", {**leaders_page(request, meeting), **forms}, status=422)


@require_POST
@leaders
def remove_decision(request: Request, meeting: queries.Meeting, decision_id: int) -> HttpResponse:
    """Take back a decision."""
    text = next((d.text for d in queries.decisions(meeting) if d.pk == decision_id), "")
    with suppress(ObjectDoesNotExist):  # pressed twice: it is gone
        removal = notes.remove_decision(meeting.pk, decision_id, by=request.viewer)
        offer(request, removal, _("Beslutet ”%(what)s” är borttaget.") % {"what": Truncator(text).chars(80)})
    return _to_stage(meeting, "beslut")


@require_POST
@leaders
def remove_task(request: Request, meeting: queries.Meeting, task_id: int) -> HttpResponse:
    """Take back a task."""
    text = next((t.text for t in queries.tasks(meeting) if t.pk == task_id), "")
    with suppress(ObjectDoesNotExist):
        removal = notes.remove_task(meeting.pk, task_id, by=request.viewer)
        offer(request, removal, _("Uppgiften ”%(what)s” är borttagen.") % {"what": Truncator(text).chars(80)})
    return _to_stage(meeting, "uppgifter")


def _to_stage(meeting: queries.Meeting, part: str) -> HttpResponse:
    return redirect(f"{reverse('meetings:stage', args=[meeting.pk])}#{part}")
