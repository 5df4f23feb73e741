"""The tree: answers, moved, merged, parked and taken up again, and their evidence."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from spiral.ground.fields import whole_number
from spiral.trust.access.permissions import Permission
from spiral.trust.access.requests import Request
from spiral.trust.doors import door
from spiral.trust.undo.offers import offer
from spiral.understand.inquiries.actions import tree as growing
from spiral.understand.inquiries.forms.tree import AnswerForm, EvidenceForm, WhereForm
from spiral.understand.inquiries.pages.inquiry import inquiry_page, shown
from spiral.understand.inquiries.pages.tree import Tree, tree
from spiral.understand.inquiries.views.writing import one, press, revision, write, written


def answer_form(causes: Tree, data: Any = None, initial: dict[str, object] | None = None) -> AnswerForm:
    """The form for one more answer, to any why of the tree."""
    return AnswerForm(_answers(causes), data, initial=initial)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def add(request: Request, number: int) -> HttpResponse:
    """One more answer."""
    whole = written(request, number)
    form = answer_form(tree(whole), request.POST or None, initial={"parent": request.GET.get("under", "")})

    back = _back(number)

    def save(over: bool) -> object:
        nonlocal back
        values = {name: value for name, value in form.written.items() if name != "parent"}
        answer = growing.add(number, form.cleaned_data["parent"], values, by=request.viewer, take_over=over)
        back = f"{_back(number)}#svar-{answer.pk}"
        return answer

    response = write(
        request,
        form,
        save,
        back,
        inquiry=whole.inquiry,
        heading=_("Lägg till ett svar"),
        submit=_("Lägg till svaret"),
        intro=_("Ett varför kan ha flera svar. Fråga varje gång: hur vet vi det?"),
    )
    if response.status_code == 302 and "#" in back:
        response["Location"] = back
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def change(request: Request, number: int, because: int) -> HttpResponse:
    """One answer: its words, and everything one can do with it."""
    whole = written(request, number)
    row = one(whole.becauses, because)
    causes = tree(whole)
    node = next((n for n in causes.walk() if n.because.pk == because), None)
    below = {n.because.pk for n in node.walk()} if node else {because}
    others = [(pk, text) for pk, text in _answers(causes) if pk not in below]
    form = AnswerForm(None, request.POST or None, initial=AnswerForm.initial_from(row))
    return write(
        request,
        form,
        lambda over: growing.change(number, because, form.written, form.opened_on, by=request.viewer, take_over=over),
        f"{_back(number)}#svar-{because}",
        values=AnswerForm.initial_from,
        template="inquiries/answer.html",
        inquiry=whole.inquiry,
        because=row,
        node=node,
        heading=_("Ändra svaret"),
        submit=_("Spara svaret"),
        page=inquiry_page(request.viewer, whole),
        pieces=[shown(p) for p in whole.pieces if p.because_id == because],
        move=WhereForm([("", _("Problemet: varför är det så?")), *others], prefix="move"),
        merge=WhereForm([("", _("Välj svaret")), *others], prefix="merge") if others else None,
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def park(request: Request, number: int, because: int) -> HttpResponse:
    done = _("Svaret är parkerat och finns kvar under trädet.")
    return press(
        request,
        number,
        lambda: growing.park(number, because, revision(request), by=request.viewer),
        _back(number),
        done,
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def take_back(request: Request, number: int, because: int) -> HttpResponse:
    return press(
        request,
        number,
        lambda: growing.take_back(number, because, revision(request), by=request.viewer),
        _back(number),
        _("Svaret står i trädet igen."),
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def move(request: Request, number: int, because: int) -> HttpResponse:
    """Under another why, with everything below it."""
    parent = _chosen(request, number, "move-where")
    return press(
        request,
        number,
        lambda: growing.move(number, because, parent, revision(request), by=request.viewer),
        _back(number),
        _("Svaret är flyttat."),
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def merge(request: Request, number: int, because: int) -> HttpResponse:
    """Into another answer that says the same; both texts are kept."""
    into = _chosen(request, number, "merge-where")
    return press(
        request,
        number,
        lambda: growing.merge(number, because, into or because, revision(request), by=request.viewer),
        _back(number),
        _("Svaren är sammanslagna. Båda texterna finns kvar."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@door(Permission.INQUIRY_WRITE)
def add_evidence(request: Request, number: int) -> HttpResponse:
    """Evidence in the group's own words."""
    whole = written(request, number)
    form = EvidenceForm(
        _answers(tree(whole)), request.POST or None, initial={"because": request.GET.get("to", ""), "kind": "own"}
    )
    return write(
        request,
        form,
        lambda over: growing.attach(
            number,
            form.cleaned_data["because"],
            form.evidence(_back(number)),
            by=request.viewer,
            take_over=over,
        ),
        _back(number),
        inquiry=whole.inquiry,
        heading=_("Lägg till underlag"),
        submit=_("Lägg till underlaget"),
        intro=_("Publicerade siffror, skattningar och elevröster tar ni med genom Undersök på deras egna sidor."),
    )


@require_POST
@never_cache
@door(Permission.INQUIRY_WRITE)
def remove_evidence(request: Request, number: int, piece: int) -> HttpResponse:
    one(written(request, number).pieces, piece)

    def detach() -> None:
        offer(request, growing.detach(number, piece, by=request.viewer), _("Underlaget är borttaget."))

    return press(request, number, detach, _back(number))


def _answers(causes: Tree) -> list[tuple[int, str]]:
    """Every answer of the tree, as choices."""
    return [(n.because.pk, f"{n.path} {Truncator(n.because.text).chars(80)}") for n in causes.walk()]


def _chosen(request: Request, number: int, name: str) -> int | None:
    """The answer chosen; one that is not the inquiry's own is answered with 404."""
    sent = request.POST.get(name, "")
    if not sent:
        return None
    pk = whole_number(sent)
    return one(written(request, number).becauses, -1 if pk is None else pk).pk


def _back(number: int) -> str:
    return reverse("inquiries:inquiry", args=[number])
