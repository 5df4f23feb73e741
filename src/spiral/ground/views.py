"""Help, the living style page, the answers to what is forbidden, wrong or not there, and the health check."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from spiral.ground import codes
from spiral.ground import help as guides
from spiral.ground.shell import shell
from spiral.ground.style import examples

#: With less room than this on the disk (bytes) the health check says so, before a save fails.
LEAST_ROOM = 100_000_000


@require_safe
def help_page(request: HttpRequest, name: str = "") -> HttpResponse:
    """A guide from ``docs/``."""
    guide = guides.guide(name, get_language() or "sv")
    if guide is None:
        raise Http404
    return render(request, "ground/help.html", {"guide": guide, "is_contents": not name})


@never_cache
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """The one page for a code, whatever it opens: a meeting, a rating, a form to pupils."""
    typed = request.GET.get("code", "").strip()
    opened = codes.find(request, typed) if typed else None
    return redirect(opened.door()) if opened else code_page(request, typed)


@never_cache
@require_safe
def join_by_link(request: HttpRequest, code: str) -> HttpResponse:
    """A code as it stands in the short address that a projector shows."""
    opened = codes.find(request, code)
    return redirect(opened.door()) if opened else code_page(request, code)


@require_safe
def former_join(request: HttpRequest) -> HttpResponse:
    """Where each room had a page of its own for its codes: what is printed or kept leads on, with the code."""
    return redirect(f"{reverse('ground:join')}?{request.GET.urlencode()}".rstrip("?"))


def code_page(request: HttpRequest, wrong: str = "") -> HttpResponse:
    """The page where a code is typed; after a ``wrong`` one with the same answer whatever is wrong with it."""
    return render(request, "ground/join.html", {"wrong": wrong[:200]})


@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """Every component and chart in every state."""
    return render(request, "ground/style.html", examples())


@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers and the disk has room; otherwise 503, and which of the two is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("databasen svarar inte\n", content_type="text/plain; charset=utf-8", status=503)
    room = shutil.disk_usage(settings.VAR).free
    if room < LEAST_ROOM:
        text = f"disken är snart full: {room // 1_000_000} MB kvar\n"
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    title = gettext("Sidan finns inte")
    if shell().search:
        text = gettext(
            "Adressen kan vara felskriven, eller så har sidan flyttat. Sök efter kommunen eller skolan i stället."
        )
    else:
        text = gettext("Adressen kan vara felskriven, eller så har sidan flyttat.")
    return render(request, "ground/message.html", {"title": title, "text": text}, status=404)


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for a request that is too large (413), or that no page of ours sends (400)."""
    if isinstance(exception, RequestDataTooBig):
        return _plain(
            gettext("Det du skickade är för stort"),
            gettext("Gå tillbaka i webbläsaren. Korta texten eller välj en mindre fil, och skicka igen."),
            413,
        )
    return _plain(
        gettext("Det du skickade gick inte att förstå"),
        gettext("Gå tillbaka i webbläsaren, ladda om sidan och försök igen. Ingenting har sparats."),
        400,
    )


def expired_form(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without a valid CSRF token: the page is old, or the form came from another site."""
    return _plain(
        gettext("Sidan har legat öppen för länge"),
        gettext(
            "Ingenting har sparats. Gå tillbaka i webbläsaren: det du skrev står oftast kvar. Kopiera det, ladda om "
            "sidan och skicka igen."
        ),
        403,
    )


def broken(_request: HttpRequest) -> HttpResponse:
    """The page for an unexpected error. It does not ask the database, which may be what failed."""
    return _plain(
        gettext("Något gick fel hos oss"),
        gettext(
            "Det du senast skrev kan vara osparat. Gå tillbaka i webbläsaren: texten står oftast kvar. Försök igen om "
            "en stund, och säg till nätverkets samordnare om det händer igen."
        ),
        500,
    )


def _plain(title: str, text: str, status: int) -> HttpResponse:
    """A page that needs no session, no person and no database."""
    page = render_to_string("ground/broken.html", {"title": title, "text": text, "front": shell().front})
    return HttpResponse(page, status=status)
