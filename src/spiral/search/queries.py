"""Search: places of the register by name, then every text of the rooms that the reader may see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from spiral.engine.swedish import stem
from spiral.engine.swedish import words as stem_words
from spiral.exchange.texts import visible
from spiral.search import index
from spiral.search.models import Entry
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Municipality, Owner, Unit

MOST = 60
#: How many texts are asked for at a time, and how deep a search goes among what the reader may not see.
_STEP, _DEEPEST = 120, 1200


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its name, what it is, where it lives."""

    name: str
    what: str
    url: str
    line: str = ""


def find(viewer: Viewer, words: str) -> list[Hit]:
    """Places first, then texts; at most ``MOST``."""
    places = find_places(viewer, words)
    return places + find_texts(viewer, words, MOST - len(places))


def find_texts(viewer: Viewer, words: str, most: int) -> list[Hit]:
    """Texts that hold every word in any of its forms: those with the words in the title first, then the latest.

    Each room says itself, now, which of its texts the viewer may see; what it does not say is not counted either.
    """
    question = index.asked(words)
    hits: dict[int, Hit] = {}
    for column in ("title", "body"):
        for start in range(0, _DEEPEST, _STEP):
            if len(hits) >= most:
                break
            numbers = index.matches(question, column, _STEP, start)
            _add(hits, [n for n in numbers if n not in hits], viewer, question)
            if len(numbers) < _STEP:
                break
    return list(hits.values())[:most]


def _add(hits: dict[int, Hit], numbers: list[int], viewer: Viewer, question: list[str]) -> None:
    entries = Entry.objects.in_bulk(numbers)
    by_kind: dict[str, list[str]] = {}
    for entry in entries.values():
        by_kind.setdefault(entry.kind, []).append(entry.ref)
    seen = {(kind, ref) for kind, refs in by_kind.items() for ref in visible(viewer, kind, refs)}
    for number in numbers:
        if number in entries and ((entry := entries[number]).kind, entry.ref) in seen:
            hits[number] = Hit(entry.title, entry.what, entry.url, _line(entry.body, question))


def _line(body: str, question: list[str]) -> str:
    """The first line of the text with most of the words asked for."""
    best, most = "", 0
    for line in body.splitlines():
        there = [stem(w) for w in stem_words(line)]
        score = sum(any(t.startswith(q) for t in there) for q in question)
        if score > most:
            best, most = line, score
    return best if len(best) <= 220 else f"{best[:217].rstrip()} …"


def find_places(viewer: Viewer, words: str) -> list[Hit]:
    """Municipalities, units and owners whose name holds every word; own first, then in alphabetical order."""
    # A long word without its ending finds its inflections: gymnasium, gymnasiet, gymnasieskola.
    pieces = [w[:-2] if len(w) >= 8 and not w.isdigit() else w for w in re.split(r"\s+", words.strip()) if w][:6]
    if not pieces:
        return []
    hits = [
        Hit(m.name, _("kommun"), reverse("results:municipality", args=[m.slug]))
        for m in Municipality.objects.filter(_all("name", pieces), in_region=True).order_by("name")
    ]
    units = Unit.objects.filter(_all("name", pieces), municipality__in_region=True).select_related("municipality")
    if len(pieces) == 1 and pieces[0].isdigit():
        units = Unit.objects.filter(code=pieces[0], municipality__in_region=True).select_related("municipality")
    hits += [Hit(u.name, u.municipality.name, reverse("results:unit", args=[u.code])) for u in units.order_by("name")]
    owners = Owner.objects.filter(_all("name", pieces), units__municipality__in_region=True).distinct()
    hits += [Hit(o.name, _("huvudman"), reverse("networks:owner", args=[o.orgnr])) for o in owners.order_by("name")]
    return hits[:MOST]


def _all(field: str, pieces: list[str]) -> Q:
    """Every word, in any letter case; SQLite knows only ASCII case, so å ä ö are asked for in both."""
    condition = Q()
    for piece in pieces:
        condition &= (
            Q(**{f"{field}__icontains": piece})
            | Q(**{f"{field}__contains": piece.lower()})
            | Q(**{f"{field}__contains": piece.capitalize()})
            | Q(**{f"{field}__contains": piece.upper()})
        )
    return condition
