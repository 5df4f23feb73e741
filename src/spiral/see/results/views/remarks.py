"""Questions about figures, and the owner's comments; HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.engine.place import Place
from spiral.ground.words import language
from spiral.see.results import actions, queries
from spiral.see.results.forms import CommentForm, ErrorForm
from spiral.see.results.views.places import named
from spiral.trust.access.deciding import office_at
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door


@require_http_methods(["GET", "HEAD", "POST"])
def remark(request: Request, place: Place, figure: str) -> HttpResponse:
    """'Fel i siffran?' for everybody, and the owner's comment for those who speak for the place."""
    name, back, places = named(request, place)
    indicator = queries.indicator(request.viewer, figure.removesuffix("-gap"))
    heading = indicator.short.get(language()) if indicator else _("Sidan som helhet")
    speaks = office_at(request.viewer, Permission.FIGURES_COMMENT, *places)
    error_form, comment_form = ErrorForm(), CommentForm()
    if request.method == "POST" and "comment" in request.POST:
        comment_form = CommentForm(request.POST)
        if comment_form.is_valid():
            actions.comment(places=places, figure=figure, text=comment_form.cleaned_data["comment"], by=request.viewer)
            messages.success(request, _("Kommentaren står nu bredvid siffran."))
            return redirect(back)
    elif request.method == "POST":
        error_form = ErrorForm(request.POST)
        if error_form.is_valid():
            actions.report_error(place=place, figure=figure, by=request.viewer, **error_form.cleaned_data)
            messages.success(request, _("Tack. Frågan har gått till nätverkets samordnare."))
            return redirect(back)
    context = {
        "name": name,
        "back": back,
        "heading": heading,
        "speaks": speaks,
        "error_form": error_form,
        "comment_form": comment_form,
    }
    status = 422 if error_form.errors or comment_form.errors else 200
    return render(request, "results/remark.html", context, status=status)


@require_safe
@door(Permission.REMARKS_ANSWER)
def questions(request: Request) -> HttpResponse:
    """What people have asked about figures; the coordinator's."""
    return render(request, "results/questions.html", {"questions": queries.questions(request.viewer)})


@require_POST
@door(Permission.REMARKS_ANSWER)
def answer(request: Request, number: int) -> HttpResponse:
    current = queries.question(request.viewer, number)
    if current is None:
        raise Http404
    actions.handle(current, by=request.viewer)
    return redirect("results:questions")
