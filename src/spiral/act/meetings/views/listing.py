"""Lists of meetings: planned and held, the year, one's own tasks. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.meetings import pages, queries
from spiral.act.meetings.actions import notes, planning
from spiral.act.meetings.forms import YearForm, at
from spiral.act.meetings.starting_agendas import shipped_and_own
from spiral.act.meetings.views.doors import members
from spiral.ground.fields import whole_number
from spiral.ground.words import language
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request

WRITE = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@members
def index(request: Request) -> HttpResponse:
    """What is planned, what has been, and the way to plan."""
    page = max(1, whole_number(request.GET.get("page")) or 1)
    past, more = queries.past(request.viewer, page)
    return render(
        request,
        "meetings/index.html",
        {
            "coming": queries.coming(request.viewer),
            "past": past,
            "more": more,
            "page": page,
            "may_plan": allows(request.viewer, Permission.MEETINGS_PLAN),
            "tasks": queries.my_tasks(request.viewer),
        },
    )


@WRITE
@members
def year(request: Request) -> HttpResponse:
    """A year of meetings, what they collide with, and rows to plan several at once."""
    asked = request.GET.get("year", "")
    number = whole_number(asked)
    if number is None or not 2000 <= number <= 2100:
        number = timezone.localdate().year
    templates = shipped_and_own(request.viewer, language())
    may_plan = allows(request.viewer, Permission.MEETINGS_PLAN)
    if request.method == "POST":
        require(request.viewer, Permission.MEETINGS_PLAN)
    form = YearForm(request.POST or None, form_kwargs={"templates": templates}) if may_plan else None
    if request.method == "POST" and form is not None and form.is_valid():
        rows = [row for row in form.cleaned_data if row.get("day")]
        known = {t.key: t for t in templates}
        chosen = [(row, known[row["template"]]) for row in rows]
        plans = [
            planning.MeetingPlan(t.name, at(r["day"], r["start"]), at(r["day"], r["end"]), t.mode, items=t.items)
            for r, t in chosen
        ]
        planning.call_meetings(plans, by=request.viewer)
        sentence = ngettext("%(n)s möte är planerat.", "%(n)s möten är planerade.", len(rows)) % {"n": len(rows)}
        messages.success(request, sentence)
        where = reverse("meetings:year")
        return redirect(f"{where}?year={rows[0]['day'].year if rows else number}")
    context = {
        "terms": pages.year(request.viewer, number, language()),
        "number": number,
        "form": form,
        "plans": may_plan,
    }
    return render(request, "meetings/year.html", context, status=422 if form is not None and form.is_bound else 200)


@require_safe
@members
def tasks(request: Request) -> HttpResponse:
    """Mina uppgifter."""
    listed = queries.my_tasks(request.viewer)
    context = {
        "tasks": listed,
        "open": sum(t.state == queries.Task.State.OPEN for t in listed),
        "today": timezone.localdate(),
    }
    return render(request, "meetings/tasks.html", context)


@require_POST
@members
def end_task(request: Request, task_id: int) -> HttpResponse:
    task = queries.task_for(request.viewer, task_id)
    if task is None:
        raise Http404
    state = request.POST.get("state", "")
    if state in ("open", "done", "dropped"):
        notes.end_task(task_id, state, request.POST.get("outcome", "").strip()[:300], by=request.viewer)
    back = whole_number(request.POST.get("meeting"))
    return redirect("meetings:meeting", back) if back is not None else redirect("meetings:tasks")
