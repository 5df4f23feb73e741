"""The ledger of `spiral protect`: one line for each table that was published, each sealed with the one before it.

Plain JSON lines that are only ever added to. A line holds a table's columns, how many pupils its rows have and what was
printed; no hidden result and no pupil. Each line's hash is over the hash before it, so that a line changed, moved or
taken out is found, and the file is refused by name. A file cut off at the end of a line is not found: keep its seal.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from spiral.engine.disclosure.publication import Publication
from spiral.engine.message import EngineError
from spiral.sources.reading.system_errors import reason

_HEAD = {"spiral": "ledger", "version": 1}
#: Bytes of a ledger; some thousand tables.
LARGEST = 64_000_000


class LedgerFileError(ValueError):
    """A ledger that cannot be used; the message names the file, and the line."""


@dataclass
class LedgerFile:
    """An open ledger, which nobody else can write meanwhile. ``seal``: the last line's hash."""

    path: Path
    editions: tuple[Publication, ...]
    seal: str
    _file: IO[bytes]

    def add(self, editions: Sequence[Publication]) -> None:
        """Write those of ``editions`` that are not there yet. Raises LedgerFileError when the disk does not take "
        "them."""
        fresh = [edition for edition in dict.fromkeys(editions) if edition not in self.editions]
        lines = [] if self.editions or self.seal != _hash("", _HEAD) else [_HEAD]
        sealed = self.seal
        for edition in fresh:
            entry = edition.as_json()
            sealed = _hash(sealed, entry)
            lines.append({**entry, "hash": sealed})
        if not fresh:
            return
        try:
            self._file.seek(0, os.SEEK_END)
            self._file.write("".join(_canonical(line) + "\n" for line in lines).encode())
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise LedgerFileError(f"Liggaren {self.path} går inte att skriva ({reason(error)}).") from error
        self.editions, self.seal = (*self.editions, *fresh), sealed


@contextmanager
def opened(path: Path) -> Iterator[LedgerFile]:
    """The ledger in a file, a new one where there is none. Raises LedgerFileError."""
    import fcntl

    is_new = not path.exists()
    try:
        file = path.open("a+b")
    except OSError as error:
        raise LedgerFileError(f"Liggaren {path} går inte att öppna ({reason(error)}).") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LedgerFileError(f"Liggaren {path} används av någon annan. Försök igen om en stund.") from error
        try:
            yield _read(path, file, is_new=is_new)
        finally:
            if is_new and not path.stat().st_size:
                path.unlink()


def _read(path: Path, file: IO[bytes], *, is_new: bool) -> LedgerFile:
    file.seek(0)
    content = file.read(LARGEST + 1)
    if is_new and not content:
        return LedgerFile(path, (), _hash("", _HEAD), file)
    if len(content) > LARGEST:
        raise LedgerFileError(f"Liggaren {path} är för stor ({LARGEST // 1_000_000} MB är mest).")
    lines = content.split(b"\n")
    if lines.pop() or not lines:
        raise _damaged(path, len(lines) + 1)
    if _parsed(path, 1, lines[0]) != _HEAD:
        raise LedgerFileError(f"{path} är ingen liggare: första raden ska vara {_canonical(_HEAD)}.")
    sealed, editions = _hash("", _HEAD), []
    for number, line in enumerate(lines[1:], start=2):
        entry = _parsed(path, number, line)
        said = entry.pop("hash", None)
        sealed = _hash(sealed, entry)
        if said != sealed:
            raise _damaged(path, number)
        try:
            editions.append(Publication.from_json(entry))
        except EngineError as error:
            raise _damaged(path, number) from error
    return LedgerFile(path, tuple(editions), sealed, file)


def _parsed(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        entry = json.loads(line.decode())
    except (ValueError, RecursionError) as error:
        raise _damaged(path, number) from error
    if not isinstance(entry, dict):
        raise _damaged(path, number)
    return entry


def _damaged(path: Path, number: int) -> LedgerFileError:
    return LedgerFileError(
        f"Liggaren {path} är skadad: rad {number} är ändrad eller avbruten. Återställ filen från en säkerhetskopia; "
        "inget publiceras innan dess."
    )


def _canonical(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(before: str, entry: dict[str, Any]) -> str:
    return hashlib.sha256((before + _canonical(entry)).encode()).hexdigest()
