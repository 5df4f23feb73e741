"""HTTP only."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.blocks import Document
from spiral.documents.export import TYPES
from spiral.engine.numbers import number as printed
from spiral.engine.place import Place
from spiral.ground.paper import on_paper
from spiral.ground.words import language
from spiral.see.results import actions, catalogue, exports, queries
from spiral.see.results.explain import fetched, source_name
from spiral.see.results.forms import CommentForm, ErrorForm
from spiral.see.results.pages import compare as comparing
from spiral.see.results.pages import municipality as municipal
from spiral.see.results.pages import region as regional
from spiral.see.results.pages import unit as units
from spiral.trust.access.deciding import allows, office_at
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door, turn_away
from spiral.trust.networks.actions import slug as slugify

#: A municipality's tabs by address: the page, and the sets of indicators that stand on it.
COSTS, PRESCHOOL = "kostnad", "forskola"
TABS = {
    COSTS: (municipal.cost_page, {"cost"}),
    PRESCHOOL: (municipal.preschool_page, {"preschool", "leisure"}),
}
#: A whole page, in the addresses of its files.
WHOLE = "allt"


def _today() -> date:
    return timezone.localdate()


@require_safe
def region(request: Request) -> HttpResponse:
    """Every municipality of the region on one axis."""
    page = regional.region_page(request.viewer, request.GET.get("figure", "all-subjects"), language(), _today())
    if page is None:
        raise Http404
    return render(request, "results/region.html", {"page": page})


@require_safe
def municipality(request: Request, slug: str) -> HttpResponse:
    municipality = _municipality(request, slug)
    page = municipal.municipality_page(request.viewer, municipality, language(), _today())
    context = {
        "page": page,
        "place": municipality.code,
        "url": request.path,
        "tab": "",
        "speaks": _speaks(request, municipality.code),
        "sees_costs": allows(request.viewer, Permission.COSTS_SEE),
    }
    return render(request, "results/municipality.html", context)


@require_safe
def municipality_tab(request: Request, slug: str, tab: str) -> HttpResponse:
    """Cost beside quality (members only by default), or preschool and fritidshem."""
    municipality = _municipality(request, slug)
    if tab not in TABS:
        raise Http404
    if tab == COSTS and not queries.shows_costs(request.viewer):
        return turn_away(request, Permission.COSTS_SEE)
    compose, _sets = TABS[tab]
    context = {
        "page": compose(request.viewer, municipality, language(), _today()),
        "place": municipality.code,
        "tab": tab,
        "speaks": _speaks(request, municipality.code),
        "sees_costs": allows(request.viewer, Permission.COSTS_SEE),
    }
    return render(request, "results/municipality.html", context)


@require_safe
def unit(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code)
    page = units.unit_page(request.viewer, unit, language(), _today())
    context = {"page": page, "place": unit.code, "speaks": _speaks(request, *_places(unit))}
    return render(request, "results/unit.html", context)


@require_safe
def compare_municipality(request: Request, slug: str) -> HttpResponse:
    municipality = _municipality(request, slug)
    chosen = request.GET.getlist("reason")
    page = comparing.compare_municipality(
        request.viewer, municipality, request.GET.get("figure", ""), chosen, language(), _today()
    )
    if page is None:
        raise Http404
    return render(request, "results/compare.html", {"page": page, "municipality": municipality})


@require_safe
def compare_unit(request: Request, code: str) -> HttpResponse:
    unit = _unit(request, code)
    if not unit.has_year9:
        return render(request, "results/no_comparison.html", {"unit": unit})
    chosen = request.GET.getlist("reason")
    page = comparing.compare_unit(request.viewer, unit, request.GET.get("figure", ""), chosen, language(), _today())
    if page is None:
        raise Http404
    return render(request, "results/compare.html", {"page": page, "municipality": unit.municipality})


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
        content = exports.exhibit_file(exhibit, kind) if exhibit else None
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
    page = regional.region_page(request.viewer, figure, language(), _today())
    if page is None:
        raise Http404
    content = exports.table_file(page.table, page.explanation, f"{page.title}. {page.lead}", kind)
    return _file(content, f"region-{figure}", kind)


@require_safe
def download_comparison(request: Request, place: Place, kind: str) -> HttpResponse:
    """The comparison as it stands on the page, with the same reasons chosen."""
    chosen, measure = request.GET.getlist("reason"), request.GET.get("figure", "")
    if place.is_unit:
        page = comparing.compare_unit(request.viewer, _unit(request, place), measure, chosen, language(), _today())
    else:
        listed = [m for m in queries.municipalities(request.viewer) if m.code == place]
        if not listed:
            raise Http404
        page = comparing.compare_municipality(request.viewer, listed[0], measure, chosen, language(), _today())
    if page is None:
        raise Http404
    content = exports.table_file(page.table, page.explanation, f"{page.title}. {page.lead}", kind)
    return _file(content, f"{slugify(page.name)}-liknande", kind)


def _file(content: bytes | None, name: str, kind: str) -> HttpResponse:
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=TYPES[kind])
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: Request, place: Place, figure: str) -> HttpResponse:
    """'Fel i uppgiften?' for everybody, and the owner's comment for those who speak for the place."""
    name, back, places = _named(request, place)
    indicator = queries.indicator(request.viewer, figure.removesuffix("-gap"))
    heading = indicator.short.get(language()) if indicator else _("Sidan som helhet")
    speaks = office_at(request.viewer, Permission.FIGURES_COMMENT, *places)
    error_form, comment_form = ErrorForm(), CommentForm()
    if request.method == "POST" and "comment" in request.POST:
        comment_form = CommentForm(request.POST)
        if comment_form.is_valid():
            actions.comment(places=places, figure=figure, text=comment_form.cleaned_data["comment"], by=request.viewer)
            messages.success(request, _("Kommentaren står nu bredvid uppgiften."))
            return redirect(back)
    elif request.method == "POST":
        error_form = ErrorForm(request.POST)
        if error_form.is_valid():
            actions.report_error(place=place, figure=figure, by=request.viewer, **error_form.cleaned_data)
            messages.success(request, _("Tack. Frågan har gått till nätverkets samordnare."))
            return redirect(back)
    context = {
        "name": name,
        "back": back,
        "heading": heading,
        "speaks": speaks,
        "error_form": error_form,
        "comment_form": comment_form,
    }
    status = 422 if error_form.errors or comment_form.errors else 200
    return render(request, "results/remark.html", context, status=status)


