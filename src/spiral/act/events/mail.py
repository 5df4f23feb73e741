"""Letters by e-mail, in plain text, sent when what they tell has been saved."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.act.events.models import Event
from spiral.ground.post import post


def promoted(found: Event, to: str) -> None:
    """There is a place now for somebody who waited."""
    with override("sv"):
        subject = _("Du har fått plats: %(title)s") % {"title": found.title}
        body = _(
            "Någon har avanmält sig, eller så har det blivit fler platser. Du står inte längre på väntelistan till:\n\n"
            "%(what)s\n\nKan du inte komma? Avanmäl dig i Spiral, så går platsen till nästa."
        ) % {"what": _what(found)}
    post(subject, body, to)


def cancelled(found: Event, to: str) -> None:
    """It is off."""
    with override("sv"):
        subject = _("Inställt: %(title)s") % {"title": found.title}
        body = _("Det här är inställt:\n\n%(what)s") % {"what": _what(found)}
        if found.reason:
            body += "\n\n" + _("Skäl: %(reason)s") % {"reason": found.reason}
    post(subject, body, to)


def _what(found: Event) -> str:
    when = date_format(localtime(found.starts), "j F Y" if found.is_offer else "j F Y, \\k\\l. G.i")
    lines = [found.title, when, found.where, found.organiser]
    return "\n".join(line for line in lines if line)
