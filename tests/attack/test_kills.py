"""The server is killed in the middle of what people write: what was answered as saved is there, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


pytestmark = [pytest.mark.attack, pytest.mark.long]


def _kills(*asked: str) -> dict[str, Any]:
    environment = {k: v for k, v in os.environ.items() if k not in ("SPIRAL_DATABASE_URL", "SPIRAL_BENCH_DATABASE")}
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks/kills.py", *asked],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return json.loads(run.stdout.splitlines()[-1])


def test_five_kills_lose_no_word_and_double_none() -> None:
    answer = _kills("5")
    assert answer["missed"] == []
    assert answer["rows"]["kills of the web process"] == 5


def test_a_word_that_was_never_saved_is_missed_in_every_kind_of_writing() -> None:
    answer = _kills("1", "SQLite", "claim")
    assert "words lost" in answer["missed"]
    assert [kind for kind, lost in answer["lost"].items() if not lost] == []
