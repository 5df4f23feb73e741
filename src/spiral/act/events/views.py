"""What is coming up, sign-up, and the calendar feed. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.events import actions, asking, exports, pages, queries
from spiral.act.events.forms import EventForm, ReasonForm, SignUpForm
from spiral.exchange.feeds import entries
from spiral.ground.confirm import ask_first
from spiral.trust.access.deciding import allows, require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door

_ICS = "text/calendar; charset=utf-8"


@never_cache
@require_safe
@door(Permission.EVENT_SEE)
def index(request: Request) -> HttpResponse:
    """What is coming up; ``show=past`` what has been."""
    is_past = request.GET.get("show") == "past"
    listed = queries.past(request.viewer) if is_past else queries.coming(request.viewer)
    page = Paginator(listed, queries.PAGE).get_page(request.GET.get("page"))
    rows = [(e, pages.when(e), pages.standing(e, queries.seats(e)), queries.mine(request.viewer, e)) for e in page]
    nearest = next((e.title for e in page if e.state != e.State.CANCELLED), "")
    context = {"page": page, "rows": rows, "is_past": is_past, "nearest": nearest}
    return render(request, "events/index.html", context)


@never_cache
@require_safe
@door(Permission.EVENT_SEE)
def event(request: Request, number: int) -> HttpResponse:
    return _page(request, _event(request, number), SignUpForm(initial={"people": 1}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EVENT_SEE)
def new(request: Request) -> HttpResponse:
    """Add an event or an offer."""
    form = EventForm(request.viewer, request.POST or None, initial={"is_offer": "0"})
    if request.method == "POST" and form.is_valid():
        event = actions.arrange(form.content, by=request.viewer)
        messages.success(request, _("Nu syns det för nätverkets medlemmar."))
        return redirect("events:event", event.pk)
    return render(request, "events/write.html", {"form": form}, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EVENT_SEE)
def edit(request: Request, number: int) -> HttpResponse:
    event = _arranged(request, number)
    form = EventForm(request.viewer, request.POST or None, event=event)
    if request.method == "POST" and form.is_valid():
        with form.saving():
            actions.change(number, form.content, form.opened_on, by=request.viewer)
            messages.success(request, _("Ändringen är sparad."))
            return redirect("events:event", number)
    return render(request, "events/write.html", {"form": form, "event": event}, status=form.http_status)


@require_POST
@door(Permission.EVENT_SEE)
def sign_up(request: Request, number: int) -> HttpResponse:
    event, form = _event(request, number), SignUpForm(request.POST)
    if not form.is_valid():
        return _page(request, event, form, status=422)
    try:
        signup = actions.sign_up(number, form.cleaned_data["people"], form.cleaned_data["note"], by=request.viewer)
    except actions.SignUpClosed:
        messages.error(request, _("Anmälan är stängd. Fråga den som ordnar."))
        return redirect("events:event", number)
    except actions.TooManyPeople:
        form.add_error("people", _("Det finns bara %(n)s platser. Anmäl färre.") % {"n": event.places})
        return _page(request, event, form, status=422)
    if signup.state == signup.State.IN:
        messages.success(request, _("Ni är anmälda."))
    else:
        messages.success(request, _("Ni står på väntelistan och får ett mejl om det blir plats."))
    return redirect("events:event", number)


@require_POST
@door(Permission.EVENT_SEE)
def leave(request: Request, number: int) -> HttpResponse:
    event = _event(request, number)
    if asked := ask_first(request, asking.before_leaving(event, queries.mine(request.viewer, event))):
        return asked
    actions.leave(number, by=request.viewer)
    messages.success(request, _("Ni är avanmälda. Platsen går till nästa på väntelistan."))
    return redirect("events:event", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EVENT_SEE)
def cancel(request: Request, number: int) -> HttpResponse:
    event, form = _arranged(request, number), ReasonForm(request.POST or None)
    if request.method == "POST" and ReasonForm(request.POST).is_valid():
        form = ReasonForm(request.POST)
        form.is_valid()
        actions.cancel(number, form.cleaned_data["reason"], by=request.viewer)
        messages.success(request, _("Det är inställt, och alla anmälda får ett mejl."))
        return redirect("events:event", number)
    context = {"event": event, "form": form, "happens": asking.cancelling(event)}
    return render(request, "events/cancel.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.EVENT_SEE)
def one_file(request: Request, number: int) -> HttpResponse:
    """One event for one's own calendar."""
    response = HttpResponse(exports.calendar_file([_event(request, number)]), content_type=_ICS)
    response["Content-Disposition"] = f'attachment; filename="pa-gang-{number}.ics"'
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.EVENT_SEE)
def feed_page(request: Request) -> HttpResponse:
    """The address of one's feed: made, renewed, closed. It is shown once."""
    address = ""
    if request.method == "POST" and request.POST.get("close") == "1":
        actions.revoke_feed(by=request.viewer)
        messages.success(request, _("Adressen är stängd. Kalendrar som använder den slutar uppdateras."))
        return redirect("events:feed_page")
    if request.method == "POST":
        key = actions.new_feed_key(by=request.viewer)
        address = request.build_absolute_uri(reverse("events:feed", args=[key]))
    return render(request, "events/feed.html", {"feed": queries.feed_of(request.viewer), "address": address})


@never_cache
@require_safe
def feed(request: Request, key: str) -> HttpResponse:
    """What is coming up, for a calendar program that knows the key; no sign-in, no cookie."""
    reader = queries.reader_of_feed(key)
    if reader is None:
        raise Http404
    others = entries(reader, queries.remembered_since(), request.build_absolute_uri)
    return HttpResponse(exports.calendar_file(queries.for_feed(reader), others), content_type=_ICS)


def _page(request: Request, event: queries.Event, form: SignUpForm, status: int = 200) -> HttpResponse:
    now = queries.seats(event)
    context = {
        "event": event,
        "when": pages.when(event),
        "standing": pages.standing(event, now),
        "form": form,
        "is_taking": actions.is_taking(event),
        "mine": queries.mine(request.viewer, event),
        "seats": now,
        "may_arrange": allows(request.viewer, Permission.EVENT_ARRANGE, event),
        "people": queries.list_of_people(request.viewer, event),
    }
    return render(request, "events/event.html", context, status=status)


def _event(request: Request, number: int) -> queries.Event:
    event = queries.event(request.viewer, number)
    if event is None:
        raise Http404
    return event


def _arranged(request: Request, number: int) -> queries.Event:
    event = _event(request, number)
    require(request.viewer, Permission.EVENT_ARRANGE, event)
    return event
