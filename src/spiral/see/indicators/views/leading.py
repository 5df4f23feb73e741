"""What leaders do: define, plan, open and close. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spiral.ground.confirm import ask_first
from spiral.ground.refusals import NameTaken, NotNow
from spiral.see.indicators import actions, asking, pages, queries
from spiral.see.indicators.forms import IndicatorForm, YearForm
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.INDICATORS_LEAD)
def new(request: Request) -> HttpResponse:
    """Define an indicator."""
    form = IndicatorForm(request.POST or None, initial=pages.USUAL)
    if request.method == "POST" and form.is_valid():
        try:
            indicator = actions.define(form.content, by=request.viewer)
        except NameTaken:
            form.add_error("title", _("En annan indikator heter så. Välj ett annat namn."))
        else:
            messages.success(request, _("Indikatorn är skriven. Planera nu när den ska besvaras."))
            return redirect("indicators:plan", indicator.pk)
    return render(request, "indicators/write.html", {"form": form}, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.INDICATORS_LEAD)
def edit(request: Request, number: int) -> HttpResponse:
    """Change a definition that nobody has been asked about yet."""
    indicator = _indicator(request, number)
    form = IndicatorForm(request.POST or None, instance=indicator)
    if not pages.may_change(indicator):
        return _too_late(request, indicator)
    if request.method == "POST" and form.is_valid():
        try:
            with form.saving():
                actions.change(number, form.content, form.opened_on, by=request.viewer)
                messages.success(request, _("Ändringen är sparad."))
                return redirect("indicators:indicator", number)
        except NameTaken:
            form.add_error("title", _("En annan indikator heter så. Välj ett annat namn."))
        except NotNow:
            return _too_late(request, indicator)
    context = {"form": form, "indicator": indicator}
    return render(request, "indicators/write.html", context, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.INDICATORS_LEAD)
def plan(request: Request, number: int) -> HttpResponse:
    """Plan to ask about a period."""
    indicator = _indicator(request, number)
    form = YearForm(request.POST or None, initial=pages.usual_year(request.viewer.today))
    if request.method == "POST" and form.is_valid():
        try:
            year = actions.plan(number, form.content, by=request.viewer)
        except NameTaken:
            form.add_error("period", _("Det är redan planerat. Välj ett annat läsår."))
        else:
            messages.success(request, _("Planerat. Ingen blir tillfrågad förrän du öppnar."))
            return redirect("indicators:year", year.pk)
    context = {"form": form, "indicator": indicator}
    return render(request, "indicators/plan.html", context, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.INDICATORS_LEAD)
def edit_year(request: Request, asked: int) -> HttpResponse:
    """Other days."""
    year = _year(request, asked)
    form = YearForm(request.POST or None, instance=year, is_opened=year.state != year.State.PLANNED)
    if request.method == "POST" and form.is_valid():
        try:
            with form.saving():
                actions.change_year(asked, form.content, form.opened_on, by=request.viewer)
                messages.success(request, _("Ändringen är sparad."))
                return redirect("indicators:year", asked)
        except (NameTaken, NotNow):
            form.add_error("period", _("Det går inte att byta till det läsåret. Välj ett annat."))
    context = {"form": form, "indicator": year.indicator, "year": year}
    return render(request, "indicators/plan.html", context, status=form.http_status)


@require_POST
@door(Permission.INDICATORS_LEAD)
def open_year(request: Request, asked: int) -> HttpResponse:
    """Ask the places."""
    year = _year(request, asked)
    if question := ask_first(request, asking.before_opening(request.viewer, year)):
        return question
    try:
        actions.open_year(asked, by=request.viewer)
    except NotNow:
        messages.error(request, _("Registret har ingen plats att fråga. Ändra skolform eller vad svaret gäller."))
    else:
        messages.success(request, _("Öppet. Platserna kan svara."))
    return redirect("indicators:year", asked)


@require_POST
@door(Permission.INDICATORS_LEAD)
def close_year(request: Request, asked: int) -> HttpResponse:
    """Take no more answers."""
    year = _year(request, asked)
    if question := ask_first(request, asking.before_closing(request.viewer, year)):
        return question
    try:
        actions.close_year(asked, by=request.viewer)
    except NotNow:
        messages.error(request, _("Den är inte öppnad än."))
    else:
        messages.success(request, _("Stängt. Svaren står kvar."))
    return redirect("indicators:year", asked)


def _too_late(request: Request, indicator: queries.LocalIndicator) -> HttpResponse:
    said = _("Frågan har ställts och går inte att ändra, så att åren går att jämföra. Skriv en ny indikator i stället.")
    messages.error(request, said)
    return redirect("indicators:indicator", indicator.pk)


def _indicator(request: Request, number: int) -> queries.LocalIndicator:
    indicator = queries.indicator(request.viewer, number)
    if indicator is None:
        raise Http404
    return indicator


def _year(request: Request, number: int) -> queries.IndicatorYear:
    year = queries.year(request.viewer, number)
    if year is None:
        raise Http404
    return year
