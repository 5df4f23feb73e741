"""Differences with their 95 % intervals: between two groups of pupils, between those who rose and those who fell."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from spiral.engine.estimates import Z95, wilson


@dataclass(frozen=True, slots=True)
class GroupDifference:
    """First minus second, in the measure's own unit (percentage points of shares)."""

    value: float
    low: float
    high: float

    @property
    def is_clear(self) -> bool:
        """Does the interval leave zero out?"""
        return self.low > 0 or self.high < 0


def difference_of_means(first: tuple[float, float, int], second: tuple[float, float, int]) -> GroupDifference | None:
    """Of two groups' (mean, standard deviation, pupils). None where a group has fewer than two pupils.

    Welch's interval: the groups' own variances, Satterthwaite's degrees of freedom.
    """
    from scipy.special import stdtrit

    (mean1, sd1, n1), (mean2, sd2, n2) = first, second
    if n1 < 2 or n2 < 2:
        return None
    part1, part2 = sd1**2 / n1, sd2**2 / n2
    if part1 + part2 == 0:
        return GroupDifference(mean1 - mean2, mean1 - mean2, mean1 - mean2)
    freedom = (part1 + part2) ** 2 / (part1**2 / (n1 - 1) + part2**2 / (n2 - 1))
    half = float(stdtrit(freedom, 0.975)) * math.sqrt(part1 + part2)
    return GroupDifference(mean1 - mean2, mean1 - mean2 - half, mean1 - mean2 + half)


def difference_of_shares(hits1: int, n1: int, hits2: int, n2: int) -> GroupDifference | None:
    """Of two groups' counts, in percentage points. None where a group has nobody.

    Newcombe's interval from the two Wilson intervals (Statistics in Medicine 17, 1998, method 10): it holds also for
    small groups and shares near 0 and 1.
    """
    if not n1 or not n2:
        return None
    share1, share2 = hits1 / n1, hits2 / n2
    (low1, low2), (high1, high2) = wilson(np.array([share1, share2]), np.array([n1, n2], float))
    value = share1 - share2
    low = value - math.hypot(share1 - float(low1), float(high2) - share2)
    high = value + math.hypot(float(high1) - share1, share2 - float(low2))
    return GroupDifference(100 * value, 100 * low, 100 * high)


def more_than_the_opposite(rose: int, fell: int, n: int) -> GroupDifference | None:
    """The share who rose minus the share who fell among the same n, in percentage points. None for nobody.

    Agresti and Min's interval (Statistics in Medicine 24, 2005): half a pupil is added to those who rose, those who
    fell, and twice to the others, which makes Wald's interval hold for few.
    """
    if not n:
        return None
    added = n + 2
    up, down = (rose + 0.5) / added, (fell + 0.5) / added
    half = Z95 * math.sqrt((up + down - (up - down) ** 2) / added)
    low, high = max(-1.0, up - down - half), min(1.0, up - down + half)
    return GroupDifference(100 * (rose - fell) / n, 100 * low, 100 * high)
