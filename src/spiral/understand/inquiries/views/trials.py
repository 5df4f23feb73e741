"""What is tried: hunches, actions and their rounds, checks."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spiral.exchange import evidence
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.understand.inquiries import queries
from spiral.understand.inquiries.actions import trials
from spiral.understand.inquiries.forms.trials import ActionForm, CheckForm, CycleForm, HunchForm
from spiral.understand.inquiries.views.writing import Row, one, press, write, written


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def hunch(request: Request, number: int, hunch: int | None = None) -> HttpResponse:
    """A hunch, new or changed; a new one may grow from an answer."""
    whole = written(request, number)
    row = one(whole.hunches, hunch) if hunch else None
    leaf = _asked(request, "answer", whole.becauses)
    initial = HunchForm.initial_from(row) if row else {"text": leaf.text if leaf and len(leaf.text) <= 300 else ""}
    form = HunchForm(request.POST or None, initial=initial)

    def save(over: bool) -> object:
        values = {**form.written, **({"because_id": leaf.pk if leaf else None} if row is None else {})}
        return trials.keep_hunch(
            number,
            hunch,
            values,
            form.opened_on,
            by=request.viewer,
            take_over=over,
        )

    return write(
        request,
        form,
        save,
        f"{_back(number)}#provar",
        values=HunchForm.initial_from,
        inquiry=whole.inquiry,
        heading=_("Ändra antagandet") if row else _("Ett antagande att pröva"),
        submit=_("Spara antagandet"),
        intro=_("Vad bidrar vi själva till, som vi kan göra något åt? Pröva det innan ni bygger på det."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def action(request: Request, number: int, action: int | None = None) -> HttpResponse:
    """What is tried, new or changed."""
    whole = written(request, number)
    row = one(whole.actions, action) if action else None
    asked = _asked(request, "hunch", whole.hunches)
    initial = ActionForm.initial_from(row) if row else {"hunch_id": asked.pk if asked else ""}
    choices = [(h.pk, Truncator(h.text).chars(90)) for h in whole.hunches]
    form = ActionForm(choices, request.POST or None, initial=initial)
    return write(
        request,
        form,
        lambda over: trials.keep_action(
            number,
            action,
            form.written,
            form.opened_on,
            by=request.viewer,
            take_over=over,
        ),
        f"{_back(number)}#provar",
        values=ActionForm.initial_from,
        inquiry=whole.inquiry,
        heading=_("Ändra åtgärden") if row else _("Något att prova"),
        submit=_("Spara åtgärden"),
        intro=_("En eller två åtgärder i taget, i liten skala först."),
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def start_cycle(request: Request, number: int, action: int) -> HttpResponse:
    one(written(request, number).actions, action)
    return press(
        request,
        number,
        lambda: trials.start_cycle(number, action, by=request.viewer),
        f"{_back(number)}#provar",
        _("Ett nytt varv är öppnat."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def cycle(request: Request, number: int, cycle: int) -> HttpResponse:
    """One round of plan, do, study, act."""
    whole = written(request, number)
    row = one([c for a in whole.actions for c in a.cycles.all()], cycle)
    form = CycleForm(request.POST or None, initial=CycleForm.initial_from(row))
    return write(
        request,
        form,
        lambda over: trials.write_cycle(number, cycle, form.written, form.opened_on, by=request.viewer, take_over=over),
        f"{_back(number)}#provar",
        values=CycleForm.initial_from,
        inquiry=whole.inquiry,
        heading=_("Varv %(number)s: planera, göra, studera, besluta") % {"number": row.number},
        submit=_("Spara varvet"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def check(request: Request, number: int, check: int | None = None) -> HttpResponse:
    """When we look again, at what, and what would be enough."""
    whole = written(request, number)
    row = one(whole.checks, check) if check else None
    asked = _asked(request, "underlag", whole.pieces)
    first = asked or next((p for p in _followed(whole) if p.because_id is None), None)
    initial = (
        CheckForm.initial_from(row)
        if row
        else {
            "piece_id": first.pk if first else "",
            "planned_on": whole.inquiry.followed_up_on,
        }
    )
    pieces = [(p.pk, Truncator(p.content.title).chars(90)) for p in _followed(whole)]
    form = CheckForm(pieces, request.POST or None, initial=initial)
    if row is None:
        del form.fields["conclusion"]
    intro = _("Uppföljningen jämför med samma siffra som ni utgick från.")
    if not pieces:
        intro = _(
            "Det finns inget underlag som går att följa upp. Ta först med en siffra eller en skattning med Undersök."
        )
    return write(
        request,
        form,
        lambda over: trials.keep_check(
            number,
            check,
            form.written,
            form.opened_on,
            by=request.viewer,
            take_over=over,
        ),
        f"{_back(number)}#skillnad",
        values=CheckForm.initial_from,
        inquiry=whole.inquiry,
        heading=_("Ändra uppföljningen") if row else _("Planera när ni ska följa upp"),
        submit=_("Spara uppföljningen"),
        intro=row.sentence if row and row.sentence else intro,
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def look_again(request: Request, number: int, piece: int) -> HttpResponse:
    """Keep what there is to see now, with its uncertainty."""
    one(written(request, number).pieces, piece)
    return press(
        request,
        number,
        lambda: trials.look_again(number, piece, by=request.viewer),
        f"{_back(number)}#skillnad",
        _("Det ni såg är sparat. Skriv vad ni drar för slutsats."),
    )


def _followed(whole: queries.Whole) -> list[queries.Piece]:
    """The evidence that can be looked at again."""
    return [p for p in whole.pieces if evidence.can_be_followed_up(p.content.kind)]


def _asked(request: Request, name: str, rows: Iterable[Row]) -> Row | None:
    """The row that the address names, if it is one of the inquiry's own."""
    sent = request.GET.get(name, "")
    return next((r for r in rows if str(r.pk) == sent), None)


def _back(number: int) -> str:
    return reverse("inquiries:inquiry", args=[number])
