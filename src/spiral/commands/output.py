"""How a command reports an error, and writes a file: whole, or not at all."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

#: What argparse adds subcommands to.
Commands = argparse._SubParsersAction


def fail(message: str, code: int = 1) -> int:
    """Print what is wrong on stderr; returns the exit code."""
    print(message, file=sys.stderr)
    return code


def write_whole(place: Path, content: str | bytes) -> None:
    """Write ``content`` to ``place``; when that fails, what was there before is left as it was."""
    with tempfile.NamedTemporaryFile("wb", dir=place.parent, delete=False) as part:
        try:
            part.write(content.encode() if isinstance(content, str) else content)
            part.close()
            Path(part.name).replace(place)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise
