"""Letters by e-mail, in plain text, sent when what they tell has been saved."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.act.events.models import Event
from spiral.ground.post import post


def promoted(event: Event, to: str) -> None:
    """There is a place now for somebody who waited."""
    with override("sv"):
        subject = _("Du har fått plats: %(title)s") % {"title": event.title}
        body = _(
            "Någon har avanmält sig, eller så har det blivit fler platser. Du står inte längre på väntelistan till:\n\n"
            "%(what)s\n\nKan du inte komma? Avanmäl dig i Spiral, så går platsen till nästa."
        ) % {"what": _what(event)}
    post(subject, body, to)


def cancelled(event: Event, to: str) -> None:
    """It is off."""
    with override("sv"):
        subject = _("Inställt: %(title)s") % {"title": event.title}
        body = _("Det här är inställt:\n\n%(what)s") % {"what": _what(event)}
        if event.reason:
            body += "\n\n" + _("Skäl: %(reason)s") % {"reason": event.reason}
    post(subject, body, to)


def _what(event: Event) -> str:
    when = date_format(localtime(event.starts), "j F Y" if event.is_offer else "j F Y, \\k\\l. G.i")
    lines = [event.title, when, event.where, event.organiser]
    return "\n".join(line for line in lines if line)
