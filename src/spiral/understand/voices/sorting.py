"""The analysis day on a shared device: a group sorts quotes into piles and names what they are about. HTTP only.

No account: the code opens the day's quotes to the device, and a group is only its number.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from spiral.ground import codes
from spiral.ground.views import code_page
from spiral.trust.access.requests import Request
from spiral.trust.anonymous.telephones import key_of, let_in
from spiral.understand.voices import queries
from spiral.understand.voices.actions import days
from spiral.understand.voices.forms_days import NameForm


@never_cache
@require_safe
def door(request: Request, code: str) -> HttpResponse:
    """The code in a link lets the device in, and it needs the code no longer. Whatever is wrong, the same answer."""
    opened = codes.find(request, code)
    if opened is None:
        return code_page(request, code)
    if opened.door() != request.path:
        return redirect(opened.door())
    path = request.path.removesuffix(f"{opened.code}/")
    return let_in(request, redirect("voices:sort_start", opened.pk), _cookie(opened.pk), path)


@never_cache
@require_safe
def start(request: Request, number: int) -> HttpResponse:
    """Which group is this device?"""
    day = _day(request, number)
    if day is None:
        return redirect("ground:join")
    context = {"groups": queries.group_sizes(day), "questions": _questions(day)}
    return _page(request, "sort_start.html", day, context)


def _day(request: Request, number: int) -> queries.AnalysisDay | None:
    return queries.day_sorted(number) if key_of(request, _cookie(number)) else None


def _cookie(number: int) -> str:
    return f"analysdag-{number}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group(request: Request, number: int, group_number: int) -> HttpResponse:
    """The group's piles, and the quotes in none."""
    day = _day(request, number)
    if day is None:
        return redirect("ground:join")
    group = queries.group_of(day, group_number)
    if group is None or not queries.is_sorting(day):
        return redirect("voices:sort_start", number)
    answer: dict[str, Any] = {"form": NameForm()}
    if request.method == "POST":
        answer |= _change(_meant(request.POST, group), group.pk)
        if answer.get("done"):
            where = reverse("voices:sort", args=[number, group_number])
            return redirect(f"{where}{answer['done']}")
    [sorting] = queries.sortings(day, [group_number])
    names = {p.pk: p.name for p in sorting.piles}
    refused = [(m, names.get(m.was)) for m in answer.pop("refused", ())]
    texts = {q.pk: q.text for q in (*sorting.unsorted, *(q for p in sorting.piles for q in p.quotes))}
    context = {
        "sorting": sorting,
        "number": group_number,
        "questions": _questions(day),
        "piles": list(names.items()),
        "refused": [(texts.get(m.quote, ""), name) for m, name in refused],
        "most": days.MOST_PILES,
        "renamed": request.GET.get("rename", ""),
    }
    return _page(request, "sort.html", day, {**context, **answer})


def _meant(form: Mapping[str, str], group: queries.SortingGroup) -> Mapping[str, str]:
    """The Enter key presses the first button, which adds a pile; in the field of another name it means that name."""
    written = {name: form[name] for name in form}
    if "new" in form and not form.get("name", "").strip():
        for pk, name in group.piles.values_list("pk", "name"):
            if form.get(f"name-{pk}", name).strip() != name:
                return {**written, "rename": str(pk)}
    return written


def _change(form: Mapping[str, str], group_id: int) -> dict[str, object]:
    """One button of the page: save the sorting, a new pile, another name, or a pile away."""
    try:
        if "remove" in form:
            days.remove_pile(group_id, _number(form["remove"]) or 0)
            return {"done": "#hogar"}
        if "rename" in form or "new" in form:
            return _named(form, group_id)
        refused = days.move_quotes(group_id, _moves(form))
        return {"refused": refused} if refused else {"done": "#hogar"}
    except days.DayClosed:
        return {"done": ""}


def _named(form: Mapping[str, str], group_id: int) -> dict[str, object]:
    """A new pile, or another name for one."""
    pile = _number(form.get("rename", ""))
    named = NameForm({"name": form.get(f"name-{pile}" if pile else "name", "")})
    refused: list[days.Move] = []
    if not named.is_valid():
        return {"form": named, "wrong": pile or 0}
    try:
        if pile:
            days.rename_pile(group_id, pile, named.cleaned_data["name"])
        else:
            # What has been chosen beside the quotes is not lost when a pile is added.
            refused = days.move_quotes(group_id, _moves(form))
            days.add_pile(group_id, named.cleaned_data["name"])
    except days.NameTaken:
        named.add_error("name", _("Gruppen har redan en hög med det namnet. Välj ett annat."))
        return {"form": named, "wrong": pile or 0, "refused": refused}
    except days.TooMany:
        named.add_error("name", _("Det finns redan tolv högar. Slå ihop några först."))
        return {"form": named, "wrong": 0, "refused": refused}
    return {"refused": refused} if refused else {"done": "#hogar"}


def _moves(form: Mapping[str, str]) -> list[days.Move]:
    moves = []
    for name, value in form.items():
        if not name.startswith("c-"):
            continue
        try:
            quote = uuid.UUID(name[2:])
        except ValueError:
            continue
        moves.append(days.Move(quote, _number(form.get(f"was-{name[2:]}", "")), _number(value)))
    return moves


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else None


def _questions(day: queries.AnalysisDay) -> list[tuple[int, str]]:
    version = day.collection.content.version(get_language() or "sv")
    return [(n, version.questions[n - 1].text.usual) for n in day.questions]


def _page(request: Request, template: str, day: queries.AnalysisDay, context: Mapping[str, object]) -> HttpResponse:
    shared = {"day": day, "is_open": queries.is_sorting(day), "collection": day.collection}
    return render(request, f"voices/{template}", {**shared, **context})
