"""The pages of results; HTTP only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spiral.documents.blocks import Section
from spiral.engine.numbers import number as printed
from spiral.engine.place import Place
from spiral.exchange import local_figures
from spiral.exchange.evidence import destinations
from spiral.ground.words import language
from spiral.see.results import queries
from spiral.see.results.explain import fetched, source_name
from spiral.see.results.opendata import OpenData, open_data
from spiral.see.results.pages import compare as comparing
from spiral.see.results.pages import municipality as municipal
from spiral.see.results.pages import outcomes
from spiral.see.results.pages import region as regional
from spiral.see.results.pages import unit as units
from spiral.see.results.pages.comparison import ComparePage
from spiral.see.results.pages.country import chosen, comparable
from spiral.see.results.pages.reasons import reason_names
from spiral.see.results.pages.steps import rights
from spiral.see.results.views import links
from spiral.see.results.views.kept import shown
from spiral.see.results.views.places import municipality_or_404, places_of, speaks, today, unit_or_404
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
    data, figure = open_data(request.viewer), request.GET.get("figure", "all-subjects")
    ways = destinations(request.viewer, "region")
    return shown(
        request,
        "results/region.html",
        (data.revision, figure, tuple(way.key for way in ways), local_figures.edition(request.viewer)),
        lambda: regional.region_page(data, figure, language(), today(), _own_figures(request)),
        actions=links.OfRegion(ways),
    )


def _own_figures(request: Request) -> list[Section]:
    """What the network collects itself, for who may see it."""
    return local_figures.of_region(request.viewer, language(), today())


@require_safe
def municipality(request: Request, slug: str) -> HttpResponse:
    data = open_data(request.viewer)
    return _of_municipality(request, data, municipality_or_404(data, slug), municipal.municipality_page)


@require_safe
def municipality_tab(request: Request, slug: str, tab: str) -> HttpResponse:
    """Cost beside quality (members only by default), or preschool and fritidshem."""
    data = open_data(request.viewer)
    municipality = municipality_or_404(data, slug)
    if tab not in TABS:
        raise Http404
    if tab == COSTS and not queries.shows_costs(request.viewer):
        return turn_away(request, Permission.COSTS_SEE)
    return _of_municipality(request, data, municipality, TABS[tab][0], tab)


def _of_municipality(
    request: Request, data: OpenData, municipality: queries.Municipality, compose: Callable[..., object], tab: str = ""
) -> HttpResponse:
    place = Place(municipality.code)
    reader = _Reader(request, place, (place,))
    sees_costs = queries.shows_costs(request.viewer)
    return shown(
        request,
        "results/municipality.html",
        (data.revision, reader.depends, sees_costs),
        lambda: compose(data, municipality, reader.comments, language(), today()),
        actions=reader.actions,
        place=place,
        tab=tab,
        sees_costs=sees_costs,
    )


class _Reader:
    """What a page of a place follows from beside the data: what is said of it there, and what its reader can do."""

    def __init__(self, request: Request, place: Place, speakers: Sequence[str]) -> None:
        is_speaker = speaks(request, *speakers)
        self.comments = queries.comments(request.viewer, place)
        said = tuple((r.pk, r.text, r.signed) for remarks in self.comments.values() for r in remarks)
        self.depends = (said, is_speaker, rights(request.viewer), local_figures.edition(request.viewer))
        self.actions = links.OfPlace(place, destinations(request.viewer, "figure"), is_speaker)


@require_safe
def unit(request: Request, code: str) -> HttpResponse:
    unit = unit_or_404(request, code)
    data, reader = open_data(request.viewer), _Reader(request, Place(unit.code), places_of(unit))
    return shown(
        request,
        "results/unit.html",
        (data.revision, reader.depends),
        lambda: units.unit_page(data, unit, reader.comments, language(), today()),
        actions=reader.actions,
        place=unit.code,
    )


@require_safe
def compare_municipality(request: Request, slug: str) -> HttpResponse:
    data = open_data(request.viewer)
    return _comparison(request, data, municipality_or_404(data, slug), comparing.compare_municipality)


@require_safe
def compare_unit(request: Request, code: str) -> HttpResponse:
    unit = unit_or_404(request, code)
    if not unit.has_year9:
        return render(request, "results/no_comparison.html", {"unit": unit})
    return _comparison(request, open_data(request.viewer), unit, comparing.compare_unit)


def _comparison(
    request: Request, data: OpenData, place: Any, compose: Callable[..., ComparePage | None]
) -> HttpResponse:
    indicator = chosen(comparable(data, units=Place(place.code).is_unit), request.GET.get("figure", ""))
    if indicator is None:
        raise Http404
    reasons = [name for name in reason_names() if name in request.GET.getlist("reason")]
    query = urlencode([("figure", indicator.key)] * ("figure" in request.GET) + [("reason", name) for name in reasons])
    return shown(
        request,
        "results/compare.html",
        (data.revision, indicator.key, query, rights(request.viewer)),
        lambda: compose(data, place, indicator.key, reasons, language(), today()),
        actions=links.OfComparison(Place(place.code), indicator.key, query),
    )


@require_safe
def predictions(request: Request) -> HttpResponse:
    """How often what was said before it came held."""
    data = open_data(request.viewer)
    return shown(
        request,
        "results/predictions.html",
        (data.revision,),
        lambda: outcomes.outcomes_page(data, language(), today()),
        actions=links.OfOutcomes(),
    )


@require_safe
def data(request: Request) -> HttpResponse:
    """Where the data come from: source, date, licence, checksum, what they lack."""
    parts = [
        model_to_dict(part) | {"name": source_name(part), "fetched": fetched(part), "count": printed(part.rows)}
        for part in queries.parts(request.viewer).values()
    ]
    return render(request, "results/data.html", {"parts": parts, "language": language()})
