"""The coordinator's pages: freeze the year, what has changed, the areas and whose they are. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground.confirm import ask_first
from spiral.learn.needs import actions, asking, queries
from spiral.learn.needs.forms import AreaForm, AreasForm
from spiral.learn.needs.pages.board import WORDS, board
from spiral.learn.needs.pages.changes import difference
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.networks import actions as register_actions
from spiral.trust.networks import queries as register


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def versions(request: Request) -> HttpResponse:
    """The frozen years, and the way to freeze this one."""
    now = queries.map_to_read(request.viewer)
    context = {
        "versions": queries.versions(request.viewer),
        "may_freeze": allows(request.viewer, Permission.NEEDS_FREEZE),
        "map": now,
        "year": timezone.localdate().year,
    }
    return render(request, "needs/versions.html", context)


@require_POST
@door(Permission.NEEDS_FREEZE)
def freeze(request: Request) -> HttpResponse:
    """Freeze the map as this year's."""
    year = timezone.localdate().year
    if asked := ask_first(request, asking.before_freezing(request.viewer, year)):
        return asked
    try:
        version, is_new = actions.freeze(year, by=request.viewer)
    except actions.NothingToFreeze:
        messages.error(request, _("Kartan är tom. Fyll i den innan du fryser den."))
        return redirect("needs:versions")
    if not is_new:
        messages.info(request, _("Kartan är redan frusen som den är nu."))
    else:
        messages.success(request, _("Årets karta är frusen och ändras inte mer."))
    return redirect("needs:version", version.year, version.edition)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def version(request: Request, year: int, edition: int) -> HttpResponse:
    """A frozen map."""
    version = queries.version(request.viewer, year, edition)
    if version is None:
        raise Http404
    then, own = queries.from_document(request.viewer, version.document, version.is_made_up), ""
    own = register.own_municipality(request.viewer)
    context = {
        "version": version,
        "map": then,
        "board": board(then, {}, own),
        "words": WORDS,
        "frozen": True,
        "lines": [
            (
                then.municipalities[c],
                c == own,
                [
                    (then.areas[k], WORDS[cell.status], cell.text)
                    for k in then.areas
                    if (cell := then.cell(c, k)).status
                ],
            )
            for c in then.municipalities
        ],
    }
    return render(request, "needs/version.html", context)


@never_cache
@require_safe
@door(Permission.NEEDS_READ)
def changes(request: Request) -> HttpResponse:
    """What differs between a frozen map and a later one, or the map as it is now."""
    listed = queries.versions(request.viewer)
    if not listed:
        return redirect("needs:versions")
    names = {f"{v.year}-{v.edition}": v for v in listed}
    since = names.get(request.GET.get("from", ""), listed[0])
    until = names.get(request.GET.get("to", ""))
    now, own = queries.map_to_read(request.viewer), register.own_municipality(request.viewer)
    then = _frozen(request, since)
    later = _frozen(request, until) if until else now
    key = request.GET.get("area", "")
    changes = difference(then, later, own, _name(since), key if key in {**then.areas, **later.areas} else "")
    context = {
        "difference": changes,
        "since": f"{since.year}-{since.edition}",
        "until": request.GET.get("to", ""),
        "choices": [(ref, _name(v)) for ref, v in names.items()],
        "areas": {**then.areas, **later.areas}.items(),
        "key": key,
        "is_backwards": until is not None and until.pk < since.pk,
        "is_made_up": since.is_made_up or later.is_made_up,
    }
    return render(request, "needs/changes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NEEDS_FREEZE)
def areas(request: Request) -> HttpResponse:
    """The list of areas; POST adds one."""
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            area = register_actions.add_area(form.cleaned_data["name"], form.cleaned_data["name_en"], by=request.viewer)
        except register_actions.NameTaken:
            form.add_error("name", _("Det finns redan ett område med det namnet. Välj ett annat namn."))
        else:
            messages.success(request, _("Området %(name)s finns nu på kartan.") % {"name": area.name})
            return redirect("needs:areas")
    areas = register.every_area(request.viewer)
    context = {
        "form": form,
        "areas": [a for a in areas if not a.is_retired],
        "retired": [a for a in areas if a.is_retired],
        "networks": register.networks(request.viewer),
    }
    return render(request, "needs/areas.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NEEDS_FREEZE)
def edit_area(request: Request, key: str) -> HttpResponse:
    """Other words for the same area."""
    area = next((a for a in register.every_area(request.viewer) if a.key == key), None)
    if area is None:
        raise Http404
    form = AreaForm(request.POST or None, instance=area)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with form.saving():
                register_actions.rename_area(
                    key, cleaned["name"], cleaned["name_en"], form.opened_on, by=request.viewer
                )
                messages.success(request, _("Namnet är sparat."))
                return redirect("needs:areas")
        except register_actions.NameTaken:
            form.add_error("name", _("Det finns redan ett område med det namnet. Välj ett annat namn."))
    return render(request, "needs/edit_area.html", {"form": form, "area": area}, status=form.http_status)


@require_POST
@door(Permission.NEEDS_FREEZE)
def retire_area(request: Request, key: str) -> HttpResponse:
    """Out of use, or back."""
    if key not in {a.key for a in register.every_area(request.viewer)}:
        raise Http404
    back = request.POST.get("back") == "1"
    changed = register_actions.retire_area(key, back=back, by=request.viewer)
    said = (
        _("%(name)s är tillbaka på kartan.")
        if back
        else _("%(name)s är borta från kartan. Det som skrivits finns kvar.")
    )
    messages.success(request, said % {"name": changed.name})
    return redirect("needs:areas")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NEEDS_FREEZE)
def network_areas(request: Request, slug: str) -> HttpResponse:
    """Which areas a network works with."""
    network = next((n for n in register.networks(request.viewer) if n.slug == slug), None)
    if network is None:
        raise Http404
    form = AreasForm(request.viewer, request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            register_actions.set_areas_of(network, form.cleaned_data["areas"], form.opened_on, by=request.viewer)
            messages.success(request, _("Områdena är sparade för %(name)s.") % {"name": network.name})
            return redirect("needs:areas")
    return render(request, "needs/network_areas.html", {"network": network, "form": form}, status=form.http_status)


def _frozen(request: Request, version: queries.Version) -> queries.NeedsMap:
    whole = queries.version(request.viewer, version.year, version.edition)
    if whole is None:
        raise Http404
    return queries.from_document(request.viewer, whole.document, whole.is_made_up)


def _name(version: queries.Version) -> str:
    if version.edition == 1:
        return str(version.year)
    return _("%(year)s, utgåva %(edition)s") % {"year": version.year, "edition": version.edition}
