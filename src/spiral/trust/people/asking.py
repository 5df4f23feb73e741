"""What is asked before somebody gets a letter, or loses what an office gives: what will happen, and to whom."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.ground.confirm import Confirmation
from spiral.trust.people.models import Office, Person


def before_inviting(person: Person) -> Confirmation | None:
    """None for somebody who cannot be invited: she has no office now or to come."""
    if not person.offices_from(timezone.localdate()):
        return None
    happens = [_("Ett mejl går till %(who)s, %(address)s.") % {"who": person, "address": person.email}]
    happens.append(_("Det säger vilken roll det gäller, och hur man loggar in."))
    if person.invited_at:
        sent = {"day": date_format(person.invited_at, "j F Y")}
        happens.append(_("En inbjudan skickades %(day)s också.") % sent)
    return _asked(person, _("Skicka inbjudan?"), happens, _("Skicka inbjudan"))


def before_ending(office: Office, last_day: date) -> Confirmation:
    facts = {"who": office.person, "office": office, "day": date_format(last_day, "j F Y")}
    happens = [
        _("%(who)s är %(office)s till och med %(day)s.") % facts,
        _("Sedan går det inte att läsa eller skriva med den rollen. Den står kvar i historiken."),
        _("Ingen får något mejl."),
    ]
    return _asked(office.person, _("Ge rollen en sista dag?"), happens, _("Avsluta rollen"))


def _asked(person: Person, title: str, happens: list[str], button: str) -> Confirmation:
    return Confirmation(title, happens, button, reverse("networks:person", args=[person.pk]))
