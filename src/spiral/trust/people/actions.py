"""Writes to persons and offices."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from spiral.trust.audit.actions import record
from spiral.trust.audit.catalogue import Action
from spiral.trust.people.cast import CAST, Part
from spiral.trust.people.models import Office, Person


@transaction.atomic
def take_part(part: Part, *, by: object | None) -> Person:
    """The demo's person for ``part``, made when first asked for. Raises PermissionDenied outside demo and tests."""
    if not settings.DEMO:
        raise PermissionDenied
    person, made = Person.objects.get_or_create(email=f"{part.key}@demo.invalid")
    if made:
        person.set_unusable_password()
        person.save()
        begun = date(timezone.localdate().year - 3, 1, 1)
        Office.objects.create(
            person=person, role=part.role, place=part.place, place_name=part.place_name, from_date=begun
        )
    record(Action.PEOPLE_PART_TAKEN, part.key, by=by)
    return person


def part(key: str) -> Part | None:
    """The cast's part by name."""
    return next((p for p in CAST if p.key == key), None)
