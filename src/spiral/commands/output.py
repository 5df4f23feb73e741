"""How a command reports an error, and writes a file: whole, or not at all."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: What argparse adds subcommands to.
Commands = argparse._SubParsersAction


def fail(message: str, code: int = 1) -> int:
    """Print what is wrong on stderr; returns the exit code."""
    print(message, file=sys.stderr)
    return code


def write_whole(place: Path, content: str | bytes) -> None:
    """Write ``content`` to ``place``; when that fails, what was there before is left as it was."""
    with whole_file(place) as part:
        part.write(content.encode() if isinstance(content, str) else content)


@contextmanager
def whole_file(place: Path) -> Iterator[IO[bytes]]:
    """A file that becomes ``place`` when it has been written whole; else what was there before is left as it was."""
    with tempfile.NamedTemporaryFile("wb", dir=place.parent, delete=False) as part:
        try:
            yield part.file
            part.close()
            Path(part.name).replace(place)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def problem_sentence(problem: ValueError) -> str:
    """What a refusal says, in Swedish."""
    from spiral.engine.message import EngineError
    from spiral.exchange.wording import sentence

    return sentence(problem) if isinstance(problem, EngineError) else str(problem)
