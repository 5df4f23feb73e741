"""The summary: read it, edit it, publish it, send it. HTTP only."""

from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.act.meetings import exports, letters, queries
from spiral.act.meetings.actions import notes, summing
from spiral.act.meetings.actions.gate import refuse_published
from spiral.act.meetings.minutes import minutes
from spiral.act.meetings.summary import Summary, summary
from spiral.act.meetings.views import asking
from spiral.act.meetings.views.doors import leaders, meeting_or_404, members
from spiral.documents.blocks import Document
from spiral.documents.pdf import pdf
from spiral.exchange.evidence import destinations
from spiral.ground.confirm import Letter, ask_first
from spiral.ground.fields import whole_number
from spiral.ground.paper import on_paper
from spiral.ground.revision import RevisionForm
from spiral.ground.words import language
from spiral.trust.access.requests import Request


@require_safe
@members
def read(request: Request, number: int) -> HttpResponse:
    """What has happened, at every moment; once published, what was published."""
    meeting = meeting_or_404(request, number)
    whole = summary(meeting)
    editions = queries.editions(meeting)
    context = {
        "meeting": meeting,
        "summary": whole,
        "document": minutes(meeting, whole, language()),
        "leads": queries.leads(request.viewer, meeting),
        "carries": bool(destinations(request.viewer, "note")),
        "edition": editions[-1] if editions else None,
        "earlier": editions[:-1],
    }
    return render(request, "meetings/summary.html", context)


@require_safe
@members
def earlier(request: Request, number: int, edition: int) -> HttpResponse:
    """An edition that has been corrected since, as it was."""
    meeting = meeting_or_404(request, number)
    editions = queries.editions(meeting)
    chosen = next((e for e in editions[:-1] if e.number == edition), None)
    if chosen is None:
        raise Http404
    then = copy(meeting)
    then.summary, then.published_at = chosen.summary, chosen.published_at
    whole = summary(then)
    context = {
        "meeting": meeting,
        "summary": whole,
        "document": minutes(then, whole, language()),
        "edition": chosen,
        "following": editions[edition],
    }
    return render(request, "meetings/earlier_summary.html", context)


