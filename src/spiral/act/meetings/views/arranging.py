"""The agenda: an item written, moved or taken away, and what is brought to it from another room. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from spiral.act.meetings import pages, queries
from spiral.act.meetings.actions import arranging
from spiral.act.meetings.actions.gate import refuse_published
from spiral.act.meetings.blocks import blocks
from spiral.act.meetings.forms_item import ItemForm, suggestions
from spiral.act.meetings.views.doors import leaders, members
from spiral.exchange.evidence import Evidence, freeze
from spiral.ground.fields import whole_number
from spiral.ground.revision import StaleRevision
from spiral.ground.words import language
from spiral.trust.access.requests import Request
from spiral.trust.undo.offers import offer

WRITE = require_http_methods(["GET", "HEAD", "POST"])
#: What something that is brought along is given to begin with.
MINUTES = 20


@WRITE
@leaders
def item(request: Request, meeting: queries.Meeting, item_id: int | None = None) -> HttpResponse:
    """One item of the agenda; a new one where it is wanted. "suggest" fills in what its kind suggests, and keeps what
    was typed."""
    refuse_published(meeting)
    items = queries.agenda(meeting)
    current = next((i for i in items if i.pk == item_id), None)
    if item_id is not None and current is None:
        raise Http404
    suggests = "suggest" in request.POST
    if suggests:
        begins = suggestions(request.POST, language())
    else:
        begins = {} if current else blocks().get(request.GET.get("kind", ""), blocks()["own"]).as_item(language())
    form = ItemForm(
        None if suggests else request.POST or None,
        viewer=request.viewer,
        language=language(),
        instance=current,
        initial=begins,
        items=items,
        after=whole_number(request.GET.get("after")),
    )
    if form.is_bound and form.is_valid():
        with form.saving():
            kept = arranging.keep_item(
                meeting.pk, item_id, form.written, form.opened_on, by=request.viewer, after=form.after
            )
            if form.drops_figure:
                _item, dropped = arranging.give_figure(meeting.pk, kept.pk, None, by=request.viewer)
                if dropped:
                    offer(request, dropped, _("Bilden är borttagen från punkten."))
            return _to_agenda(meeting)
    context = {"form": form, "meeting": meeting, "item": current}
    return render(request, "meetings/item.html", context, status=form.http_status)


@require_POST
@leaders
def move(request: Request, meeting: queries.Meeting, item_id: int) -> HttpResponse:
    """Up, down, to a place by its number, or away."""
    items = queries.items(meeting)
    now = next((n for n, i in enumerate(items, 1) if i.pk == item_id), None)
    way = request.POST.get("way")
    if now is None:
        messages.error(request, _("Punkten finns inte längre i dagordningen."))
    elif way == "remove":
        title = Truncator(items[now - 1].title).chars(80)
        removal = arranging.remove_item(meeting.pk, item_id, by=request.viewer)
        offer(request, removal, _("Punkten ”%(what)s” är borttagen.") % {"what": title})
    elif (place := _place(way, now, request.POST.get("place"))) is None:
        last = {"n": len(items)}
        messages.error(request, _("Skriv platsen som ett tal mellan 1 och %(n)s. Inget är flyttat.") % last)
    else:
        _move(request, meeting, items[now - 1], place)
    return _to_agenda(meeting)


def _place(way: str | None, now: int, number: str | None) -> int | None:
    """The place that is asked for: one step from where it stands now, or the number; None for no number."""
    return {"up": now - 1, "down": now + 1}[way] if way in ("up", "down") else whole_number(number)


def _move(request: Request, meeting: queries.Meeting, item: queries.Item, place: int) -> None:
    """What came of it is said in words."""
    facts = {"title": item.title}
    try:
        got = arranging.move_item(meeting.pk, item.pk, place, request.POST.get("order", ""), by=request.viewer)
    except StaleRevision:
        sentence = _("Någon annan har ändrat dagordningen. Så här står den nu: flytta %(title)s igen om det behövs.")
        messages.error(request, sentence % facts)
    else:
        messages.success(request, _("%(title)s är nu punkt %(n)s.") % {**facts, "n": got})


def _to_agenda(meeting: queries.Meeting) -> HttpResponse:
    return redirect(reverse("meetings:meeting", args=[meeting.pk]) + "#dagordning")


@WRITE
@members
def take_along(request: Request) -> HttpResponse:
    """Something from another room becomes an item of a meeting, or the picture of one; where is asked."""
    kind, ref = request.GET.get("kind", ""), request.GET.get("ref", "")
    evidence = freeze(request.viewer, kind[:40], ref[:200], language())
    if evidence is None:
        raise Http404
    landings = pages.landings([m for m in queries.coming(request.viewer) if queries.leads(request.viewer, m)])
    if request.method == "POST":
        chosen = next((one for one in landings if str(one.meeting.pk) == request.POST.get("meeting")), None)
        if chosen is not None:
            return _land(request, chosen, evidence)
        messages.error(request, _("Välj ett möte som inte har varit än."))
    return render(request, "meetings/take_along.html", {"evidence": evidence, "landings": landings})


def _land(request: Request, landing: pages.Landing, evidence: Evidence) -> HttpResponse:
    """As an item of its own at the place that was chosen, or as the picture of an item that is there."""
    meeting = landing.meeting
    where, _dash, text = request.POST.get(f"place-{meeting.pk}", "").partition("-")
    number = whole_number(text)
    if where == "item" and number is not None:
        try:
            item, replaced = arranging.give_figure(meeting.pk, number, evidence, by=request.viewer)
        except StaleRevision:
            messages.error(request, _("Punkten finns inte längre i dagordningen. Välj en annan."))
            return redirect(request.get_full_path())
        messages.success(request, _("Bilden hör nu till punkten %(title)s.") % {"title": item.title})
        if replaced:
            offer(request, replaced, _("Bilden som punkten hade är borttagen."))
    else:
        item = arranging.take_along(meeting.pk, evidence, MINUTES, by=request.viewer, after=number)
        messages.success(request, _("%(title)s ligger i dagordningen.") % {"title": item.title})
    return _to_agenda(meeting)
