"""What is said before something is done with an event that others notice: what will happen, and to whom."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.act.events import queries
from spiral.ground.confirm import Confirmation


def cancelling(event: queries.Event) -> list[str]:
    """Said on the page where it is cancelled, above the reason."""
    standing = [s for s in event.signups.all() if s.state != s.State.LEFT]
    n, seats = len(standing), queries.seats(event)
    if not n:
        return [_("Ingen har anmält sig, så ingen får något mejl."), _("Det går inte att ångra.")]
    mail = ngettext("Ett mejl går till den som har anmält sig", "Mejl går till de %(n)s som har anmält sig", n) % {
        "n": n
    }
    counts = ngettext("%(n)s person har plats", "%(n)s personer har plats", seats.taken) % {"n": seats.taken}
    if seats.waiting:
        counts += ", " + ngettext("%(n)s väntar", "%(n)s väntar", seats.waiting) % {"n": seats.waiting}
    return [f"{mail} ({counts}).", _("Det står som inställt i deras kalendrar."), _("Det går inte att ångra.")]


def before_leaving(event: queries.Event, signup: queries.SignUp | None) -> Confirmation | None:
    """Asked when somebody waits, for she gets the place; None when nobody does."""
    waiting = queries.seats(event).waiting
    if signup is None or signup.state != signup.State.IN or not waiting:
        return None
    who = ngettext("%(n)s person står på väntelistan.", "%(n)s personer står på väntelistan.", waiting) % {"n": waiting}
    happens = [
        who + " " + _("Den som står först och får plats får ett mejl genast."),
        _("Ångrar ni er hamnar ni sist på väntelistan."),
    ]
    return Confirmation(_("Lämna er plats?"), happens, _("Avanmäl oss"), reverse("events:event", args=[event.pk]))
