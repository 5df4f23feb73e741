"""The list, a new inquiry, the inquiry itself, its head, phases and pencil."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.frozen import picture
from spiral.exchange import evidence, happenings
from spiral.trust.access.deciding import offices_for
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.networks.queries import areas
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions import inquiry as actions
from spiral.understand.inquiries.actions import pencil
from spiral.understand.inquiries.actions import tree as growing
from spiral.understand.inquiries.forms.inquiry import (
    InquiryForm,
    LearnedForm,
    PhaseForm,
    PhaseNamesForm,
    StartForm,
    TakeForm,
)
from spiral.understand.inquiries.pages.inquiry import inquiry_page
from spiral.understand.inquiries.pages.listing import listing
from spiral.understand.inquiries.pages.taking import choices, question
from spiral.understand.inquiries.phasesets import phase_set, shipped
from spiral.understand.inquiries.views.tree import answer_form
from spiral.understand.inquiries.views.writing import READABLE, press, seen, whole_of, write, written


@require_safe
@never_cache
@door(Permission.INQUIRY_SEE)
def index(request: Request) -> HttpResponse:
    """Inquiries under way, and where new data have come."""
    return render(request, "inquiries/index.html", {"page": listing(request.viewer, request.GET.get("page"))})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_START)
def start(request: Request) -> HttpResponse:
    """A new inquiry from a question."""
    held = offices_for(request.viewer, Permission.INQUIRY_START)
    form = StartForm(*_choices(request), shipped(), held, get_language() or "sv", request.POST or None)
    if request.method == "POST" and form.is_valid():
        turns = phase_set(form.cleaned_data["phases"]).turns(get_language() or "sv")
        office = next((o for o in held if o.pk == form.cleaned_data.get("office")), None)
        inquiry = actions.start(form.written, turns, by=request.viewer, office=office)
        return redirect("inquiries:inquiry", inquiry.pk)
    return render(
        request, "inquiries/start.html", {"form": form, "office": held[0]}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_START)
def take(request: Request) -> HttpResponse:
    """Take a piece of evidence along: to a new inquiry, or to one under way."""
    language = get_language() or "sv"
    kind, ref = request.GET.get("kind", ""), request.GET.get("ref", "")
    piece = evidence.freeze(request.viewer, kind, ref, language) if "\0" not in kind + ref else None
    if piece is None:
        raise Http404
    held = offices_for(request.viewer, Permission.INQUIRY_START)
    form = TakeForm(choices(request.viewer), held, request.POST or None, initial={"title": question(piece)})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        target, _colon, number = cleaned["where"].partition(":")
        if target == "new":
            office = next((o for o in held if o.pk == cleaned.get("office")), None)
            head = {"title": cleaned["title"], "is_shared": cleaned["is_shared"], "started_on": timezone.localdate()}
            started = actions.start(head, shipped()[0].turns(language), by=request.viewer, office=office, first=piece)
            return redirect("inquiries:inquiry", started.pk)
        inquiry, _comma, because = number.partition(",")
        done = _("Underlaget ligger nu i undersökningen, fryst som det såg ut i dag.")
        back = reverse("inquiries:inquiry", args=[int(inquiry)])
        return press(
            request,
            int(inquiry),
            lambda: growing.attach(int(inquiry), int(because) if because else None, piece, by=request.viewer),
            back,
            done,
        )
    context = {
        "form": form,
        "evidence": piece,
        "chart": picture(piece.chart),
        "differences": picture(piece.differences),
        "is_followed": evidence.can_be_followed_up(kind),
    }
    return render(request, "inquiries/take.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@door(Permission.INQUIRY_SEE)
def page(request: Request, number: int) -> HttpResponse:
    """The inquiry: the spiral, the tree, what is tried, and whether it helped."""
    composed = inquiry_page(request.viewer, whole_of(request, number))
    form = answer_form(composed.tree, initial={"parent": request.GET.get("under", "")}) if composed.writes else None
    return render(request, "inquiries/inquiry.html", {"page": composed, "inquiry": composed.inquiry, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def edit(request: Request, number: int) -> HttpResponse:
    """The question, who takes part, dates, who may read."""
    inquiry = written(request, number).inquiry
    form = InquiryForm(*_choices(request, inquiry), request.POST or None, initial=InquiryForm.initial_from(inquiry))
    return write(
        request,
        form,
        lambda over: actions.change(number, form.written, form.opened_on, by=request.viewer, take_over=over),
        _back(number),
        values=InquiryForm.initial_from,
        inquiry=inquiry,
        heading=_("Ändra undersökningen"),
        submit=_("Spara undersökningen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_SEE)
def phase(request: Request, number: int, phase: int) -> HttpResponse:
    """One phase: its guiding questions, notes, dates."""
    whole = whole_of(request, number)
    turn = next((p for p in whole.phases if p.number == phase), None)
    if turn is None:
        raise Http404
    if request.method == "POST":
        written(request, number)
    form = PhaseForm(request.POST or None, initial=PhaseForm.initial_from(turn))
    return write(
        request,
        form,
        lambda over: actions.write_phase(
            number, phase, form.written, form.opened_on, by=request.viewer, take_over=over
        ),
        _back(number),
        values=PhaseForm.initial_from,
        template=READABLE,
        inquiry=whole.inquiry,
        phase=turn,
        page=inquiry_page(request.viewer, whole),
        heading=turn.name,
        submit=_("Spara fasen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def phases(request: Request, number: int) -> HttpResponse:
    """The phases' own names and questions."""
    whole = written(request, number)
    form = PhaseNamesForm(whole.phases, request.POST or None, initial={"revision": whole.inquiry.revision})
    intro = _("Namnen är er egen kopia. Ha tre till åtta faser; en tom rad tas bort om ni inte har skrivit i fasen.")
    return write(
        request,
        form,
        lambda over: actions.rename_phases(number, form.turns, form.opened_on, by=request.viewer, take_over=over),
        _back(number),
        inquiry=whole.inquiry,
        heading=_("Döp om faserna"),
        intro=intro,
        submit=_("Spara faserna"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def finish(request: Request, number: int) -> HttpResponse:
    """What the group takes with it; then the inquiry is read only."""
    inquiry = written(request, number).inquiry
    form = LearnedForm(request.POST or None, initial={"learned": inquiry.learned})
    return write(
        request,
        form,
        lambda over: actions.finish(number, form.cleaned_data["learned"], by=request.viewer, take_over=over),
        _back(number),
        inquiry=inquiry,
        heading=_("Avsluta undersökningen"),
        submit=_("Avsluta"),
        intro=_("Allt finns kvar att läsa, och ni kan öppna den igen."),
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def reopen(request: Request, number: int) -> HttpResponse:
    return press(request, number, lambda: actions.reopen(number, by=request.viewer), _back(number))


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def take_pencil(request: Request, number: int) -> HttpResponse:
    """Take the pencil over; the page says who has it."""
    return press(
        request, number, lambda: pencil.take_pencil(number, by=request.viewer), _back(number), _("Du har pennan.")
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_SEE)
def put_down_pencil(request: Request, number: int) -> HttpResponse:
    seen(request, number)
    pencil.put_down_pencil(number, by=request.viewer)
    messages.success(request, _("Pennan är ledig."))
    return redirect(_back(number))


def _back(number: int) -> str:
    return reverse("inquiries:inquiry", args=[number])


def _choices(
    request: Request, inquiry: queries.Inquiry | None = None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The areas and the points of assignments to choose among; what is chosen already is always there."""
    listed = [(a.key, str(a)) for a in areas(request.viewer)]
    points = happenings.points(request.viewer)
    if inquiry is not None:
        if inquiry.area is not None and inquiry.area.key not in dict(listed):
            listed.append((inquiry.area.key, str(inquiry.area)))
        if inquiry.point and inquiry.point not in dict(points):
            points = [*points, (inquiry.point, inquiry.point)]
    return listed, points
