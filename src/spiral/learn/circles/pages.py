"""Sentences about circles, and a chapter's lines taken apart."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.learn.circles.models import Chapter, Circle
from spiral.learn.circles.queries import WholeCircle


@dataclass(frozen=True, slots=True)
class Material:
    """Something more to read or see; ``address`` is '' for a line without a link."""

    name: str
    address: str


def pair(chapter: Chapter) -> str:
    """'Vara och Hjo leder'."""
    both = [lead for lead in (chapter.first_lead, chapter.second_lead) if lead]
    if not both:
        return _("ingen leder än")
    if len(both) == 1:
        return _("%(one)s leder") % {"one": both[0]}
    return _("%(one)s och %(other)s leder") % {"one": both[0], "other": both[1]}


def what_is_next(whole: WholeCircle) -> str:
    """'Kapitel 3 den 20 november, Vara och Hjo leder'; what to do when nothing is decided."""
    if whole.circle.ended_on:
        return _("Avslutad %(day)s") % {"day": date_format(whole.circle.ended_on, "j F Y")}
    if not whole.chapters:
        return _("Inga kapitel än: dela upp boken")
    if whole.next is None:
        return _("Alla kapitel är lästa: vad tar ni med er?")
    facts = {"n": whole.next.order, "pair": pair(whole.next)}
    if whole.next.on is None:
        return _("Kapitel %(n)s har inget datum än, %(pair)s") % facts
    return _("Kapitel %(n)s den %(day)s, %(pair)s") % {**facts, "day": date_format(whole.next.on, "j F")}


def book(circle: Circle) -> str:
    """'Titeln (Författaren, 2019)'."""
    about = ", ".join(filter(None, (circle.author, str(circle.year or ""))))
    return f"{circle.title} ({about})" if about else circle.title


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def material(chapter: Chapter) -> list[Material]:
    """'Namn | https://…' line by line."""
    links = []
    for line in lines(chapter.material):
        name, _bar, address = (part.strip() for part in line.rpartition("|"))
        if address.startswith(("http://", "https://")):
            links.append(Material(name or address, address))
        else:
            links.append(Material(line, ""))
    return links
