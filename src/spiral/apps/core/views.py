"""Help, the living style page, the answers to what is forbidden or not there, and the health check."""

from __future__ import annotations

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from spiral.apps.core import help as guides
from spiral.apps.core.style import examples


@require_safe
def help_page(request: HttpRequest, name: str = "") -> HttpResponse:
    """A guide from ``docs/``."""
    guide = guides.guide(name, get_language() or "sv")
    if guide is None:
        raise Http404
    return render(request, "core/help.html", {"guide": guide, "is_contents": not name})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component and chart in every state."""
    return render(request, "core/style.html", examples())


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = gettext("Den här sidan är inte öppen för dig")
    text = gettext("Logga in med den roll som ska se sidan, eller fråga nätverkets samordnare.")
    return render(request, "core/message.html", {"title": title, "text": text}, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = gettext("Sidan finns inte")
    text = gettext(
        "Adressen kan vara felskriven, eller så har sidan flyttat. Sök efter kommunen eller skolan i stället."
    )
    return render(request, "core/message.html", {"title": title, "text": text}, status=404)
