"""Intervals for published figures: what chance alone does to a cohort of this size.

A published share or mean is a full count of one cohort. The interval answers another question: how far could the
figure land if the same school received another cohort of the same size? Two things vary: pupils within a cohort, and
cohorts beyond that. Both are estimated from the country's units over several years (:func:`cohort_variation`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval, in the value's own unit, and the number of pupils behind it."""

    value: float
    low: float
    high: float
    n: int

    def excludes(self, reference: float) -> bool:
        """Is ``reference`` outside the interval?"""
        return not self.low <= reference <= self.high


@dataclass(frozen=True, slots=True)
class CohortVariation:
    """Standard deviations of a mean, in its unit: between pupils, and between a unit's cohorts beyond chance; and of
    each share the intra-class correlation of pupils of one cohort (:func:`share_icc`), by the share's name."""

    pupil_sd: float
    cohort_sd: float
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def icc(self) -> float:
        """Share of the variance between pupils of a unit that belongs to the cohort; no unit."""
        total = self.pupil_sd**2 + self.cohort_sd**2
        return self.cohort_sd**2 / total if total else 0.0

    def icc_of(self, share: str) -> float:
        """The intra-class correlation of a share; of one that has too few years, the largest that is known."""
        return self.shares.get(share, max(self.shares.values(), default=self.icc))


