"""The archive: batches in a folder, each an import that can be dropped; what holds now is the latest of each unit.

A batch is a folder with a number: a sealed file for each survey and year, and a sealed ``about``. It is written beside
the others and gets its number by being renamed, so that a killed process or a full disk leaves nothing half there, and
of two who import at once the second is told. A batch about a unit replaces what earlier batches say of that unit,
survey and year; dropping it brings the earlier back.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.pupils import Pupils
from spiral.see.pupils.archive.changes import ImportChange, changes
from spiral.see.pupils.archive.disk import (
    UNFINISHED,
    clear_unfinished,
    flush_folder,
    remove,
    write_flushed,
    write_whole,
)
from spiral.see.pupils.archive.key import Key
from spiral.see.pupils.archive.parquet import from_parquet, rows, to_parquet, together

_NOBODY: NDArray[np.int64] = np.empty(0, np.int64)
_ABOUT, _STOPPED = "about.age", "protected.age"


class ArchiveChanged(Exception):
    """Somebody else has imported or dropped a batch since the preview was made."""


class NoSuchBatch(Exception):
    """There is no batch of that number, or it has been dropped."""


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file of an import: what it was called, and its digest (SHA-256), by which the same file is known again."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class About:
    """When a batch was made, by whom, and out of which files."""

    at: str  # ISO 8601, with its offset
    by: str
    files: tuple[ImportedFile, ...]
    dropped_at: str = ""
    dropped_by: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One import. ``tables`` are empty when it has been dropped."""

    number: int
    about: About
    tables: tuple[Pupils, ...]

    @property
    def is_dropped(self) -> bool:
        return bool(self.about.dropped_at)


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do. ``after`` is the number of the last batch when it was made."""

    tables: tuple[Pupils, ...]
    changes: tuple[ImportChange, ...]
    after: int

    @property
    def is_any(self) -> bool:
        """Would anything be other than it is?"""
        return any(change.is_any for change in self.changes)

    @property
    def to_confirm(self) -> tuple[ImportChange, ...]:
        """Units where so many are gone that a person must say that it is meant."""
        return tuple(change for change in self.changes if change.must_ask)


@dataclass(frozen=True, slots=True)
class Erasure:
    """Pupils of one birth cohort in one survey and year, erased or to be."""

    survey: str
    year: int
    pupils: int


class Archive:
    """The batches of one municipality, in ``folder``, opened with its key."""

    def __init__(self, folder: Path, key: Key) -> None:
        self.folder, self.key = folder, key
        self._tables: dict[Path, tuple[tuple[int, int, int], Pupils]] = {}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        clear_unfinished(folder)

    # --- what there is -----------------------------------------------------------------------------------------

    def batches(self) -> list[Batch]:
        """All batches, the earliest first; those that have been dropped have no tables."""
        return [self._read(number) for number in self._numbers()]

    def current(self) -> list[Pupils]:
        """What holds: of every survey, year and unit the pupils of the latest batch. Nobody is in it twice."""
        by_survey: dict[tuple[str, int], list[Pupils]] = {}
        for batch in reversed(self.batches()):
            for table in batch.tables:
                by_survey.setdefault((table.survey, table.year), []).append(table)
        return [_latest(by_survey[key]) for key in sorted(by_survey)]

    def stopped(self) -> NDArray[np.int64]:
        """The pseudonyms of pupils with protected identity: nothing of them is let in."""
        place = self.folder / _STOPPED
        if not place.exists():
            return np.empty(0, np.int64)
        return np.frombuffer(self.key.unseal(place.read_bytes()), np.int64)

    # --- what is done with it ------------------------------------------------------------------------------------

    def pseudonymised(self, tables: Iterable[Pupils], files: Sequence[ImportedFile]) -> tuple[Pupils, ...]:
        """Tables with personal numbers → with pseudonyms, without the pupils who are stopped.

        A temporary number is a pupil only within its files, and a number that nobody can read only within its place.
        """
        stopped = self.stopped()
        result = []
        for table in tables:
            numbers = np.asarray(table.person, np.int64).copy()
            unread = np.flatnonzero(numbers < 0)
            numbers[unread] = -1 - np.arange(len(unread))
            apart = f"{table.survey} {table.year}"
            person = np.where(
                table.linkable, self.key.pseudonyms(numbers), self.key.pseudonyms(numbers, f"temporary {apart}")
            )
            let_in = np.flatnonzero(~(np.isin(person, stopped) & table.linkable))
            result.append(rows(replace(table, person=person), let_in))
        return tuple(table for table in result if len(table))

    def preview(self, tables: Sequence[Pupils], hidden: NDArray[np.int64] = _NOBODY) -> ImportPreview:
        """What importing pseudonymised tables would change, as if those ``hidden`` (pseudonyms) had never been here."""
        held = {(table.survey, table.year): _without(table, hidden) for table in self.current()}
        by_unit = [change for table in tables for change in changes(held.get((table.survey, table.year)), table)]
        return ImportPreview(tuple(tables), tuple(by_unit), self._last())

    def commit(self, preview: ImportPreview, about: About) -> int:
        """Write what was previewed as a batch; its number. Raises ArchiveChanged, OSError; then nothing is written."""
        number = preview.after + 1
        draft = self.folder / f"{UNFINISHED}{secrets.token_hex(8)}"
        draft.mkdir(mode=0o700)
        try:
            for table in preview.tables:
                write_flushed(draft / _name(table), self.key.seal(to_parquet(table)))
            write_flushed(draft / _ABOUT, self._sealed(about))
            flush_folder(draft)
            if self._last() != preview.after:
                raise ArchiveChanged
            try:
                draft.rename(self._place(number))
            except FileExistsError as taken:
                raise ArchiveChanged from taken
            except OSError as problem:
                if self._place(number).exists():
                    raise ArchiveChanged from problem
                raise
            flush_folder(self.folder)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        return number

    def drop(self, number: int, at: datetime, by: str) -> None:
        """Take a batch away; what earlier batches say holds again. Raises NoSuchBatch."""
        batch = self._existing(number)
        about = About(batch.about.at, batch.about.by, batch.about.files, at.isoformat(), by)
        write_whole(self._place(number) / _ABOUT, self._sealed(about))
        for table in batch.tables:
            self._remove(number, table)

    def stop(self, pseudonyms: NDArray[np.int64]) -> None:
        """Put pupils on the stop list, and take them out of every batch there is."""
        stopped = np.unique(np.concatenate([self.stopped(), pseudonyms]))
        write_whole(self.folder / _STOPPED, self.key.seal(stopped.tobytes()))
        for batch in self.batches():
            for table in batch.tables:
                self._rewrite(batch.number, table, ~(np.isin(table.person, stopped) & table.linkable))

    def erasure(self, born: int) -> list[Erasure]:
        """What erasing a birth cohort would take away, dropped batches not counted."""
        counted: dict[tuple[str, int], int] = {}
        for batch in self.batches():
            for table in batch.tables:
                there = int((table.born == born).sum())
                if there:
                    key = (table.survey, table.year)
                    counted[key] = max(counted.get(key, 0), there)
        return [Erasure(survey, year, pupils) for (survey, year), pupils in sorted(counted.items())]

    def erase(self, born: int) -> list[Erasure]:
        """Erase a birth cohort from every batch. The stop list stays."""
        erased = self.erasure(born)
        for batch in self.batches():
            for table in batch.tables:
                self._rewrite(batch.number, table, table.born != born)
        return erased

    # --- files -----------------------------------------------------------------------------------------------------

    def _numbers(self) -> list[int]:
        return sorted(int(place.name) for place in self.folder.iterdir() if place.name.isdigit() and place.is_dir())

    def _last(self) -> int:
        return max(self._numbers(), default=0)

    def _place(self, number: int) -> Path:
        return self.folder / f"{number:06}"

    def _existing(self, number: int) -> Batch:
        if number not in self._numbers():
            raise NoSuchBatch
        batch = self._read(number)
        if batch.is_dropped:
            raise NoSuchBatch
        return batch

    def _read(self, number: int) -> Batch:
        place = self._place(number)
        stored = json.loads(self.key.unseal((place / _ABOUT).read_bytes()))
        about = About(**{**stored, "files": tuple(ImportedFile(**file) for file in stored["files"])})
        if about.dropped_at:
            return Batch(number, about, ())
        return Batch(number, about, tuple(self._table(part) for part in sorted(place.glob("*.parquet.age"))))

    def _table(self, part: Path) -> Pupils:
        """A table of a batch, kept in memory as long as its file is the same."""
        state = part.stat()
        mark = (state.st_mtime_ns, state.st_size, state.st_ino)
        known = self._tables.get(part)
        if known is None or known[0] != mark:
            known = self._tables[part] = (mark, from_parquet(self.key.unseal(part.read_bytes())))
        return known[1]

    def _rewrite(self, number: int, table: Pupils, stays: NDArray[np.bool_]) -> None:
        """Write a table of a batch anew without some of its pupils, or take it away when nobody is left."""
        if stays.all():
            return
        place = self._place(number) / _name(table)
        if stays.any():
            write_whole(place, self.key.seal(to_parquet(rows(table, np.flatnonzero(stays)))))
        else:
            self._remove(number, table)

    def _remove(self, number: int, table: Pupils) -> None:
        place = self._place(number) / _name(table)
        remove(place)
        self._tables.pop(place, None)

    def _sealed(self, about: About) -> bytes:
        return self.key.seal(json.dumps(asdict(about), ensure_ascii=False).encode())


def _without(table: Pupils, hidden: NDArray[np.int64]) -> Pupils:
    return rows(table, np.flatnonzero(~np.isin(table.person, hidden) | ~table.linkable)) if len(hidden) else table


def _name(table: Pupils) -> str:
    return f"{table.survey}-{table.year}.parquet.age"


def _latest(newest_first: Sequence[Pupils]) -> Pupils:
    """Tables of one survey and year, the newest first → the newest of every unit, nobody twice."""
    seen_units: set[str] = set()
    seen: NDArray[np.int64] = np.empty(0, np.int64)
    parts = []
    for table in newest_first:
        names = [*table.units, ""]
        is_new = np.array([name not in seen_units for name in names])[table.unit]
        is_new &= ~(np.isin(table.person, seen) & table.linkable)
        parts.append(rows(table, np.flatnonzero(is_new)))
        seen_units |= {*table.units, *([""] if (table.unit < 0).any() else [])}
        seen = np.concatenate([seen, parts[-1].person[parts[-1].linkable]])
    return together(parts)
