"""Made-up schools whose usual result is known, so that it can be counted how often a statement about a published figure
is wrong: clearly under or over, changed since the year before, more than it usually moves. Nobody in them exists."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .estimates import cohort_variation, difference, mean_interval, share_icc, share_interval, usual_change

Array = npt.NDArray[np.float64]
YEARS = 5
#: Of a mean in points: between pupils, and between cohorts beyond that.
_PUPIL_SD, _COHORT_SD = 73.0, 6.0
#: Of a share: the intra-class correlation within a cohort, and the usual share of schools as log odds.
_ICC, _LOG_ODDS, _LOG_ODDS_SD = 0.009, 1.1, 0.7
#: Years of a municipality's series without pupils counted: the fewest and the most.
_SERIES = (6, 15)


def means(n: Array, random: np.random.Generator) -> tuple[Array, Array]:
    """(units, years) of means to one decimal, and each unit's usual mean (units,)."""
    usual = 220 + random.normal(0, 20, len(n))
    cohorts = usual[:, None] + random.normal(0, _COHORT_SD, (len(n), YEARS))
    return np.round(cohorts + random.normal(size=cohorts.shape) * (_PUPIL_SD / np.sqrt(n))[:, None], 1), usual


def shares(n: Array, random: np.random.Generator) -> tuple[Array, Array]:
    """(units, years) of shares in per cent to one decimal, and each unit's usual share (units,)."""
    usual = 1 / (1 + np.exp(-(_LOG_ODDS + random.normal(0, _LOG_ODDS_SD, len(n)))))
    strength = 1 / _ICC - 1
    cohorts = random.beta((usual * strength)[:, None], ((1 - usual) * strength)[:, None], (len(n), YEARS))
    return np.round(100 * random.binomial(n.astype(int)[:, None], cohorts) / n[:, None], 1), 100 * usual


def coverage(n: Array, random: np.random.Generator) -> dict[str, tuple[Array, Array]]:
    """Statement → pupils of each unit it is made of, and whether it was true (0 or 1). ``n`` (units,) pupils a year."""
    counted = {}
    size = [int(k) for k in n]
    y, usual = means(n, random)
    variation = cohort_variation(y, n)
    last, before = ([mean_interval(v, k, variation) for v, k in zip(y[:, at], size, strict=True)] for at in (-1, -2))
    moved = [difference(a, b) for a, b in zip(last, before, strict=True)]
    counted["clearly, mean"] = n, _share_of([e.excludes(u) for e, u in zip(last, usual, strict=True)])
    counted["since last year, mean"] = n, _share_of([e.excludes(0.0) for e in moved])
    p, usual = shares(n, random)
    icc = share_icc(p, n)
    last, before = ([share_interval(v, k, icc) for v, k in zip(p[:, at], size, strict=True)] for at in (-1, -2))
    moved = [difference(a, b) for a, b in zip(last, before, strict=True)]
    counted["clearly, share"] = n, _share_of([e.excludes(u) for e, u in zip(last, usual, strict=True)])
    counted["since last year, share"] = n, _share_of([e.excludes(0.0) for e in moved])
    return counted | {"more than usual": (n, usual_changes(n, random))}


def usual_changes(n: Array, random: np.random.Generator) -> Array:
    """Whether "more than it usually moves" was rightly not said (1) of a series that moves as before: half of it chance
    around a level, half a level that wanders."""
    right = np.zeros(len(n))
    for unit, pupils in enumerate(n):
        years = int(random.integers(*_SERIES, endpoint=True))
        level = np.cumsum(random.normal(0, _COHORT_SD, years))
        values = np.round(level + random.normal(0, _PUPIL_SD / np.sqrt(pupils), years), 1)
        usual = usual_change(values.tolist())
        right[unit] = usual is None or abs(values[-1] - values[-2]) <= usual
    return right


def _share_of(is_wrong: list[bool]) -> Array:
    return 1.0 - np.array(is_wrong, dtype=float)
