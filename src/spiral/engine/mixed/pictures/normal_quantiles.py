"""Normal quantile plots of effects and of residuals, with the band in which a normal sample's points lie.

The k-th smallest of n independent normal values is Φ⁻¹(U) with U ~ Beta(k, n + 1 − k), so the band is Φ⁻¹ of that
distribution's quantiles: pointwise, and no test of the whole. Effects are first divided by the standard deviation that
the BLUP has under the model: Var(b̂) = τ² − PEV, for b̂ and b̂ − b are uncorrelated (Henderson 1975, Biometrics 31;
"diagnostic standard error" in Goldstein, Multilevel Statistical Models, and Langford and Lewis 1998, JRSS A 161).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..effects import Effects

#: Var(b̂) below this share of τ²: the estimate is all shrunken away and its ratio says nothing.
_LEAST_SHARE = 1e-9


@dataclass(frozen=True, eq=False)
class NormalQuantiles:
    """Points of a plot, least first: ``rank`` (P,) from 1, ``theory`` (P,) the normal quantiles, ``sample`` (P,) the
    values and ``low``, ``high`` (P,) the band; in standard deviations. ``count``: of how many values."""

    count: int
    rank: np.ndarray
    theory: np.ndarray
    sample: np.ndarray
    low: np.ndarray
    high: np.ndarray

    @property
    def outside(self) -> np.ndarray:
        """Which points lie outside the band (P,)."""
        beyond: np.ndarray = (self.sample < self.low) | (self.sample > self.high)
        return beyond


def standardised_effects(effects: Effects, variance: float, term: int = 0) -> np.ndarray:
    """(G,) estimate / √(τ² − PEV), with ``variance`` τ² of the term; NaN where nothing is left of it."""
    left = variance - effects.pev[:, term, term]
    usable = left > _LEAST_SHARE * variance if variance > 0 else np.zeros(len(left), dtype=bool)
    ratio: np.ndarray = np.where(usable, effects.estimate[:, term] / np.sqrt(np.where(usable, left, 1.0)), np.nan)
    return ratio


def normal_quantiles(sample: np.ndarray, rank: np.ndarray, count: int, level: float = 0.95) -> NormalQuantiles:
    """The plot of the order statistics ``sample`` (P,) with ranks ``rank`` (P,) from 1 among ``count`` values.

    Plotting positions as R's ``ppoints``: (k − 3/8) / (n + 1/4) to ten values, (k − 1/2) / n beyond.
    """
    from scipy.special import betaincinv, ndtri

    shift = 0.375 if count <= 10 else 0.5
    low, high = (ndtri(betaincinv(rank, count + 1 - rank, p)) for p in ((1 - level) / 2, (1 + level) / 2))
    return NormalQuantiles(count, rank, ndtri((rank - shift) / (count + 1 - 2 * shift)), sample, low, high)


def spread_ranks(count: int, most: int, outermost: int = 1) -> np.ndarray:
    """At most ``most`` of the ranks ``outermost`` … count + 1 − outermost, evenly far apart in a normal distribution:
    all of them in the tails, few in the middle where they lie close. Empty where there are none."""
    from scipy.special import ndtr, ndtri

    if count + 1 < 2 * outermost:
        return np.zeros(0, dtype=np.int64)
    if count + 2 - 2 * outermost <= most:
        return np.arange(outermost, count + 2 - outermost)
    end = ndtri(1 - (outermost - 0.5) / count)
    ranks = np.rint(ndtr(np.linspace(-end, end, most)) * count + 0.5).astype(np.int64)
    return np.unique(np.clip(ranks, outermost, count + 1 - outermost))
