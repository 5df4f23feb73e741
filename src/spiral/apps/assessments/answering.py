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

from spiral.apps.assessments import actions, queries
from spiral.apps.core.anonymous import key_of, with_key

#: The telephone's random key, sent back only to this round's own addresses.
COOKIE = "skattning"


@never_cache
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """The code typed in."""
    code = "".join(request.GET.get("kod", "").split())
    if code and queries.round_by_code(code) is not None:
        return redirect("assessments:start", code)
    return render(request, "assessments/join.html", {"code": code})


@never_cache
@require_safe
def start(request: HttpRequest, code: str) -> HttpResponse:
    """What it is about, how answers are protected, and where to begin."""
    found = queries.round_by_code(code)
    if found is None:
        return redirect(f"{reverse('assessments:join')}?kod={code[:12]}")
    return _page(request, "start.html", found, {"targets": _targets(found)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One statement at a time, or all on one page; the last one sends everything."""
    found = queries.round_by_code(code)
    name = next((name for n, name in _targets(found) if n == number), None) if found else None
    if found is None or name is None:
        return redirect(f"{reverse('assessments:join')}?kod={code[:12]}")
    if not actions.is_taking_answers(found):
        return _page(request, "start.html", found, {})
    version = found.content.version(get_language() or "sv")
    chosen = _chosen(request.POST, len(version.statements), len(version.levels))
    together = "alla" in request.GET
    wanted, error = _wanted(request.POST, len(version.statements)), ""
    if wanted == "skicka" and chosen:
        return _send(request, found.pk, code, number, chosen)
    if wanted == "skicka":
        error = _("Du har hoppat över alla påståenden. Svara på minst ett, eller stäng sidan.")
    step = int(wanted) if wanted.isdecimal() and 1 <= int(wanted) <= len(version.statements) else 1
    context = {
        "number": number, "target": name, "error": error, "together": together, "step": step,
        "total": len(version.statements), "previous": step - 1, "following": step + 1,
        "progress": ["klar" if n < step else "nu" if n == step else "" for n in range(1, len(version.statements) + 1)],
        "statements": [(n, text, chosen.get(n)) for n, text in enumerate(version.statements, 1)],
        "text": version.statements[step - 1], "current": chosen.get(step),
        "carried": {n: level for n, level in chosen.items() if n != step},
    }  # fmt: skip
    page = _page(request, "all.html" if together else "one.html", found, context)
    return with_key(request, page, COOKIE, _path(code))


@never_cache
@require_safe
def thanks(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """That the answer is counted, once; and what else may be answered."""
    found = queries.round_by_code(code)
    if found is None:
        raise Http404
    others = [(n, name) for n, name in _targets(found) if n != number]
    return _page(request, "thanks.html", found, {"targets": others, "again": "igen" in request.GET})


@require_POST
def next_person(_request: HttpRequest, code: str) -> HttpResponse:
    """Somebody else answers on the same telephone: the key is thrown away."""
    response = redirect("assessments:start", code)
    response.delete_cookie(COOKIE, path=_path(code))
    return response


def _send(request: HttpRequest, round_id: int, code: str, number: int, chosen: Mapping[int, int]) -> HttpResponse:
    try:
        is_new = actions.take_answer(round_id, number, key_of(request, COOKIE), chosen)
    except actions.RoundClosed:
        return redirect("assessments:start", code)
    where = reverse("assessments:thanks", args=[code, number])
    return redirect(where if is_new else f"{where}?igen")


def _wanted(form: Mapping[str, str], statements: int) -> str:
    """The number of the statement to show next, or 'skicka'; skipping number n leads to n + 1."""
    skipped = form.get("hoppa", "")
    if not skipped.isdecimal():
        return form.get("till", "1")
    return str(int(skipped) + 1) if int(skipped) < statements else "skicka"


def _chosen(form: Mapping[str, str], statements: int, levels: int) -> dict[int, int]:
    """Statement → level of everything chosen; the statement named by ``hoppa`` is skipped, what is odd is not there."""
    found = {}
    for n in range(1, statements + 1):
        level = form.get(f"s{n}", "")
        if level.isdecimal() and 1 <= int(level) <= levels and form.get("hoppa") != str(n):
            found[n] = int(level)
    return found


def _targets(found: object) -> list[tuple[int, str]]:
    names = found.content.version(get_language() or "sv").targets
    return [(t.number, names[t.number - 1]) for t in queries.answered(found)]


def _page(request: HttpRequest, template: str, found: object, context: Mapping[str, object]) -> HttpResponse:
    shared = {
        "round": found, "version": found.content.version(get_language() or "sv"),
        "is_open": actions.is_taking_answers(found),
    }  # fmt: skip
    return render(request, f"assessments/{template}", {**shared, **context})


def _path(code: str) -> str:
    return reverse("assessments:start", args=[code])
