"""Anonymous by schema: what the tables of every kind could hold, those of kinds to come too (decisions/0006, 0007)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from spiral.trust.anonymous.models import AnonymousCollection, Receipt, Ticket

_TIMED = models.DateTimeField | models.TimeField | models.DurationField


def _of(base: type[models.Model]) -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, base)]


def _columns(model: type[models.Model]) -> list[models.Field]:
    return [f for f in model._meta.get_fields() if f.concrete]


def test_there_are_two_kinds_and_each_has_its_tickets_and_receipts() -> None:
    rooms = [sorted(model._meta.app_label for model in _of(base)) for base in (AnonymousCollection, Ticket, Receipt)]
    assert rooms == [["assessments", "voices"]] * 3


@pytest.mark.parametrize("model", [*_of(Ticket), *_of(Receipt)], ids=str)
def test_a_ticket_and_a_receipt_are_a_hash_and_what_it_is_for(model: type[models.Model]) -> None:
    key, about = _columns(model)
    assert (key.name, key.primary_key, type(key)) == ("key", True, models.CharField)
    assert isinstance(about, models.ForeignKey)
    assert not issubclass(about.related_model, Ticket | Receipt)


@pytest.mark.parametrize("kind", _of(AnonymousCollection), ids=str)
def test_a_collection_has_days_and_no_clock(kind: type[models.Model]) -> None:
    assert [f.name for f in _columns(kind) if isinstance(f, _TIMED)] == []
    assert {f.name for f in _columns(kind) if isinstance(f, models.DateField)} >= {"opened_on", "last_day", "ended_on"}


@pytest.mark.parametrize("kind", _of(AnonymousCollection), ids=str)
def test_no_table_of_the_room_ties_a_ticket_to_a_receipt_or_either_to_an_answer(kind: type[models.Model]) -> None:
    tied = [
        (model._meta.label, f.name)
        for model in apps.get_app_config(kind._meta.app_label).get_models()
        for f in _columns(model)
        if f.is_relation and issubclass(f.related_model, Ticket | Receipt)
    ]
    assert tied == []
