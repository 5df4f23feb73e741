"""The map, its own form and who may help whom. HTTP only."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.documents.svg.qr import draw_qr
from spiral.engine.place import Place
from spiral.exchange import evidence, happenings
from spiral.learn.needs import actions, exports, queries
from spiral.learn.needs.forms import LONGEST, SheetForm, TakenNeedForm
from spiral.learn.needs.pages.board import WORDS, board, lowered
from spiral.learn.needs.pages.matches import known, match, matches, without
from spiral.learn.needs.queries import NeedCell
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.networks import queries as register
from spiral.trust.undo.offers import offer


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def index(request: Request) -> HttpResponse:
    """The map, of all areas or of those chosen."""
    now, own = queries.map_to_read(request.viewer), register.own_municipality(request.viewer)
    slugs, chosen = queries.slugs(request.viewer), request.GET.getlist("area")
    context = {
        "map": now,
        "board": board(now, slugs, own, chosen),
        "words": WORDS,
        "areas": now.areas.items(),
        "chosen": chosen,
        "own": slugs.get(own) if allows(request.viewer, Permission.NEEDS_WRITE, Place(own)) else None,
        "may_keep": allows(request.viewer, Permission.NEEDS_FREEZE),
    }
    return render(request, "needs/index.html", context)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def download(request: Request, kind: str) -> HttpResponse:
    """The map as a file."""
    if kind not in TYPES:
        raise Http404
    file = exports.map_file(queries.map_to_read(request.viewer), timezone.localdate(), kind)
    response = HttpResponse(file, content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="behovskarta.{kind}"'
    return response


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def find(request: Request) -> HttpResponse:
    """Every area that somebody asks about or can share."""
    now, own = queries.map_to_read(request.viewer), register.own_municipality(request.viewer)
    colleagues = known(request.viewer, queries.slugs(request.viewer), list(now.areas))
    pairs = matches(now, own, colleagues)
    context = {
        "map": now,
        "met": [m for m in pairs if m.is_met],
        "alone": [m for m in pairs if m.seekers and not m.sharers],
        "offered": [m for m in pairs if m.sharers and not m.seekers],
        "coordinators": colleagues.coordinators,
        "headline": board(now, colleagues.slugs, own).headline,
    }
    return render(request, "needs/find.html", context)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def area(request: Request, key: str) -> HttpResponse:
    """One area: who asks, works and can share, in their own words."""
    now, own = queries.map_to_read(request.viewer), register.own_municipality(request.viewer)
    if key not in now.areas:
        raise Http404
    colleagues = known(request.viewer, queries.slugs(request.viewer), [key])
    context = {"match": match(now, key, own, colleagues), "map": now, "coordinators": colleagues.coordinators}
    return render(request, "needs/area.html", context)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def municipality(request: Request, slug: str) -> HttpResponse:
    """What one municipality has written."""
    place = _place(request, slug)
    sheet, cells = _sheet(request, place.code)
    now = queries.map_to_read(request.viewer)
    lines = [(key, now.areas[key], WORDS[cells[key].status], cells[key]) for key in now.areas if key in cells]
    sought = [lowered(name) for _key, name, _word, cell in lines if cell.status == "seeks"]
    context = {
        "place": place,
        "sheet": sheet,
        "lines": lines,
        "sought": sought,
        "may_write": allows(request.viewer, Permission.NEEDS_WRITE, Place(place.code)),
        "is_made_up": any(c.is_made_up for c in cells.values()),
    }
    return render(request, "needs/municipality.html", context)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def write_own(request: Request) -> HttpResponse:
    """To the form of one's own municipality; the address that a meeting shows."""
    own = register.own_municipality(request.viewer)
    if not own or not allows(request.viewer, Permission.NEEDS_WRITE, Place(own)):
        return redirect("needs:together")
    return redirect("needs:write", queries.slugs(request.viewer)[own])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NEEDS_READ)
