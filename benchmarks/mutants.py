"""Mutation testing: does some test fail when a line of access, audit, anonymous collections or disclosure control is
wrong? `make bench ARGS=mutants`; `benchmarks/mutants.py access` for one part, which writes no table. As many run at
once as there are cores, or as MUTANTS_AT_ONCE says.

Each mutant is one small change of one function (mutmut). `mutants.toml` says what is changed, which tests must notice,
and which survivors no test can notice. The code is copied first: nothing in the working tree is touched.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
TABLE = HERE / "mutants.md"
LEAST_KILLED = 0.9
#: What mutmut writes of a mutant: pytest's exit code, or its own. Anything else is a test that failed or never ended.
SURVIVED, NO_TESTS, SKIPPED = 0, (5, 33), 34
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the mutants of a part; ``unexplained`` are survivors without a reason."""

    what: str
    mutants: int
    killed: int
    explained: int
    unexplained: tuple[str, ...]

    @property
    def share(self) -> float:
        """Killed of those that some test could kill."""
        possible = self.mutants - self.explained
        return self.killed / possible if possible else 1.0

    @property
    def holds(self) -> bool:
        return self.share >= LEAST_KILLED and not self.unexplained


def main() -> int:
    plan = tomllib.loads((HERE / "mutants.toml").read_text(encoding="utf-8"))
    asked = sys.argv[1:] or list(plan["parts"])
    tallies = [tally(plan["parts"][name], plan.get("survivors", {})) for name in asked]
    lines = table(tallies, plan.get("survivors", {}))
    print("\n".join(lines))
    if not sys.argv[1:]:
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if all(t.holds for t in tallies) else 1


def tally(part: dict[str, Any], reasons: dict[str, str]) -> Tally:
    """Every mutant of one part, run."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "spiral"
        _copy(copy)
        _configure(copy, part)
        at_once = os.environ.get("MUTANTS_AT_ONCE") or str(os.cpu_count() or 1)
        command = [str(Path(sys.executable).parent / "mutmut"), "run", "--max-children", at_once]
        environment = os.environ | {"SPIRAL_MODE": "test", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"} | _ONE_THREAD
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
        codes = _codes(copy)
        if not codes or all(code is None for code in codes.values()):
            print(done.stdout[-4000:], done.stderr[-4000:], sep="\n", file=sys.stderr)
            raise SystemExit(f"{part['what']}: no mutant was run")
    alive = [name for name, code in codes.items() if code == SURVIVED or code in NO_TESTS or code is None]
    explained = [name for name in alive if _reason(name, reasons)]
    counted = Counter(code for code in codes.values() if code != SKIPPED)
    return Tally(
        what=part["what"],
        mutants=sum(counted.values()),
        killed=sum(counted.values()) - len(alive),
        explained=len(explained),
        unexplained=tuple(sorted(set(alive) - set(explained))),
    )


def table(tallies: list[Tally], reasons: dict[str, str]) -> list[str]:
    lines = [
        "# Mutants that the tests notice",
        "",
        "One small change of one function at a time (mutmut); a mutant is killed when a test of its part fails. A",
        "survivor that no test can notice has a reason and is not counted against the part.",
        "",
        "| part | mutants | killed | no test can notice | share |",
        "| --- | ---: | ---: | ---: | ---: |",
        *(f"| {t.what} | {t.mutants} | {t.killed} | {t.explained} | {t.share:.1%} |" for t in tallies),
    ]
    if reasons:
        lines += ["", "## Survivors, and why", "", *(f"- `{name}`: {why}" for name, why in sorted(reasons.items()))]
    if missed := [name for t in tallies for name in t.unexplained]:
        lines += ["", "## Survivors without a reason", "", *(f"- `{name}`" for name in missed)]
    return lines


def _copy(copy: Path) -> None:
    """What git knows of, as it stands in the working tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)


def _configure(copy: Path, part: dict[str, Any]) -> None:
    """mutmut's own settings, last in the copy's pyproject. Each mutant runs in a fork of a process that has only
    collected the tests, so that none inherits what another test has left behind."""
    settings = {
        "source_paths": ["src/"],
        "only_mutate": [f"src/spiral/{path}" for path in part["mutate"]],
        "do_not_mutate": ["*/tests/*"],
        "also_copy": sorted(p.name for p in copy.iterdir() if p.name not in ("src", "pyproject.toml")),
        "pytest_add_cli_args_test_selection": part["tests"],
        "pytest_add_cli_args": ["-m", "not browser and not slow"],
        "process_isolation": "forkserver",
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n" + "\n".join(lines) + "\n")


def _codes(copy: Path) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for path in sorted((copy / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return found


def _reason(name: str, reasons: dict[str, str]) -> str:
    """Why it survives: by its own name, or its function's with all its mutants."""
    return reasons.get(name) or reasons.get(name.rpartition("__mutmut_")[0], "")


if __name__ == "__main__":
    raise SystemExit(main())
