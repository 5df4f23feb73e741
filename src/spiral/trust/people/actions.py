"""Writes to persons and offices."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from spiral.trust.access.viewer import Viewer, system, viewer_of
from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.people.cast import CAST, CastPart
from spiral.trust.people.models import Office, Person


@transaction.atomic
def take_part(part: CastPart, *, by: Viewer) -> Person:
    """The demo's person for ``part``, made when first asked for. Raises PermissionDenied outside demo and tests."""
    if not settings.DEMO:
        raise PermissionDenied
    person, is_new = Person.objects.get_or_create(email=f"{part.key}@demo.invalid")
    if is_new:
        person.set_unusable_password()
        person.save()
        begun = date(timezone.localdate().year - 3, 1, 1)
        Office.objects.create(
            person=person, role=part.role, place=part.place, place_name=part.place_name, from_date=begun
        )
    record(Action.PEOPLE_PART_TAKEN, part.key, by=by)
    return person


def person_of_this_computer(*, by: Viewer) -> Person:
    """The one person of an installation on her own computer, made when first asked for: she answers for the owner's own
    results. Raises PermissionDenied in every other installation."""
    if not settings.LAPTOP_TOKEN:
        raise PermissionDenied
    person, is_new = Person.objects.get_or_create(email="den.har.datorn@spiral.invalid")
    if is_new:
        person.set_unusable_password()
        person.save()
        office = Office.objects.create(
            person=person,
            role=Office.Role.MEMBER,
            place=settings.OWNER,
            place_name=settings.OWNER_NAME,
            from_date=timezone.localdate(),
        )
        record(Action.PEOPLE_OFFICE_GIVEN, office, by=by)
    return person


def viewer_as(key: str) -> Viewer:
    """Somebody of the cast, by her part's name: who makes what is made up. Raises KeyError for no part of it."""
    return viewer_of(take_part({p.key: p for p in CAST}[key], by=system()))


def part(key: str) -> CastPart | None:
    """The cast's part by name."""
    return next((p for p in CAST if p.key == key), None)