def write(request: Request, slug: str) -> HttpResponse:
    """All areas on one page; saved together."""
    place = _place(request, slug)
    require(request.viewer, Permission.NEEDS_WRITE, Place(place.code))
    sheet, cells = _sheet(request, place.code)
    areas = queries.map_to_read(request.viewer).areas
    form = SheetForm(areas, cells, request.POST or None, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            saved = actions.save_sheet(place.code, form.content, form.opened_on, by=request.viewer)
            if saved.emptied:
                n = len(saved.emptied.rows)
                gone = ngettext("%(n)s behov är borttaget.", "%(n)s behov är borttagna.", n) % {"n": n}
                offer(request, saved.emptied, gone)
            said = _("Kartan är sparad för %(place)s.") if saved.changed else _("Inget var ändrat för %(place)s.")
            messages.success(request, said % {"place": place.name})
            return redirect("needs:municipality", slug)
    context = {"place": place, "form": form, "lines": list(form.lines()), "sheet": sheet}
    return render(request, "needs/write.html", context, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NEEDS_READ)
def take(request: Request) -> HttpResponse:
    """A line of a meeting's notes, a reflection or a theme becomes a line of the map."""
    kind, ref = request.GET.get("kind", "")[:40], request.GET.get("ref", "")[:200]
    piece = evidence.freeze(request.viewer, kind, ref, get_language() or "sv")
    if piece is None:
        raise Http404
    now = queries.map_to_read(request.viewer)
    places = {
        code: name
        for code, name in now.municipalities.items()
        if allows(request.viewer, Permission.NEEDS_WRITE, Place(code))
    }
    form = TakenNeedForm(places, now.areas, request.POST or None, initial={"text": piece.title[:LONGEST]})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        code, area = cleaned["municipality"], cleaned["area"]
        before = now.cells.get((code, area))
        if before is not None and before.status and "replace" not in request.POST:
            return render(request, "needs/take.html", {"form": form, "evidence": piece, "before": before}, status=409)
        actions.add_line(code, area, NeedCell(cleaned["status"], cleaned["text"]), by=request.viewer)
        slug = queries.slugs(request.viewer)[code]
        messages.success(request, _("Raden står nu i behovskartan."))
        return redirect("needs:municipality", slug)
    return render(request, "needs/take.html", {"form": form, "evidence": piece}, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def together(request: Request) -> HttpResponse:
    """The meeting's page: the address as a code, and who has filled in when."""
    now, written = queries.map_to_read(request.viewer), queries.written(request.viewer)
    slugs, join = queries.slugs(request.viewer), request.build_absolute_uri(reverse("needs:write_own"))
    rows = [
        (name, slugs[code], written.get(code), allows(request.viewer, Permission.NEEDS_WRITE, Place(code)))
        for code, name in now.municipalities.items()
    ]
    today = timezone.localdate()
    waiting = [name for name, _slug, day, _may in rows if day != today]
    context = {
        "rows": rows,
        "join": join,
        "qr": draw_qr(join, _("QR-kod till er kommuns formulär")),
        "today": today,
        "waiting": waiting,
        "map": now,
    }
    return render(request, "needs/together.html", context)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def need(request: Request, slug: str, key: str) -> HttpResponse:
    """One need: who can help, which networks to ask, where it may be taken."""
    place = _place(request, slug)
    need = queries.need(request.viewer, place.code, key)
    if need is None:
        raise Http404
    now, own = queries.map_to_read(request.viewer), register.own_municipality(request.viewer)
    colleagues = known(request.viewer, queries.slugs(request.viewer), [key])
    points = dict(happenings.points(request.viewer))
    context = {
        "need": need,
        "place": place,
        "word": WORDS[need.status],
        "in_text": lowered(str(need.area)),
        "map": now,
        "match": without(match(now, key, own, colleagues), place.name),
        "ref": str(need),
        "coordinators": colleagues.coordinators,
        "contacts": colleagues.contacts.get(place.code, ()),
        "points": _choices(points, need.point),
        "point": points.get(need.point, ""),
        "may_write": allows(request.viewer, Permission.NEEDS_WRITE, Place(place.code)),
    }
    return render(request, "needs/need.html", context)


@require_POST
@door(Permission.NEEDS_READ)
def point(request: Request, slug: str, key: str) -> HttpResponse:
    """Say which point of an assignment the need belongs to."""
    place = _place(request, slug)
    if queries.need(request.viewer, place.code, key) is None:
        raise Http404
    try:
        actions.point_need(place.code, key, request.POST.get("point", ""), by=request.viewer)
    except ValueError:
        messages.error(request, _("Punkten finns inte längre. Välj en annan."))
    else:
        messages.success(request, _("Uppdragspunkten är sparad."))
    return redirect("needs:need", slug, key)


def _choices(points: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(ref, title, ref == chosen) for ref, title in points.items()]


def _sheet(request: Request, code: str) -> tuple[queries.Sheet, dict[str, NeedCell]]:
    sheet = queries.sheet(request.viewer, code)
    if sheet is None:
        raise Http404
    return sheet


def _place(request: Request, slug: str) -> queries.Municipality:
    municipality = queries.municipality(request.viewer, slug)
    if municipality is None:
        raise Http404
    return municipality
