"""Old minutes: a file or a text, a preview, a meeting. HTTP only."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from spiral.act.meetings import queries
from spiral.act.meetings.actions.importing import AlreadyThere, keep_old_minutes
from spiral.act.meetings.forms_importing import MinutesFileForm
from spiral.act.meetings.forms_preview import PreviewForm, initial_from
from spiral.act.meetings.views.doors import planners
from spiral.ground.middleware import longest_value
from spiral.sources.minutes import Minutes
from spiral.trust.access.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
@longest_value(600_000)  # the file itself travels in the form while it is looked through
@planners
def import_minutes(request: Request) -> HttpResponse:
    """Choose a file or paste a text; then look it through; then it is a meeting."""
    if request.method == "POST" and request.POST.get("step") == "save":
        return _save(request)
    names = queries.municipality_names(request.viewer)
    form = MinutesFileForm(request.POST or None, request.FILES or None, municipalities=names)
    if request.method == "POST" and form.is_valid() and form.minutes is not None:
        preview = PreviewForm(request.viewer, initial=initial_from(form.minutes, form.name, form.content))
        return _preview(request, preview, minutes=form.minutes)
    return render(request, "meetings/import.html", {"form": form}, status=422 if form.errors else 200)


def _save(request: Request) -> HttpResponse:
    preview = PreviewForm(request.viewer, request.POST, request.FILES)
    if not preview.is_valid():
        return _preview(request, preview, status=422)
    try:
        meeting = keep_old_minutes(preview.old(), by=request.viewer)
    except AlreadyThere:
        preview.held.add_error(
            "again",
            _("Det finns redan ett möte den dagen. Ändra dagen, eller bocka i ”Läs in ändå” om det är ett annat möte."),
        )
        return _preview(request, preview, status=422)
    messages.success(request, _("Anteckningarna är inlästa. Gå igenom sammanfattningen och publicera när den stämmer."))
    return redirect("meetings:summary", meeting.pk)


def _day(written: object) -> date | None:
    """The day in the form, as it was understood or typed; None for what is no day."""
    try:
        day = written if isinstance(written, date) else parse_date(str(written or ""))
    except ValueError:
        return None
    return day if day and 2000 <= day.year <= 2100 else None


def _preview(request: Request, preview: PreviewForm, minutes: Minutes | None = None, status: int = 200) -> HttpResponse:
    day = _day(preview.held["day"].value())
    return render(
        request,
        "meetings/import_preview.html",
        {
            "preview": preview,
            "minutes": minutes,
            "names": queries.municipality_names(request.viewer),
            "same_day": queries.on_day(request.viewer, day) if day else [],
            "people": sum(1 for f in preview.people if f["name"].value()),
            "points": sum(1 for f in preview.points if f["title"].value()),
            "dates": sum(1 for f in preview.coming if f["day"].value()),
            "is_carried": bool(preview.held["carried"].value()),
        },
        status=status,
    )
