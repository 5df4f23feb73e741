"""The leader's pages: sets, rounds and results. HTTP only."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.exchange.ratings import meeting_of
from spiral.ground.confirm import ask_first
from spiral.ground.words import language
from spiral.learn.assessments import actions, asking, exports, queries
from spiral.learn.assessments.forms import MOST_INVITED, RoundForm, SetForm, StatementSetFileForm
from spiral.learn.assessments.pages import result
from spiral.learn.assessments.rules import ROUNDS
from spiral.learn.assessments.statements import SetVersion
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.anonymous import queries as anonymous
from spiral.trust.anonymous.rules import CollectionClosed, TooFewAnswers
from spiral.trust.anonymous.views import leading
from spiral.trust.doors import door
from spiral.trust.undo.offers import offer


@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """Join with a code; for members also rounds and statement sets."""
    context: dict[str, object] = {"is_member": allows(request.viewer, Permission.ROUND_OPEN)}
    if context["is_member"]:
        context |= {"rounds": anonymous.collections(ROUNDS, request.viewer), "sets": queries.sets(request.viewer)}
    return render(request, "assessments/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.ROUND_OPEN)
def open_round(request: Request, key: str) -> HttpResponse:
    """Who is asked about what."""
    content = queries.statement_set(request.viewer, key)
    if content is None:
        raise Http404
    form = RoundForm(content, language(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        return ROOM.to_page(actions.open_round(content, form.opening, by=request.viewer).pk)
    groups = anonymous.groups(ROUNDS, request.viewer)
    context = {"form": form, "version": content.version(language()), "groups": groups}
    return render(request, "assessments/open.html", context, status=422 if form.errors else 200)


def _answered(round: queries.Round, version: SetVersion) -> list[tuple[str, int]]:
    """Each target with how many have answered about it."""
    return [(version.targets[t.number - 1], t.answers) for t in queries.answered(round)]


def _at_meeting(request: Request, round: queries.Round) -> dict[str, object]:
    """The meeting that the round was opened at, so that its leader finds back."""
    return {"meeting": meeting_of(request.viewer, round.pk) if round.is_by_seat else None}


ROOM = leading.LeaderRoom(
    ROUNDS,
    namespace="assessments",
    page="round",
    words=leading.RoomWords(
        join_alt=lazy("QR-kod till skattningen"),
        not_fewer=lazy("Antalet går bara att höja. Skriv ett tal som är större än %(n)s."),
        has_ended=lazy("Omgången är redan avslutad."),
        is_discarded=lazy("Omgången är avslutad och svaren är raderade."),
    ),
    most_invited=MOST_INVITED,
    answered=_answered,
    discard=actions.discard,
    more=_at_meeting,
)
LEADER = leading.leader_views(ROOM)


@cache_control(private=True, no_cache=True)
@require_safe
@door(Permission.ROUND_SEE)
@condition(etag_func=partial(leading.tag, ROOM))
def round_page(request: Request, number: int) -> HttpResponse:
    """Open: the code and how many have answered, nothing else. Shown: the result."""
    round = leading.seen(ROOM, request, number)
    if round.is_open:
        return leading.while_open(ROOM, request, round)
    results = queries.shown(request.viewer, round)
    chosen = next((s for s in results if str(s.target) == request.GET.get("target")), results[0])
    names = chosen.content.version(language()).targets
    context = {
        "round": round,
        "version": round.content.version(language()),
        "result": result(chosen, queries.before(request.viewer, chosen), language()),
        "chosen": chosen.target,
        "targets": [(s.target, names[s.target - 1]) for s in results],
        "is_forgetting": anonymous.is_forgetting(round),
        **_at_meeting(request, round),
    }
    return render(request, "assessments/result.html", context)


@require_POST
@door(Permission.ROUND_LEAD)
def show(request: Request, number: int) -> HttpResponse:
    """End the round and show it; there is no way back."""
    round = leading.led(ROOM, request, number)
    answered = _answered(round, round.content.version(language()))
    if asked := ask_first(request, asking.before_showing(request.viewer, round, answered)):
        return asked
    with suppress(TooFewAnswers, CollectionClosed):
        actions.show(number, by=request.viewer)
    return ROOM.to_page(number)


@never_cache
@require_safe
@door(Permission.ROUND_SEE)
def download(request: Request, number: int, target: int, kind: str) -> HttpResponse:
    """The table of a shown result."""
    round = leading.seen(ROOM, request, number)
    shown = next((s for s in queries.shown(request.viewer, round) if s.target == target), None)
    if shown is None or kind not in TYPES:
        raise Http404
    composed = result(shown, queries.before(request.viewer, shown), language())
    response = HttpResponse(exports.result_file(composed, shown, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="skattning-{number}-{target}.{kind}"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.ROUND_OPEN)
def edit_set(request: Request, key: str = "") -> HttpResponse:
    """A statement set written on the page."""
    content = queries.statement_set(request.viewer, key) if key else None
    if key and content is None:
        raise Http404
    form = SetForm(request.POST or None, instance=content, key=key, sample=bool(content and content.sample))
    if request.method == "POST" and form.is_valid() and form.content is not None:
        if not key and queries.statement_set(request.viewer, form.content.key) is not None:
            form.add_error(
                "title", _("Det finns redan en lista med den rubriken. Ändra den, eller välj en annan rubrik.")
            )
        else:
            with form.saving():
                return _kept(request, form.content, form.opened_on if key else None)
    context = {"form": form, "content": content, "key": key}
    return render(request, "assessments/set.html", context, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.ROUND_OPEN)
def import_set(request: Request) -> HttpResponse:
    """A statement set read from a file; one with the same short name is replaced."""
    form = StatementSetFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.content is not None:
        return _kept(request, form.content, None)
    return render(request, "assessments/import.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.ROUND_OPEN)
def download_set(request: Request, key: str) -> HttpResponse:
    """A statement set as a file."""
    content = queries.statement_set(request.viewer, key)
    if content is None:
        raise Http404
    response = HttpResponse(exports.set_file(content), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.json"'
    return response


def _kept(request: Request, content: queries.StatementSet, revision: str | None) -> HttpResponse:
    record, replaced = actions.keep_set(content, revision, by=request.viewer)
    if replaced:
        gone = ngettext(
            "Ett påstående i ”%(title)s” står inte längre som det stod.",
            "%(n)s påståenden i ”%(title)s” står inte längre som de stod.",
            replaced.rows,
        )
        offer(request, replaced.removal, gone % {"n": replaced.rows, "title": record.title})
    messages.success(request, _("Listan ”%(title)s” är sparad.") % {"title": record.title})
    return redirect("assessments:index")
