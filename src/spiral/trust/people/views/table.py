"""A spreadsheet of people: read, shown, asked about, saved. HTTP only; nothing of a file is kept between the steps."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spiral.ground.middleware import longest_value
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.people import intake
from spiral.trust.people.forms import SpreadsheetForm

_SALT = "people.intake"
#: A preview that has lain longer is read again from the file.
_SECONDS = 6 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.PEOPLE_KEEP)
def upload(request: Request) -> HttpResponse:
    """Choose a file, and see what it would do."""
    form = SpreadsheetForm(request.POST, request.FILES) if request.method == "POST" else SpreadsheetForm()
    if request.method != "POST" or not form.is_valid():
        return render(
            request, "people/import.html", {"form": form, "tab": "personer"}, status=422 if form.errors else 200
        )
    file = form.cleaned_data["file"]
    seen = intake.preview(file.read(), file.name[-80:])
    if not seen.ok:
        context = {"form": SpreadsheetForm(), "problems": seen.problems, "tab": "personer"}
        return render(request, "people/import.html", context, status=422)
    return _preview(request, seen, signing.dumps(seen.as_json(), salt=_SALT, compress=True))


@require_POST
@longest_value(900_000)  # the whole preview, sealed, travels in its form
@door(Permission.PEOPLE_KEEP)
def commit(request: Request) -> HttpResponse:
    """Save what was shown, with the answers to what was asked."""
    sealed = request.POST.get("rows", "")
    try:
        lines = [intake.IntakeLine(**row) for row in signing.loads(sealed, salt=_SALT, max_age=_SECONDS)]
    except signing.BadSignature:
        messages.error(request, _("Förhandsvisningen är för gammal. Välj filen igen."))
        return redirect("networks:import")
    answers = {line.row: request.POST.get(f"row-{line.row}", "") for line in lines}
    everywhere = "everywhere" in request.POST
    done = intake.commit(lines, answers, everywhere=everywhere, by=request.viewer)
    if done.unanswered or done.unconfirmed:
        return _preview(request, intake.Preview(intake.ask(lines)), sealed, done, answers, is_confirmed=everywhere)
    people = ngettext("En ny person", "%(n)s nya personer", done.people) % {"n": done.people}
    offices = ngettext("en ny roll", "%(n)s nya roller", done.offices) % {"n": done.offices}
    same = ngettext("en fanns redan", "%(n)s fanns redan", done.same) % {"n": done.same}
    messages.success(
        request, _("%(people)s, %(offices)s, %(same)s.") % {"people": people, "offices": offices, "same": same}
    )
    return redirect("networks:people")


def _preview(
    request: Request,
    seen: intake.Preview,
    sealed: str,
    done: intake.Done | None = None,
    answers: dict | None = None,
    *,
    is_confirmed: bool = False,
) -> HttpResponse:
    done = done or intake.Done()
    rows = [(a, a.line.row in done.unanswered, (answers or {}).get(a.line.row, "")) for a in seen.asked]
    context = {
        "everywhere": [row for row in rows if not row[0].line.place],
        "at_places": [row for row in rows if row[0].line.place],
        "to_confirm": len(seen.everywhere),
        "unconfirmed": done.unconfirmed,
        "is_confirmed": is_confirmed,
        "region": settings.REGION_NAME,
        "rows": rows,
        "sealed": sealed,
        "problems": seen.problems,
        "unanswered": done.unanswered,
        "tab": "personer",
        "asks": sum(bool(a.maybe) for a in seen.asked),
    }
    return render(
        request, "people/import_preview.html", context, status=422 if done.unanswered or done.unconfirmed else 200
    )
