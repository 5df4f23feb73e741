"""HTTP only."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.exchange.happenings import points
from spiral.learn.circles import actions, pages, queries
from spiral.learn.circles.forms import ChapterForm, CircleForm, TextForm
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.undo.offers import offer

_ON_A_PAGE, _DATES = 30, 20


@never_cache
@require_safe
@door(Permission.CIRCLE_SEE)
def index(request: Request) -> HttpResponse:
    """What is next in every circle, and the dates to come."""
    circles = queries.circles(request.viewer)
    page = Paginator(circles, _ON_A_PAGE).get_page(request.GET.get("page"))
    coming = queries.calendar(circles)
    headline = pages.what_is_next(coming[0][0]) if coming else _("Läs samma bok, och pröva den i vardagen")
    context = {
        "headline": headline,
        "nearest": coming[0][0].circle if coming else None,
        "page": page,
        "circles": [(s, pages.what_is_next(s)) for s in page],
        "coming": [(s.circle, c, pages.pair(c)) for s, c in coming[:_DATES]],
    }
    return render(request, "circles/index.html", context)


@never_cache
@require_safe
@door(Permission.CIRCLE_SEE)
def circle(request: Request, number: int) -> HttpResponse:
    """The book, its chapters with dates and pairs, and what the circle takes along."""
    circle = _circle(request, number)
    context = _about(request, circle) | {
        "chapters": [(c, pages.pair(c)) for c in circle.chapters],
        "takeaways": queries.takeaways(request.viewer, circle.circle),
        "members": pages.lines(circle.circle.members),
    }
    return render(request, "circles/circle.html", context)


@never_cache
@require_safe
@door(Permission.CIRCLE_SEE)
def everything(request: Request, number: int) -> HttpResponse:
    """The whole circle on one page, for the printer."""
    circle = _circle(request, number)
    context = _about(request, circle) | {
        "chapters": [
            (c, pages.pair(c), pages.lines(c.questions), pages.material(c), reflections, takeaways)
            for c, reflections, takeaways in queries.everything(request.viewer, circle.circle)
        ],
        "loose": [t for t in queries.takeaways(request.viewer, circle.circle) if t.chapter_id is None],
    }
    return render(request, "circles/print.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.CIRCLE_START)
def edit(request: Request, number: int | None = None) -> HttpResponse:
    """Start a circle, or change its book."""
    circle = _circle(request, number).circle if number else None
    if circle is not None:
        require(request.viewer, Permission.CIRCLE_ARRANGE, circle)
    form = CircleForm(
        queries.places(request.viewer),
        _points(request, circle),
        request.POST if request.method == "POST" else None,
        instance=circle,
    )
    if form.is_bound and form.is_valid():
        if circle is None:
            return redirect("circles:circle", actions.start(form.written, by=request.viewer).pk)
        with form.saving():
            actions.change(circle, form.written, form.opened_on, by=request.viewer)
            return redirect("circles:circle", circle.pk)
    return render(request, "circles/edit.html", {"form": form, "circle": circle}, status=form.http_status)


@require_POST
@door(Permission.CIRCLE_ARRANGE)
def end(request: Request, number: int) -> HttpResponse:
    """The circle ends, or goes on again."""
    circle = _circle(request, number).circle
    actions.end(circle, by=request.viewer, again="again" in request.POST)
    return redirect("circles:circle", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.CIRCLE_SEE)
def chapter(request: Request, number: int, chapter_id: int) -> HttpResponse:
    """Questions, what everybody thinks, and one's own reflection."""
    whole, chapter = _chapter(request, number, chapter_id)
    own = queries.reflection_of(request.viewer, chapter)
    form = TextForm(request.POST if request.method == "POST" else None, instance=own)
    if form.is_bound and form.is_valid():
        with form.saving():
            removal = actions.reflect(chapter, form.written["text"], form.opened_on, by=request.viewer)
            if removal:
                offer(request, removal, _("Din reflektion är borttagen."))
            return redirect(f"{reverse('circles:chapter', args=[number, chapter_id])}#reflektioner")
    context = _about(request, whole) | {
        "chapter": chapter,
        "pair": pages.pair(chapter),
        "questions": pages.lines(chapter.questions),
        "material": pages.material(chapter),
        "reflections": queries.reflections(request.viewer, chapter),
        "own": own,
        "takeaways": [t for t in queries.takeaways(request.viewer, whole.circle) if t.chapter_id == chapter.pk],
        "form": form,
    }
    return render(request, "circles/chapter.html", context, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.CIRCLE_SEE)
