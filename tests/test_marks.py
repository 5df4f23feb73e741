"""What each test stands on is said by one mark, and a test that reads figures says so."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import FiguresNotAskedFor, only_without_figures

ROOT = Path(__file__).parent.parent
_ONE = "(unit or db or browser) and not (unit and db) and not (unit and browser) and not (db and browser)"


@pytest.mark.slow
def test_every_test_is_marked_unit_or_db_or_browser() -> None:
    """None is left when those with one of the marks are taken away, of the long and slow ones either."""
    every = f"(slow or not slow) and (long or not long) and not ({_ONE})"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", every],
        cwd=ROOT,
        env=os.environ | {"SPIRAL_MODE": "test"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == pytest.ExitCode.NO_TESTS_COLLECTED, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.parametrize(
    ("sql", "reads"),
    [
        ('SELECT "results_value"."id" FROM "results_value" WHERE place = %s', True),
        ('SELECT * FROM "networks_unit" INNER JOIN "results_expected" ON (1)', True),
        ('SELECT "results_remark"."id" FROM "results_remark"', False),
        ('DELETE FROM "results_value"', False),
        ('SELECT "networks_unit"."code" FROM "networks_unit"', False),
    ],
)
def test_a_read_of_figures_is_refused_where_no_mark_asks_for_them(sql: str, reads: bool) -> None:
    asked: list[str] = []

    def execute(statement: str, params: object, many: bool, context: object) -> None:
        asked.append(statement)

    if reads:
        with pytest.raises(FiguresNotAskedFor):
            only_without_figures(execute, sql, (), False, {})
    else:
        only_without_figures(execute, sql, (), False, {})
    assert asked == ([] if reads else [sql])
