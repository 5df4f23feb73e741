"""Removes deleted rows from the database's files too, not only from its tables.

A deleted row stays for a while in SQLite's write-ahead log, or as a dead row in PostgreSQL's table, and anything that
reads the database (a backup) keeps it there. So the transaction that deletes also writes a row of ``Forgetting``. The
work is tried when that transaction has ended, and again until it succeeds: when somebody signed in changes something,
and by ``manage.py finish_forgetting``. Until then the page says that it is not done (decisions/0015).
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from spiral.ground import sealed
from spiral.ground.models import Forgetting

log = logging.getLogger(__name__)

#: Seconds that a request waits for others to end their reading.
PATIENCE = 0.8
#: Seconds between the tries that requests make in passing, in each process.
_BETWEEN_TRIES = 60.0
_next_try = 0.0
_by_the_clock: dict[str, Callable[[], object]] = {}


def register_by_the_clock(name: str, forget_old: Callable[[], object]) -> None:
    """Let something that is kept for a while be deleted when its time has passed, though nobody asks for it. Called
    once for each, when Django is ready."""
    _by_the_clock[name] = forget_old


def forget_what_is_old() -> None:
    """Delete whatever has been kept for its time."""
    for forget_old in _by_the_clock.values():
        forget_old()


def forget(about: str, *tables: type[Model], key: str = "") -> None:
    """Call in the transaction that deletes or changes rows of ``tables``, or that needs ``key`` no more."""
    Forgetting.objects.create(about=about, tables=[t._meta.db_table for t in tables], key=key)
    transaction.on_commit(finish, robust=True)


def is_due(about: str) -> bool:
    """Is something of ``about`` deleted that may still be in the database's files?"""
    return Forgetting.objects.filter(about=about).exists()


def finish(patience: float = PATIENCE) -> int:
    """Do everything that is due, waiting at most ``patience`` seconds for readers of the database to finish. Returns
    how many things are left to do."""
    due = list(Forgetting.objects.all())
    if not due or connection.in_atomic_block:
        return len(due)
    due = [d for d in due if _is_destroyed(d.key)]
    if connection.vendor == "sqlite":
        done = due if due and _empty_log(patience) else []
    else:
        until = time.monotonic() + patience
        tables = {t for d in due for t in d.tables} & set(connection.introspection.table_names())
        dirty = {t for t in sorted(tables) if not _write_anew(t, until - time.monotonic())}
        done = [d for d in due if not dirty & set(d.tables)]
    Forgetting.objects.filter(pk__in=[d.pk for d in done]).delete()
    return Forgetting.objects.count()


def try_in_passing() -> None:
    """Forget what is old, and try again without waiting, at most once a minute in each process."""
    global _next_try
    now = time.monotonic()
    if now >= _next_try and not connection.in_atomic_block:
        _next_try = now + _BETWEEN_TRIES
        try:
            forget_what_is_old()
            finish(patience=0)
        except OperationalError:
            log.warning("forgetting: the database is busy")


def _is_destroyed(key: str) -> bool:
    if key:
        try:
            sealed.destroy(key)
        except OSError as error:
            log.warning("forgetting: a key cannot be destroyed: %s", error.strerror)
            return False
    return True


def _empty_log(patience: float) -> bool:
    """SQLite: move the write-ahead log into the database and truncate it. False while somebody reads an older state.

    The pragma raises nothing when it fails; its answer says so: (is it busy, frames in the log, frames moved).
    """
    until = time.monotonic() + patience
    with connection.cursor() as cursor:
        usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        try:
            while True:
                left = max(0.0, until - time.monotonic())
                cursor.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
                try:
                    busy, in_log, moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                except OperationalError:
                    busy, in_log, moved = 1, -1, -1
                if not busy and in_log == moved:
                    return True
                if left == 0:
                    return False
                time.sleep(0.05)
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


def _write_anew(table: str, patience: float) -> bool:
    """PostgreSQL: write a table anew without its dead rows. False while somebody has locked it or reads an older state.

    Dead rows that a reader may still need are copied along, and only the report of VERBOSE says so. The report is in
    the server's language; the number of such rows comes first.
    """
    name, details = connection.ops.quote_name(table), []
    with connection.cursor() as cursor:
        driver = connection.connection
        cursor.execute(f"SET lock_timeout = '{max(20, int(patience * 1000))}ms'")

        def listen(notice: object) -> None:
            details.append(str(getattr(notice, "message_detail", "") or ""))

        driver.add_notice_handler(listen)
        try:
            cursor.execute(f"VACUUM (FULL, VERBOSE) {name}")
        except OperationalError:
            cursor.execute(f"VACUUM (SKIP_LOCKED) {name}")
            return False
        finally:
            driver.remove_notice_handler(listen)
            cursor.execute("RESET lock_timeout")
    left = [int(number[0]) for detail in details if (number := re.search(r"\d{1,12}", detail))]
    return bool(left) and not any(left)
