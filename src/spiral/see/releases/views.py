"""The analyst's page: what is hidden in her own table, why, and what it would cost to show more. HTTP only."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from spiral.documents.export import TYPES
from spiral.engine.disclosure import ProtectedTable, TableRefused, Uncertified
from spiral.engine.numbers import Language
from spiral.ground import words
from spiral.see.releases import actions, exports, queries
from spiral.see.releases.analysis import analyse, explain_refusal, priced
from spiral.see.releases.forms import EXAMPLE_SPEC, EXAMPLE_TABLE, TableForm
from spiral.sources.tables.protect import ProtectionTask
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@door(Permission.TABLES_PROTECT)
def protect(request: Request) -> HttpResponse:
    """Form and answer on one page. The table lives in the browser's form and in memory; it is never stored."""
    if request.method != "POST":
        form = TableForm(initial={"table": EXAMPLE_TABLE, "spec": EXAMPLE_SPEC, "title": _("Påhittat exempel")})
        return render(request, "releases/protect.html", {"form": form})
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid() or form.given is None:
        return render(request, "releases/protect.html", {"form": form}, status=422)
    return _answer(request, form, form.given)


def _answer(request: Request, form: TableForm, given: ProtectionTask) -> HttpResponse:
    cleaned, language = form.cleaned_data, words.language()
    context: dict[str, object] = {"form": form, "table": cleaned}
    try:
        if "publish" in request.POST and "sure" in request.POST and cleaned["table"].split() != EXAMPLE_TABLE.split():
            edition = actions.publish(
                given.table, given.rules, family=cleaned["family"], title=cleaned["title"], by=request.viewer
            )
            messages.success(request, _("Tabellen är inskriven. Från och med nu räknas den som känd."))
            return redirect("releases:edition", edition.pk)
        protected = actions.check(given.table, given.rules, family=cleaned["family"], by=request.viewer)
        if kind := request.POST.get("file_kind"):
            return _file(protected, cleaned["title"], kind, language)
        context["analysis"] = analyse(protected, language)
        context["unsure"] = "publish" in request.POST
        context["is_example"] = cleaned["table"].split() == EXAMPLE_TABLE.split()
        if (cell := request.POST.get("cell")) is not None:
            ledger = queries.ledger(request.viewer, cleaned["family"])
            context["price"] = priced(cell, given, ledger, protected, language)
    except TableRefused as refused:
        context["refused"] = explain_refusal(refused, language)
        return render(request, "releases/protect.html", context, status=422)
    except Uncertified:
        context["broken"] = True
        return render(request, "releases/protect.html", context, status=503)
    return render(request, "releases/protect.html", context)


def _file(protected: ProtectedTable, title: str, kind: str, language: Language) -> HttpResponse:
    if kind == "json":
        return JsonResponse(protected.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    if kind not in TYPES:
        raise Http404
    response = HttpResponse(exports.protected_file(protected, title, kind, language), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="skyddad-tabell.{kind}"'
    return response


@never_cache
@require_safe
@door(Permission.TABLES_PROTECT)
def ledger(request: Request) -> HttpResponse:
    """Everything published through the gate."""
    return render(request, "releases/ledger.html", {"editions": queries.editions(request.viewer)})


@never_cache
@require_safe
@door(Permission.TABLES_PROTECT)
def edition(request: Request, number: int) -> HttpResponse:
    """One published table, as it was; shown only while its certificate covers it."""
    current = queries.edition(request.viewer, number)
    if current is None:
        raise Http404
    try:
        table = exports.edition_table(current.archive, current.title, words.language())
    except Uncertified:
        return render(request, "releases/edition.html", {"edition": current, "broken": True}, status=503)
    return render(request, "releases/edition.html", {"edition": current, "table": table})
