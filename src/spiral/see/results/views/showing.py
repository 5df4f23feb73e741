"""The pages of results; HTTP only."""

from __future__ import annotations

from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spiral.engine.numbers import number as printed
from spiral.ground.words import language
from spiral.see.results import queries
from spiral.see.results.explain import fetched, source_name
from spiral.see.results.pages import compare as comparing
from spiral.see.results.pages import municipality as municipal
from spiral.see.results.pages import region as regional
from spiral.see.results.pages import unit as units
from spiral.see.results.views.places import municipality_or_404, places_of, speaks, today, unit_or_404
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import turn_away

#: A municipality's tabs by address: the page, and the sets of indicators that stand on it.
COSTS, PRESCHOOL = "kostnad", "forskola"
TABS = {
    COSTS: (municipal.cost_page, {"cost"}),
    PRESCHOOL: (municipal.preschool_page, {"preschool", "leisure"}),
}


@require_safe
def region(request: Request) -> HttpResponse:
    """Every municipality of the region on one axis."""
    page = regional.region_page(request.viewer, request.GET.get("figure", "all-subjects"), language(), today())
    if page is None:
        raise Http404
    return render(request, "results/region.html", {"page": page})


@require_safe
def municipality(request: Request, slug: str) -> HttpResponse:
    municipality = municipality_or_404(request, slug)
    page = municipal.municipality_page(request.viewer, municipality, language(), today())
    context = {
        "page": page,
        "place": municipality.code,
        "url": request.path,
        "tab": "",
        "speaks": speaks(request, municipality.code),
        "sees_costs": allows(request.viewer, Permission.COSTS_SEE),
    }
    return render(request, "results/municipality.html", context)


@require_safe
def municipality_tab(request: Request, slug: str, tab: str) -> HttpResponse:
    """Cost beside quality (members only by default), or preschool and fritidshem."""
    municipality = municipality_or_404(request, slug)
    if tab not in TABS:
        raise Http404
    if tab == COSTS and not queries.shows_costs(request.viewer):
        return turn_away(request, Permission.COSTS_SEE)
    compose, _sets = TABS[tab]
    context = {
        "page": compose(request.viewer, municipality, language(), today()),
        "place": municipality.code,
        "tab": tab,
        "speaks": speaks(request, municipality.code),
        "sees_costs": allows(request.viewer, Permission.COSTS_SEE),
    }
    return render(request, "results/municipality.html", context)


@require_safe
def unit(request: Request, code: str) -> HttpResponse:
    unit = unit_or_404(request, code)
    page = units.unit_page(request.viewer, unit, language(), today())
    context = {"page": page, "place": unit.code, "speaks": speaks(request, *places_of(unit))}
    return render(request, "results/unit.html", context)


@require_safe
def compare_municipality(request: Request, slug: str) -> HttpResponse:
    municipality = municipality_or_404(request, slug)
    chosen = request.GET.getlist("reason")
    page = comparing.compare_municipality(
        request.viewer, municipality, request.GET.get("figure", ""), chosen, language(), today()
    )
    if page is None:
        raise Http404
    return render(request, "results/compare.html", {"page": page, "municipality": municipality})


@require_safe
def compare_unit(request: Request, code: str) -> HttpResponse:
    unit = unit_or_404(request, code)
    if not unit.has_year9:
        return render(request, "results/no_comparison.html", {"unit": unit})
    chosen = request.GET.getlist("reason")
    page = comparing.compare_unit(request.viewer, unit, request.GET.get("figure", ""), chosen, language(), today())
    if page is None:
        raise Http404
    return render(request, "results/compare.html", {"page": page, "municipality": unit.municipality})


@require_safe
def data(request: Request) -> HttpResponse:
    """Where the data come from: source, date, licence, checksum, what they lack."""
    parts = [
        model_to_dict(part) | {"name": source_name(part), "fetched": fetched(part), "count": printed(part.rows)}
        for part in queries.parts(request.viewer).values()
    ]
    return render(request, "results/data.html", {"parts": parts, "language": language()})
