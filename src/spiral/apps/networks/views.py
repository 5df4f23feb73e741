"""The register; HTTP only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spiral.apps.networks import queries


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
