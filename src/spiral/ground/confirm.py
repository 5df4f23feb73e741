"""A plain confirmation where others are affected: a page that says what will happen and to whom, with a form that posts
the same fields to the same address. Needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it will be mailed: its subject, its text, and the files that go with it, by name."""

    subject: str
    text: str
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What is asked before it is done: a heading, what happens and to whom, what the button says, and where the way
    back leads. ``letter`` is shown where the button sends one."""

    title: str
    happens: Sequence[str]
    button: str
    back: str
    letter: Letter | None = None


def ask_first(request: HttpRequest, question: Confirmation | None) -> HttpResponse | None:
    """The page that asks; None once the reader has answered, and it is to be done, and where there is no question."""
    if question is None or "confirmed" in request.POST:
        return None
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    return render(request, "ground/confirm.html", {"question": question, "fields": fields})
