"""How much a file may ask for. Memory can be limited where the system has ``resource`` (Linux, macOS)."""

from __future__ import annotations

import logging
import os
from dataclasses import asdict, dataclass

#: Without a limit on memory no larger file is read.
LARGEST_UNGUARDED = 5_000_000


def _setting(name: str, usual: int, least: int, most: int) -> int:
    """What the operator has set; the usual value when it is not a number within bounds, which is logged."""
    text = os.environ.get(name, "")
    if not text:
        return usual
    if text.isascii() and text.isdecimal() and len(text) < 9 and least <= int(text) <= most:
        return int(text)
    logging.getLogger("spiral.reading").warning("%s ska vara ett heltal %d–%d; %d används", name, least, most, usual)
    return usual


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one reading. Bytes, but ``seconds`` (of waiting and of computing); ``unpacked`` and the counts concern packed
    files: what they unpack to, XML elements of all parts, and rows × columns of a sheet."""

    seconds: int
    memory: int
    file: int
    output: int
    unpacked: int
    elements: int
    cells: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


#: How many files a server process reads at a time; the next one waits.
AT_ONCE = _setting("SPIRAL_READING_AT_ONCE", 2, 1, 64)

#: A file that a person sends through a page.
UPLOAD = Limits(
    seconds=_setting("SPIRAL_READING_SECONDS", 10, 1, 600),
    memory=_setting("SPIRAL_READING_MEGABYTES", 512, 384, 16_384) * 1_000_000,
    file=5_000_000,
    output=8_000_000,
    unpacked=60_000_000,
    elements=600_000,
    cells=200_000,
)
#: A source's original, read by a command. Underlag: 2 MB, unpacked 13 MB, 5 million cells.
ORIGINAL = Limits(
    seconds=120,
    memory=4_000_000_000,
    file=600_000_000,
    output=400_000_000,
    unpacked=300_000_000,
    elements=20_000_000,
    cells=20_000_000,
)


def can_limit_memory() -> bool:
    """Whether ``apply`` can hold a process to its memory."""
    try:
        import resource
    except ImportError:
        return False
    return hasattr(resource, "RLIMIT_AS")


def apply(limits: Limits) -> None:
    """Hold this process to ``limits``: memory, computing time, no file written, no memory dumped to disk."""
    if not can_limit_memory():
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.seconds + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue  # a system that knows the limit by name only: time and output limits remain
