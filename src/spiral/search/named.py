"""What is found by its name: the register's places, what rooms have registered, and the help."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import nh3
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from spiral.engine.characters import normal
from spiral.engine.swedish import folded
from spiral.exchange.texts import NAME_SOURCES, Named, NameSource
from spiral.ground import help as guides
from spiral.trust.access.viewer import Viewer
from spiral.trust.networks.models import Owner, Unit
from spiral.trust.networks.queries import municipalities


class Municipalities:
    def heading(self) -> str:
        return _("Kommuner")

    def named(self, viewer: Viewer) -> Iterable[Named]:
        return [
            Named(m.name, _("kommun"), reverse("results:municipality", args=[m.slug]), m.code, place=m.code)
            for m in municipalities(viewer)
        ]


class Units:
    def heading(self) -> str:
        return _("Skolor och förskolor")

    def named(self, viewer: Viewer) -> Iterable[Named]:
        rows = Unit.objects.filter(municipality__in_region=True).values_list("name", "code", "municipality__name")
        return [Named(name, town, reverse("results:unit", args=[code]), code, place=code) for name, code, town in rows]


class Owners:
    def heading(self) -> str:
        return _("Huvudmän")

    def named(self, viewer: Viewer) -> Iterable[Named]:
        rows = Owner.objects.filter(units__municipality__in_region=True).distinct().values_list("name", "orgnr")
        what = _("huvudman")
        return [Named(name, what, reverse("networks:owner", args=[nr]), nr, place=nr) for name, nr in rows]


class Guides:
    def heading(self) -> str:
        return _("Hjälp")

    def named(self, viewer: Viewer) -> Iterable[Named]:
        language = get_language() or "sv"
        for name in guides.names():
            if guide := guides.guide(name, language):
                yield Named(guide.title, _("hjälp"), reverse("ground:help", args=[name]), body=_plain(guide.html))


def sources() -> list[NameSource]:
    """In the order they are shown."""
    return [Municipalities(), Units(), Owners(), *NAME_SOURCES.all().values(), Guides()]


def is_found(thing: Named, asked: Sequence[str]) -> bool:
    """Whether every word stands in the name, in what is said of the thing or in what it is; one of them not only in
    what it is, or a municipality's name would find each of its schools."""
    alone = [in_name(thing, word) or _begins(word, thing.body) for word in asked]
    return any(alone) and all(yes or _begins(word, thing.what) for yes, word in zip(alone, asked, strict=True))


def in_name(thing: Named, word: str) -> bool:
    """Whether a word stands somewhere in the name, or is the code. A long word without its ending finds its
    inflections: gymnasium, gymnasiet, gymnasieskola. Typed without rings and dots it finds those with them too."""
    if len(word) < 3:
        return _begins(word, thing.name)
    part = word[:-2] if len(word) >= 8 and word.isalpha() else word
    return part in _as_typed(word, thing.name) or word == normal(thing.code)


def _begins(word: str, text: str) -> bool:
    """Whether a word of the text begins like this."""
    return f" {word}" in _as_typed(word, text)


def _as_typed(word: str, text: str) -> str:
    return _spaced(text, folded(word) == word)


@lru_cache(maxsize=5000)
def _spaced(text: str, is_folded: bool) -> str:
    return " " + " ".join(re.findall(r"\w+", folded(text) if is_folded else normal(text)))


@lru_cache(maxsize=200)
def _plain(html: str) -> str:
    return nh3.clean(html.replace("<", " <"), tags=set())
