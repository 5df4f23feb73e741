"""A page of results, or one of its figures, as a file; HTTP only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from spiral.documents.blocks import Document
from spiral.documents.export import TYPES
from spiral.engine.place import Place
from spiral.exchange import local_figures
from spiral.ground.paper import on_paper
from spiral.ground.words import language
from spiral.see.results import catalogue, exports, queries
from spiral.see.results.opendata import open_data
from spiral.see.results.pages import compare as comparing
from spiral.see.results.pages import municipality as municipal
from spiral.see.results.pages import outcomes
from spiral.see.results.pages import region as regional
from spiral.see.results.pages import unit as units
from spiral.see.results.pages.comparison import KEY as COMPARED
from spiral.see.results.views.places import municipality_at, today, unit_or_404
from spiral.see.results.views.showing import COSTS, TABS
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import turn_away
from spiral.trust.networks.actions import slug as slugify

#: A whole page, in the addresses of its files.
WHOLE = "allt"


@require_safe
def download(request: Request, place: Place, figure: str, kind: str) -> HttpResponse:
    """One figure as csv or xlsx; a whole page (``allt``, or a tab by its name) as xlsx."""
    if _tab_of(figure) == COSTS and not queries.shows_costs(request.viewer):
        return turn_away(request, Permission.COSTS_SEE)
    name, document = _document(request, place, figure)
    if figure in (WHOLE, *TABS):
        content = exports.workbook(document) if kind == "xlsx" else None
    else:
        exhibit = next((e for e in document.exhibits() if e.key == figure), None)
        content = exports.exhibit_file(exhibit, kind, language()) if exhibit else None
    return _file(content, f"{slugify(name)}-{figure}", kind)


@require_safe
def paper(request: Request, place: Place, page: str) -> HttpResponse:
    """A whole page on paper: ``allt``, or a tab by its name."""
    if page not in (WHOLE, *TABS):
        raise Http404
    if page == COSTS and not queries.shows_costs(request.viewer):
        return turn_away(request, Permission.COSTS_SEE)
    name, document = _document(request, place, page)
    return on_paper(request, document, f"{slugify(name)}-{page}")


@require_safe
def download_region(request: Request, figure: str, kind: str) -> HttpResponse:
    """The region's page as csv or xlsx (its one exhibit), or on paper."""
    own = local_figures.of_region(request.viewer, language(), today()) if kind == "pdf" else ()
    page = regional.region_page(open_data(request.viewer), figure, language(), today(), own)
    if page is None:
        raise Http404
    return _main_exhibit(request, page.document, figure, kind, f"region-{figure}")


@require_safe
def download_predictions(request: Request, figure: str, kind: str) -> HttpResponse:
    """How often it held, in schools or municipalities: as a table, or the page on paper."""
    document = outcomes.outcomes_page(open_data(request.viewer), language(), today()).document
    if figure not in [exhibit.key for exhibit in document.exhibits()]:
        raise Http404
    return _main_exhibit(request, document, figure, kind, f"sa-ofta-holl-det-{figure}")


@require_safe
def download_comparison(request: Request, place: Place, kind: str) -> HttpResponse:
    """The comparison as it stands on the page, with the same reasons chosen."""
    chosen, measure = request.GET.getlist("reason"), request.GET.get("figure", "")
    data = open_data(request.viewer)
    if place.is_unit:
        page = comparing.compare_unit(data, unit_or_404(request, place), measure, chosen, language(), today())
    else:
        municipality = municipality_at(request, place)
        page = comparing.compare_municipality(data, municipality, measure, chosen, language(), today())
    if page is None:
        raise Http404
    return _main_exhibit(request, page.document, COMPARED, kind, f"{slugify(page.name)}-{COMPARED}")


def _main_exhibit(request: Request, document: Document, key: str, kind: str, name: str) -> HttpResponse:
    """What the page is about, as a table; or the page on paper."""
    if kind == "pdf":
        return on_paper(request, document, name)
    exhibit = next(e for e in document.exhibits() if e.key == key)
    return _file(exports.exhibit_file(exhibit, kind, language()), name, kind)


def _file(content: bytes | None, name: str, kind: str) -> HttpResponse:
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return response


def _tab_of(figure: str) -> str:
    """The tab that a figure stands on, or that is named; '' for the first page."""
    if figure in TABS:
        return figure
    indicator = catalogue.reviewed().get(figure)
    sets = set(indicator.sets) if indicator else set()
    return next((tab for tab, (_compose, own) in TABS.items() if own & sets), "")


def _document(request: Request, place: Place, figure: str) -> tuple[str, Document]:
    """The page that a figure stands on, or the page or tab itself, and the place's name."""
    comments = queries.comments(request.viewer, place)
    if place.is_unit:
        if figure in TABS:
            raise Http404
        unit = unit_or_404(request, place)
        return unit.name, units.unit_page(open_data(request.viewer), unit, comments, language(), today()).document
    municipality = municipality_at(request, place)
    tab = _tab_of(figure)
    compose = TABS[tab][0] if tab else municipal.municipality_page
    return municipality.name, compose(open_data(request.viewer), municipality, comments, language(), today()).document
