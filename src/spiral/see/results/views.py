"""HTTP only."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.engine.numbers import number as printed
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
from spiral.trust.doors import door, turn_away
from spiral.trust.networks.actions import slug as slugify

#: A municipality's tabs: address → the sets of indicators it shows.
TABS = {"kostnad": ("cost",), "forskola": ("preschool", "leisure")}


def _today() -> date:
    return timezone.localdate()


@require_safe
def region(request: HttpRequest) -> HttpResponse:
    """Every municipality of the region on one axis."""
    page = regional.region_page(request.user, request.GET.get("figure", "all-subjects"), language(), _today())
    if page is None:
        raise Http404
    return render(request, "results/region.html", {"page": page})


@require_safe
def municipality(request: HttpRequest, slug: str) -> HttpResponse:
    found = _municipality(request, slug)
    page = municipal.municipality_page(request.user, found, language(), _today())
    context = {
        "page": page,
        "place": found.code,
        "url": request.path,
        "tab": "",
        "speaks": _speaks(request, found.code),
        "sees_costs": allows(request.user, Permission.COSTS_SEE),
    }
    return render(request, "results/municipality.html", context)


@require_safe
def municipality_tab(request: HttpRequest, slug: str, tab: str) -> HttpResponse:
    """Cost beside quality (members only by default), or preschool and fritidshem."""
    found = _municipality(request, slug)
    if tab not in TABS:
        raise Http404
    if tab == "kostnad" and not queries.shows_costs(request.user):
        return turn_away(request, Permission.COSTS_SEE)
    page = municipal.set_page(request.user, found, TABS[tab], language(), _today())
    quality = municipal.quality_rows(request.user, found, language(), _today()) if tab == "kostnad" else []
    context = {
        "page": page,
        "place": found.code,
        "tab": tab,
        "quality": quality,
        "speaks": _speaks(request, found.code),
        "sees_costs": allows(request.user, Permission.COSTS_SEE),
    }
    return render(request, "results/cost.html" if tab == "kostnad" else "results/preschool.html", context)


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    found = _unit(request, code)
    page = units.unit_page(request.user, found, language(), _today())
    context = {"page": page, "place": found.code, "speaks": _speaks(request, *_places(found))}
    return render(request, "results/unit.html", context)


@require_safe
def compare_municipality(request: HttpRequest, slug: str) -> HttpResponse:
    found = _municipality(request, slug)
    chosen = request.GET.getlist("reason")
    page = comparing.compare_municipality(
        request.user, found, request.GET.get("figure", ""), chosen, language(), _today()
    )
    if page is None:
        raise Http404
    return render(request, "results/compare.html", {"page": page, "municipality": found})


@require_safe
def compare_unit(request: HttpRequest, code: str) -> HttpResponse:
    found = _unit(request, code)
    if not found.has_year9:
        return render(request, "results/no_comparison.html", {"unit": found})
    chosen = request.GET.getlist("reason")
    page = comparing.compare_unit(request.user, found, request.GET.get("figure", ""), chosen, language(), _today())
    if page is None:
        raise Http404
    return render(request, "results/compare.html", {"page": page, "municipality": found.municipality})


@require_safe
def download(request: HttpRequest, place: str, figure: str, kind: str) -> HttpResponse:
    """One figure (or with ``allt`` the whole page) as csv or xlsx."""
    name, page = _page(request, place, figure)
    expected = page.expected_sheet()
    if figure == "allt":
        content = (
            exports.picture_file(page.rows, [exports.sheet(*expected)] if expected else []) if kind == "xlsx" else None
        )
    elif figure == "expected":
        content = exports.table_file(*expected, kind) if expected else None
    else:
        row = next((r for r in page.rows if r.key == figure), None)
        content = exports.row_file(row, kind) if row else None
    return _file(content, f"{slugify(name)}-{figure}", kind)


@require_safe
def download_region(request: HttpRequest, figure: str, kind: str) -> HttpResponse:
    page = regional.region_page(request.user, figure, language(), _today())
    if page is None:
        raise Http404
    content = exports.table_file(page.table, page.explanation, f"{page.title}. {page.lead}", kind)
    return _file(content, f"region-{figure}", kind)


@require_safe
def download_comparison(request: HttpRequest, place: str, kind: str) -> HttpResponse:
    """The comparison as it stands on the page, with the same reasons chosen."""
    chosen, measure = request.GET.getlist("reason"), request.GET.get("figure", "")
    if len(place) == 8:
        page = comparing.compare_unit(request.user, _unit(request, place), measure, chosen, language(), _today())
    else:
        listed = [m for m in queries.municipalities(request.user) if m.code == place]
        if not listed:
            raise Http404
        page = comparing.compare_municipality(request.user, listed[0], measure, chosen, language(), _today())
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
def remark(request: HttpRequest, place: str, figure: str) -> HttpResponse:
    """'Fel i uppgiften?' for everybody, and the owner's comment for those who speak for the place."""
    name, back, places = _named(request, place)
    indicator = queries.indicator(request.user, figure.removesuffix("-gap"))
    heading = indicator.short.get(language()) if indicator else _("Sidan som helhet")
    speaks = office_at(request.user, Permission.FIGURES_COMMENT, *places)
    error_form, comment_form = ErrorForm(), CommentForm()
    if request.method == "POST" and "comment" in request.POST:
        comment_form = CommentForm(request.POST)
        if comment_form.is_valid():
            actions.comment(places=places, figure=figure, text=comment_form.cleaned_data["comment"], by=request.user)
            messages.success(request, _("Kommentaren står nu bredvid uppgiften."))
            return redirect(back)
    elif request.method == "POST":
        error_form = ErrorForm(request.POST)
        if error_form.is_valid():
            actions.report_error(place=place, figure=figure, by=request.user, **error_form.cleaned_data)
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
def questions(request: HttpRequest) -> HttpResponse:
    """What people have asked about figures; the coordinator's."""
    return render(request, "results/questions.html", {"questions": queries.questions(request.user)})


