"""The primary rules as named constants: what about a single count may never be shown, whoever else is in the table.

Sources: docs/regler/statistik.md for what Skolverket does and what the network has chosen; the reasons stand in
docs/metod/rojandekontroll.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from spiral.engine.message import EngineError

#: Fewest pupils a figure may rest on.
MIN_BASE = 10
#: One to this many pupils on either side of the measure are never shown exactly.
FEW = 4
#: An outsider must be left with at least so many possible values of every sensitive count (an insider, who knows one
#: pupil's result, can strike out one of them: two remain), or all that there are: one pupil can only be 0 or 1.
MIN_VALUES = 3
#: Value-added is public only when pooled over so many years ...
VALUE_ADDED_YEARS = 3
#: ... and when it rests on so many pupils. Expected values from open data need as many.
VALUE_ADDED_BASE = 15


class Outcome(StrEnum):
    """The outcome that may not be known to be that of *everybody* in a cell."""

    HITS = "hits"  # hits are, say, those who do not pass: "all" is sensitive, "none" may be shown
    MISSES = "misses"  # hits are, say, those who pass: "none" is sensitive, "all" may be shown


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of one rule set. Raises EngineError when they contradict each other."""

    sensitive: Outcome
    name: str = "Spiral"
    base: int = MIN_BASE
    few: int = FEW
    values: int = MIN_VALUES
    masks: bool = True  # may 1-4 be told as "~100" and "~0" where the audit allows, or must they be hidden

    def __post_init__(self) -> None:
        if self.few < 0 or self.values < 2:
            raise EngineError("thresholds_too_small")
        if self.base < 2 * self.few + 2:
            raise EngineError("base_lets_masks_overlap", base=self.base, least=2 * self.few + 2)
        if self.masks and 0 < self.few < self.values:
            raise EngineError("mask_leaves_too_few_values", few=self.few, values=self.values)

    def needed(self, n: int) -> int:
        """How many possible values a sensitive count among ``n`` pupils must keep."""
        return min(self.values, n + 1)


def rarer_outcome(n: int, hits: int) -> Outcome:
    """The outcome fewer pupils have: what a table that says nothing about its measure is protected for.

    That everyone in a cell has what most pupils have is expected of them; that everyone has what is rare is not.
    """
    return Outcome.HITS if 2 * hits < n else Outcome.MISSES


def deviation_may_stand(share_is_shown: bool, n: int, base: int = MIN_BASE) -> bool:
    """May a standard deviation or a grade distribution stand beside a mean? Never where the share is masked.

    Mean and standard deviation with one decimal give the number of F grades at 12 pupils always
    (docs/regler/sekretess.md B5).
    """
    return share_is_shown and n >= base


def mean_may_stand(n: int, base: int = MIN_BASE) -> bool:
    """May a mean over ``n`` pupils be shown?"""
    return n >= base


def value_added_may_stand(n: int, years: int) -> bool:
    """May a unit's value-added leave its owner?"""
    return n >= VALUE_ADDED_BASE and years >= VALUE_ADDED_YEARS
