"""Skolverket's own rules for the year-9 export, as its published cells show them, beside ours
(docs/regler/statistik.md §2).

They look at the numerator and the complement, not at the size of the class, and differ by column. A table that
follows them is not safe by our rules: 52 of 1,041 sensitive cells were exactly known once municipal totals are public.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column. ``numerator``: fewest pupils behind a shown value; ``masks_few``: 1 to ``few`` missing is "~100"."""

    numerator: int = 10
    masks_few: bool = False
    few: int = 4

    def allows_share(self, pupils: int, printed: str) -> bool:
        """Could a unit of so many pupils have this printed (a share with one decimal, "~100", ".." or ".")?"""
        if printed in ("", "."):
            return True
        reached = range(pupils + 1)
        if printed == "..":
            return any(k < self.numerator for k in reached)
        if printed == "~100":
            return self.masks_few and any(k >= self.numerator and 1 <= pupils - k <= self.few for k in reached)
        return any(self._shows(pupils, k) and _rounds_to(k, pupils, printed) for k in reached)

    def _shows(self, pupils: int, reached: int) -> bool:
        return reached >= self.numerator and not (self.masks_few and 1 <= pupils - reached <= self.few)

    def allows_count(self, printed: str) -> bool:
        """Could this be printed as a number of pupils?"""
        return printed in ("", ".", "..") or int(printed) >= self.numerator


def _rounds_to(reached: int, pupils: int, printed: str) -> bool:
    share = 100 * reached / pupils
    decimals = len(printed.partition(",")[2])
    return math.isclose(share, float(printed.replace(",", ".")), abs_tol=0.5 * 10**-decimals + 1e-9)


#: Column of the export → its rule.
YEAR_9: Mapping[str, ColumnRule] = {
    "Antal elever": ColumnRule(),
    "Genomsnittligt meritvärde (17 ämnen)": ColumnRule(),
    "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen": ColumnRule(),
    "Andel (%) elever behöriga till yrkesprog.": ColumnRule(masks_few=True),
}
