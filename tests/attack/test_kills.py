"""The server is killed in the middle of what people write: what was answered as saved is there, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.attack
@pytest.mark.long
def test_five_kills_lose_no_word_and_double_none() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("SPIRAL_DATABASE_URL", "SPIRAL_BENCH_DATABASE")}
    run = subprocess.run(
        [sys.executable, ROOT / "benchmarks/kills.py", "5"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    answer = json.loads(run.stdout.splitlines()[-1])
    assert answer["missed"] == []
    assert answer["rows"]["kills of the web process"] == 5
