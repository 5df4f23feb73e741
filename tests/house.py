"""Where the house's Python files are, and what they say, each read once for all tests."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "spiral"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if "migrations" not in p.parts)
#: Beside them what tests, measures and keeps the house.
PYTHON = [
    *MODULES,
    *ROOT.glob("*.py"),
    *(p for folder in ("tests", "e2e", "benchmarks") for p in (ROOT / folder).rglob("*.py")),
    *(p for p in (ROOT / "bin").iterdir() if "python" in p.read_text(encoding="utf-8").split("\n")[0]),
]


@cache
def tree(path: Path) -> ast.Module:
    """A module as it is read; each once, for all the tests."""
    return ast.parse(path.read_text(encoding="utf-8"))
