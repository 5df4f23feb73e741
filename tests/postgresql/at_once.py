"""Calls that begin at the same time on PostgreSQL, where two writes really are under way at once (SQLite lets in one at
a time), and somebody who makes them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

#: A transaction=True test empties the database afterwards, so none here leans on the loaded snapshot; pytest-django runs
#: them after all others.
ON_POSTGRESQL = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        settings.DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql",
        reason="postgres: sätt SPIRAL_TEST_POSTGRES, se docs/drift.md",
    ),
]


def together(*calls: Callable[[], object]) -> list[object]:
    """What each call returned or raised, when all begin at once."""
    gate, found = threading.Barrier(len(calls)), [None] * len(calls)

    def run(n: int) -> None:
        gate.wait()
        try:
            found[n] = calls[n]()
        except Exception as raised:
            found[n] = raised
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(t.is_alive() for t in threads), "somebody still waits"
    return found


def raised(found: list[object]) -> list[object]:
    return [f for f in found if isinstance(f, Exception)]


def office(n: int, role: str = "member") -> object:
    """Somebody who holds an office in the whole region."""
    from spiral.trust.people.models import Office, Person

    person = Person.objects.create_user(f"prov{n}@prov.invalid")
    since = timezone.localdate() - timedelta(days=30)
    Office.objects.create(person=person, role=role, place_name="Prov", from_date=since)
    return person
