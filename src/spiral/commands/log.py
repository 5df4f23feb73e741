"""`spiral audit …`: the commands that need the database, so Django is started here and not in ``cli``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class DatabaseUnavailable(Exception):
    """The log cannot be read; the message says, in Swedish, which database and what to do."""


@dataclass(frozen=True, slots=True)
class LogCheck:
    """Whether the log is whole, in a sentence."""

    is_whole: bool
    sentence: str


def head() -> str:
    """The end of the log, as one line. Raises DatabaseUnavailable and HeadUnreadable."""
    with _database():
        from spiral.trust.audit import queries

        return str(queries.head())


def verify(anchor: Path | None) -> LogCheck:
    """Is the log whole, and does it hold every anchor in the file? Raises NoAnchor, OSError, DatabaseUnavailable."""
    from spiral.trust.audit.anchors import read_anchors

    anchors = read_anchors(anchor) if anchor else []
    with _database():
        from spiral.trust.audit import queries, verification

        broken = verification.first_break(anchors)
        if broken:
            return LogCheck(False, f"Loggens kedja bryts vid händelse {broken.number}. {broken}")
        last = queries.head().number
    sentence = f"Loggen är hel till och med händelse {last}." if last else "Loggen är hel: den har inga händelser än."
    return LogCheck(True, sentence + (" Den går genom ankaret." if anchors else ""))


@contextmanager
def _database() -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "spiral.config.settings")
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    try:
        django.setup()
        yield
    except ImproperlyConfigured as error:
        # Our own settings say in Swedish what is wrong.
        raise DatabaseUnavailable(f"Inställningarna går inte att läsa: {error}") from error
    except DatabaseError as error:
        name = settings.DATABASES["default"]["NAME"]
        raise DatabaseUnavailable(
            f"Loggen går inte att läsa ur databasen {name}. Kontrollera SPIRAL_VAR eller SPIRAL_DATABASE_URL, och kör "
            "python manage.py prepare om databasen är ny."
        ) from error
