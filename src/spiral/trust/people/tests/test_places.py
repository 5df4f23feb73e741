"""A column of places gives places, wherever the value comes from."""

import pytest
from django.db import connection

from spiral.engine.place import Place
from spiral.trust.people.models import Office, Person

pytestmark = pytest.mark.db


def test_a_place_is_a_place_before_and_after_it_is_saved(db: None) -> None:
    office = Office(person=Person.objects.create_user("a@b.se"), role="principal", place="12345678", place_name="A")
    assert office.place.is_unit
    office.from_date = "2026-01-01"
    office.save()
    assert Office.objects.get(pk=office.pk).place.is_unit
    assert Office.objects.values_list("place", flat=True).get(pk=office.pk).is_unit
    assert Office.objects.filter(place=Place("12345678")).count() == 1
    with connection.cursor() as cursor:
        cursor.execute("select place from people_office where id = %s", [office.pk])
        assert type(cursor.fetchone()[0]) is str


def test_a_place_that_is_none_is_never_written(db: None) -> None:
    with pytest.raises(ValueError, match="is no place's code"):
        Office(role="principal", place="Skara")
