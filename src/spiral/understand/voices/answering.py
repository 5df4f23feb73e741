"""The pupil's pages: a telephone, no account, no script needed. HTTP only.

Nothing about a pupil is kept on the way: the answers so far travel in the form itself, and only the last page sends
them. The answers to one form are always 200, since Django writes a log line for every 4xx, and no text is ever logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.ground import codes
from spiral.ground.anonymous import AllDrawn, NoTicket, key_of, let_in, new_key
from spiral.ground.sealed import Unreadable
from spiral.understand.voices import personal, queries
from spiral.understand.voices.actions import collections as actions
from spiral.understand.voices.drafts import Draft, Problem, read_draft
from spiral.understand.voices.questions import LONGEST_TEXT, Kind, Question, Version


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the page shows it: in the wording chosen, with what has been answered so far."""

    number: int
    kind: str
    text: str
    hint: str
    options: tuple[tuple[int, str], ...]
    chosen: int | None
    written: str
    problem: Problem
    pieces: tuple[personal.Piece, ...]


@never_cache
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """The code typed in; what it opens may be an analysis day, or another room's."""
    typed = request.GET.get("kod", "")
    opened = codes.find(request, typed) if typed.strip() else None
    return redirect(opened.door()) if opened else render(request, "voices/join.html", {"is_wrong": bool(typed)})


@never_cache
@require_safe
def door(request: HttpRequest, code: str) -> HttpResponse:
    """The code in a link lets the telephone in, and it needs the code no longer. Whatever is wrong, the same answer."""
    opened = codes.find(request, code)
    if opened is None:
        return render(request, "voices/join.html", {"is_wrong": True})
    return _admit(request, opened.pk) if opened.door() == request.path else redirect(opened.door())


def _admit(request: HttpRequest, number: int, key: str = "") -> HttpResponse:
    return let_in(request, redirect("voices:start", number), _cookie(number), reverse("voices:join"), key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, number: int) -> HttpResponse:
    """What it is about, how answers are protected, and where to begin: that draws the telephone's ticket."""
    found = queries.collection_answered(number)
    key = key_of(request, _cookie(number))
    if found is None or not key:
        return redirect("voices:join")
    is_all_drawn, error = False, ""
    if request.method == "POST":
        try:
            actions.draw_ticket(number, key)
            asked = {name: "1" for name in ("lattlast", "alla") if name in request.POST}
            return redirect(reverse("voices:answer", args=[number]) + (f"?{urlencode(asked)}" if asked else ""))
        except AllDrawn:
            is_all_drawn = True
        except Unreadable:
            error = _not_now()
        except actions.CollectionClosed:
            return redirect("voices:start", number)
    return _page(request, "start.html", found, {"is_all_drawn": is_all_drawn, "error": error})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """One question at a time, or all on one page; the last one sends everything."""
    found = queries.collection_answered(number)
    key = key_of(request, _cookie(number))
    if found is None or not key:
        return redirect("voices:join")
    if not actions.is_taking_answers(found):
        return _page(request, "start.html", found, {})
    if not actions.has_ticket(number, key):
        return redirect("voices:start", number)
    version, together = _version(found), "alla" in request.GET
    draft = read_draft(request.POST, version)
    last = len(version.questions)
    wanted, left = _wanted(request.POST, last), _left(request.POST, last)
    problems = draft.problems()
    error = ""
    if wanted == "skicka" and not problems:
        error = _("Du har hoppat över alla frågor. Svara på minst en, eller stäng sidan.")
        if draft:
            try:
                return _send(number, key, draft)
            except Unreadable:
                error = _not_now()
    # A text that has to be mended is mended where it was written, before anything else is shown.
    mend = next(iter(problems), None) if wanted == "skicka" else left if left in problems else None
    step = mend or (int(wanted) if wanted.isdecimal() and 1 <= int(wanted) <= last else last if error else 1)
    shown = frozenset(range(1, last + 1)) if together else frozenset({step})
    asked = [
        _asked(n, version.questions[n - 1], draft, _is_easy(request), request.method == "POST" and n in problems)
        for n in sorted(shown)
    ]
    context = {
        "error": error,
        "together": together,
        "step": step,
        "total": last,
        "previous": step - 1,
        "following": step + 1,
        "longest": LONGEST_TEXT,
        "questions": asked,
        "carried": list(draft.carried(shown)),
        "has_problem": any(a.problem for a in asked),
        "progress": ["done" if n < step else "now" if n == step else "" for n in range(1, last + 1)],
    }
    return _page(request, "all.html" if together else "one.html", found, context)


