"""The content of the page of refusal: who has the permission, and where to go instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from spiral.trust.access.grants import GRANTS
from spiral.trust.access.permissions import Permission, Role


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody refused can go: the name of an address, and what its button says."""

    address: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Refusal:
    """The permission in a sentence, the roles that have it, advice from the room, and where to go instead."""

    sentence: str
    roles: Sequence[str]
    advice: str | Promise
    ways: Sequence[Way]


_BY_CODE = Way("ground:join", lazy("Delta med kod"))
_JOIN = lazy("Ska du svara på frågor behöver du bara koden.")
#: Advice and where to go instead, by permission or by room.
_ADVICE: dict[str, tuple[str | Promise, tuple[Way, ...]]] = {
    "meetings": (
        lazy("Ska du delta i ett möte med telefonen räcker koden."),
        (_BY_CODE,),
    ),
    "meetings.plan": (
        lazy("Be någon av dem om ändringen. Dagordningen, sammanfattningen och dina uppgifter ser du själv."),
        (Way("meetings:index", lazy("Till mötena")),),
    ),
    "voices": (_JOIN, (_BY_CODE,)),
    "assessments": (_JOIN, (_BY_CODE,)),
    "pupils": (lazy("Logga in med den roll som ska se sidan, eller fråga kommunens kvalitetsansvariga."), ()),
    "inquiries": (
        lazy(
            "De publicerade resultaten kan alla läsa. Vill du se en undersökning, be den som leder den om en utskrift "
            "för nämnden."
        ),
        (Way("results:region", lazy("Till resultaten")), Way("home:understand", lazy("Frågor till samtalet"))),
    ),
    "results.costs": (
        lazy(
            "Nätverket har bestämt att kostnad och kvalitet sida vid sida visas för medlemmarna. "
            "Siffrorna var för sig är publicerade av källorna."
        ),
        (Way("results:region", lazy("Till resultaten")),),
    ),
}
_ADVICE["meetings.lead"] = _ADVICE["meetings.plan"]
_USUAL = (lazy("Logga in med den roll som ska se sidan, eller fråga nätverkets samordnare."), ())


def refusal(permission: Permission | None) -> Refusal:
    """What somebody without ``permission`` is told. None: the state of the thing refuses, not her roles."""
    if permission is None:
        return Refusal("", (), *_USUAL)
    advice, ways = _ADVICE.get(permission.key) or _ADVICE.get(permission.room) or _USUAL
    held = {role for roles in GRANTS[permission].values() for role in roles}
    return Refusal(permission.sentence, [str(role.label) for role in Role if role in held], advice, ways)
