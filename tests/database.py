"""The tests' database: tables, areas and the register of places, and with ``figures`` the open data too.

On SQLite what is loaded is kept as a file in pytest's cache, under a key of everything it is made from, and the next
run begins with a copy of it; of several workers that begin at once, one loads. On PostgreSQL each loads anew.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from spiral.trust.access.viewer import system

ROOT = Path(__file__).parent.parent
#: What the loaded rows depend on.
_MADE_FROM = (
    "requirements-dev.lock",
    "tests/database.py",
    "src/spiral/**/migrations/*.py",
    "src/spiral/**/models.py",
    "src/spiral/trust/networks/*",
    "src/spiral/see/results/*",
    "src/spiral/engine/*.py",
    "src/spiral/engine/expected/*.py",
    "src/spiral/sources/**/*.py",
    "src/spiral/sources/snapshot/shipped/manifest.json",
)
#: A read of the figures or of what is worked out from them.
READS_FIGURES = re.compile(r'\b(?:FROM|JOIN) "results_(?:value|expected|prediction|model|part|indicator|peer)"')


class FiguresNotAskedFor(AssertionError):
    """A test reads figures and is not marked so: run alone it would find none."""


def only_without_figures(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Around every statement of a test that is not marked ``figures``."""
    if "results_" in sql and sql.lstrip().startswith("SELECT") and READS_FIGURES.search(sql):
        raise FiguresNotAskedFor("Testet läser siffror ur de öppna uppgifterna: märk det @pytest.mark.figures.")
    return execute(sql, params, many, context)


def make(folder: Path, *, figures: bool) -> Any:
    """The test database, from what ``folder`` keeps of it. Returns what Django needs to take it down again."""
    with _one_at_a_time(folder):
        return _make(folder, figures=figures)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Who comes second waits for what the first one loads, and finds it in ``folder``."""
    with (folder / "loading").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(folder: Path, *, figures: bool) -> Any:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_databases

    of = _key() if connection.vendor == "sqlite" else ""
    register, whole = (folder / f"{kind}-{of}.sqlite3" if of else None for kind in ("register", "figures"))
    copied: Path | None = None

    def fill(command: str, **options: Any) -> None:
        """Django migrates an empty database; a copy of a migrated one is there at once."""
        nonlocal copied
        wanted = [path for path in ([whole, register] if figures else [register]) if path and path.is_file()]
        if command == "migrate" and wanted:
            copied = wanted[0]
            _copy(copied, connection)
        else:
            call_command(command, **options)

    with mock.patch("django.core.management.call_command", fill):
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    if copied is None:
        _load_register()
        _keep(register, connection)
    if figures and (copied is None or copied != whole):
        _load_figures()
        _keep(whole, connection)
    return made


def _copy(path: Path, connection: Any) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as kept:
        kept.backup(connection.connection)


def _keep(path: Path | None, connection: Any) -> None:
    """Write the database to ``path``, whole, and remove what it takes the place of."""
    if path is None:
        return
    partial = path.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(partial)) as copy:
        connection.connection.backup(copy)
    partial.replace(path)
    for old in path.parent.glob(f"{path.name.partition('-')[0]}-*.sqlite3"):
        if old != path:
            old.unlink(missing_ok=True)


def _key() -> str:
    """A checksum of all that the rows are made from, and of the key that the log's rows are sealed with."""
    from django.conf import settings

    digest = hashlib.sha256("\0".join([sqlite3.sqlite_version, settings.INSTALLATION, *settings.AUDIT_KEYS]).encode())
    for path in sorted({path for pattern in _MADE_FROM for path in ROOT.glob(pattern) if path.is_file()}):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _load_register() -> None:
    """Areas, and every municipality, owner and unit."""
    from spiral.see.results.loading import region_of
    from spiral.sources.snapshot.files import open_snapshot
    from spiral.trust.networks import actions

    snapshot = open_snapshot()
    actions.load_register(snapshot.places, region_of(snapshot))
    actions.load_areas()


def _load_figures() -> None:
    """The packaged open data."""
    from spiral.see.results.loading import load_snapshot
    from spiral.sources.snapshot.files import open_snapshot

    load_snapshot(open_snapshot(), by=system())
