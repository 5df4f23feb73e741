"""What a command says, and how it writes: a whole file, or nothing."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

#: Where a command is added.
Commands = argparse._SubParsersAction


def fail(message: str, code: int = 1) -> int:
    """Say what is wrong; the exit code."""
    print(message, file=sys.stderr)
    return code


def write_whole(place: Path, text: str) -> None:
    """The whole text at ``place``, or nothing there."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False) as part:
        try:
            part.write(text)
            part.close()
            Path(part.name).replace(place)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
