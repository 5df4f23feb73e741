"""The leader's pages: sets, rounds and results. HTTP only."""

from __future__ import annotations

import hashlib
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import condition, require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.documents.svg.qr import draw_qr
from spiral.ground import forgetting
from spiral.ground.anonymous import at_least
from spiral.ground.words import language
from spiral.learn.assessments import actions, exports, queries
from spiral.learn.assessments.forms import FileForm, NumberForm, OpeningForm, SetForm
from spiral.learn.assessments.pages import result
from spiral.learn.assessments.rules import FEWEST_ANSWERS
from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door


@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """Join with a code; for members also rounds and statement sets."""
    context: dict[str, object] = {"is_member": allows(request.viewer, Permission.ROUND_OPEN)}
    if context["is_member"]:
        context |= {"rounds": queries.rounds(request.viewer), "sets": queries.sets(request.viewer)}
    return render(request, "assessments/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.ROUND_OPEN)
def open_round(request: Request, key: str) -> HttpResponse:
    """Who is asked about what."""
    content = queries.statement_set(request.viewer, key)
    if content is None:
        raise Http404
    form = OpeningForm(content, language(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = actions.open_round(content, form.opening, by=request.viewer)
        return redirect("assessments:round", found.pk)
    context = {"form": form, "version": content.version(language()), "groups": queries.groups(request.viewer)}
    return render(request, "assessments/open.html", context, status=422 if form.errors else 200)


def _seen(request: Request, number: int) -> str | None:
    """What the leader's page depends on while a round is open; None (always fresh) for everything else."""
    found = queries.round_for(request.viewer, number)
    if found is None or found.state != found.State.OPEN:
        return None
    # In the same steps as the page tells them: a tag that changed with each answer would tell of each.
    counts = [(t.number, at_least(t.answers)) for t in queries.answered(found)]
    told = (
        found.pk,
        counts,
        actions.is_taking_answers(found),
        found.code,
        found.is_code_live,
        found.invited,
        request.viewer.key,
        language(),
        request.get_host(),
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


@cache_control(private=True, no_cache=True)
@require_safe
@door(Permission.ROUND_SEE)
@condition(etag_func=_seen)
def round_page(request: Request, number: int) -> HttpResponse:
    """Open: the code and how many have answered, nothing else. Shown: the result."""
    found = queries.round_for(request.viewer, number)
    if found is None or found.state == found.State.DISCARDED:
        raise Http404
    if found.state == found.State.OPEN:
        return render(request, "assessments/leader.html", _while_open(request, found))
    context: dict[str, object] = {"round": found, "version": found.content.version(language())}
    results = queries.shown(request.viewer, found)
    chosen = next((s for s in results if str(s.target) == request.GET.get("om")), results[0])
    names = chosen.content.version(language()).targets
    context |= {
        "result": result(chosen, queries.before(request.viewer, chosen), language()),
        "chosen": chosen.target,
        "targets": [(s.target, names[s.target - 1]) for s in results],
        "is_forgetting": forgetting.is_due(actions.about(found)),
    }
    return render(request, "assessments/result.html", context)


@cache_control(private=True, no_cache=True)
@require_safe
@door(Permission.ROUND_SEE)
@condition(etag_func=_seen)
def round_part(request: Request, number: int) -> HttpResponse:
    """What changes on the leader's page while the round is open; 304 while nothing has, 410 when it is no longer
    open."""
    found = queries.round_for(request.viewer, number)
    if found is None:
        raise Http404
    if found.state != found.State.OPEN:
        return HttpResponse(status=410)
    return render(request, "assessments/leader_part.html", _while_open(request, found))


def _while_open(request: Request, found: object) -> dict[str, object]:
    join = request.build_absolute_uri(found.door()) if found.is_code_live else ""
    version = found.content.version(language())
    counts = [(version.targets[t.number - 1], at_least(t.answers)) for t in queries.answered(found)]
    return {
        "round": found,
        "version": version,
        "counts": counts,
        "join": join,
        "qr": draw_qr(join, _("QR-kod till skattningen")) if join else "",
        "may_show": any(n >= FEWEST_ANSWERS for _name, n in counts),
        "fewest": FEWEST_ANSWERS,
        "lost": [name for name, n in counts if n < FEWEST_ANSWERS],
        "may_lead": allows(request.viewer, Permission.ROUND_LEAD, found),
        "is_taking": actions.is_taking_answers(found),
    }


@require_POST
@door(Permission.ROUND_LEAD)
def show(request: Request, number: int) -> HttpResponse:
    """End the round and show it; there is no way back."""
    found = _led(request, number)
    try:
        actions.show(found.pk, by=request.viewer)
    except (actions.TooFewAnswers, actions.RoundClosed):
        return redirect("assessments:round", number)
    return redirect("assessments:round", number)


@require_POST
@door(Permission.ROUND_LEAD)
def raise_number(request: Request, number: int) -> HttpResponse:
    """More people than the leader first said."""
    found = _led(request, number)
    form = NumberForm(request.POST)
    try:
        if not form.is_valid():
            raise actions.NotFewer
        actions.raise_number(found.pk, form.cleaned_data["invited"], by=request.viewer)
    except actions.NotFewer:
        messages.error(
            request,
            _("Antalet går bara att höja. Skriv ett tal som är större än %(n)s.")
            % {
                "n": found.invited or "",
            },
        )
    except actions.RoundClosed:
        messages.info(request, _("Omgången är redan avslutad."))
    return redirect("assessments:round", number)


@require_POST
@door(Permission.ROUND_LEAD)
def change_code(request: Request, number: int) -> HttpResponse:
    """A new code in place of the old."""
    found = _led(request, number)
    with suppress(actions.RoundClosed):
        actions.change_code(found.pk, by=request.viewer)
    return redirect("assessments:round", number)


@require_POST
@door(Permission.ROUND_LEAD)
def discard(request: Request, number: int) -> HttpResponse:
    """End the round without a result; every answer is deleted."""
    found = _led(request, number)
    try:
        actions.discard(found.pk, by=request.viewer)
    except actions.RoundClosed:
        return redirect("assessments:round", number)
    messages.success(request, _("Omgången är avslutad och svaren är raderade."))
    if forgetting.is_due(actions.about(found)):
        messages.info(request, _("Spår av dem ligger kvar i databasens filer tills det som läser dem är klart."))
    return redirect("assessments:index")


@never_cache
@require_safe
@door(Permission.ROUND_SEE)
def download(request: Request, number: int, target: int, kind: str) -> HttpResponse:
    """The table of a shown result."""
    found = queries.round_for(request.viewer, number)
    shown = next((s for s in queries.shown(request.viewer, found) if s.target == target), None) if found else None
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
    initial = SetForm.initial_from(content) if content else {}
    form = SetForm(request.POST or None, initial=initial, key=key, sample=bool(content and content.sample))
    if request.method == "POST" and form.is_valid() and form.content is not None:
        if not key and queries.statement_set(request.viewer, form.content.key) is not None:
            form.add_error(
                "title", _("Det finns redan en lista med den rubriken. Ändra den, eller välj en annan rubrik.")
            )
        else:
            return _kept(request, form.content)
    context = {"form": form, "content": content, "key": key}
    return render(request, "assessments/set.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.ROUND_OPEN)
def import_set(request: Request) -> HttpResponse:
    """A statement set read from a file; one with the same short name is replaced."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and form.content is not None:
        return _kept(request, form.content)
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


def _kept(request: Request, content: object) -> HttpResponse:
    kept = actions.keep_set(content, by=request.viewer)
    messages.success(request, _("Listan ”%(title)s” är sparad.") % {"title": kept.title})
    return redirect("assessments:index")


def _led(request: Request, number: int) -> object:
    found = queries.round_for(request.viewer, number)
    if found is None or not allows(request.viewer, Permission.ROUND_LEAD, found):
        raise Http404
    return found