@require_POST
@door(Permission.REMARKS_ANSWER)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    found = queries.question(request.user, number)
    if found is None:
        raise Http404
    actions.handle(found, by=request.user)
    return redirect("results:questions")


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Where the data come from: source, date, licence, checksum, what they lack."""
    parts = queries.parts(request.user).values()
    for part in parts:
        part.name, part.fetched, part.count = source_name(part), fetched(part), printed(part.rows)
    return render(request, "results/data.html", {"parts": parts, "language": language()})


def _municipality(request: HttpRequest, slug: str) -> queries.Municipality:
    found = queries.municipality(request.user, slug)
    if found is None:
        raise Http404
    return found


def _unit(request: HttpRequest, code: str) -> queries.Unit:
    found = queries.unit(request.user, code)
    if found is None:
        raise Http404
    return found


def _places(found: queries.Unit) -> tuple[str, ...]:
    """The unit, its owner, and for municipal units its municipality: who may speak for it."""
    municipal_code = (found.municipality_id,) if found.kind == "kommunal" else ()
    return (found.code, found.owner_id or "", *municipal_code)


def _speaks(request: HttpRequest, *places: str) -> bool:
    return office_at(request.user, Permission.FIGURES_COMMENT, *places) is not None


def _named(request: HttpRequest, place: str) -> tuple[str, str, tuple[str, ...]]:
    if len(place) == 8:
        found = _unit(request, place)
        return found.name, reverse("results:unit", args=[place]), _places(found)
    listed = [m for m in queries.municipalities(request.user) if m.code == place]
    if not listed:
        raise Http404
    return listed[0].name, reverse("results:municipality", args=[listed[0].slug]), (place,)


def _page(request: HttpRequest, place: str, figure: str) -> tuple[str, units.UnitPage | municipal.MunicipalityPage]:
    """The page that a figure stands on, and the place's name."""
    if len(place) == 8:
        found = _unit(request, place)
        return found.name, units.unit_page(request.user, found, language(), _today())
    listed = [m for m in queries.municipalities(request.user) if m.code == place]
    if not listed:
        raise Http404
    indicator = catalogue.reviewed().get(figure)
    sets = next((names for names in TABS.values() if indicator and set(indicator.sets) & set(names)), ())
    if sets == TABS["kostnad"] and not queries.shows_costs(request.user):
        raise Http404
    if sets:
        return listed[0].name, municipal.set_page(request.user, listed[0], sets, language(), _today())
    return listed[0].name, municipal.municipality_page(request.user, listed[0], language(), _today())
