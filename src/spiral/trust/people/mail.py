"""The invitation by e-mail, in plain text, sent when it has been logged."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from spiral.ground.post import post
from spiral.trust.people.models import Office


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


def confirm_address(to: str, link: str) -> None:
    """The link that changes somebody's address to this one."""
    post(
        _("Din nya e-postadress i Spiral"),
        _(
            "Någon, troligen du, vill logga in i Spiral med den här adressen.\n\nÖppna länken inom ett dygn och tryck "
            "på ”Byt adress”:\n%(link)s\n\nVar det inte du? Då behöver du inte göra något: inget byts."
        )
        % {"link": link},
        to,
    )


def address_taken(to: str) -> None:
    """Told to who has the address, and to nobody else."""
    post(
        _("Adressen finns redan i Spiral"),
        _(
            "Någon, troligen du, ville byta till den här adressen i Spiral. Den hör redan till en annan person i "
            "registret, så inget byts.\n\nÄr båda du? Be nätverkets samordnare rätta registret."
        ),
        to,
    )


def address_changed(to: str) -> None:
    """Told to the old address."""
    post(
        _("Din e-postadress i Spiral är bytt"),
        _(
            "Koder och inbjudningar går från och med nu till din nya adress.\n\nVar det inte du som bytte? Hör av dig "
            "till nätverkets samordnare genast."
        ),
        to,
    )
