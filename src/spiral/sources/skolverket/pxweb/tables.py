"""Which tables are asked for, and what is known of each (`tables.toml`)."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from spiral.engine.place import NATION
from spiral.sources.live.polite import RequestLimits


@dataclass(frozen=True, slots=True)
class PxTable:
    """A table: the observations' part, its folder and id, its dimensions' codes by what they hold (measure, level,
    time), the form of the codes of each kind of place, and the measures' words."""

    part: str
    folder: str
    id: str
    dimensions: dict[str, str]
    places: dict[str, str]
    passed_over: str
    measures: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.id}"

    def place(self, code: str) -> tuple[str, str] | None:
        """The kind and own code of the place that ``code`` stands for; None when it is none that we ask for."""
        for kind, form in self.places.items():
            if hit := re.fullmatch(form, code):
                return kind, (hit[1] if hit.re.groups else NATION)
        return None

    def is_passed_over(self, code: str) -> bool:
        """Is it the code of places that Spiral has no use for, a county or a kind of municipality?"""
        return re.fullmatch(self.passed_over, code) is not None

    def measure(self, words: str) -> str | None:
        """The measure that ``words`` name, with its area before it or not; None when it is none of ours."""
        plain = _plain(words)
        return next((m for m in self.measures if plain in (_plain(m), _plain(m.partition(": ")[2]))), None)


@dataclass(frozen=True, slots=True)
class PxService:
    """The service: where it is, how politely it is asked, how much a question may ask for, and its tables."""

    base: str
    interval: float
    first_wait: float
    longest_wait: float
    levels_at_once: int
    most_cells: int
    most_levels: int
    table: tuple[PxTable, ...] = field(repr=False)

    @property
    def limits(self) -> RequestLimits:
        return RequestLimits(interval=self.interval, first_wait=self.first_wait, longest_wait=self.longest_wait)


@cache
def service() -> PxService:
    """What `tables.toml` says."""
    said = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))
    tables = tuple(PxTable(**row | {"measures": tuple(row["measures"])}) for row in said["table"])
    return PxService(**said | {"table": tables})


def _plain(words: str) -> str:
    """Words without what two prints of them may differ in: spaces, capitals, the footnote's star."""
    return " ".join(unicodedata.normalize("NFKC", words).split()).rstrip("* ").casefold()
