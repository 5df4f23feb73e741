"""A home for each role, and the five words; HTTP only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from spiral.engine.place import Place
from spiral.ground.fields import whole_number
from spiral.ground.words import language
from spiral.home import queries
from spiral.home.pages import acting, learning, places, roles
from spiral.home.pages.again import again as see_again
from spiral.home.pages.visitor import visitor
from spiral.see.results.opendata import open_data
from spiral.see.results.views.kept import shown
from spiral.trust.access.requests import Request
from spiral.trust.people.queries import cast


@require_safe
def front(request: Request) -> HttpResponse:
    """The home of the office that the reader looks from; the visitor's where she has none with a home."""
    held = roles.offices(request.viewer)
    office = roles.chosen(held, whole_number(request.GET.get("office")))
    context: dict[str, object] = {"offices": held, "office": office, "rooms": queries.every_room(request.viewer)}
    home = roles.home(request.viewer, office, language()) if office else None
    if home is not None:
        return render(request, home.template, {**context, "page": home.page})
    data = open_data(request.viewer)
    context["cast"] = () if request.viewer.person else cast()
    return shown(request, "home/visitor.html", (data.revision,), lambda: visitor(data, language()), **context)


@require_safe
def understand(request: Request) -> HttpResponse:
    return render(request, "home/understand.html", {"rooms": queries.rooms(request.viewer, "forsta")})


@require_safe
def learn(request: Request) -> HttpResponse:
    """Who has the same conditions, and whom to ask there."""
    context = {
        "page": learning.learning(request.viewer, _chosen(request)),
        "rooms": queries.rooms(request.viewer, "lara"),
    }
    return render(request, "home/learn.html", context)


@require_safe
def act(request: Request) -> HttpResponse:
    """Each figure, and who acts on it, as it is in the municipality that is chosen."""
    context = {
        "page": acting.acting(request.viewer, _chosen(request), language()),
        "rooms": queries.rooms(request.viewer, "gora"),
    }
    return render(request, "home/act.html", context)


@require_safe
def again(request: Request) -> HttpResponse:
    return render(request, "home/again.html", {"page": see_again(request.viewer, language())})


def _chosen(request: Request) -> places.Municipality | None:
    """The municipality of the place that the address asks for, else the reader's own; None for neither. What is no
    place of the region is as if nothing was asked."""
    try:
        asked = [Place.read(request.GET.get("place", ""))]
    except ValueError:
        asked = []
    own = [office.place for office in request.viewer.offices]
    candidates = (places.municipality_at(request.viewer, place) for place in (*asked, *own))
    return next((municipality for municipality in candidates if municipality is not None), None)
