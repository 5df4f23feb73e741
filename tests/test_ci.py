"""The run that CI makes: what it runs, in which order its words are printed, and that it fails where any part does."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

RUN = Path(__file__).parent.parent / ".ci" / "run"


def _run(folder: Path, **status: int) -> subprocess.CompletedProcess[str]:
    """The run in a folder where every program but the shell's own is a stand-in that says its name."""
    shutil.copy(RUN, _program(folder / ".ci" / "run", ""))
    _program(folder / ".ci" / "postgresql", f"sleep 0.2; echo postgresql; exit {status.get('postgresql', 0)}")
    _program(folder / "bin" / "export-lme4-data", "")
    _program(folder / "stands-in" / "Rscript", "")
    parts = " ".join(f'"{part}") exit {code} ;;' for part, code in status.items())
    _program(folder / "stands-in" / "make", f'echo "$* ${{TESTS_OF:-}}"; case "${{TESTS_OF:-$1}}" in {parts} esac')
    surroundings = {name: value for name, value in os.environ.items() if name != "TESTS_OF"}
    surroundings["PATH"] = f"{folder / 'stands-in'}:{os.environ['PATH']}"
    command = [str(folder / ".ci" / "run")]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=False)


def _program(path: Path, lines: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/bash\n{lines}\n")
    path.chmod(0o755)
    return path


def test_all_parts_run_and_what_runs_beside_is_printed_last(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 0, done.stderr
    assert [line.strip() for line in done.stdout.splitlines()] == ["check", "test fast", "test browser", "postgresql"]


@pytest.mark.parametrize("part", ["check", "fast", "browser", "postgresql"])
def test_it_fails_where_a_part_does_and_the_two_at_once_are_both_told(part: str, tmp_path: Path) -> None:
    done = _run(tmp_path, **{part: 3})
    assert done.returncode != 0
    assert ("postgresql" in done.stdout) is (part in ("browser", "postgresql"))
