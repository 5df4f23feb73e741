"""The network's own rooms under each word of the loop, as a member finds them there."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spiral.trust.access.permissions import Permission


@dataclass(frozen=True, slots=True)
class Room:
    """A room's address, its name, and what one does there."""

    view: str
    name: str | Promise
    help: str | Promise

    @property
    def url(self) -> str:
        return reverse(self.view)


ROOMS: dict[str, tuple[Room, ...]] = {
    "forsta": (
        Room("inquiries:index", _("Undersökningar"), _("5 varför, antaganden och uppföljning mot samma siffra")),
        Room("voices:index", _("Elevernas röster"), _("Fråga elever anonymt, och sortera svaren tillsammans med dem")),
    ),
    "lara": (
        Room("needs:index", _("Behovskartan"), _("Vad kommunerna prioriterar, arbetar med och kan dela med sig av")),
        Room("examples:index", _("Goda exempel"), _("Vad någon gjorde, med vilket underlag, och vem som provat")),
        Room("circles:index", _("Läsecirklar"), _("Boken, kapitlen, vilka som leder och vad ni tar med er")),
        Room("assessments:index", _("Självskattning"), _("Öppna en omgång, eller se hur svaren har ändrats")),
    ),
    "gora": (
        Room("assignments:index", _("Uppdraget"), _("Punkterna, vem som äger dem och vad som har hänt")),
        Room("meetings:index", _("Möten"), _("Planera, led och läs sammanfattningar")),
        Room("meetings:tasks", _("Mina uppgifter"), _("Det som har lovats på mötena")),
        Room("events:index", _("På gång"), _("Anmäl dig till det som händer, och få det i din kalender")),
    ),
}

#: What some have beside the rooms, by the permission that gives it.
TOOLS: tuple[tuple[Permission, Room], ...] = (
    (
        Permission.INDICATORS_READ,
        Room("indicators:index", _("Egna indikatorer"), _("Det nätverket själv frågar om, en gång om året")),
    ),
    (
        Permission.TABLES_PROTECT,
        Room("releases:protect", _("Skydda en tabell"), _("Se vad som får visas innan någon annan gör det")),
    ),
    (
        Permission.REMARKS_ANSWER,
        Room("results:questions", _("Frågor om siffror"), _("Det som skickats in med ”Fel i siffran?”")),
    ),
    (
        Permission.LOG_READ,
        Room("audit:events", _("Loggen"), _("Vem som gjorde vad, och att ingen har ändrat i efterhand")),
    ),
)