def edit_chapter(request: Request, number: int, chapter_id: int | None = None) -> HttpResponse:
    """A new chapter, or what its pair prepares."""
    whole, chapter = _chapter(request, number, chapter_id) if chapter_id else (_circle(request, number), None)
    if not queries.writes(request.viewer, whole.circle):
        raise PermissionDenied
    last = max((c.order for c in whole.chapters), default=0)
    new = {} if chapter else {"order": last + 1}
    form = ChapterForm(request.POST if request.method == "POST" else None, instance=chapter, initial=new)
    if form.is_bound and form.is_valid():
        try:
            with form.saving():
                if chapter is None:
                    actions.add_chapter(whole.circle, form.written, by=request.viewer)
                    return redirect(f"{reverse('circles:circle', args=[number])}#kapitel")
                actions.change_chapter(chapter, form.written, form.opened_on, by=request.viewer)
                return redirect("circles:chapter", number, chapter.pk)
        except actions.TooMany:
            form.add_error(None, _("Det finns redan fyrtio kapitel. Slå ihop några först."))
    context = _about(request, whole) | {"form": form, "chapter": chapter, "leads": queries.leads(request.viewer)}
    return render(request, "circles/edit_chapter.html", context, status=form.http_status)


@require_POST
@door(Permission.CIRCLE_ARRANGE)
def remove_chapter(request: Request, number: int, chapter_id: int) -> HttpResponse:
    """A chapter goes, with its reflections."""
    _seen, chapter = _chapter(request, number, chapter_id)
    removal = actions.remove_chapter(chapter, by=request.viewer)
    offer(request, removal, _("Kapitlet är borttaget, med sina reflektioner."))
    return redirect(f"{reverse('circles:circle', args=[number])}#kapitel")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.CIRCLE_SEE)
def takeaway(request: Request, number: int, takeaway_id: int | None = None) -> HttpResponse:
    """Something the circle takes along: new, changed, or, with an empty text, away."""
    whole = _circle(request, number)
    if not queries.writes(request.viewer, whole.circle):
        raise PermissionDenied
    current = queries.takeaway_for(request.viewer, whole.circle, takeaway_id) if takeaway_id else None
    if takeaway_id and current is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    number_of = (sent or request.GET).get("chapter", "")
    about = next((c for c in whole.chapters if str(c.pk) == number_of), current.chapter if current else None)
    must = "" if current else _("Skriv vad ni tar med er, med en eller ett par meningar.")
    form = TextForm(sent, instance=current, must=must)
    if form.is_bound and form.is_valid():
        try:
            with form.saving():
                if current is None:
                    actions.take_away(whole.circle, about, form.written["text"], by=request.viewer)
                else:
                    gone = actions.change_takeaway(current, form.written["text"], form.opened_on, by=request.viewer)
                    if gone:
                        offer(request, gone, _("Raden är borttagen."))
                return redirect(f"{reverse('circles:circle', args=[number])}#tar-med")
        except actions.TooMany:
            form.add_error(None, _("Det finns redan hundra. Slå ihop några först."))
    context = _about(request, whole) | {"form": form, "takeaway": current, "chapter": about}
    return render(request, "circles/takeaway.html", context, status=form.http_status)


def _about(request: Request, whole: queries.WholeCircle) -> dict[str, object]:
    """What every page of a circle says of it."""
    return {
        "circle": whole.circle,
        "book": pages.book(whole.circle),
        "next": whole.next,
        "what_is_next": pages.what_is_next(whole),
        "place": queries.where(request.viewer, whole.circle),
        "may_arrange": allows(request.viewer, Permission.CIRCLE_ARRANGE, whole.circle),
        "may_write": queries.writes(request.viewer, whole.circle),
    }


def _points(request: Request, circle: queries.Circle | None) -> list[tuple[str, str]]:
    """The points to choose among, and the one already chosen."""
    listed = points(request.viewer)
    point = getattr(circle, "point", "")
    return [*listed, (point, point)] if point and point not in dict(listed) else listed


def _circle(request: Request, number: int) -> queries.WholeCircle:
    circle = queries.circle_for(request.viewer, number)
    if circle is None:
        raise Http404
    return circle


def _chapter(request: Request, number: int, chapter_id: int) -> tuple[queries.WholeCircle, queries.Chapter]:
    whole = _circle(request, number)
    chapter = queries.chapter_for(request.viewer, whole.circle, chapter_id)
    if chapter is None:
        raise Http404
    return whole, chapter
