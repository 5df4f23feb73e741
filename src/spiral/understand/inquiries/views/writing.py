"""What every page that writes does alike: who may, the pencil, and both texts kept when two have written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from spiral.ground.fields import whole_number
from spiral.ground.revision import RevisionForm, StaleRevision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions.inquiry import PhaseHasNotes
from spiral.understand.inquiries.actions.pencil import IsFinished, PencilTaken
from spiral.understand.inquiries.actions.tree import DEEPEST, MOST, Entangled, HasCheck, TreeIsFull
from spiral.understand.inquiries.actions.trials import NothingToSee
from spiral.understand.inquiries.rules import holds_pencil

View = Callable[..., HttpResponse]
Row = TypeVar("Row", bound=Model)
Values = Callable[[Any], dict[str, object]]
#: The one form that is also read when nothing can be written.
READABLE = "inquiries/phase.html"
REFUSALS = (Entangled, HasCheck, TreeIsFull, PhaseHasNotes, NothingToSee)


def seen(request: Request, number: int) -> queries.Inquiry:
    """The inquiry, or 404."""
    inquiry = queries.inquiry_for(request.viewer, number)
    if inquiry is None:
        raise Http404
    return inquiry


def whole_of(request: Request, number: int) -> queries.Whole:
    """The inquiry with everything in it, or 404."""
    return queries.whole(request.viewer, seen(request, number))


def written(request: Request, number: int) -> queries.Whole:
    """The same, for those who write in it: 403 for those who only read."""
    whole = whole_of(request, number)
    require(request.viewer, Permission.INQUIRY_WRITE, whole.inquiry)
    return whole


def one(rows: Iterable[Row], number: int) -> Row:
    """The row with that number among an inquiry's own, or 404."""
    row = next((r for r in rows if r.pk == number), None)
    if row is None:
        raise Http404
    return row


def write(
    request: Request,
    form: RevisionForm,
    save: Callable[[bool], object],
    back: str,
    *,
    values: Values | None = None,
    inquiry: queries.Inquiry,
    template: str = "inquiries/form.html",
    **context: object,
) -> HttpResponse:
    """Show the form, or save it and go ``back``. Where somebody else has the pencil or has saved meanwhile, the form
    comes back with what was typed, and what the other has saved beside it; the next press takes over."""
    if request.method != "POST" and inquiry.state == inquiry.State.FINISHED and template != READABLE:
        messages.error(request, _("Undersökningen är avslutad. Öppna den igen för att skriva."))
        return redirect("inquiries:inquiry", inquiry.pk)
    status, holder = 200, None if holds_pencil(request.viewer, inquiry) else inquiry
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                save("take_over" in request.POST)
            except PencilTaken as taken:
                status, holder = 409, taken.inquiry
            except StaleRevision as stale:
                status = 409
                form.show_conflict(stale.current, values(stale.current) if values else {})
            except IsFinished:
                status = 409
                form.add_error(
                    None, _("Undersökningen är avslutad. Öppna den igen för att skriva; texten står kvar här.")
                )
            except REFUSALS as refused:
                form.add_error(None, refusal(refused))
            else:
                return redirect(back)
    context |= {"inquiry": inquiry, "form": form, "back": back, "holder": holder}
    return render(request, template, context, status=status)


def press(request: Request, number: int, do: Callable[[], object], back: str, done: str = "") -> HttpResponse:
    """One press of a button, and back to the page with what came of it."""
    written(request, number)
    try:
        do()
    except ObjectDoesNotExist:
        raise Http404 from None
    except PencilTaken as taken:
        who = {"who": taken.inquiry.pencil_of}
        messages.error(request, _("%(who)s har pennan. Ta över den om ni är överens, och försök igen.") % who)
    except StaleRevision:
        messages.error(request, _("Någon annan har sparat under tiden. Läs det nya och försök igen."))
    except IsFinished:
        messages.error(request, _("Undersökningen är avslutad. Öppna den igen för att skriva."))
    except REFUSALS as refused:
        messages.error(request, refusal(refused))
    else:
        if done:
            messages.success(request, done)
    return redirect(back)


def refusal(refused: Exception) -> str:
    """Why it could not be done, and what to do instead."""
    match refused:
        case TreeIsFull():
            full = _("Trädet rymmer %(most)s svar i högst %(deep)s led. Parkera något, eller skriv svaret högre upp.")
            return full % {"most": MOST, "deep": DEEPEST}
        case PhaseHasNotes():
            return _("En fas som ni har skrivit i kan inte tas bort. Behåll namnet, eller töm fasen först.")
        case NothingToSee():
            return _("Det finns inget nytt att se än. Källan har inte publicerat något sedan underlaget frystes.")
        case HasCheck():
            return _("En uppföljning väntar på underlaget. Flytta uppföljningen till ett annat underlag först.")
    return _("Ett svar kan inte stå under sig självt, och inte slås ihop med ett svar under sig. Välj ett annat svar.")


def revision(request: Request) -> int:
    """The revision that a button was shown with; -1, which is nobody's, for what is no number."""
    number = whole_number(request.POST.get("revision"))
    return -1 if number is None else number
