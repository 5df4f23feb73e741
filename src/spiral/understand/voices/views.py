"""The room's front page, and the forms. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from spiral.trust.access.deciding import allows
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.anonymous import queries as anonymous
from spiral.trust.doors import door
from spiral.trust.undo.offers import offer
from spiral.understand.voices import exports, queries
from spiral.understand.voices.actions.forms import keep_form
from spiral.understand.voices.forms import PupilFormFileForm, QuestionnaireForm
from spiral.understand.voices.questions import PupilForm
from spiral.understand.voices.rules import COLLECTIONS

_ON_A_PAGE = 40
_MORE_ROWS = 2


@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """Answer with a code; for members also collections and forms."""
    context: dict[str, object] = {"is_member": allows(request.viewer, Permission.COLLECTION_OPEN)}
    if context["is_member"]:
        pages = Paginator(anonymous.collections(COLLECTIONS, request.viewer), _ON_A_PAGE)
        forms = [(f.key, f.version(get_language() or "sv")) for f in queries.forms(request.viewer)]
        context |= {"page": pages.get_page(request.GET.get("page")), "forms": forms}
    return render(request, "voices/index.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_OPEN)
def edit_form(request: Request, key: str = "") -> HttpResponse:
    """A form written on the page."""
    old = queries.form(request.viewer, key) if key else None
    if key and old is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    rows = _rows(request, old)
    if sent is not None and "more" in sent:
        more = QuestionnaireForm(rows + _MORE_ROWS, initial=sent.dict(), form=old)
        return render(request, "voices/form.html", {"form": more, "key": key})
    form = QuestionnaireForm(rows, sent, form=old)
    if sent is not None and form.is_valid() and form.content is not None:
        if not key and queries.form(request.viewer, form.content.key) is not None:
            form.add_error("title", _("Det finns redan ett formulär med den rubriken. Ändra det, eller välj en annan."))
        else:
            with form.saving():
                return _kept(request, form.content, form.opened_on if key else None)
    return render(request, "voices/form.html", {"form": form, "key": key}, status=form.http_status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.COLLECTION_OPEN)
def import_form(request: Request) -> HttpResponse:
    """A form read from a file; one with the same short name is replaced."""
    form = PupilFormFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid() and form.content is not None:
        return _kept(request, form.content, None)
    return render(request, "voices/import.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
@door(Permission.COLLECTION_OPEN)
def download_form(request: Request, key: str) -> HttpResponse:
    """A form as a file."""
    content = queries.form(request.viewer, key)
    if content is None:
        raise Http404
    response = HttpResponse(exports.form_file(content), content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}.json"'
    return response


def _rows(request: Request, old: PupilForm | None) -> int:
    number = request.POST.get("rows", "")
    if number.isascii() and number.isdecimal():
        return int(number[:3])
    return len(old.swedish.questions) + 1 if old else 4


def _kept(request: Request, content: PupilForm, revision: str | None) -> HttpResponse:
    record, replaced = keep_form(content, revision, by=request.viewer)
    if replaced:
        gone = ngettext(
            "En fråga i ”%(title)s” står inte längre som den stod.",
            "%(n)s frågor i ”%(title)s” står inte längre som de stod.",
            replaced.rows,
        )
        offer(request, replaced.removal, gone % {"n": replaced.rows, "title": record.title})
    messages.success(request, _("Formuläret ”%(title)s” är sparat.") % {"title": record.title})
    return redirect("voices:index")