@require_safe
@door(Permission.REMARKS_ANSWER)
def questions(request: Request) -> HttpResponse:
    """What people have asked about figures; the coordinator's."""
    return render(request, "results/questions.html", {"questions": queries.questions(request.viewer)})


@require_POST
@door(Permission.REMARKS_ANSWER)
def answer(request: Request, number: int) -> HttpResponse:
    current = queries.question(request.viewer, number)
    if current is None:
        raise Http404
    actions.handle(current, by=request.viewer)
    return redirect("results:questions")


@require_safe
def data(request: Request) -> HttpResponse:
    """Where the data come from: source, date, licence, checksum, what they lack."""
    parts = [
        model_to_dict(part) | {"name": source_name(part), "fetched": fetched(part), "count": printed(part.rows)}
        for part in queries.parts(request.viewer).values()
    ]
    return render(request, "results/data.html", {"parts": parts, "language": language()})


def _municipality(request: Request, slug: str) -> queries.Municipality:
    municipality = queries.municipality(request.viewer, slug)
    if municipality is None:
        raise Http404
    return municipality


def _unit(request: Request, code: str) -> queries.Unit:
    unit = queries.unit(request.viewer, code)
    if unit is None:
        raise Http404
    return unit


def _places(unit: queries.Unit) -> tuple[str, ...]:
    """The unit, its owner, and for municipal units its municipality: who may speak for it."""
    municipal_code = (unit.municipality_id,) if unit.kind == "municipal" else ()
    return (unit.code, unit.owner_id or "", *municipal_code)


def _speaks(request: Request, *places: str) -> bool:
    return office_at(request.viewer, Permission.FIGURES_COMMENT, *places) is not None


def _named(request: Request, place: Place) -> tuple[str, str, tuple[str, ...]]:
    if place.is_unit:
        unit = _unit(request, place)
        return unit.name, reverse("results:unit", args=[place]), _places(unit)
    listed = [m for m in queries.municipalities(request.viewer) if m.code == place]
    if not listed:
        raise Http404
    return listed[0].name, reverse("results:municipality", args=[listed[0].slug]), (place,)


def _tab_of(figure: str) -> str:
    """The tab that a figure stands on, or that is named; '' for the first page."""
    if figure in TABS:
        return figure
    indicator = catalogue.reviewed().get(figure)
    sets = set(indicator.sets) if indicator else set()
    return next((tab for tab, (_compose, own) in TABS.items() if own & sets), "")


def _document(request: Request, place: Place, figure: str) -> tuple[str, Document]:
    """The page that a figure stands on, or the page or tab itself, and the place's name."""
    if place.is_unit:
        if figure in TABS:
            raise Http404
        unit = _unit(request, place)
        return unit.name, units.unit_page(request.viewer, unit, language(), _today()).document
    municipality = next((m for m in queries.municipalities(request.viewer) if m.code == place), None)
    if municipality is None:
        raise Http404
    tab = _tab_of(figure)
    compose = TABS[tab][0] if tab else municipal.municipality_page
    return municipality.name, compose(request.viewer, municipality, language(), _today()).document
