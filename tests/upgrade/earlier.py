"""A database of an earlier version in a place of its own, as SQLite or PostgreSQL has it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
#: The text index keeps its words as it likes, and is made anew.
_INDEX = "search_words"
Rows = list[dict[str, object]]


class Database:
    """A database of an earlier version in a place of its own."""

    def __init__(
        self,
        environment: dict[str, str],
        ask: Callable[[str], Rows],
        tables: Callable[[], list[str]],
        refusal: type[Exception],
    ) -> None:
        self.environment, self.ask, self._tables, self.refusal = environment, ask, tables, refusal

    def everything(self) -> dict[str, Rows]:
        """Table → rows."""
        return {t: self.ask(f'SELECT * FROM "{t}"') for t in self._tables() if not t.startswith((_INDEX, "sqlite_"))}

    def put(self, table: str, row: dict[str, object], column: str, value: str) -> None:
        """Write a value into a row; where a rule of the table says no, it is as it was."""
        key = next(iter(row))
        try:
            self.ask(f"""UPDATE "{table}" SET "{column}" = '{value}' WHERE "{key}" = '{row[key]}' RETURNING "{key}" """)
        except self.refusal:
            return

    def files(self) -> list[Path]:
        """The database's files, where they can be read: SQLite's."""
        folder = self.environment.get("SPIRAL_VAR")
        return sorted(Path(folder).glob("*.sqlite3*")) if folder else []

    def run(self, *command: str) -> str:
        """What a command of manage.py prints; fails when it does."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def spiral(self, *command: str) -> tuple[int, str]:
        """The exit code of a command of spiral, and what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "spiral.cli", *command],
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        return done.returncode, (done.stdout + done.stderr).strip()


def on_sqlite(kept: bytes, folder: Path) -> Database:
    (folder / "spiral.sqlite3").write_bytes(kept)

    def ask(sql: str) -> Rows:
        with sqlite3.connect(folder / "spiral.sqlite3") as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(sql)]

    def tables() -> list[str]:
        return [str(row["name"]) for row in ask("SELECT name FROM sqlite_master WHERE type = 'table'")]

    return Database({"SPIRAL_VAR": str(folder), "SPIRAL_DATABASE_URL": ""}, ask, tables, sqlite3.IntegrityError)


def on_postgresql(kept: str, name: str, folder: Path) -> Iterator[Database]:
    import psycopg
    from psycopg.rows import dict_row

    server = urlsplit(os.environ["SPIRAL_TEST_POSTGRES"])
    database = f"upgrade_{os.getpid()}_{abs(hash(name)) % 10_000}"
    url = server._replace(path=f"/{database}").geturl()

    def ask(sql: str) -> Rows:
        with psycopg.connect(url, row_factory=dict_row) as connection:
            return connection.execute(sql).fetchall()

    def tables() -> list[str]:
        return [str(r["tablename"]) for r in ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]

    with psycopg.connect(server.geturl(), autocommit=True) as administrator:
        administrator.execute(f'CREATE DATABASE "{database}"')
        try:
            with psycopg.connect(url) as connection:
                connection.execute("\n".join(line for line in kept.split("\n") if not line.startswith("\\")))
            yield Database(
                {"SPIRAL_DATABASE_URL": url, "SPIRAL_KEYS": str(folder)}, ask, tables, psycopg.IntegrityError
            )
        finally:
            administrator.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
