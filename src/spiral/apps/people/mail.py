"""The invitation by e-mail, in plain text, sent when it has been logged."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.apps.core.post import post
from spiral.apps.people.models import Office


def invitation(to: str, offices: Sequence[Office], address: str) -> None:
    """How to sign in by a mailed code. A post office that is shut stops nobody's save."""
    with override("sv"):
        roles = "\n".join(
            _("%(office)s, från %(day)s") % {"office": o, "day": date_format(o.from_date, "j F Y")} for o in offices
        )
        subject = _("Välkommen till %(network)s i Spiral") % {"network": settings.NETWORK_NAME}
        body = _(
            "Du är inskriven i nätverkets register:\n\n%(roles)s\n\nSå loggar du in:\n1. Öppna %(address)s\n"
            "2. Skriv den här e-postadressen.\n3. Skriv koden som kommer i ett nytt mejl. Inget lösenord behövs.\n\n"
            "Är något fel? Svara nätverkets samordnare."
        ) % {"roles": roles, "address": address}
    post(subject, body, to)
