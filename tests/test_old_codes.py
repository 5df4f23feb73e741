"""Codes in a database from 0.1.0: what is open goes on, what is over opens nothing, and no row is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

from spiral.config import settings

pytestmark = pytest.mark.db

_UPGRADE = textwrap.dedent(
    """
    import django; django.setup()
    from datetime import timedelta
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.utils import timezone
    old = [("assessments", "0001_initial"), ("voices", "0001_initial"), ("meetings", "0001_initial")]
    executor = MigrationExecutor(connection)
    executor.migrate(old)
    get = executor.loader.project_state(old).apps.get_model
    today = timezone.localdate()
    leader = get("people", "Person").objects.create(email="prov@prov.invalid")
    for n, (state, last) in enumerate([("open", None), ("open", today + timedelta(days=9)), ("shown", None)]):
        get("assessments", "Round").objects.create(
            code=f"10000{n}", document={}, leader=leader, opened_on=today, last_day=last, state=state)
        found = get("voices", "Collection").objects.create(
            code=f"20000{n}", document={}, leader=leader, opened_on=today, last_day=last, state=state)
        get("voices", "AnalysisDay").objects.create(
            collection=found, code=f"3000000{n}", questions=[1], last_day=today + timedelta(days=n - 1))
    for n, state in enumerate(["planned", "running", "ended"]):
        get("meetings", "Meeting").objects.create(
            title="Prov", starts_at=timezone.now(), ends_at=timezone.now() + timedelta(hours=1), leader=leader,
            code=f"40000{n}", state=state)
    call_command("migrate", verbosity=0)
    from spiral.learn.assessments.models import Round
    from spiral.ground import codes
    from spiral.act.meetings.models import Meeting
    from spiral.understand.voices.models import AnalysisDay, Collection
    later = today + timedelta(days=9)
    for kind, first in ((Round, "1"), (Collection, "2")):
        kept = list(kind.objects.order_by("pk").values_list("code", "code_last_day"))
        assert kept == [(first + "00000", today), (first + "00001", later), (first + "00002", None)], kept
    kept = list(Meeting.objects.order_by("pk").values_list("code", "code_last_day"))
    assert kept == [("400000", None), ("400001", today), ("400002", None)], kept
    past, now, ahead = AnalysisDay.objects.order_by("pk")
    assert (past.code, past.code_last_day, past.code_is_renewed) == ("30000000", None, False)
    for day, last in ((now, today), (ahead, today + timedelta(days=1))):
        assert (codes.DAYS.has(day.code), day.code_last_day, day.code_is_renewed) == (True, last, True)
    assert codes._sums(codes.ROOM) == (5, 0)
    assert codes._sums(codes.DAYS) == (2, 0)
    print("kept")
    """
)


def test_codes_of_what_is_open_at_the_upgrade_live_on(tmp_path) -> None:
    env = os.environ | {
        "SPIRAL_MODE": "test",
        "SPIRAL_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "spiral.config.settings",
    }
    env.pop("SPIRAL_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-c", _UPGRADE],
        env=env,
        cwd=settings.PACKAGE.parent.parent,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.stdout.strip() == "kept", done.stderr[-3000:]
