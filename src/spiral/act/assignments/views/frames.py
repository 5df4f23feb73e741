"""Strategies, assignments, their versions, and what has been done. HTTP only."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.assignments import asking, exports, pages, queries
from spiral.act.assignments.actions import frames
from spiral.act.assignments.forms.frames import AssignmentForm, SinceForm, StrategyForm
from spiral.act.assignments.since import done, half_a_year_ago
from spiral.documents.blocks import Document
from spiral.documents.export import TYPES
from spiral.ground.confirm import ask_first
from spiral.ground.paper import on_paper
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.people.register import roles_table

WRITE = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def index(request: Request) -> HttpResponse:
    """The assignment that runs; all of them when there is not exactly one."""
    assignments = queries.running(request.viewer)
    return _page(request, assignments[0].pk) if len(assignments) == 1 else _listing(request)


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def listing(request: Request) -> HttpResponse:
    return _listing(request)


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def assignment(request: Request, number: int) -> HttpResponse:
    return _page(request, number)


@never_cache
@WRITE
@door(Permission.ASSIGNMENTS_LEAD)
def new(request: Request) -> HttpResponse:
    """A new assignment, its points as lines."""
    form = AssignmentForm(
        request.viewer, request.POST if request.method == "POST" else None, initial={"giver": _("skolchefsnätverket")}
    )
    if request.method == "POST" and form.is_valid():
        assignment = frames.give(form.frame, form.cleaned_data["points"], by=request.viewer)
        messages.success(request, _("Utkastet är sparat. Starta uppdraget när punkterna stämmer."))
        return redirect("assignments:assignment", assignment.pk)
    return render(request, "assignments/edit.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@WRITE
@door(Permission.ASSIGNMENTS_LEAD)
def edit(request: Request, number: int) -> HttpResponse:
    assignment = one(request, number)
    form = AssignmentForm(request.viewer, request.POST if request.method == "POST" else None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            frames.change(number, form.frame, form.opened_on, by=request.viewer)
            messages.success(request, _("Ändringen är sparad."))
            return redirect("assignments:assignment", number)
    return render(request, "assignments/edit.html", {"form": form, "assignment": assignment}, status=form.http_status)


@require_POST
@door(Permission.ASSIGNMENTS_LEAD)
def new_version(request: Request, number: int) -> HttpResponse:
    one(request, number)
    try:
        assignment = frames.new_version(number, by=request.viewer)
    except frames.NotNow:
        messages.error(request, _("Det här är redan ett utkast. Ändra i det."))
        return redirect("assignments:assignment", number)
    messages.success(request, _("Den nya versionen är ett utkast. Den förra gäller tills du startar den nya."))
    return redirect("assignments:assignment", assignment.pk)


@require_POST
@door(Permission.ASSIGNMENTS_LEAD)
def start(request: Request, number: int) -> HttpResponse:
    if asked := ask_first(request, asking.before_starting(request.viewer, one(request, number))):
        return asked
    try:
        frames.start(number, by=request.viewer)
        messages.success(request, _("Uppdraget gäller nu, och alla i nätverket ser det."))
    except frames.NotNow:
        messages.error(request, _("Bara ett utkast med minst en punkt går att starta."))
    return redirect("assignments:assignment", number)


@require_POST
@door(Permission.ASSIGNMENTS_LEAD)
def end(request: Request, number: int) -> HttpResponse:
    if asked := ask_first(request, asking.before_ending(request.viewer, one(request, number))):
        return asked
    try:
        frames.end(number, by=request.viewer)
        messages.success(request, _("Uppdraget är avslutat. Allt som står på punkterna finns kvar."))
    except frames.NotNow:
        messages.error(request, _("Bara ett uppdrag som pågår går att avsluta."))
    return redirect("assignments:assignment", number)


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def changes(request: Request, number: int) -> HttpResponse:
    """What this version changes, in words."""
    assignment = one(request, number)
    before = queries.assignment(request.viewer, assignment.previous_id) if assignment.previous_id else None
    if before is None:
        raise Http404
    said = pages.changes(queries.points(request.viewer, before), queries.points(request.viewer, assignment))
    context = {
        "assignment": assignment,
        "before": before,
        "changes": said,
        "period": pages.period(assignment),
        "before_period": pages.period(before),
    }
    return render(request, "assignments/changes.html", context)


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def report(request: Request, number: int) -> HttpResponse:
    """Det här har hänt One page, that prints."""
    assignment, form = one(request, number), SinceForm(request.GET if "since" in request.GET else None)
    since = _since(form)
    starts = {
        _("senaste halvåret"): half_a_year_ago(),
        _("sedan årsskiftet"): date(timezone.localdate().year, 1, 1),
        _("hela perioden"): date(assignment.first_year, 1, 1),
    }
    context = {
        "assignment": assignment,
        "document": _done(request, assignment, since),
        "since": since,
        "form": form,
        "period": pages.period(assignment),
        "starts": starts.items(),
    }
    return render(request, "assignments/report.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def paper(request: Request, number: int) -> HttpResponse:
    """The same page as PDF."""
    assignment, form = one(request, number), SinceForm(request.GET if "since" in request.GET else None)
    document = _done(request, assignment, _since(form))
    return on_paper(request, document, f"uppdrag-{assignment.pk}-{timezone.localdate():%Y-%m-%d}")


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def points_file(request: Request, number: int, kind: str) -> HttpResponse:
    assignment = one(request, number)
    if kind not in TYPES:
        raise Http404
    file = exports.points_file(assignment, queries.points(request.viewer, assignment), timezone.localdate(), kind)
    response = HttpResponse(file, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="uppdrag-{assignment.pk}.{kind}"'
    return response


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def strategies(request: Request) -> HttpResponse:
    context = {
        "strategies": queries.strategies(request.viewer),
        "leads": allows(request.viewer, Permission.ASSIGNMENTS_LEAD),
    }
    return render(request, "assignments/strategies.html", context)


@never_cache
@WRITE
@door(Permission.ASSIGNMENTS_LEAD)
def strategy(request: Request, number: int | None = None) -> HttpResponse:
    """A strategy new or changed."""
    strategy = queries.strategy(request.viewer, number) if number is not None else None
    if number is not None and strategy is None:
        raise Http404
    form = StrategyForm(request.POST if request.method == "POST" else None, instance=strategy)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with form.saving():
                frames.save_strategy(
                    number,
                    cleaned["name"],
                    (cleaned["first_year"], cleaned["last_year"]),
                    cleaned["version"],
                    cleaned["source"],
                    cleaned["priorities"],
                    form.opened_on,
                    by=request.viewer,
                )
                messages.success(request, _("Strategin är sparad."))
                return redirect("assignments:strategies")
        except frames.NameTaken:
            form.add_error("version", _("Den versionen av strategin finns redan. Skriv nästa nummer."))
        except frames.InUse:
            form.add_error("priorities", _("Ett område som ett uppdrag hör till går inte att ta bort. Skriv om det."))
    return render(request, "assignments/strategy.html", {"form": form, "strategy": strategy}, status=form.http_status)


def one(request: Request, number: int) -> queries.Assignment:
    """The assignment, or 404."""
    assignment = queries.assignment(request.viewer, number)
    if assignment is None:
        raise Http404
    return assignment


def _page(request: Request, number: int) -> HttpResponse:
    assignment = one(request, number)
    listed = queries.points(request.viewer, assignment)
    happened = queries.happened(request.viewer, listed)
    mine = frozenset(p.pk for p in listed if queries.writes(request.viewer, p))
    context = {
        "assignment": assignment,
        "rows": pages.rows(listed, happened, mine),
        "heading": pages.heading(listed),
        "lead": pages.lead(assignment),
        "period": pages.period(assignment),
        "unowned": queries.unowned(listed),
        "nobodys": pages.nobodys(listed),
        "leads": allows(request.viewer, Permission.ASSIGNMENTS_LEAD),
        "follows": allows(request.viewer, Permission.ASSIGNMENTS_FOLLOW),
        "priorities": assignment.priorities.all(),
        "roles": roles_table(request.viewer, assignment.network),
    }
    return render(request, "assignments/assignment.html", context)


def _listing(request: Request) -> HttpResponse:
    page = Paginator(queries.assignments(request.viewer), queries.PAGE).get_page(request.GET.get("page"))
    rows = [(a, pages.period(a)) for a in page]
    context = {"rows": rows, "page": page, "leads": allows(request.viewer, Permission.ASSIGNMENTS_LEAD)}
    return render(request, "assignments/all.html", context)


def _since(form: SinceForm) -> date:
    """The day that was asked about, or half a year ago."""
    return (form.cleaned_data.get("since") if form.is_valid() else None) or half_a_year_ago()


def _done(request: Request, assignment: queries.Assignment, since: date) -> Document:
    listed = queries.points(request.viewer, assignment)
    return done(assignment, listed, queries.happened(request.viewer, listed), since)
