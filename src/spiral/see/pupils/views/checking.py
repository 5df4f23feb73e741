"""*Kontrollera före SCB*: files dropped, what SCB would say of them, correction sheets, the question, the import."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from spiral.documents.export import TYPES
from spiral.see.pupils import actions, queries, vault
from spiral.see.pupils.archive.archive import ArchiveChanged
from spiral.see.pupils.archive.drafts import FileDraft, NoSuchDraft
from spiral.see.pupils.correction import correction_sheet
from spiral.see.pupils.demo import trial_files
from spiral.see.pupils.forms import FilesForm, ProtectedForm
from spiral.see.pupils.pages.changing import change_lines
from spiral.see.pupils.pages.checking import check_page
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.people.queries import cast


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def front(request: Request) -> HttpResponse:
    """What a node is, for a visitor; for everybody else where files are dropped."""
    if not request.viewer.person:
        return render(request, "pupils/visitor.html", {"cast": cast()})
    return drop(request)


@door(Permission.PUPILS_CHECK)
def drop(request: Request) -> HttpResponse:
    """Where files are dropped. They lie sealed for an hour, and the browser is sent to what was seen in them."""
    form = FilesForm(request.POST or None, request.FILES or None) if request.method == "POST" else FilesForm()
    if request.method == "POST" and form.is_valid():
        return redirect("pupils:checked", actions.lay_away(form.dropped(), by=request.viewer))
    status = 422 if request.method == "POST" else 200
    return render(request, "pupils/drop.html", {"form": form}, status=status)


@never_cache
@require_POST
@door(Permission.PUPILS_CHECK)
def trial(request: Request) -> HttpResponse:
    """The demo's made-up files, dropped by a button."""
    files = trial_files() if settings.DEMO else []
    if not files:
        raise Http404
    return redirect("pupils:checked", actions.lay_away(files, by=request.viewer))


def _draft(request: Request, token: str) -> FileDraft | None:
    """The reader's own draft; None when its hour is over."""
    try:
        return vault.drafts().get(token, request.viewer.signed_in.pk)
    except NoSuchDraft:
        return None


def _gone(request: Request) -> HttpResponse:
    messages.info(request, _("Filerna är borttagna, en timme har gått. Släpp dem igen."))
    return redirect("pupils:front")


@never_cache
@require_safe
@door(Permission.PUPILS_CHECK)
def checked(request: Request, token: str) -> HttpResponse:
    """What SCB would say of the files."""
    draft = _draft(request, token)
    return _gone(request) if draft is None else _checked(request, token, draft)


def _checked(request: Request, token: str, draft: FileDraft, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "page": check_page(actions.checked(draft.files), timezone.localdate()),
        "token": token,
        "read_at": datetime.fromtimestamp(draft.at, tz=timezone.get_current_timezone()),
        "may_import": queries.may_import(request.viewer),
        "form": FilesForm(),
        "question": ProtectedForm(),
        **more,
    }
    return render(request, "pupils/checked.html", context, status=status)


@never_cache
@require_safe
@door(Permission.PUPILS_CHECK)
def correction(request: Request, token: str, number: int) -> HttpResponse:
    """The workbook of one school; number 0 is all of them."""
    draft = _draft(request, token)
    if draft is None:
        return _gone(request)
    files = [file for file in actions.checked(draft.files) if file.problems]
    schools = check_page(files, timezone.localdate()).schools
    if number > len(schools) or not files:
        raise Http404
    wanted = {problems.file for problems in schools[number - 1].files} if number else {file.file for file in files}
    response = HttpResponse(correction_sheet(file for file in files if file.file in wanted), content_type=TYPES["xlsx"])
    response["Content-Disposition"] = 'attachment; filename="rattelseblad.xlsx"'
    return response


@never_cache
@require_POST
@door(Permission.PUPILS_IMPORT)
def answer(request: Request, token: str) -> HttpResponse:
    """The one question: who has protected identity. Without an answer nothing is counted."""
    draft = _draft(request, token)
    if draft is None:
        return _gone(request)
    form = ProtectedForm(request.POST)
    if not form.is_valid():
        return _checked(request, token, draft, status=422, question=form)
    if form.cleaned_data["answer"] == ProtectedForm.UNKNOWN:
        return _checked(request, token, draft, stopped=True)
    actions.answer(token, form.cleaned_data["protected"].numbers, by=request.viewer)
    return redirect("pupils:preview", token)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.PUPILS_IMPORT)
def preview(request: Request, token: str) -> HttpResponse:
    """What importing would change, unit by unit; and then the import."""
    draft = _draft(request, token)
    if draft is None:
        return _gone(request)
    if draft.protected is None:
        return redirect("pupils:checked", token)
    try:
        planned = actions.preview(draft.files, draft.protected)
    except actions.NothingToImport:
        return redirect("pupils:checked", token)
    unconfirmed = bool(planned.to_confirm) and "gone" not in request.POST
    if request.method == "POST" and not unconfirmed:
        return _import(request, token, draft)
    context = {
        "planned": planned,
        "lines": change_lines(planned.changes),
        "token": token,
        "unconfirmed": unconfirmed and request.method == "POST",
    }
    return render(request, "pupils/preview.html", context, status=422 if context["unconfirmed"] else 200)


def _import(request: Request, token: str, draft: FileDraft) -> HttpResponse:
    try:
        number = actions.import_files(draft.files, draft.protected or (), by=request.viewer)
    except ArchiveChanged:
        messages.info(request, _("Någon annan har läst in eller ångrat under tiden. Se vad som händer nu."))
        return redirect("pupils:preview", token)
    vault.drafts().drop(token)
    if number is None:
        messages.success(request, _("Inget ändrades: allt i filerna fanns redan."))
    else:
        messages.success(request, _("Inläst. Du kan ångra det här nedanför."))
    return redirect("pupils:imports")
