"""Files written whole or not at all, and taken away so that little is left of them.

Only what every operating system has: a folder is not flushed where it cannot be opened.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path

#: What is not finished has a name that begins so; it is cleared away when the archive is opened.
UNFINISHED = ".unfinished-"
_ABANDONED = 3_600  # seconds


def write_whole(place: Path, content: bytes) -> None:
    """Write a file; what it was before is overwritten on the disk when the new one stands in its place."""
    part = place.with_name(f"{UNFINISHED}{secrets.token_hex(8)}")
    earlier: int | None = None
    try:
        write_flushed(part, content)
        earlier = _opened(place)
        part.replace(place)
        flush_folder(place.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        if earlier is not None:
            os.close(earlier)
        raise
    if earlier is not None:
        _overwrite(earlier)


def write_flushed(place: Path, content: bytes) -> None:
    """Write a new file, on the disk when this returns; only its owner reads it."""
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def remove(place: Path) -> None:
    """Overwrite a file and take it away. Does nothing where there is none."""
    earlier = _opened(place)
    if earlier is not None:
        _overwrite(earlier)
    place.unlink(missing_ok=True)
    flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """Make sure that a folder's names are on the disk, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clear_unfinished(folder: Path) -> None:
    """Take away what was being written when a process was killed. What is an hour old nobody is writing any more."""
    for left in folder.glob(f"{UNFINISHED}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime < _ABANDONED:
                continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _opened(place: Path) -> int | None:
    if os.name == "nt":  # an open file cannot be replaced there
        return None
    with suppress(OSError):
        return os.open(place, os.O_WRONLY)
    return None


def _overwrite(descriptor: int) -> None:
    """Fill an open file with zeros; a disk that keeps copies of its own may keep more (docs say so)."""
    try:
        with suppress(OSError):
            os.write(descriptor, bytes(os.fstat(descriptor).st_size))
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
