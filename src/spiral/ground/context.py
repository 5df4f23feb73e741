"""Context for what surrounds every page: the five words of the loop, the reader, the region."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

#: The five words: name of the address, word, key.
LOOP = (
    ("results:region", _("Se"), "se"),
    ("home:understand", _("Förstå"), "forsta"),
    ("home:learn", _("Lära"), "lara"),
    ("home:act", _("Göra"), "gora"),
    ("home:again", _("Se igen"), "se-igen"),
)

#: Which word of the loop each room belongs to.
ROOMS = {
    "results": "se",
    "inquiries": "forsta",
    "voices": "forsta",
    "assessments": "lara",
    "needs": "lara",
    "examples": "lara",
    "circles": "lara",
    "assignments": "gora",
    "meetings": "gora",
    "events": "gora",
}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the loop as the navigation shows it; ``turn`` is 1–5, the half-turn its glyph lights."""

    turn: int
    text: str
    key: str
    url: str
    current: bool


def shell(request: HttpRequest) -> dict[str, object]:
    """Context for ``ground/base.html``; costs no query for a reader who is not signed in."""
    view = getattr(request.resolver_match, "namespace", "") if request.resolver_match else ""
    name = getattr(request.resolver_match, "view_name", "") if request.resolver_match else ""
    here = next((key for url, _word, key in LOOP if url == name), ROOMS.get(view, ""))
    if name.startswith("results:compare"):
        here = "lara"
    return {
        "loop": [Word(i, str(word), key, reverse(url), key == here) for i, (url, word, key) in enumerate(LOOP, 1)],
        "region_name": settings.REGION_NAME,
        "network_name": settings.NETWORK_NAME,
        "demo": settings.DEMO,
    }
