"""The front page and the five words; HTTP only."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from spiral.ground.words import language
from spiral.home import queries
from spiral.see.results.queries import municipalities
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.people.queries import cast


@require_safe
def front(request: Request) -> HttpResponse:
    context = {
        "municipalities": municipalities(request.viewer),
        "offices": request.viewer.offices,
        "cast": () if request.viewer.person else cast(),
        "rooms": queries.every_room(request.viewer),
        "protects": allows(request.viewer, Permission.TABLES_PROTECT),
        "answers": allows(request.viewer, Permission.REMARKS_ANSWER),
    }
    return render(request, "home/front.html", context)


@require_safe
def understand(request: Request) -> HttpResponse:
    return render(request, "home/understand.html", {"rooms": queries.rooms(request.viewer, "forsta")})


@require_safe
def learn(request: Request) -> HttpResponse:
    context = {"municipalities": municipalities(request.viewer), "rooms": queries.rooms(request.viewer, "lara")}
    return render(request, "home/learn.html", context)


@require_safe
def act(request: Request) -> HttpResponse:
    context = {
        "levels": queries.levels(request.viewer, language()),
        "rooms": queries.rooms(request.viewer, "gora"),
        "coming": queries.next_meeting(request.viewer),
        "tasks": queries.open_tasks(request.viewer),
    }
    return render(request, "home/act.html", context)


@require_safe
def again(request: Request) -> HttpResponse:
    table = queries.calendar(request.viewer, timezone.localdate(), language())
    return render(request, "home/again.html", {"calendar": table, "ready": queries.ready(request.viewer)})
