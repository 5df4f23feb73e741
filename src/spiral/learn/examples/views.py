"""Examples: list, page, writing, review, and what happened when tried. HTTP only."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.exchange import evidence, happenings, offers
from spiral.ground.confirm import ask_first
from spiral.ground.refusals import NotNow
from spiral.ground.revision import StaleRevision
from spiral.learn.examples import actions, asking, pages, queries
from spiral.learn.examples.catalogue import kinds, named
from spiral.learn.examples.forms import ExampleForm, ReturnForm, TrialForm
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.networks.queries import areas
from spiral.trust.undo.offers import offer


@never_cache
@require_safe
@door(Permission.EXAMPLE_SEE)
def index(request: Request) -> HttpResponse:
    """Published examples, and for their authors and reviewers what is on its way."""
    listed = areas(request.viewer)
    area = request.GET.get("area", "")
    area = area if area in {a.key for a in listed} else ""
    words = request.GET.get("words", "")[:100]
    examples = Paginator(queries.published(request.viewer, area, words), queries.PAGE).get_page(request.GET.get("page"))
    name = next((str(a) for a in listed if a.key == area), "")
    rows = [(e, pages.for_whom(e), pages.tried(list(e.trials.all()))) for e in examples]
    context = {
        "headline": pages.headline(examples.paginator.count, name, words),
        "page": examples,
        "rows": rows,
        "areas": listed,
        "area": area,
        "words": words,
        "mine": queries.mine(request.viewer),
        "waiting": queries.to_review(request.viewer),
    }
    return render(request, "examples/index.html", context)


@never_cache
@require_safe
@door(Permission.EXAMPLE_SEE)
def example(request: Request, number: int) -> HttpResponse:
    """One example, with what others saw."""
    return _page(request, _example(request, number), ReturnForm())


@never_cache
@require_safe
@door(Permission.EXAMPLE_SEE)
def evidence_kinds(request: Request) -> HttpResponse:
    """What each kind of evidence can say, and what it cannot."""
    return render(request, "examples/kinds.html", {"kinds": kinds()})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EXAMPLE_SEE)
def new(request: Request) -> HttpResponse:
    """Write an example; ``area``, ``title`` and ``problem`` in the address, or a note named by ``kind`` and ``ref``,
    are filled in from where one stood."""
    asked = {"title": request.GET.get("title", "")[:100], "problem": request.GET.get("problem", "")[:700]}
    kind, ref = request.GET.get("kind", "")[:40], request.GET.get("ref", "")[:200]
    note = evidence.freeze(request.viewer, kind, ref, get_language() or "sv") if kind and ref else None
    if note is not None:
        asked = {"title": note.title[:100], "problem": f"{note.sentence}\n({note.source})"[:700]}
    form = ExampleForm(request.viewer, request.POST or None, initial={**asked, "areas": request.GET.getlist("area")})
    if request.method == "POST" and form.is_valid():
        example = actions.draft(form.content, by=request.viewer)
        return _saved(request, example.pk)
    return render(request, "examples/write.html", {"form": form}, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EXAMPLE_SEE)
def edit(request: Request, number: int) -> HttpResponse:
    """Change one's example while it is not handed in or published."""
    example = _example(request, number)
    if not queries.edits(request.viewer, example):
        if queries.takes_back(request.viewer, example):
            messages.info(request, _("Ta tillbaka exemplet innan du ändrar det."))
            return redirect("examples:example", number)
        raise PermissionDenied
    form = ExampleForm(request.viewer, request.POST or None, example=example)
    if request.method == "POST" and form.is_valid():
        try:
            with form.saving():
                actions.rewrite(number, form.content, form.opened_on, by=request.viewer)
                return _saved(request, number)
        except actions.NotNow:
            form.show_conflict(_example(request, number))
    return render(request, "examples/write.html", {"form": form, "example": example}, status=form.http_status)


@require_POST
@door(Permission.EXAMPLE_SEE)
def submit(request: Request, number: int) -> HttpResponse:
    _example(request, number)
    actions.submit(number, by=request.viewer)
    messages.success(request, _("Exemplet är inskickat. Samordnaren eller presidiet läser det innan det visas."))
    return redirect("examples:example", number)


@require_POST
@door(Permission.EXAMPLE_SEE)
def review(request: Request, number: int) -> HttpResponse:
    """Publish, or give back with a comment."""
    example = _example(request, number)
    require(request.viewer, Permission.EXAMPLE_REVIEW, example)
    form = ReturnForm(request.POST)
    try:
        if request.POST.get("decision") == "publish":
            if asked := ask_first(request, asking.before_publishing(request.viewer, example)):
                return asked
            actions.publish(number, request.POST.get("revision", "")[:20], by=request.viewer)
            messages.success(request, _("Exemplet är publicerat för nätverkets medlemmar."))
        elif form.is_valid():
            actions.give_back(number, form.cleaned_data["comment"], by=request.viewer)
            messages.success(request, _("Exemplet är tillbaka hos den som skrev, med din kommentar."))
        else:
            return _page(request, example, form, status=422)
    except StaleRevision:
        messages.error(request, _("Exemplet har ändrats sedan du läste det. Läs igen."))
    except actions.NotNow:
        messages.info(request, _("Exemplet väntar inte längre på granskning."))
    return redirect("examples:example", number)


