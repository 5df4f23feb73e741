"""Many write at once: one chain."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[5]
ON_POSTGRESQL = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
#: Writers × events, of which every third does something else first, and every fifth is taken back.
WRITING = """
import sys, threading
from django.db import connection, transaction
from spiral.trust.audit.actions import record
from spiral.trust.access.viewer import system
from spiral.trust.audit.catalogue import Action
writers, events = {writers}, {events}
gate, failed = threading.Barrier(writers), []

def write(n):
    gate.wait()
    try:
        for m in range(events):
            try:
                with transaction.atomic():
                    record(Action.RESULTS_QUESTIONED, f"N{{n}}-{{m}}", by=system())
                    if m % 5 == 4:
                        raise KeyError
            except KeyError:
                pass
    except Exception as error:
        failed.append(repr(error))
    finally:
        connection.close()

threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
[t.start() for t in threads]
[t.join() for t in threads]
print(failed)
"""


def _run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, *command], env=os.environ | environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


@pytest.mark.db
def test_eight_writers_on_sqlite_make_one_chain(tmp_path: Path) -> None:
    environment = {"SPIRAL_VAR": str(tmp_path), "SPIRAL_DATABASE_URL": "", "SPIRAL_MODE": "development"}
    _run(environment, "manage.py", "migrate", "--verbosity", "0")
    script = WRITING.format(writers=8, events=25)
    assert _run(environment, "manage.py", "shell", "--no-imports", "--command", script) == "[]"
    assert _run(environment, "-m", "spiral.cli", "audit", "verify") == "Loggen är hel till och med händelse 160."
    key = tmp_path / "audit_key"
    assert (key.stat().st_mode & 0o777, len(key.read_text()) > 60) == (0o600, True)
    assert list(tmp_path.glob("tmp*")) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not ON_POSTGRESQL, reason="postgres: sätt SPIRAL_TEST_POSTGRES, se docs/drift.md")
def test_twenty_writers_on_postgresql_make_one_chain() -> None:
    from spiral.trust.audit.models import Event
    from spiral.trust.audit.verification import first_break

    before = Event.objects.count()
    captured: dict[str, object] = {}
    exec(WRITING.format(writers=20, events=25), captured)
    assert captured["failed"] == []
    previous = list(Event.objects.order_by("pk").values_list("previous", flat=True))
    assert (len(previous), len(set(previous)), first_break()) == (before + 400, before + 400, None)
