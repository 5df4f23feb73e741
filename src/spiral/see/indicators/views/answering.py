"""What the places do: answer, take back, and hand in a spreadsheet. HTTP only; nothing of a file is kept between the
steps."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.ground.middleware import longest_value
from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision
from spiral.see.indicators import actions, exports, intake, pages, queries
from spiral.see.indicators.forms import AnswersForm, PlaceAnswerForm
from spiral.trust.access.deciding import AccessRefused, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.undo.offers import offer

_SALT = "indicators.intake"
#: A preview that has lain longer is read again from the file.
_SECONDS = 6 * 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.INDICATORS_READ)
def answer(request: Request, number: int) -> HttpResponse:
    """Answer for a place, or say why it cannot be answered."""
    place = _place(request, number)
    year = place.year
    form = PlaceAnswerForm(year.indicator, request.POST or None, place=place)
    if not pages.is_taking(request.viewer, year):
        messages.error(request, pages.why_closed(year))
        return redirect("indicators:year", year.pk)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            actions.answer(number, form.content, form.opened_on, by=request.viewer)
            messages.success(request, _("Svaret för %(place)s är sparat.") % {"place": place.name})
            return redirect("indicators:year", year.pk)
    context = {"form": form, "place": place, "year": year, "page": pages.answer_page(request.viewer, place)}
    return render(request, "indicators/answer.html", context, status=form.http_status)


@require_POST
@door(Permission.INDICATORS_READ)
def take_back(request: Request, number: int) -> HttpResponse:
    """Take an answer back; it can be put back for ten minutes."""
    place = _place(request, number)
    try:
        removal = actions.take_back(number, by=request.viewer)
    except NotNow:
        messages.error(request, pages.why_closed(place.year))
        return redirect("indicators:year", place.year.pk)
    if removal:
        offer(request, removal, _("Svaret för %(place)s är borttaget.") % {"place": place.name})
    return redirect("indicators:answer", number)


@never_cache
@require_safe
@door(Permission.INDICATORS_READ)
def template(request: Request, asked: int) -> HttpResponse:
    """The reader's own places as a workbook to fill in."""
    year = _own_year(request, asked)
    places, now = queries.mine(request.viewer, year), queries.progress(request.viewer, [year])[year.pk]
    content = exports.template(year, places, now, request.viewer.today)
    response = HttpResponse(content, content_type=TYPES["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="mall-{asked}.xlsx"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.INDICATORS_READ)
def upload(request: Request, asked: int) -> HttpResponse:
    """Choose a filled-in template, and see what it would do."""
    year = _own_year(request, asked)
    if not pages.is_taking(request.viewer, year):
        messages.error(request, pages.why_closed(year))
        return redirect("indicators:year", asked)
    form = AnswersForm(request.POST, request.FILES) if request.method == "POST" else AnswersForm()
    context = {"form": form, "year": year, "columns": intake.columns(year.indicator).values()}
    if request.method != "POST" or not form.is_valid():
        return render(request, "indicators/upload.html", context, status=422 if form.errors else 200)
    file = form.cleaned_data["file"]
    seen = intake.preview(request.viewer, year, file.read(), file.name[-80:])
    if not seen.ok:
        context |= {"form": AnswersForm(), "problems": seen.problems}
        return render(request, "indicators/upload.html", context, status=422)
    sealed = signing.dumps([year.pk, intake.sealed(seen.lines)], salt=_SALT, compress=True)
    return render(request, "indicators/preview.html", {"year": year, "seen": seen, "sealed": sealed})


@require_POST
@longest_value(900_000)  # the whole preview, sealed, travels in its form
@door(Permission.INDICATORS_READ)
def commit(request: Request, asked: int) -> HttpResponse:
    """Save what was shown."""
    year = _own_year(request, asked)
    try:
        of, rows = signing.loads(request.POST.get("rows", ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        of, rows = None, []
    if of != year.pk:
        messages.error(request, _("Förhandsvisningen är för gammal. Välj filen igen."))
        return redirect("indicators:upload", asked)
    try:
        n = actions.take_in(asked, intake.unsealed(rows), by=request.viewer)
    except StaleRevision:
        messages.error(
            request, _("Någon har svarat under tiden. Inget är sparat. Välj filen igen och se vad som gäller.")
        )
        return redirect("indicators:upload", asked)
    except NotNow:
        messages.error(request, pages.why_closed(year))
        return redirect("indicators:year", asked)
    messages.success(request, ngettext("Ett svar är sparat.", "%(n)s svar är sparade.", n) % {"n": n})
    return redirect("indicators:year", asked)


def _place(request: Request, number: int) -> queries.Respondent:
    """A place that the reader answers for. Raises Http404, AccessRefused."""
    place = queries.respondent(request.viewer, number)
    if place is None:
        raise Http404
    require(request.viewer, Permission.INDICATOR_ANSWER, place)
    return place


def _own_year(request: Request, number: int) -> queries.IndicatorYear:
    """A year in which the reader answers for some place. Raises Http404, AccessRefused."""
    year = queries.year(request.viewer, number)
    if year is None:
        raise Http404
    if not queries.mine(request.viewer, year):
        raise AccessRefused(Permission.INDICATOR_ANSWER)
    return year
