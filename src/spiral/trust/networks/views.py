"""The register; HTTP only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground.confirm import Confirmation, ask_first
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.networks import actions, lineage, queries
from spiral.trust.networks.forms import ChangeForm, NetworkForm


@require_safe
def municipalities(request: Request) -> HttpResponse:
    listed = queries.municipalities(request.viewer)
    return render(request, "networks/municipalities.html", {"municipalities": listed, "tab": "kommuner"})


@require_safe
def owners(request: Request) -> HttpResponse:
    return render(request, "networks/owners.html", {"owners": queries.owners(request.viewer), "tab": "huvudman"})


@require_safe
def owner(request: Request, orgnr: str) -> HttpResponse:
    owner = queries.owner(request.viewer, orgnr)
    if owner is None:
        raise Http404
    context = {"owner": owner, "units": queries.units_of(request.viewer, owner), "tab": "huvudman"}
    return render(request, "networks/owner.html", context)


@require_safe
def units(request: Request) -> HttpResponse:
    return render(request, "networks/units.html", {"units": queries.units(request.viewer), "tab": "enheter"})


@require_safe
def unit(request: Request, code: str) -> HttpResponse:
    """The unit in the register, with what it came of and what became of it."""
    unit = _unit(request, code)
    listed = queries.changes_of(request.viewer, unit)
    context = {
        "unit": unit,
        "steps": [lineage.step(c) for c in listed],
        "before": lineage.predecessors(unit, listed),
        "after": lineage.successors(unit, listed),
        "keeps": allows(request.viewer, Permission.NETWORKS_KEEP),
        "tab": "enheter",
        "is_made_up": any(c.is_made_up for c in listed),
    }
    return render(request, "networks/unit.html", context)


@require_safe
def unit_changes(request: Request) -> HttpResponse:
    """Every change of the region's units, the latest first."""
    page = Paginator(queries.changes(request.viewer), 50).get_page(request.GET.get("page"))
    context = {"page": page, "steps": [lineage.step(c) for c in page], "tab": "forandringar"}
    return render(request, "networks/changes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NETWORKS_KEEP)
def tell_change(request: Request, code: str) -> HttpResponse:
    """What became of a unit."""
    unit = _unit(request, code)
    form = ChangeForm(request.viewer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.tell_change(code, **form.cleaned_data, by=request.viewer)
        messages.success(request, _("Förändringen står nu i registret."))
        return redirect("networks:unit", code)
    context = {"form": form, "unit": unit, "tab": "enheter"}
    return render(request, "networks/tell_change.html", context, status=422 if form.errors else 200)


@require_POST
@door(Permission.NETWORKS_KEEP)
def take_back_change(request: Request, code: str, number: int) -> HttpResponse:
    unit = _unit(request, code)
    change = next((c for c in queries.changes_of(request.viewer, unit) if c.pk == number), None)
    if change is None:
        raise Http404
    question = Confirmation(
        _("Ta bort förändringen ur registret?"),
        [
            lineage.step(change).sentence,
            _("Den försvinner för alla som läser registret, också vid de andra enheterna. Det går inte att ångra."),
        ],
        _("Ta bort förändringen"),
        reverse("networks:unit", args=[code]),
    )
    if asked := ask_first(request, question):
        return asked
    actions.take_back_change(number, by=request.viewer)
    messages.success(request, _("Förändringen är borttagen."))
    return redirect("networks:unit", code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NETWORKS_KEEP)
def edit_network(request: Request, slug: str | None = None) -> HttpResponse:
    """A network, a workgroup or a cross-network, new or changed."""
    network = queries.network(request.viewer, slug) if slug else None
    if slug and network is None:
        raise Http404
    form = NetworkForm(request.viewer, request.POST if request.method == "POST" else None, network=network)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            with form.saving():
                saved = actions.save_network(
                    slug,
                    cleaned["name"],
                    cleaned["kind"],
                    cleaned["about"],
                    int(cleaned["parent"]) if cleaned["parent"] else None,
                    [int(m) for m in cleaned.get("members", ())],
                    form.opened_on,
                    by=request.viewer,
                )
                messages.success(request, _("Nätverket är sparat."))
                return redirect("networks:network", saved.slug)
        except actions.NameTaken:
            form.add_error("name", _("Ett annat nätverk heter så. Skriv ett namn som skiljer dem åt."))
    context = {"form": form, "network": network, "tab": "natverk"}
    return render(request, "networks/edit_network.html", context, status=form.http_status)


def _unit(request: Request, code: str) -> queries.Unit:
    unit = queries.unit(request.viewer, code)
    if unit is None:
        raise Http404
    return unit