@require_POST
@door(Permission.EXAMPLE_SEE)
def take_back(request: Request, number: int) -> HttpResponse:
    if asked := ask_first(request, asking.before_taking_back(request.viewer, _example(request, number))):
        return asked
    actions.take_back(number, by=request.viewer)
    messages.success(request, _("Exemplet visas inte längre för andra medlemmar. Nu kan du ändra det."))
    return redirect("examples:example", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EXAMPLE_SEE)
def attach(request: Request) -> HttpResponse:
    """Put something frozen beside one of one's drafts."""
    asked = request.POST if request.method == "POST" else request.GET
    kind, ref = asked.get("kind", "")[:40], asked.get("ref", "")[:200]
    piece = evidence.freeze(request.viewer, kind, ref, get_language() or "sv")
    if piece is None:
        raise Http404
    mine = [e for e in queries.mine(request.viewer) if queries.edits(request.viewer, e)]
    if request.method == "POST":
        number = asked.get("example", "")
        if number not in {str(e.pk) for e in mine}:
            raise Http404
        actions.attach(int(number), piece, by=request.viewer)
        messages.success(request, _("Underlaget hör nu till exemplet."))
        return redirect("examples:example", int(number))
    return render(request, "examples/attach.html", {"evidence": piece, "kind": kind, "ref": ref, "mine": mine})


@require_POST
@door(Permission.EXAMPLE_SEE)
def detach(request: Request, number: int) -> HttpResponse:
    _example(request, number)
    with suppress(NotNow):  # pressed twice: it is gone
        offer(request, actions.detach(number, by=request.viewer), _("Underlaget är borttaget."))
    return redirect("examples:example", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EXAMPLE_SEE)
def tell(request: Request, number: int) -> HttpResponse:
    """ "Vi provade detta"."""
    example = _example(request, number)
    if not queries.tells(request.viewer, example):
        raise PermissionDenied
    form = TrialForm(request.viewer, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.tell(number, form.report, by=request.viewer)
        messages.success(request, _("Tack. Nu ser andra hur det gick hos er."))
        return redirect("examples:example", number)
    return render(request, "examples/tell.html", {"form": form, "example": example}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EXAMPLE_SEE)
def retell(request: Request, number: int, trial: int) -> HttpResponse:
    """Change what one told."""
    example, current = _trial(request, number, trial)
    form = TrialForm(request.viewer, request.POST or None, trial=current)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            actions.retell(trial, form.report, form.opened_on, by=request.viewer)
            messages.success(request, _("Ändringen är sparad."))
            return redirect("examples:example", number)
    return render(
        request, "examples/tell.html", {"form": form, "example": example, "trial": current}, status=form.http_status
    )


@require_POST
@door(Permission.EXAMPLE_SEE)
def untell(request: Request, number: int, trial: int) -> HttpResponse:
    _trial(request, number, trial)
    offer(request, actions.untell(trial, by=request.viewer), _("Det du berättade är borttaget."))
    return redirect("examples:example", number)


def _page(request: Request, example: queries.Example, form: ReturnForm, status: int = 200) -> HttpResponse:
    trials = queries.trials(request.viewer, example)
    keys = [a.key for a in example.areas.all() if not a.is_retired]
    elsewhere = evidence.destinations(request.viewer, "example")
    context = {
        "example": example,
        "for_whom": pages.for_whom(example),
        "kinds": named(example.kinds),
        "tried": pages.tried(trials),
        "trials": [(t, allows(request.viewer, Permission.TRIAL_KEEP, t)) for t in trials],
        "comment_form": form,
        "contact": pages.contact(request.viewer, example),
        "cost": pages.cost(example),
        "ways": [(d.label(), d.url("example", str(example.pk))) for d in elsewhere],
        "figure": pages.figure(example),
        "seekers": offers.seekers(request.viewer, keys) if example.state == "published" else [],
        "point": dict(happenings.points(request.viewer)).get(example.point, ""),
        "may": {
            "edit": queries.edits(request.viewer, example),
            "review": queries.reviews(request.viewer, example),
            "take_back": queries.takes_back(request.viewer, example),
            "tell": queries.tells(request.viewer, example),
        },
    }
    return render(request, "examples/example.html", context, status=status)


def _example(request: Request, number: int) -> queries.Example:
    example = queries.example(request.viewer, number)
    if example is None:
        raise Http404
    return example


def _trial(request: Request, number: int, trial: int) -> tuple[queries.Example, queries.Trial]:
    example = _example(request, number)
    current = queries.trial(request.viewer, example, trial)
    if current is None:
        raise Http404
    require(request.viewer, Permission.TRIAL_KEEP, current)
    return example, current


def _saved(request: Request, number: int) -> HttpResponse:
    """Saved as a draft, and handed in when that button was pressed."""
    if request.POST.get("send") == "1":
        actions.submit(number, by=request.viewer)
        messages.success(request, _("Exemplet är inskickat. Samordnaren eller presidiet läser det innan det visas."))
    else:
        messages.success(request, _("Utkastet är sparat. Det syns för dig och samordnaren tills du skickar in det."))
    return redirect("examples:example", number)
