"""The register; HTTP only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.doors import door
from spiral.trust.networks import actions, lineage, queries
from spiral.trust.networks.forms import ChangeForm, NetworkForm


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    listed = queries.municipalities(request.user)
    return render(request, "networks/municipalities.html", {"municipalities": listed, "tab": "kommuner"})


@require_safe
def owners(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/owners.html", {"owners": queries.owners(request.user), "tab": "huvudman"})


@require_safe
def owner(request: HttpRequest, orgnr: str) -> HttpResponse:
    found = queries.owner(request.user, orgnr)
    if found is None:
        raise Http404
    context = {"owner": found, "units": queries.units_of(request.user, found), "tab": "huvudman"}
    return render(request, "networks/owner.html", context)


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    return render(request, "networks/units.html", {"units": queries.units(request.user), "tab": "enheter"})


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """The unit in the register, with what it came of and what became of it."""
    found = _unit(request, code)
    listed = queries.changes_of(request.user, found)
    context = {
        "unit": found,
        "steps": [lineage.step(c) for c in listed],
        "before": lineage.predecessors(found, listed),
        "after": lineage.successors(found, listed),
        "keeps": allows(request.user, Permission.NETWORKS_KEEP),
        "tab": "enheter",
        "is_made_up": any(c.is_made_up for c in listed),
    }
    return render(request, "networks/unit.html", context)


@require_safe
def unit_changes(request: HttpRequest) -> HttpResponse:
    """Every change of the region's units, the latest first."""
    page = Paginator(queries.changes(request.user), 50).get_page(request.GET.get("page"))
    context = {"page": page, "steps": [lineage.step(c) for c in page], "tab": "forandringar"}
    return render(request, "networks/changes.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NETWORKS_KEEP)
def tell_change(request: HttpRequest, code: str) -> HttpResponse:
    """What became of a unit."""
    found = _unit(request, code)
    form = ChangeForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.tell_change(code, **form.cleaned_data, by=request.user)
        messages.success(request, _("Förändringen står nu i registret."))
        return redirect("networks:unit", code)
    context = {"form": form, "unit": found, "tab": "enheter"}
    return render(request, "networks/tell_change.html", context, status=422 if form.errors else 200)


@require_POST
@door(Permission.NETWORKS_KEEP)
def take_back_change(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found = _unit(request, code)
    if number not in {c.pk for c in queries.changes_of(request.user, found)}:
        raise Http404
    actions.take_back_change(number, by=request.user)
    messages.success(request, _("Förändringen är borttagen."))
    return redirect("networks:unit", code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.NETWORKS_KEEP)
def edit_network(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """A network, a workgroup or a cross-network, new or changed."""
    found = queries.network(request.user, slug) if slug else None
    if slug and found is None:
        raise Http404
    form = NetworkForm(request.user, request.POST if request.method == "POST" else None, found=found)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        parent = int(told["parent"]) if told["parent"] else None
        try:
            made = actions.save_network(
                slug,
                told["name"],
                told["kind"],
                told["about"],
                parent,
                [int(m) for m in told.get("members", ())],
                by=request.user,
            )
        except actions.NameTaken:
            form.add_error("name", _("Ett annat nätverk heter så. Skriv ett namn som skiljer dem åt."))
        else:
            messages.success(request, _("Nätverket är sparat."))
            return redirect("networks:network", made.slug)
    context = {"form": form, "network": found, "tab": "natverk"}
    return render(request, "networks/edit_network.html", context, status=422 if form.errors else 200)


def _unit(request: HttpRequest, code: str) -> object:
    found = queries.unit(request.user, code)
    if found is None:
        raise Http404
    return found
