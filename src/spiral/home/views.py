"""The front page and the five words; HTTP only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from spiral.ground.words import language
from spiral.home import queries
from spiral.see.results.queries import municipalities
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.people.queries import cast, my_offices


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    context = {
        "municipalities": municipalities(request.user),
        "offices": my_offices(request.user),
        "cast": () if request.user.is_authenticated else cast(),
        "rooms": queries.every_room(request.user),
        "protects": allows(request.user, Permission.TABLES_PROTECT),
        "answers": allows(request.user, Permission.REMARKS_ANSWER),
    }
    return render(request, "home/front.html", context)


@require_safe
def understand(request: HttpRequest) -> HttpResponse:
    return render(request, "home/understand.html", {"rooms": queries.rooms(request.user, "forsta")})


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    context = {"municipalities": municipalities(request.user), "rooms": queries.rooms(request.user, "lara")}
    return render(request, "home/learn.html", context)


@require_safe
def act(request: HttpRequest) -> HttpResponse:
    context = {
        "levels": queries.levels(request.user, language()),
        "rooms": queries.rooms(request.user, "gora"),
        "coming": queries.next_meeting(request.user),
        "tasks": queries.open_tasks(request.user),
    }
    return render(request, "home/act.html", context)


@require_safe
def again(request: HttpRequest) -> HttpResponse:
    table = queries.calendar(request.user, timezone.localdate(), language())
    return render(request, "home/again.html", {"calendar": table, "ready": queries.ready(request.user)})
