"""What is asked before somebody gets a letter, or loses what an office gives: what will happen, and to whom."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spiral.ground.confirm import Confirmation
from spiral.trust.access.permissions import Role
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


def before_giving_everywhere(person: Person, role: str, place: tuple[str, str]) -> Confirmation | None:
    """None for an office at a school, a municipality or an owner: what it gives is told where it is chosen."""
    code, name = place
    if code:
        return None
    facts = {"who": person, "role": Role(role).label.lower(), "region": name}
    happens = [
        _("%(who)s blir %(role)s för hela %(region)s, inte för en kommun eller en skola.") % facts,
        _("Med rollen går det att läsa och skriva det som hör till alla kommuner och skolor."),
        _("Ingen får något mejl. Rollen kan ges en sista dag."),
    ]
    return _asked(person, _("Ge en roll för hela %(region)s?") % facts, happens, _("Ge rollen"))


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
