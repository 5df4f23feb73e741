"""The demo written again is the demo that was made: every row, every number, every key."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from spiral.ground import demo

from .demo import load, load_everything

pytestmark = [pytest.mark.figures, pytest.mark.django_db]
_rows: list[dict[str, list[str]]] = []


def _everything() -> dict[str, list[str]]:
    """Every row of every table but those of the open data, and of the search index's own files."""
    with connection.cursor() as cursor:
        tables = [*connection.introspection.table_names(cursor), "sqlite_sequence"]
        rows = {}
        for table in tables:
            if not table.startswith(("results_", "search_words_")):
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="made anew on PostgreSQL")
@pytest.mark.parametrize("time", ["first", "second", "third"])
def test_every_time_has_the_same_rows(time: str, settings) -> None:
    settings.DEMO = True
    load_everything()
    _rows.append(_everything())
    assert sum(map(len, _rows[0].values())) > 1000
    assert _rows[-1] == _rows[0]


def test_a_key_that_a_test_destroyed_is_there_again(settings) -> None:
    settings.DEMO = True
    for _time in range(2):
        with_keys = _with_keys(settings.SEALED_KEYS)
        assert with_keys
        for path in with_keys:
            path.unlink()


def _with_keys(folder: Path) -> list[Path]:
    from django.db import transaction

    with transaction.atomic():
        load_everything()
        listed = [path for path in folder.iterdir() if path.is_file() and path.name != "CACHEDIR.TAG"]
        transaction.set_rollback(True)
    return listed


def test_after_other_rows_it_is_made_anew(person, settings) -> None:
    """The second time the person has another number: what was written before would not fit."""
    settings.DEMO = True
    person("rektor")
    load(demo.load_everything)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check" if connection.vendor == "sqlite" else "SELECT 1 WHERE false")
        assert cursor.fetchall() == []


def test_what_was_written_beside_one_person_is_not_written_beside_another(person, settings) -> None:
    """Both have the same number, and the demo would have the second one of its own."""
    from django.db import transaction

    settings.DEMO = True
    for role in ("rektor", "natverksmedlem"):
        with transaction.atomic():
            person(role)
            load_everything()
            transaction.set_rollback(True)
