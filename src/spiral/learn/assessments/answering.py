"""The participant's pages: statements on a telephone, no account, no script. HTTP only.

Nothing about a participant is kept on the way (trust/anonymous/views/answering.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from spiral.exchange.ratings import meeting_of
from spiral.ground.fields import whole_number
from spiral.learn.assessments import actions, queries
from spiral.learn.assessments.rules import ROUNDS
from spiral.trust.access.requests import Request
from spiral.trust.anonymous.views import answering as phones


def _begin(request: Request, round: queries.Round) -> str:
    """To the statements about the target chosen, one at a time or all on a page."""
    target = whole_number(request.POST.get("target"))
    if target not in {number for number, _name in _targets(round)}:
        return ""
    where = reverse("assessments:answer", args=[round.pk, target])
    return f"{where}?all" if "all" in request.POST else where


def _others(request: Request, round: queries.Round, target: int | None = None) -> Mapping[str, object]:
    """What may be answered about, but for what has been."""
    return {"targets": [(number, name) for number, name in _targets(round) if number != target]}


def _back(request: Request, round: queries.Round) -> str:
    """To the meeting that the round was opened at: the item that goes on there is what comes next."""
    meeting = meeting_of(request.viewer, round.pk) if round.is_by_seat else None
    return meeting.phone_url if meeting else ""


PHONES = phones.PhoneRoom(ROUNDS, namespace="assessments", cookie="skattning", begin=_begin, back=_back, more=_others)
VIEWS = phones.phone_views(PHONES)
admit = partial(phones.admit, PHONES)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@phones.answering(PHONES)
def answer(request: Request, round: queries.Round, key: str, target: int) -> HttpResponse:
    """One statement at a time, or all on one page; the last one sends everything."""
    name = dict(_targets(round)).get(target)
    if name is None:
        return redirect("assessments:start", round.pk)
    version = round.content.version(get_language() or "sv")
    last = len(version.statements)
    chosen = _chosen(request.POST, last, len(version.levels))
    together = "all" in request.GET
    wanted, error = phones.wanted(request.POST, last), ""
    if wanted == phones.SEND and chosen:
        take = partial(actions.take_answer, round.pk, target, key, chosen)
        return phones.acknowledged(PHONES, request, take, round, target=target)
    if wanted == phones.SEND:
        error = _("Du har hoppat över alla påståenden. Svara på minst ett, eller stäng sidan.")
    asked = whole_number(wanted)
    step = asked if asked is not None and 1 <= asked <= last else 1
    context = {
        **phones.steps(step, last),
        "number": target,
        "target": name,
        "error": error,
        "together": together,
        "statements": [(n, text, chosen.get(n)) for n, text in enumerate(version.statements, 1)],
        "text": version.statements[step - 1],
        "current": chosen.get(step),
        "carried": {n: level for n, level in chosen.items() if n != step},
    }
    return phones.phone_page(PHONES, request, "all.html" if together else "one.html", round, context)


def _chosen(form: Mapping[str, str], statements: int, levels: int) -> dict[int, int]:
    """Statement → level of everything chosen; the statement named by ``skip`` is skipped, what is odd is not there."""
    chosen = {}
    for n in range(1, statements + 1):
        level = whole_number(form.get(f"s{n}"))
        if level is not None and 1 <= level <= levels and form.get("skip") != str(n):
            chosen[n] = level
    return chosen


def _targets(round: queries.Round) -> list[tuple[int, str]]:
    names = round.content.version(get_language() or "sv").targets
    return [(t.number, names[t.number - 1]) for t in queries.answered(round)]
