"""One's own e-mail address changed by a letter to the new one.

The letter's link holds who, the address she had, and the new one, signed: it ends when the address has been changed,
and after a day. Nothing is written before the new address has answered, and nobody learns who else has an address but
by having it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.db import IntegrityError, transaction

from spiral.trust.access.requests import Request
from spiral.trust.access.viewer import Viewer, viewer_of
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.people import attempts, mail
from spiral.trust.people.models import Person

_SALT = "spiral.people.address"
_SECONDS = 24 * 3600
_LONGEST = 2_000


class AddressTaken(Exception):
    """Another person has this address; nothing has been written."""


class TooManyLetters(Exception):
    """Too many letters have been asked for lately."""


@dataclass(frozen=True, slots=True)
class NewAddress:
    """What a link says: whose, and the new address."""

    person: int
    email: str


def ask(request: Request, email: str, *, by: Viewer) -> str:
    """The token for a letter to ``email``. Raises TooManyLetters."""
    if attempts.begin(attempts.Kind.RESET, request, email) is None:
        raise TooManyLetters
    person = by.signed_in
    return signing.dumps([person.pk, person.email, email], salt=_SALT)


def send(email: str, link: str, *, by: Viewer) -> None:
    """The letter with the link; to somebody else's address, a letter that says that it is taken."""
    if Person.objects.filter(email=email).exclude(pk=by.signed_in.pk).exists():
        mail.address_taken(email)
    else:
        mail.confirm_address(email, link)


def read(token: str) -> NewAddress | None:
    """What the link says, or None when it is too old, used, or not ours."""
    try:
        number, before, email = signing.loads(token[:_LONGEST], salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    holds = Person.objects.filter(pk=number, email=before, is_active=True).exclude(email=email).exists()
    return NewAddress(number, email) if holds else None


@transaction.atomic
def change(new: NewAddress) -> Person:
    """The person has the new address; the old one is told. Raises AddressTaken."""
    person = Person.objects.select_for_update(no_key=True).get(pk=new.person)
    before = person.email
    set_address(person, new.email)
    mail.address_changed(before)
    record(Action.PEOPLE_ADDRESS_CHANGED, person, by=viewer_of(person))
    return person


def set_address(person: Person, email: str) -> None:
    """The only way an address is changed: what allauth has noted of earlier ones goes, so that no code is ever sent to
    an address that the person has left. Raises AddressTaken."""
    from allauth.account.models import EmailAddress

    person.email = email
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as error:
        raise AddressTaken from error
    EmailAddress.objects.filter(user=person).delete()
