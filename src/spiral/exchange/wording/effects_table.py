"""The groups of a fit as a table of text: each with its interval, in the order of their names and never by result."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from spiral.engine.mixed import Effects
from spiral.engine.numbers import Language

_HEADS: dict[Language, tuple[str, ...]] = {
    "sv": ("", "elever", "från", "till", "skattning", "utan försiktighet", "tillförlitlighet"),
    "en": ("", "pupils", "from", "to", "estimate", "without caution", "reliability"),
}

_TRIALS: dict[Language, str] = {"sv": "försök", "en": "trials"}


def effects_tables(levels: Mapping[str, Effects], language: Language = "sv", *, is_trials: bool = False) -> str:
    """A table for each level and term: pupils (or trials), the 95 % interval, the cautious estimate and the one without
    caution, with so many decimals as the intervals are worth."""
    parts = []
    heads = [*_HEADS[language]]
    heads[1] = _TRIALS[language] if is_trials else heads[1]
    for name, effects in levels.items():
        for i, term in enumerate(effects.terms):
            title = name if len(effects.terms) == 1 else f"{name}, {term}"
            numbers = (effects.low, effects.high, effects.estimate, effects.unshrunken)
            decimals = _decimals(effects.high[:, i] - effects.low[:, i])
            columns = [[_decimal(value, decimals, language) for value in values[:, i]] for values in numbers]
            reliability = [_decimal(value, 2, language) for value in effects.reliability[:, i]]
            cells = [effects.keys, [str(n) for n in effects.n], *columns, reliability]
            parts.append(aligned([title, *heads[1:]], list(zip(*cells, strict=True))))
    return "\n\n".join(parts)


def _decimals(widths: np.ndarray) -> int:
    """One decimal, or more where intervals are so narrow that it would be all of them."""
    usual = float(np.median(widths)) if len(widths) else 0.0
    return min(max(1, 2 - math.floor(math.log10(usual))), 6) if 0 < usual < math.inf else 1


def _decimal(value: float, decimals: int, language: Language) -> str:
    if not np.isfinite(value):
        return "–"
    shown = f"{value:.{decimals}f}".replace("-", "−")
    return shown.replace(".", ",") if language == "sv" else shown


def aligned(heads: list[str], rows: list[tuple[str, ...]]) -> str:
    """A table of text: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    lines = []
    for row in (heads, *rows):
        first, *others = row
        lines.append("  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]).rstrip())
    return "\n".join(lines)
