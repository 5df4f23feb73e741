"""The pupil's pages: questions on a telephone, no account, no script needed. HTTP only.

Nothing about a pupil is kept on the way (trust/anonymous/views/answering.py), and no text is ever logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from spiral.ground.fields import whole_number
from spiral.ground.sealed import SealUnreadable
from spiral.trust.access.requests import Request
from spiral.trust.anonymous.views import answering as phones
from spiral.understand.voices import personal, queries
from spiral.understand.voices.actions import collections as actions
from spiral.understand.voices.drafts import Draft, TextProblem, read_draft
from spiral.understand.voices.questions import LONGEST_TEXT, FormVersion, Question, QuestionKind
from spiral.understand.voices.rules import COLLECTIONS


@dataclass(frozen=True, slots=True)
class QuestionOnPage:
    """One question as the page shows it: in the wording chosen, with what has been answered so far."""

    number: int
    kind: str
    text: str
    hint: str
    options: tuple[tuple[int, str], ...]
    chosen: int | None
    written: str
    problem: TextProblem
    pieces: tuple[personal.TextPiece, ...]


def _begin(request: Request, collection: queries.Collection) -> str:
    """To the questions, in the wording chosen, one at a time or all on a page."""
    asked = {name: "1" for name in ("easy", "all") if name in request.POST}
    return reverse("voices:answer", args=[collection.pk]) + (f"?{urlencode(asked)}" if asked else "")


def _wording(request: Request, collection: queries.Collection) -> Mapping[str, object]:
    """The wording that the telephone shows, and the addresses that keep it."""
    version, is_easy = _version(collection), _is_easy(request)
    here = {name: "1" for name, is_on in (("easy", is_easy), ("all", "all" in request.GET)) if is_on}
    return {
        "is_easy": is_easy,
        "about": version.about.said(is_easy),
        "language": version.language,
        "here": f"?{urlencode(here)}" if here else "",
        "easy": "?easy=1" if is_easy else "",
        "together_url": f"?{urlencode({**here, 'all': '1'})}",
    }


PHONES = phones.PhoneRoom(COLLECTIONS, namespace="voices", cookie="elevrost", begin=_begin, more=_wording)
VIEWS = phones.phone_views(PHONES)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@phones.answering(PHONES)
def answer(request: Request, collection: queries.Collection, key: str) -> HttpResponse:
    """One question at a time, or all on one page; the last one sends everything."""
    version, together = _version(collection), "all" in request.GET
    draft = read_draft(request.POST, version)
    last = len(version.questions)
    wanted, left = phones.wanted(request.POST, last), _left(request.POST, last)
    problems = draft.problems()
    error = ""
    if wanted == phones.SEND and not problems:
        error = _("Du har hoppat över alla frågor. Svara på minst en, eller stäng sidan.")
        if draft:
            take = partial(actions.take_answer, collection.pk, key, draft.chosen, draft.written, draft.not_names)
            try:
                return phones.acknowledged(PHONES, request, take, collection)
            except SealUnreadable:
                error = _("Svar kan inte tas emot just nu. Inget är sparat. Säg till din lärare.")
    # A text that has to be mended is mended where it was written, before anything else is shown.
    mend = next(iter(problems), None) if wanted == phones.SEND else left if left in problems else None
    number = whole_number(wanted)
    step = mend or (number if number is not None and 1 <= number <= last else last if error else 1)
    shown = frozenset(range(1, last + 1)) if together else frozenset({step})
    asked = [
        _asked(n, version.questions[n - 1], draft, _is_easy(request), request.method == "POST" and n in problems)
        for n in sorted(shown)
    ]
    context = {
        **phones.steps(step, last),
        "error": error,
        "together": together,
        "longest": LONGEST_TEXT,
        "questions": asked,
        "carried": list(draft.carried(shown)),
        "has_problem": any(a.problem for a in asked),
    }
    return phones.phone_page(PHONES, request, "all.html" if together else "one.html", collection, context)


def _left(form: Mapping[str, str], last: int) -> int:
    """The question that the form was about, when one at a time was shown; 0 when all were."""
    number = whole_number(form.get("from"))
    return number if number is not None and number <= last else 0


def _asked(n: int, question: Question, draft: Draft, is_easy: bool, is_checked: bool) -> QuestionOnPage:
    written = draft.written.get(n, "")
    problem = draft.problem(n) if is_checked and question.kind == QuestionKind.TEXT else TextProblem()
    return QuestionOnPage(
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


def _version(collection: queries.Collection) -> FormVersion:
    return collection.content.version(get_language() or "sv")


def _is_easy(request: Request) -> bool:
    return "easy" in request.GET
