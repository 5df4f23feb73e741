"""Files of the statistics that a model is fitted from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from spiral.commands.output import problem_sentence

if TYPE_CHECKING:
    from spiral.engine.mixed import Moments


class StatisticsFileError(ValueError):
    """A file of statistics that cannot be used; the message names it."""


def read_statistics(name: Path) -> Moments:
    """The statistics in a file. Raises StatisticsFileError, which names the file."""
    from spiral.engine.mixed import ModelError, read_moments
    from spiral.engine.mixed.moments_document import LARGEST, parse

    try:
        with name.open("rb") as file:
            content = file.read(LARGEST + 1)  # no further, whatever its end: a device has none
        return read_moments(parse(content))
    except OSError as problem:
        raise StatisticsFileError(f"Filen {name} går inte att öppna.") from problem
    except ModelError as problem:
        raise StatisticsFileError(f"{name}: {problem_sentence(problem)}") from problem