@require_POST
@leaders
def correct(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Begin a new edition; what is published stands until then."""
    summing.correct(meeting.pk, by=request.viewer)
    return redirect("meetings:edit_summary", meeting.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@leaders
def edit(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Lines ticked, worded and brought together."""
    if meeting.published_at and not meeting.is_being_corrected:
        return redirect("meetings:summary", meeting.pk)
    whole, form = summary(meeting, editing=True), RevisionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        choices = _choices(request, meeting.choices, whole)
        with form.saving():
            said = summing.NewWords(_typed(request, "decision-"), _typed(request, "task-"))
            summing.keep_choices(meeting.pk, choices, form.opened_on, by=request.viewer, words=said)
            if "publish" in request.POST:
                return redirect("meetings:publish", meeting.pk)
            messages.success(request, _("Sammanfattningen är sparad."))
            return redirect("meetings:edit_summary", meeting.pk)
        # What was ticked and worded stays on the page; what the other has saved stands beside it.
        saved, meeting.choices = whole, choices
        whole = summary(meeting, editing=True)
        form.theirs = _differing(saved, whole)
    lines = {line.key: line for p in whole.points for n in p.notes for line in n.lines}
    suggestions = [(",".join(keys), [lines[k] for k in keys]) for keys in whole.suggestions]
    return render(
        request,
        "meetings/edit_summary.html",
        {
            "meeting": meeting,
            "summary": whole,
            "suggestions": suggestions,
            "agreed": _agreed(request, meeting),
            "when": exports.when(meeting),
            "form": form,
        },
        status=form.http_status,
    )


def _agreed(request: Request, meeting: queries.Meeting) -> list[tuple[str, str, str]]:
    """Each decision and task: its field's name and label, and its words as they were typed, or as they are."""
    rows = [(f"decision-{d.pk}", _("Beslut"), d.text) for d in queries.decisions(meeting)]
    rows += [(f"task-{t.pk}", _("Uppgift: %(who)s") % {"who": t.who}, t.text) for t in queries.tasks(meeting)]
    return [(name, label, request.POST.get(name, text)) for name, label, text in rows]


def _typed(request: Request, prefix: str) -> dict[int, str]:
    """The texts of the fields that begin so, by the number that follows."""
    texts = {}
    for name in request.POST:
        number = whole_number(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if number is not None:
            texts[number] = request.POST.get(name, "").strip()[:500]
    return texts


def _differing(saved: Summary, typed: Summary) -> list[tuple[str, str]]:
    """What somebody else has saved, line by line, where it is not what was typed."""
    mine = {line.key: line for p in typed.points for n in p.notes for line in n.lines}
    differing = [(_("Inledning"), saved.lead or _("(tomt)"))] if saved.lead != typed.lead else []
    for line in (line for p in saved.points for n in p.notes for line in n.lines):
        own = mine.get(line.key)
        if own is None or (own.text, own.is_out) != (line.text, line.is_out):
            differing.append((line.was or line.text, _("Utelämnad") if line.is_out else line.text))
    return differing


def _choices(request: Request, before: dict[str, Any], whole: Summary) -> dict[str, object]:
    """The form as choices. What concerns lines that are no longer there is left as it was."""
    form = request.POST
    shown = {line.key: line for p in whole.points for n in p.notes for line in n.lines}
    out = {k for k in before.get("out", ()) if k not in shown}
    texts = {k: t for k, t in before.get("texts", {}).items() if k not in shown}
    for key, line in shown.items():
        if f"included-{key}" not in form:
            out.add(key)
        text = form.get(f"text-{key}", line.text).strip()[:2000]
        if text and text != (line.was or line.text):
            texts[key] = text
    bundles = [list(b) for b in before.get("bundles", ())]
    if joined := form.get("merge"):
        bundles.append([k for k in joined.split(",") if k in shown])
    if parted := form.get("split"):
        bundles = [b for b in bundles if parted not in b]
    said = {name: form.get(name, "").strip()[:2000] for name in ("lead", "correction") if name in form}
    return {**said, "out": sorted(out), "texts": texts, "bundles": bundles}


@require_http_methods(["GET", "HEAD", "POST"])
@leaders
def publish(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """Ask first; then freeze it, and everybody in the network can read it."""
    refuse_published(meeting)
    if asked := ask_first(request, asking.before_publishing(meeting)):
        return asked
    try:
        summing.publish(meeting.pk, by=request.viewer)
    except summing.NotNow:
        messages.error(request, _("Avsluta mötet först. Sammanfattningen är sparad."))
        return redirect("meetings:edit_summary", meeting.pk)
    except summing.NoCorrection:
        messages.error(request, _("Skriv vad som är rättat, så att de som har läst får veta det."))
        return redirect("meetings:edit_summary", meeting.pk)
    messages.success(request, _("Sammanfattningen är publicerad. Alla i nätverket kan läsa den."))
    if meeting.summary_sent_at:
        meeting.refresh_from_db()
        _send(request, meeting)
    return redirect("meetings:summary", meeting.pk)


@require_POST
@leaders
def send(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """The published summary by mail, to those who were invited."""
    if not meeting.published_at:
        return redirect("meetings:summary", meeting.pk)
    page = reverse("meetings:summary", args=[meeting.pk])
    letter = _letter(request, meeting, minutes(meeting, summary(meeting), language()))
    if asked := ask_first(request, asking.before_sending(meeting, "summary", page, letter)):
        return asked
    _send(request, meeting)
    return redirect("meetings:summary", meeting.pk)


def _letter(request: Request, meeting: queries.Meeting, document: Document) -> Letter:
    address = request.build_absolute_uri(reverse("meetings:summary", args=[meeting.pk]))
    return letters.summary_letter(meeting, queries.editions(meeting)[-1], address, document)


def _send(request: Request, meeting: queries.Meeting) -> None:
    """To those who were invited, with what has been corrected where something has; said on the next page."""
    document, edition = minutes(meeting, summary(meeting), language()), queries.editions(meeting)[-1]
    file = pdf(document, made_at=edition.published_at, site=request.build_absolute_uri("/"))
    sent, lost = letters.send_summary(meeting, _letter(request, meeting, document), file)
    sentence = ngettext("Skickat till %(n)s person.", "Skickat till %(n)s personer.", sent) % {"n": sent}
    if lost:
        sentence += " " + _("%(n)s mejl gick inte att skicka. Försök igen senare.") % {"n": lost}
    if not sent and not lost:
        sentence = _("Ingen av deltagarna har en e-postadress i registret. Skicka länken till mötet på annat sätt.")
    messages.success(request, sentence)


@require_safe
@members
def paper(request: Request, number: int) -> HttpResponse:
    """The summary as PDF."""
    meeting = meeting_or_404(request, number)
    day = timezone.localdate(meeting.starts_at)
    document = minutes(meeting, summary(meeting), language())
    return on_paper(request, document, f"sammanfattning-{day:%Y-%m-%d}", meeting.published_at)


@require_POST
@leaders
def to_task(request: Request, meeting: queries.Meeting) -> HttpResponse:
    """A line of the notes becomes a task."""
    refuse_published(meeting)
    text, who = request.POST.get("text", "").strip()[:500], request.POST.get("who", "").strip()[:120]
    if text and who:
        notes.give_task(meeting.pk, text, who, None, by=request.viewer)
        messages.success(request, _("Raden är nu en uppgift. Sätt datum i mötesläget."))
    else:
        messages.error(request, _("Skriv vem som ska göra det."))
    return redirect("meetings:edit_summary", meeting.pk)
