"""What a module imports, and when: nothing heavy before a page needs it, no circle, nothing late without a reason; and
those arrows that ``.importlinter`` does not hold."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import MODULES, SOURCE, tree


@pytest.mark.slow
def test_nothing_heavy_is_read_before_a_page_needs_it() -> None:
    """A restart in the middle of a meeting is felt by everybody in it."""
    heavy = {"scipy", "polars", "duckdb", "pyarrow", "icalendar", "typst", "docx", "pypdf", "holidays", "formulaic"}
    program = f"import django, sys; django.setup(); print(sorted({heavy!r} & set(sys.modules)))"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "spiral.config.settings", "SPIRAL_MODE": "test"}
    told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_no_module_comes_back_to_itself() -> None:
    """No circle within a package of the house; imports inside functions, and imports for types alone, are arrows too."""
    arrows = {_module(p): _imported(p) for p in MODULES if "tests" not in p.parts}
    waiting = {m: {a for a in found if a in arrows and a != m} for m, found in arrows.items()}
    while leaves := [m for m, found in waiting.items() if not found & waiting.keys()]:
        for m in leaves:
            del waiting[m]
    assert sorted(waiting) == []


def _module(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(path: Path) -> set[str]:
    """The modules that a module names, wherever in it it does."""
    found = set()
    package = _module(path) if path.name == "__init__.py" else _module(path).rsplit(".", 1)[0]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.rsplit(".", node.level - 1)[0] if node.level else ""
            base = ".".join(filter(None, (above, node.module)))
            parts = {f"{base}.{alias.name}" for alias in node.names}
            modules = {p for p in parts if _is_ours(p)}
            found |= modules or {base}
    return found


def _is_ours(name: str) -> bool:
    path = SOURCE.parent / name.replace(".", "/")
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


def test_nobody_fetches_a_thing_around_the_gate() -> None:
    """Whoever answers over HTTP, whatever the file is called, imports no models: queries and actions ask who may."""
    views = [
        p
        for p in MODULES
        if "tests" not in p.parts
        and ({"views", "urls"} & {p.stem, p.parent.name} or _begins(p, "django.views", "spiral.trust.doors"))
    ]
    assert {"views.py", "years.py", "reviewing.py", "phone.py"} <= {p.name for p in views}
    assert {p: m for p in views for m in _imported(p) if m.startswith("spiral.") and m.endswith(".models")} == {}


def _begins(path: Path, *names: str) -> bool:
    return any(module.startswith(names) for module in _imported(path))


#: What stands on what inside two floors, from above; what shares a row knows nothing of the rest of it.
ORDER = {
    "trust": ("undo", "people", "networks", "anonymous", "audit", "doors", "access"),
    "sources": ("snapshot", "masking", "kolada skolverket register people minutes pupils tables", "live", "reading"),
}


@pytest.mark.parametrize("floor", ORDER)
def test_inside_trust_and_sources_nothing_imports_what_stands_above_or_beside_it(floor: str) -> None:
    place = {name: n for n, row in enumerate(ORDER[floor]) for name in row.split()}
    there = {
        p.relative_to(SOURCE / floor).parts[0].removesuffix(".py") for p in MODULES if p.is_relative_to(SOURCE / floor)
    }
    assert place.keys() == there - {"__init__"}
    wrong = set()
    for path in MODULES:
        if not path.is_relative_to(SOURCE / floor) or "tests" in path.parts:
            continue
        own = path.relative_to(SOURCE / floor).parts[0].removesuffix(".py")
        for module in _imported(path):
            if module.startswith(f"spiral.{floor}."):
                other = module.split(".")[2]
                if other != own and place[other] <= place[own]:
                    wrong.add((_module(path), module))
    assert wrong == set()


#: Why an import may stand inside a function, and which may for that reason.
LATE = {
    "read when a page needs it, not at start": {
        "duckdb",
        "fastexcel",
        "ibis",
        "icalendar",
        "polars",
        "pyarrow",
        "pypdf",
        "scipy",
        "docx",
        "lxml",
        "snowballstemmer",
        "typst",
        "xlsxwriter",
        "holidays",
        "spiral.sources.snapshot.files",
        "spiral.engine.disclosure",
    },
    "an extra that is not always there": {"pyspark.sql"},
    "not on every system": {"fcntl", "resource"},
    "its tables are ready after ours": {"allauth.account.models", "allauth.core"},
}


def test_an_import_inside_a_function_has_a_reason_of_the_list() -> None:
    """Beside the list: what rooms say to each other in ``ready``, and what a command needs that the others do not."""
    allowed, used, unexplained = set().union(*LATE.values()), set(), set()
    for path in MODULES:
        if {"tests", "commands"} & set(path.relative_to(SOURCE).parts):
            continue
        for function in ast.walk(tree(path)):
            if isinstance(function, ast.FunctionDef) and function.name != "ready":
                for node in ast.walk(function):
                    names = (
                        {alias.name for alias in node.names}
                        if isinstance(node, ast.Import)
                        else {node.module or "."}
                        if isinstance(node, ast.ImportFrom)
                        else set()
                    )
                    for name in names:
                        known = {name, name.split(".")[0]} & allowed
                        used |= known
                        if not known:
                            unexplained.add((path.relative_to(SOURCE).as_posix(), function.name, name))
    assert unexplained == set()
    assert allowed - used == set(), "no longer imported late"
