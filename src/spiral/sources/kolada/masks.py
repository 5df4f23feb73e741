"""Numbers that Kolada prints where it hides one (`masks.toml`), read without what a page would have to wait for."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class NumericMask:
    """A number that Kolada prints where it hides one: the value, the indicators, the last year it did so, and whether
    Kolada's own descriptions say it. What they do not say is Spiral's inference, and a page tells so."""

    value: float
    kpis: frozenset[str]
    through: int | None = None
    is_described: bool = False


@cache
def numeric_masks() -> tuple[NumericMask, ...]:
    """Every number that is a mask."""
    rows = tomllib.loads(Path(__file__).with_name("masks.toml").read_text(encoding="utf-8"))["mask"]
    return tuple(NumericMask(**row | {"kpis": frozenset(row["kpis"])}) for row in rows)


def inferred_masks(kpi: str, year: int) -> tuple[float, ...]:
    """The numbers that Spiral reads as masks of ``kpi`` in ``year`` though no description says so."""
    return tuple(
        mask.value
        for mask in numeric_masks()
        if not mask.is_described and kpi in mask.kpis and (mask.through is None or year <= mask.through)
    )
