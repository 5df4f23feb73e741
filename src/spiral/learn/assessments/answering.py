"""The participant's pages: a telephone, no account, no script. HTTP only.

Nothing about a participant is kept on the way: the levels chosen so far travel in the form itself, and only the last
page sends them. The answers to one form are always 200, since Django writes a log line for every 4xx.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground import codes
from spiral.ground.anonymous import AllDrawn, NoTicket, key_of, let_in, new_key
from spiral.ground.fields import whole_number
from spiral.learn.assessments import actions, queries


@never_cache
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """The code typed in; what it opens may be another room's."""
    typed = request.GET.get("kod", "")
    opened = codes.find(request, typed) if typed.strip() else None
    return redirect(opened.door()) if opened else render(request, "assessments/join.html", {"is_wrong": bool(typed)})


@never_cache
@require_safe
def door(request: HttpRequest, code: str) -> HttpResponse:
    """The code in a link lets the telephone in, and it needs the code no longer. Whatever is wrong, the same answer."""
    opened = codes.find(request, code)
    if opened is None:
        return render(request, "assessments/join.html", {"is_wrong": True})
    if opened.door() != request.path:
        return redirect(opened.door())
    return admit(request, opened.pk)


def admit(request: HttpRequest, number: int, key: str = "") -> HttpResponse:
    """To the round's first page, with the key that it asks for."""
    return let_in(request, redirect("assessments:start", number), _cookie(number), reverse("assessments:join"), key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, number: int) -> HttpResponse:
    """What it is about, how answers are protected, and where to begin: that draws the telephone's ticket."""
    found = queries.round_answered(number)
    key = key_of(request, _cookie(number))
    if found is None or not key:
        return redirect("assessments:join")
    context: dict[str, object] = {"targets": _targets(found), "has_ticket": actions.has_ticket(number, key)}
    chosen = request.POST.get("om", "")
    if request.method == "POST" and chosen in {str(n) for n, _name in _targets(found)}:
        try:
            if not context["has_ticket"]:
                actions.draw_ticket(number, key)
            where = reverse("assessments:answer", args=[number, int(chosen)])
            return redirect(f"{where}?alla" if "alla" in request.POST else where)
        except AllDrawn:
            context["all_drawn"] = True
        except NoTicket:
            context["no_ticket"] = True
        except actions.RoundClosed:
            return redirect("assessments:start", number)
    return _page(request, "start.html", found, context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int, target: int) -> HttpResponse:
    """One statement at a time, or all on one page; the last one sends everything."""
    found = queries.round_answered(number)
    key = key_of(request, _cookie(number))
    if found is None or not key:
        return redirect("assessments:join")
    if not actions.is_taking_answers(found):
        return _page(request, "start.html", found, {})
    name = next((name for n, name in _targets(found) if n == target), None)
    if name is None or not actions.has_ticket(number, key):
        return redirect("assessments:start", number)
    version = found.content.version(get_language() or "sv")
    chosen = _chosen(request.POST, len(version.statements), len(version.levels))
    together = "alla" in request.GET
    wanted, error = _wanted(request.POST, len(version.statements)), ""
    if wanted == "skicka" and chosen:
        return _send(number, target, key, chosen)
    if wanted == "skicka":
        error = _("Du har hoppat över alla påståenden. Svara på minst ett, eller stäng sidan.")
    asked = whole_number(wanted)
    step = asked if asked is not None and 1 <= asked <= len(version.statements) else 1
    context = {
        "number": target,
        "target": name,
        "error": error,
        "together": together,
        "step": step,
        "total": len(version.statements),
        "previous": step - 1,
        "following": step + 1,
        "progress": ["done" if n < step else "now" if n == step else "" for n in range(1, len(version.statements) + 1)],
        "statements": [(n, text, chosen.get(n)) for n, text in enumerate(version.statements, 1)],
        "text": version.statements[step - 1],
        "current": chosen.get(step),
        "carried": {n: level for n, level in chosen.items() if n != step},
    }
    return _page(request, "all.html" if together else "one.html", found, context)


@never_cache
@require_safe
def thanks(request: HttpRequest, number: int, target: int) -> HttpResponse:
    """That the answer is counted, once; and what else may be answered."""
    found = queries.round_answered(number)
    if found is None or not key_of(request, _cookie(number)):
        raise Http404
    others = [(n, name) for n, name in _targets(found) if n != target]
    return _page(request, "thanks.html", found, {"targets": others, "again": "igen" in request.GET})


@require_POST
def next_person(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody else answers on the same telephone: it gets a new key, and so another ticket."""
    found = queries.round_answered(number)
    if found is None or found.is_by_seat or not key_of(request, _cookie(number)):
        return redirect("assessments:join")
    return admit(request, number, new_key())


def _send(number: int, target: int, key: str, chosen: Mapping[int, int]) -> HttpResponse:
    try:
        is_new = actions.take_answer(number, target, key, chosen)
    except (actions.RoundClosed, NoTicket):
        return redirect("assessments:start", number)
    where = reverse("assessments:thanks", args=[number, target])
    return redirect(where if is_new else f"{where}?igen")


def _wanted(form: Mapping[str, str], statements: int) -> str:
    """The number of the statement to show next, or 'skicka'; skipping number n leads to n + 1."""
    skipped = whole_number(form.get("hoppa"))
    if skipped is None:
        return form.get("till", "1")
    return str(skipped + 1) if skipped < statements else "skicka"


def _chosen(form: Mapping[str, str], statements: int, levels: int) -> dict[int, int]:
    """Statement → level of everything chosen; the statement named by ``hoppa`` is skipped, what is odd is not there."""
    found = {}
    for n in range(1, statements + 1):
        level = whole_number(form.get(f"s{n}"))
        if level is not None and 1 <= level <= levels and form.get("hoppa") != str(n):
            found[n] = level
    return found


def _targets(found: object) -> list[tuple[int, str]]:
    names = found.content.version(get_language() or "sv").targets
    return [(t.number, names[t.number - 1]) for t in queries.answered(found)]


def _page(request: HttpRequest, template: str, found: object, context: Mapping[str, object]) -> HttpResponse:
    shared = {
        "round": found,
        "version": found.content.version(get_language() or "sv"),
        "is_open": actions.is_taking_answers(found),
    }
    return render(request, f"assessments/{template}", {**shared, **context})


def _cookie(number: int) -> str:
    """The telephone's random key; one for each round, sent back only where rounds are answered."""
    return f"skattning-{number}"
