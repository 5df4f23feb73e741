"""The questions that PxWeb answers: which measures, places and years of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from spiral.sources.skolverket.pxweb.tables import PxService, PxTable


@dataclass(frozen=True, slots=True)
class CellQuestion:
    """A question for cells: codes of measures, levels (owners, units, municipalities) and years. Without levels it asks
    for the first ``top`` that the table has, which is how one gets the codes that it does not list."""

    table: PxTable
    measures: tuple[str, ...]
    levels: tuple[str, ...]
    years: tuple[str, ...]
    top: int = 0

    @property
    def body(self) -> bytes:
        level = ("item", list(self.levels)) if self.levels else ("top", [str(self.top)])
        chosen = {"measure": ("item", list(self.measures)), "level": level, "time": ("item", list(self.years))}
        query = [
            {"code": code, "selection": {"filter": chosen[what][0], "values": chosen[what][1]}}
            for what, code in self.table.dimensions.items()
        ]
        return json.dumps({"query": query, "response": {"format": "json"}}).encode()

    def cells(self) -> set[tuple[str, str, str]]:
        """Every cell that is asked for: measure, level, year."""
        return set(product(self.measures, self.levels, self.years))

    def halves(self) -> list[CellQuestion]:
        """The same in two, by places; [] for a single place."""
        middle = len(self.levels) // 2
        return [replace(self, levels=some) for some in (self.levels[:middle], self.levels[middle:])] if middle else []

    def __str__(self) -> str:
        if not self.levels:
            return f"{self.table.id}, listan på huvudmän och skolenheter"
        more = f" och {len(self.levels) - 1} till" if len(self.levels) > 1 else ""
        return f"{self.table.id}, {self.levels[0]}{more}"


def questions(
    table: PxTable, measures: tuple[str, ...], levels: list[str], years: tuple[str, ...], service: PxService
) -> Iterator[CellQuestion]:
    """Questions for every cell, each with no more places and cells than the service is asked for at a time."""
    size = max(1, min(service.levels_at_once, service.most_cells // (len(measures) * len(years))))
    for start in range(0, len(levels), size):
        yield CellQuestion(table, measures, tuple(levels[start : start + size]), years)
