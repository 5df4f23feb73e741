"""One point: read, written, joined, reported on, and lines taken along to it. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.assignments import pages, queries
from spiral.act.assignments.actions import frames, points
from spiral.act.assignments.forms.points import NewPointForm, NoteForm, PointForm, TakeAlongForm
from spiral.act.assignments.views.frames import one
from spiral.exchange.evidence import freeze
from spiral.ground.words import language
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.undo.offers import offer

WRITE = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
@door(Permission.ASSIGNMENT_SEE)
def point(request: Request, number: int, order: int) -> HttpResponse:
    return _page(request, _point(request, number, order), NoteForm(initial={"on": timezone.localdate()}))


@never_cache
@WRITE
@door(Permission.ASSIGNMENT_SEE)
def write(request: Request, number: int, order: int) -> HttpResponse:
    """Everything that stands on a point, in one form."""
    point = _written(request, number, order)
    form = PointForm(request.viewer, request.POST if request.method == "POST" else None, point=point)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            points.write(point.pk, form.content, form.opened_on, by=request.viewer)
            messages.success(request, _("Punkten är sparad."))
            return redirect("assignments:point", number, order)
    return render(request, "assignments/write.html", {"form": form, "point": point}, status=form.http_status)


@require_POST
@door(Permission.ASSIGNMENT_SEE)
def want_in(request: Request, number: int, order: int) -> HttpResponse:
    """One click in, one click out."""
    point = _point(request, number, order)
    out = request.POST.get("out") == "1"
    points.want_in(point.pk, out=out, by=request.viewer)
    messages.success(request, _("Du står inte längre med.") if out else _("Nu ser ägaren att du vill vara med."))
    return redirect("assignments:point", number, order)


@require_POST
@door(Permission.ASSIGNMENT_SEE)
def tell(request: Request, number: int, order: int) -> HttpResponse:
    """A short report by those who own the point."""
    point, form = _written(request, number, order), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, point, form, status=422)
    points.report(point.pk, form.cleaned_data["text"], form.cleaned_data["on"], by=request.viewer)
    messages.success(request, _("Det står nu bland det som har hänt."))
    return redirect("assignments:point", number, order)


@never_cache
@WRITE
@door(Permission.ASSIGNMENTS_LEAD)
def new(request: Request, number: int) -> HttpResponse:
    assignment, form = one(request, number), NewPointForm(request.POST if request.method == "POST" else None)
    try:
        frames.refuse_ended(assignment)
        if request.method == "POST" and form.is_valid():
            point = frames.add_point(number, form.cleaned_data["title"], by=request.viewer)
            return redirect("assignments:write", number, point.order)
    except frames.NotNow:
        messages.error(request, _("Uppdraget är avslutat. Gör en ny version först."))
        return redirect("assignments:assignment", number)
    return render(
        request,
        "assignments/new_point.html",
        {"form": form, "assignment": assignment},
        status=422 if form.errors else 200,
    )


@require_POST
@door(Permission.ASSIGNMENTS_LEAD)
def remove(request: Request, number: int, order: int) -> HttpResponse:
    """A point goes out of a draft."""
    _point(request, number, order)
    try:
        removal = frames.remove_point(number, order, by=request.viewer)
        offer(request, removal, _("Punkten är borttagen ur utkastet. Den förra versionen har den kvar."))
    except frames.NotNow:
        messages.error(request, _("Bara ur ett utkast går en punkt att ta bort. Gör en ny version först."))
        return redirect("assignments:point", number, order)
    return redirect("assignments:assignment", number)


@never_cache
@WRITE
@door(Permission.POINT_CARRY)
def take_along(request: Request) -> HttpResponse:
    """A line of a meeting, or anything another room hands over, is added to a point with its source."""
    kind, ref = request.GET.get("kind", ""), request.GET.get("ref", "")
    evidence = freeze(request.viewer, kind[:40], ref[:200], language())
    if evidence is None:
        raise Http404
    listed = queries.writable(request.viewer)
    form = TakeAlongForm(listed, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = next(p for p in listed if str(p.pk) == form.cleaned_data["point"])
        try:
            points.append(chosen.pk, form.cleaned_data["field"], evidence, by=request.viewer)
        except points.TooLong:
            form.add_error(
                "field", _("Raden får inte plats där. Korta det som står på punkten, eller välj ett annat fält.")
            )
        else:
            messages.success(request, _("Raden står nu på punkten, med sin källa."))
            return redirect("assignments:point", chosen.assignment_id, chosen.order)
    context = {"form": form, "evidence": evidence, "points": listed}
    return render(request, "assignments/take_along.html", context, status=422 if form.errors else 200)


def _page(request: Request, point: queries.Point, form: NoteForm, status: int = 200) -> HttpResponse:
    happened = queries.happened(request.viewer, [point])[point.pk]
    mine = any(i.person_id == request.viewer.key for i in point.interests.all())
    context = {
        "point": point,
        "assignment": point.assignment,
        "owners": pages.owners(point),
        "happened": happened,
        "indicators": pages.indicators(point),
        "is_in": mine,
        "may_join": queries.joins(request.viewer, point),
        "may_write": queries.writes(request.viewer, point),
        "leads": allows(request.viewer, Permission.ASSIGNMENTS_LEAD),
        "form": form,
        "period": pages.period(point.assignment),
    }
    return render(request, "assignments/point.html", context, status=status)


def _point(request: Request, number: int, order: int) -> queries.Point:
    point = queries.point(request.viewer, number, order)
    if point is None:
        raise Http404
    return point


def _written(request: Request, number: int, order: int) -> queries.Point:
    point = _point(request, number, order)
    if not queries.writes(request.viewer, point):
        raise PermissionDenied
    return point
