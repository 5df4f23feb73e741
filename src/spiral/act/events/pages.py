"""What the pages say of an event: when, and how it stands with the places."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.events.actions import is_taking
from spiral.act.events.models import Event
from spiral.act.events.queries import EventPlaces


def when(event: Event) -> str:
    """'26 januari 2027 kl. 9.00–12.00', 'till och med 31 mars 2027'."""
    first, last = localtime(event.starts), localtime(event.ends)
    if event.is_offer:
        days = {"first": date_format(first, "j F Y"), "last": date_format(last, "j F Y")}
        return _("%(first)s till %(last)s") % days if first.date() != last.date() else days["first"]
    hours = {"from": date_format(first, "G.i"), "to": date_format(last, "G.i"), "day": date_format(first, "j F Y")}
    if first.date() == last.date():
        return _("%(day)s kl.\u00a0%(from)s–%(to)s") % hours
    return _("%(day)s kl.\u00a0%(from)s till %(last)s kl.\u00a0%(to)s") % {**hours, "last": date_format(last, "j F Y")}


def standing(event: Event, now: EventPlaces) -> str:
    """Whether there are places, in a sentence."""
    if event.state == Event.State.CANCELLED:
        return _("Inställt.")
    if not is_taking(event):
        return _("Anmälan är stängd.")
    if now.free is None:
        return _("Alla som vill får plats.")
    if now.free and not now.waiting:
        return ngettext("En plats kvar.", "%(n)s platser kvar.", now.free) % {"n": now.free}
    if now.free:
        return ngettext("En plats kvar, men andra står före.", "%(n)s platser kvar, men andra står före.", now.free) % {
            "n": now.free
        }
    said = ngettext("En står på väntelistan.", "%(n)s står på väntelistan.", now.waiting) % {"n": now.waiting}
    return _("Fullt.") + (f" {said}" if now.waiting else "")
