"""Guards a refresh: a series that has lost more than a fifth of its rows stops it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

#: A series may lose at most this share of its rows in one fetch.
MAX_LOSS = 0.2
_SERIES = ("part", "measure", "area")


@dataclass(frozen=True, slots=True)
class ShrunkSeries:
    """A series (``part:measure`` or ``part:measure:area``) with its rows before and after."""

    name: str
    before: int
    after: int

    def __str__(self) -> str:
        return (
            f"{self.name}: {self.before} rader blev {self.after}. Serien byts inte ut. Kontrollera hos källan; om det "
            f'stämmer, kör igen med --resume --accept-shrink "{self.name}".'
        )


def shrunk_series(old: pl.DataFrame, new: pl.DataFrame, accepted: Collection[str] = ()) -> list[ShrunkSeries]:
    """The series of ``new`` with less than four fifths of their rows in ``old``, save the ``accepted`` ones.

    Both are observation tables of the same scope (the places and measures that were asked for); a series that
    vanished altogether counts as shrunk to 0.
    """
    before, after = _counts(old), _counts(new)
    lost = [ShrunkSeries(name, rows, after.get(name, 0)) for name, rows in before.items()]
    return sorted(
        (s for s in lost if s.after < (1 - MAX_LOSS) * s.before and s.name not in accepted), key=lambda s: s.name
    )


def _counts(table: pl.DataFrame) -> dict[str, int]:
    return {
        ":".join(part for part in key if part): rows
        for *key, rows in table.group_by(_SERIES).len().sort(_SERIES).iter_rows()
    }
