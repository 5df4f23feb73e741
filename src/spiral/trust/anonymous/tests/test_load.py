"""A collection that ends while many answer: every acknowledged answer is in the result, and no other.

The program runs as a process of its own on a folder of its own, with a connection for each telephone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[5]

_PROGRAM = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
settings.DEMO = True
from spiral.trust.access.viewer import system
from spiral.trust.people.actions import part, take_part
from spiral.trust.anonymous.rules import CollectionClosed
from spiral.trust.anonymous.tests import conftest
room = getattr(conftest, sys.argv[1])(lambda key: take_part(part(key), by=system()))
collection = room.opened(5)

def attempt(call):
    try:
        return call()
    except CollectionClosed:
        return "closed"
    finally:
        connection.close()

calls = [lambda n=n: room.answered(collection, f"late-{n}") for n in range(12)]
calls.insert(4, lambda: room.end(collection.pk, by=room.leader))
with ThreadPoolExecutor(4) as pool:
    found = list(pool.map(attempt, calls))
ended = room.again(collection)
assert not ended.is_open
assert not ended.tickets.exists() and not ended.all_receipts().exists()
acknowledged = 5 + found.count(True)
assert found.count(True) + found.count("closed") == 12, found
Count = room.kind.model._meta.apps.get_model(room.kind.model._meta.app_label, "Count")
counted = sum(Count.objects.values_list("count", flat=True))
assert counted == acknowledged, (counted, acknowledged)
print("held", found.count(True), found.count("closed"))
"""


@pytest.mark.slow
@pytest.mark.parametrize("room", ["_rounds", "_voices"])
def test_a_collection_closed_under_load_counts_what_was_acknowledged_and_nothing_else(
    room: str, tmp_path: Path
) -> None:
    environment = os.environ | {
        "SPIRAL_MODE": "test",
        "SPIRAL_VAR": str(tmp_path),
        "SPIRAL_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "spiral.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(_PROGRAM), room],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.stdout.strip().split("\n")[-1].startswith("held"), done.stderr[-3000:]
