"""How often what was said before it came held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Fewest pupils of the sizes that a count is divided into.
SIZES = (15, 30, 50, 100)


@dataclass(frozen=True, slots=True)
class PredictionOutcome:
    """How many places of a kind landed where it was said: (inside, all) in each of ``SIZES``. ``day`` is when it was
    said, "" in hindsight; ``sha256`` the checksum of the file that says it. Nothing is counted before the year comes.
    """

    kind: str
    period: str
    until: str
    day: str
    sha256: str
    said: int
    sizes: tuple[tuple[int, int], ...]

    @property
    def inside(self) -> int:
        return sum(inside for inside, _all in self.sizes)

    @property
    def all(self) -> int:
        return sum(count for _inside, count in self.sizes)


def outcomes_of(parameters: Mapping[str, Any]) -> list[PredictionOutcome]:
    """The outcomes that :func:`spiral.see.results.predictions.parameters` keeps."""
    return [
        PredictionOutcome(**{**row, "sizes": tuple((inside, n) for inside, n in row["sizes"])})
        for row in parameters.get("outcomes", [])
    ]
