"""Files on disk: written whole or not at all, and known again by their checksum."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_atomically(path: Path, blob: bytes) -> None:
    """Put ``blob`` at ``path`` so that a reader sees the old file or the new one, never a part."""
    partial = path.with_name(path.name + ".part")
    with partial.open("wb") as handle:
        handle.write(blob)
        handle.flush()
        os.fsync(handle.fileno())
    partial.replace(path)
