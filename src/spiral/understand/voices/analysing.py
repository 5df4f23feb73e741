"""The leader's pages of the analysis day, and the themes agreed on. HTTP only."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spiral.documents.svg.qr import draw_qr
from spiral.ground.confirm import ask_first
from spiral.ground.words import language
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.anonymous.views.leading import led
from spiral.trust.doors import door
from spiral.understand.voices import asking, queries
from spiral.understand.voices.actions import days
from spiral.understand.voices.forms_days import DayForm, ThemeForm
from spiral.understand.voices.leading import ROOM
from spiral.understand.voices.pages import count_in_words
from spiral.understand.voices.questions import QuestionKind


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_LEAD)
def day(request: Request, number: int) -> HttpResponse:
    """The analysis day: its code, the groups side by side, and the themes agreed."""
    collection = _released(request, number)
    version = collection.content.version(language())
    texts = [(n, q.text.usual) for n, q in enumerate(version.questions, 1) if q.kind == QuestionKind.TEXT]
    texts = [(n, text) for n, text in texts if n not in queries.thin(request.viewer, collection)]
    opened = queries.day_of(request.viewer, collection)
    initial = {
        "questions": opened.questions if opened else [n for n, _text in texts],
        "groups": opened.groups.count() if opened else 4,
        "last_day": timezone.localdate().isoformat(),
    }
    form = DayForm(texts, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        days.open_day(number, cleaned["questions"], cleaned["groups"], cleaned["last_day"], by=request.viewer)
        return redirect("voices:day", number)
    context: dict[str, object] = {"collection": collection, "form": form, "day": opened, "texts": texts}
    if opened and (released := queries.released(request.viewer, collection)):
        join = request.build_absolute_uri(opened.door()) if opened.is_code_live else ""
        context |= {
            "is_open": queries.is_sorting(opened),
            "join": join,
            "qr": draw_qr(join, _("QR-kod till sorteringen")) if join else "",
            "sortings": queries.sortings(opened),
            "themes": [(t, count_in_words(len(q))) for t, q in released.themes],
        }
    return render(request, "voices/day.html", context, status=422 if form.errors else 200)


@require_POST
@door(Permission.COLLECTION_LEAD)
def close_day(request: Request, number: int) -> HttpResponse:
    """The code no longer opens anything."""
    collection = led(ROOM, request, number)
    if asked := ask_first(request, asking.before_closing_day(queries.day_of(request.viewer, collection))):
        return asked
    days.close_day(collection.pk, by=request.viewer)
    return redirect("voices:day", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_LEAD)
def theme(request: Request, number: int, theme_id: int | None = None) -> HttpResponse:
    """A theme agreed on: its name, and the piles it takes its quotes from."""
    collection = _released(request, number)
    current = queries.theme_for(request.viewer, theme_id) if theme_id else None
    if theme_id and (current is None or current[0].collection_id != collection.pk):
        raise Http404
    opened = queries.day_of(request.viewer, collection)
    piles = [
        (p.pk, _("Grupp %(n)s: %(name)s (%(count)s)") % {"n": s.group.number, "name": p.name, "count": len(p.quotes)})
        for s in (queries.sortings(opened) if opened else ())
        for p in s.piles
    ]
    sent = request.POST if request.method == "POST" else None
    form = ThemeForm(piles, sent, instance=current[0] if current else None, must=current is None)
    if sent is not None and form.is_valid():
        try:
            with form.saving():
                days.agree_on_theme(
                    number,
                    theme_id,
                    form.written["name"],
                    form.written["piles"],
                    form.opened_on,
                    by=request.viewer,
                )
                return redirect(f"{reverse('voices:day', args=[number])}#teman")
        except days.NameTaken:
            form.add_error("name", _("Det finns redan ett tema med det namnet. Ändra det, eller välj ett annat namn."))
        except days.TooMany:
            form.add_error(None, _("Det finns redan fyrtio teman. Ta bort eller slå ihop några först."))
    context = {"collection": collection, "form": form, "theme": current}
    return render(request, "voices/theme.html", context, status=form.http_status)


@require_POST
@door(Permission.COLLECTION_LEAD)
def drop_theme(request: Request, number: int, theme_id: int) -> HttpResponse:
    """A theme is taken away; its quotes stay."""
    collection = led(ROOM, request, number)
    if asked := ask_first(request, asking.before_dropping(request.viewer, collection, theme_id)):
        return asked
    days.drop_theme(collection.pk, theme_id, by=request.viewer)
    return redirect(f"{reverse('voices:day', args=[number])}#teman")


def _released(request: Request, number: int) -> queries.Collection:
    collection = led(ROOM, request, number)
    if collection.state != collection.State.RELEASED:
        raise Http404
    return collection
