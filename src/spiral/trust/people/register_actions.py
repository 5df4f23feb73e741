"""Writes to the register of persons: persons, offices, seats, invitations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from spiral.ground.locks import hold_lock
from spiral.ground.revision import Revision, require_revision
from spiral.trust.access.deciding import require
from spiral.trust.access.permissions import Permission
from spiral.trust.access.viewer import Viewer
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.people import mail
from spiral.trust.people.address import AddressTaken, set_address
from spiral.trust.people.models import Office, Person, Seat
from spiral.trust.people.register import seats_of


class Backwards(Exception):
    """The office would end before it began; nothing has been written."""


@transaction.atomic
def add_person(name: str, email: str, *, by: Viewer) -> Person:
    """Somebody who may sign in once she has an office. Raises PermissionDenied and AddressTaken."""
    _keeper(by)
    hold_lock("people")
    email = Person.objects.normalize_email(email).lower()
    if Person.objects.filter(email=email).exists():
        raise AddressTaken
    person = Person.objects.create_user(email, name=name)
    record(Action.PEOPLE_ADDED, person, by=by)
    return person


@transaction.atomic
def change_person(number: int, name: str, email: str, revision: Revision, *, by: Viewer) -> Person:
    """Another name or address for the same person. Raises PermissionDenied, StaleRevision and AddressTaken."""
    _keeper(by)
    person = Person.objects.select_for_update(no_key=True).get(pk=number)
    require_revision(person, revision)
    email = Person.objects.normalize_email(email).lower()
    person.name = name
    person.save(update_fields=["name"])
    if email != person.email:
        set_address(person, email)
    record(Action.PEOPLE_CHANGED, person, by=by)
    return person


@transaction.atomic
def give_office(
    number: int,
    role: str,
    place: tuple[str, str],
    network_id: int | None,
    from_date: date,
    to_date: date | None,
    title: str = "",
    *,
    by: Viewer,
) -> tuple[Office, bool]:
    """An office for a term, and whether it is new: the same office from the same day is one, with the end told last.
    Raises PermissionDenied and Backwards."""
    _keeper(by)
    if to_date and to_date < from_date:
        raise Backwards
    Person.objects.select_for_update(no_key=True).get(pk=number)
    same: dict[str, Any] = {
        "person_id": number,
        "role": role,
        "place": place[0],
        "network_id": network_id,
        "from_date": from_date,
    }
    facts = {"place_name": place[1], "to_date": to_date, "title": title}
    office, is_new = Office.objects.get_or_create(**same, defaults=facts)
    if not is_new and (office.to_date, office.title) != (to_date, title or office.title):
        office.to_date, office.title = to_date, title or office.title
        office.save(update_fields=["to_date", "title"])
    record(Action.PEOPLE_OFFICE_GIVEN if is_new else Action.PEOPLE_OFFICE_CHANGED, office, by=by, place=office.place)
    return office, is_new


@transaction.atomic
def end_office(number: int, last_day: date, revision: Revision, *, by: Viewer) -> Office:
    """The last day of an office; it stays in the history. Raises PermissionDenied, StaleRevision and Backwards."""
    _keeper(by)
    office = Office.objects.select_for_update().get(pk=number)
    require_revision(office, revision)
    if last_day < office.from_date:
        raise Backwards
    office.to_date = last_day
    office.save(update_fields=["to_date"])
    record(Action.PEOPLE_OFFICE_ENDED, office, by=by, place=office.place)
    return office


@transaction.atomic
def set_seats(network_id: int | None, role: str, how_many: int, note: str, revision: Revision, *, by: Viewer) -> None:
    """How many hold a role in a network; none takes the seats away. ``revision`` is of all the network's seats as they
    were read. Raises PermissionDenied and StaleRevision."""
    _keeper(by)
    hold_lock("seats")
    require_revision(seats_of(network_id), revision)
    same: dict[str, Any] = {"network_id": network_id, "role": role}
    if how_many:
        Seat.objects.update_or_create(**same, defaults={"how_many": how_many, "note": note})
    else:
        Seat.objects.filter(**same).delete()
    record(Action.PEOPLE_SEATS_CHANGED, f"{network_id or ''}:{role}", by=by)


@transaction.atomic
def invite(number: int, address: str, *, by: Viewer) -> bool:
    """A letter on how to sign in, now or again; False, and no letter, for somebody without an office today or to come.
    ``address`` is the sign-in page. The log says who was invited, never to which address. Raises PermissionDenied."""
    _keeper(by)
    person = Person.objects.select_for_update(no_key=True).get(pk=number, is_active=True)
    coming = person.offices_from(timezone.localdate())
    if not coming:
        return False
    again = person.invited_at is not None
    person.invited_at = timezone.now()
    person.save(update_fields=["invited_at"])
    mail.invitation(person.email, coming, address)
    record(Action.PEOPLE_INVITED_AGAIN if again else Action.PEOPLE_INVITED, person, by=by)
    return True


def _keeper(by: Viewer) -> None:
    require(by, Permission.PEOPLE_KEEP)
