"""What each unit reached beside what was expected of it, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from spiral.engine.estimates import Z95

from .intake import Array
from .model import ExpectedModel

#: Fewest pupils for which an expected value from open data is made (docs/regler/sekretess.md B6).
LEAST_PUPILS = 15


@dataclass(frozen=True, slots=True)
class Deviation:
    """One unit: reached minus expected, shrunken and unshrunken, in merit points with 95 % intervals.

    ``usual_low``/``usual_high`` is where 95 of 100 units with this intake and size land. ``reliability`` is the share
    of the deviation's variance that is the unit's own. ``n`` is pupils in the latest year.
    """

    unit: str
    years: int
    n: int
    reached: float
    expected: float
    usual_low: float
    usual_high: float
    deviation: float
    low: float
    high: float
    unshrunken: float
    unshrunken_low: float
    unshrunken_high: float
    reliability: float


def deviations(
    model: ExpectedModel, names: list[str], y: Array, x: Array, n: Array, year: str | None
) -> list[Deviation]:
    """Each unit's deviation: in ``year`` alone, or with None the stable part pooled over all years that it has.

    Shapes as in :func:`fit_expected`. Units without the year, or with fewer than ``LEAST_PUPILS`` pupils, are left out.
    """
    which = ~np.isnan(y)
    if year is not None:
        which &= np.array(model.years) == year
    listed = np.flatnonzero((n >= LEAST_PUPILS) & which.any(axis=1))
    if not len(listed):
        return []
    which, n = which[listed], n[listed]
    rows = model.regressors.rows(x[listed], n)
    between = model.variances.covariance(model.regressors, n, model.predictor_variance)
    stable = model.variances.stable(n)
    return [
        _deviation(model, names[j], y[j], rows[k], between[k], float(stable[k]), int(n[k]), which[k], year is None)
        for k, j in enumerate(listed)
    ]


def _deviation(
    model: ExpectedModel,
    name: str,
    y: Array,
    rows: Array,
    between: Array,
    stable: float,
    n: int,
    which: np.ndarray,
    pooled: bool,
) -> Deviation:
    """The mean over the years in ``which``, shrunken by what of its variance ``between`` is the unit's own."""
    count = int(which.sum())
    mean = which / count
    reached, expected = float(np.mean(y[which])), float(np.mean((rows @ model.beta)[which]))
    own = stable if pooled else stable + model.yearly_sd**2 / count
    noise = float(mean @ between @ mean) - own
    design = mean @ rows
    fixed = float(design @ model.covariance @ design)
    weight = own / (own + noise)
    pev = own * (1 - weight) + weight**2 * fixed
    residual = reached - expected
    half, raw_half, usual = (Z95 * math.sqrt(v) for v in (pev, noise + fixed, own + noise + fixed))
    return Deviation(
        unit=name,
        years=count,
        n=n,
        reached=reached,
        expected=expected,
        usual_low=expected - usual,
        usual_high=expected + usual,
        deviation=weight * residual,
        low=weight * residual - half,
        high=weight * residual + half,
        unshrunken=residual,
        unshrunken_low=residual - raw_half,
        unshrunken_high=residual + raw_half,
        reliability=1 - pev / own if own else 0.0,
    )