@never_cache
@require_safe
def thanks(request: HttpRequest, number: int) -> HttpResponse:
    """That the answers are counted, once."""
    found = queries.collection_answered(number)
    if found is None or not key_of(request, _cookie(number)):
        raise Http404
    return _page(request, "thanks.html", found, {"again": "igen" in request.GET})


@require_POST
def next_pupil(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody else answers on the same device: it gets a new key, and so another ticket."""
    if not key_of(request, _cookie(number)):
        return redirect("voices:join")
    return _admit(request, number, new_key())


def _send(number: int, key: str, draft: Draft) -> HttpResponse:
    try:
        is_new = actions.take_answer(number, key, draft.chosen, draft.written, draft.not_names)
    except (actions.CollectionClosed, NoTicket):
        return redirect("voices:start", number)
    where = reverse("voices:thanks", args=[number])
    return redirect(where if is_new else f"{where}?igen")


def _not_now() -> str:
    return _("Svar kan inte tas emot just nu. Inget är sparat. Säg till din lärare.")


def _wanted(form: Mapping[str, str], last: int) -> str:
    """The number of the question to show next, or 'skicka'; skipping number n leads to n + 1."""
    skipped = form.get("hoppa", "")
    if not skipped.isdecimal():
        return form.get("till", "1")[:6]
    return str(int(skipped[:3]) + 1) if int(skipped[:3]) < last else "skicka"


def _left(form: Mapping[str, str], last: int) -> int:
    """The question that the form was about, when one at a time was shown; 0 when all were."""
    told = form.get("fran", "")
    return int(told[:3]) if told.isdecimal() and int(told[:3]) <= last else 0


def _asked(n: int, question: Question, draft: Draft, is_easy: bool, is_checked: bool) -> Asked:
    written = draft.written.get(n, "")
    problem = draft.problem(n) if is_checked and question.kind == Kind.TEXT else Problem()
    return Asked(
        n,
        question.kind.value,
        question.text.said(is_easy),
        question.hint.said(is_easy),
        tuple((i, o.said(is_easy)) for i, o in enumerate(question.options, 1)),
        draft.chosen.get(n),
        written,
        problem,
        tuple(personal.pieces(written)) if problem.names else (),
    )


def _version(found: object) -> Version:
    return found.content.version(get_language() or "sv")


def _is_easy(request: HttpRequest) -> bool:
    return "lattlast" in request.GET


def _page(request: HttpRequest, template: str, found: object, context: Mapping[str, object]) -> HttpResponse:
    version, is_easy = _version(found), _is_easy(request)
    here = {name: "1" for name, is_on in (("lattlast", is_easy), ("alla", "alla" in request.GET)) if is_on}
    shared = {
        "collection": found,
        "version": version,
        "is_open": actions.is_taking_answers(found),
        "is_easy": is_easy,
        "about": version.about.said(is_easy),
        "language": version.language,
        "here": f"?{urlencode(here)}" if here else "",
        "easy": "?lattlast=1" if is_easy else "",
        "together_url": f"?{urlencode({**here, 'alla': '1'})}",
    }
    return render(request, f"voices/{template}", {**shared, **context})


def _cookie(number: int) -> str:
    """The telephone's random key; one for each collection, sent back only where collections are answered."""
    return f"elevrost-{number}"
