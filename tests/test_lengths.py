"""SQLite keeps a text of any length in any column; PostgreSQL refuses one that is too long. What we ship must fit."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db.models import CharField, Max
from django.db.models.functions import Length

from spiral.search.actions import index_everything
from spiral.trust.networks.models import Owner
from tests.demo import load_everything

pytestmark = [pytest.mark.django_db, pytest.mark.figures]


def _too_long() -> list[tuple[str, str, int, int]]:
    """Model, column, its length, the longest text in it."""
    found = []
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            if isinstance(column, CharField) and column.max_length:
                longest = model.objects.aggregate(longest=Max(Length(column.attname)))["longest"] or 0
                if longest > column.max_length:
                    found.append((model.__name__, column.name, column.max_length, longest))
    return found


def test_the_snapshot_and_the_demo_fit_their_columns(settings) -> None:
    settings.DEMO = True
    load_everything()
    index_everything()
    assert _too_long() == []


def test_every_kind_of_owner_in_the_register_has_a_name() -> None:
    assert set(Owner.objects.values_list("kind", flat=True)) <= set(Owner.Kind.values)


def test_a_text_that_is_too_long_is_seen(monkeypatch) -> None:
    monkeypatch.setattr(Owner._meta.get_field("name"), "max_length", 3)
    assert ("Owner", "name") in {found[:2] for found in _too_long()}
