"""A PostgreSQL to measure beside SQLite: the server that SPIRAL_BENCH_POSTGRES names, or a throwaway one.

A benchmark runs itself once for each database, in a process of its own, and puts the answers beside each other:
Django knows one database a process.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from server import free_port

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
#: How a process is told what it measures, and where the database's files are when they can be read.
KIND, FILES = "SPIRAL_BENCH_DATABASE", "SPIRAL_BENCH_FILES"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a throwaway database is, and its files; None for a server that is somewhere else."""

    url: str
    files: Path | None


def measured(script: str) -> dict[str, dict]:
    """What ``script`` answered for each database there is, by its name."""
    found = {SQLITE: _run(script, SQLITE, None)}
    with postgresql() as place:
        if isinstance(place, str):
            print(f"PostgreSQL: {place}", file=sys.stderr)
        else:
            found[POSTGRES] = _run(script, POSTGRES, place)
    return found


def _run(script: str, kind: str, place: Place | None) -> dict:
    environment = {k: v for k, v in os.environ.items() if k != "SPIRAL_DATABASE_URL"} | {KIND: kind}
    if place:
        environment |= {"SPIRAL_DATABASE_URL": place.url, FILES: str(place.files or "")}
    answer = subprocess.run([sys.executable, script], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(answer.stdout.splitlines()[-1])


@contextlib.contextmanager
def postgresql() -> Iterator[Place | str]:
    """A database that is gone afterwards, or why there is none."""
    if importlib.util.find_spec("psycopg") is None:
        yield "tillägget spiral[postgres] är inte installerat"
        return
    with contextlib.ExitStack() as stack:
        url, files = os.environ.get("SPIRAL_BENCH_POSTGRES"), None
        if not url:
            started = _start(stack)
            if isinstance(started, str):
                yield started
                return
            url, files = started
        yield Place(stack.enter_context(_database(url)), files)


def _start(stack: contextlib.ExitStack) -> tuple[str, Path] | str:
    """A server of one's own as Debian installs it, with its own defaults; it does not run as root."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not versions:
        return "servern är inte installerad (apt-get install postgresql)"
    programs, as_who = versions[-1].parent, []
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    if os.geteuid() == 0:
        as_who = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    wanted = ["-U", "spiral", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*as_who, programs / "initdb", "-D", data, *wanted], **quiet)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    subprocess.run(
        [*as_who, programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"], **quiet
    )
    stack.callback(subprocess.run, [*as_who, programs / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"], **quiet)
    return f"postgresql://spiral@127.0.0.1:{port}/postgres", data


@contextlib.contextmanager
def _database(url: str) -> Iterator[str]:
    import psycopg

    name = f"spiral_bench_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def table(what: list[str], found: dict[str, dict]) -> list[str]:
    """Markdown: a row for each of ``what``, a column for each database."""
    lines = [f"| what | {' | '.join(found)} |", f"| --- | {' | '.join('---:' for _kind in found)} |"]
    return lines + [f"| {row} | {' | '.join(str(answer['rows'][row]) for answer in found.values())} |" for row in what]