def cohort_variation(values: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> CohortVariation:
    """Within-unit variation between years, split by how it shrinks with size.

    ``values`` (units, years) are means with NaN where missing, ``n`` (units,) pupils a year. National year means are
    removed first. A unit's variance over years has expectation a + b/n: a is the cohort variance, b the pupil variance.
    Weighted least squares with weights from the fitted variance, three rounds, both kept at 0 or more. Raises
    ValueError with fewer than ten units that have two years.
    """
    centred = values - np.nanmean(values, axis=0, keepdims=True)
    years = np.sum(~np.isnan(centred), axis=1)
    keep = (years >= 2) & (n > 0)
    if int(keep.sum()) < 10:
        raise ValueError("fewer than ten units with two years")
    variance = np.nanvar(centred[keep], axis=1, ddof=1)
    degrees = (years[keep] - 1).astype(float)
    design = np.column_stack([np.ones(int(keep.sum())), 1.0 / n[keep]])
    weight = degrees
    solution = np.zeros(2)
    for _ in range(3):
        root = np.sqrt(weight)
        solution = np.linalg.lstsq(design * root[:, None], variance * root, rcond=None)[0]
        if solution[0] < 0:
            only = np.sum(weight * design[:, 1] * variance) / np.sum(weight * design[:, 1] ** 2)
            solution = np.array([0.0, only])
        solution = np.maximum(solution, 0.0)
        weight = degrees / np.maximum(design @ solution, 1e-9) ** 2
    return CohortVariation(pupil_sd=math.sqrt(solution[1]), cohort_sd=math.sqrt(solution[0]))


#: Pupils who reach, and who do not, that a unit must have in a year for the moments of its shares to be used.
LEAST_EITHER_WAY = 10


def share_icc(percent: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> float:
    """The intra-class correlation of pupils of one cohort in a share: how much more it moves between a unit's cohorts
    than pupils drawn one by one would make it move. No unit; 0 or more.

    ``percent`` (units, years) with NaN where missing, ``n`` (units,) pupils a year. National year means are removed. A
    unit's variance over years has expectation p(1 - p)/n + rho p(1 - p)(1 - 1/n) (beta-binomial; Williams 1982): rho
    by weighted least squares, weights from the fitted variance. Only units with two years and ``LEAST_EITHER_WAY``
    pupils on both sides. Raises ValueError with fewer than ten of those.
    """
    share = percent / 100
    years = np.sum(~np.isnan(share), axis=1)
    p = np.nansum(share, axis=1) / np.maximum(years, 1)
    keep = (years >= 2) & (n * np.minimum(p, 1 - p) >= LEAST_EITHER_WAY)
    if int(keep.sum()) < 10:
        raise ValueError("fewer than ten units with two years")
    share, p, n, degrees = share[keep], p[keep], n[keep], years[keep] - 1.0
    moved = np.nanvar(share - np.nanmean(share, axis=0, keepdims=True), axis=1, ddof=1)
    spread = p * (1 - p) + moved / years[keep]
    chance, design = spread / n, spread * (1 - 1 / n)
    rho = 0.0
    for _ in range(20):
        weight = degrees / (chance + rho * design) ** 2
        rho = max(float(np.sum(weight * design * (moved - chance)) / np.sum(weight * design**2)), 0.0)
    return rho


def share_interval(percent: float, n: int, icc: float = 0.0, units: int = 1) -> Estimate:
    """Wilson's interval for a share in per cent, with the pupils counted as fewer when cohorts vary together.

    Effective size is n / (1 + (m - 1) icc), m = n / ``units`` pupils a unit (Kish's design effect; Wilson 1927). Raises
    ValueError without pupils.
    """
    if n < 1:
        raise ValueError("a share needs pupils")
    effective = n / (1 + max(n / units - 1, 0.0) * icc)
    low, high = wilson(np.asarray(percent / 100), np.asarray(effective))
    return Estimate(percent, 100 * float(low), 100 * float(high), n)


def wilson(
    p: npt.NDArray[np.float64], n: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Wilson's interval of shares ``p`` (0–1) of ``n`` pupils each, lowest and highest, 0–1 (Wilson 1927)."""
    z2 = Z95**2
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 / (1 + z2 / n) * np.sqrt(p * (1 - p) / n + z2 / (4 * n**2))
    low = np.where(p == 0, 0.0, np.maximum(centre - half, 0.0))
    return low, np.where(p == 1, 1.0, np.minimum(centre + half, 1.0))


def mean_interval(mean: float, n: int, variation: CohortVariation, units: int = 1) -> Estimate:
    """Normal interval for a mean over ``n`` pupils in ``units`` units of like size, in the mean's unit.

    Raises ValueError without pupils.
    """
    if n < 1:
        raise ValueError("a mean needs pupils")
    half = Z95 * math.sqrt(variation.pupil_sd**2 / n + variation.cohort_sd**2 / units)
    return Estimate(mean, mean - half, mean + half, n)


def difference(first: Estimate, second: Estimate) -> Estimate:
    """first - second with an interval from the two intervals (MOVER; Zou & Donner 2008, Newcombe 1998 method 10)."""
    gap = first.value - second.value
    low = gap - math.hypot(first.value - first.low, second.high - second.value)
    high = gap + math.hypot(first.high - first.value, second.value - second.low)
    return Estimate(gap, low, high, min(first.n, second.n))


def count_from_share(percent: float, n: int, decimals: int = 1) -> int | None:
    """The whole number behind a printed share, or None when none fits (another base, or rounding hides it)."""
    count = round(percent * n / 100)
    return count if abs(100 * count / n - percent) <= 0.5 * 10**-decimals + 1e-9 else None


def weighted_mean(values: Sequence[float], n: Sequence[int]) -> float:
    """The mean over pupils of units' means or shares. Raises ValueError without pupils."""
    total = sum(n)
    if total <= 0:
        raise ValueError("no pupils")
    return math.fsum(v * k for v, k in zip(values, n, strict=True)) / total


def median_change(values: Sequence[float | None]) -> float | None:
    """The median absolute change between neighbouring periods; None with fewer than four such changes."""
    changes = _changes(values)
    return float(np.median(np.abs(changes))) if len(changes) >= LEAST_CHANGES else None


#: Fewest earlier changes that say how a series usually moves.
LEAST_CHANGES = 4
#: Student's t at 97.5 per cent with 4, 5, … 30 degrees of freedom; a page has no time to fetch scipy's.
_STUDENT_T = (
    *(2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110),
    *(2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)


def usual_change(values: Sequence[float | None]) -> float | None:
    """How far the last value of a series may be from the one before while it moves as it used to: 95 of 100 changes
    are no larger. In the series' unit; None with fewer than ``LEAST_CHANGES`` earlier changes.

    The yardstick where a source gives no number of pupils. The change that is judged is no part of it: the root mean
    square of the earlier ones, times Student's t with as many degrees of freedom as they are. Exact where changes are
    independent and normal (a random walk); .05 within .004 where the level is constant and only chance moves it.
    """
    earlier = _changes(values[:-1])
    if len(earlier) < LEAST_CHANGES:
        return None
    t = _STUDENT_T[min(len(earlier) - LEAST_CHANGES, len(_STUDENT_T) - 1)]
    return float(t * np.sqrt(np.mean(np.square(earlier))))


def _changes(values: Sequence[float | None]) -> list[float]:
    pairs = zip(values, values[1:], strict=False)
    return [b - a for a, b in pairs if a is not None and b is not None]


def deciles(values: Sequence[float]) -> tuple[float, ...]:
    """The nine deciles (linear interpolation); empty with fewer than twenty values."""
    if len(values) < 20:
        return ()
    return tuple(float(v) for v in np.quantile(np.asarray(values, dtype=float), np.arange(1, 10) / 10))
