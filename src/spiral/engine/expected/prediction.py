"""Where the next cohort lands, said before it comes, from a unit's own earlier years.

The model is that of the expected value without an intake: y_jt = α_t + u_j + v_jt + e_jt, u the unit's usual deviation
from the country's level, its usual intake among what makes it, v and e new in each year. What a cohort's own intake
does is in e, whose variance is then that of all pupils. The next year is

    α_T + d + E(u_j | earlier years),    with variance    Var(u_j | earlier years) + Var v + s²/n_j + Var d

where d is how far the country's level moves in a year: a random walk, its variance the mean square of the moves seen.
A few moves say that variance badly, so the quantile is Student's, with Satterthwaite's (1946) degrees of freedom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from spiral.engine.estimates import Z95

from .deviation import deviations
from .intake import Array
from .model import fit_expected

#: Earlier years that are needed at least: one move of the country's level.
LEAST_YEARS = 2


class NextValue(NamedTuple):
    """Where the next year's figure lands in 95 cases of 100, in points, and the middle of that."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class NextYear:
    """What is known of the next year: ``units`` with their pupils ``n`` and the middle and variance of each
    (units,), and what they share, the country's ``drift``, a variance that ``moves`` moves of its level say."""

    units: tuple[str, ...]
    n: Array
    middle: Array
    variance: Array
    drift: float
    moves: int

    def alone(self) -> list[NextValue]:
        """One for each unit."""
        return [self._value(float(m), float(v)) for m, v in zip(self.middle, self.variance, strict=True)]

    def together(self, which: Sequence[int]) -> NextValue:
        """The mean of several units over their pupils: what is new in each evens out, the country's drift does not."""
        listed = list(which)
        share = self.n[listed] / self.n[listed].sum()
        return self._value(float(share @ self.middle[listed]), float(share**2 @ self.variance[listed]))

    def _value(self, middle: float, own: float) -> NextValue:
        from scipy.stats import t

        whole = own + self.drift
        quantile = float(t.ppf(0.975, self.moves * (whole / self.drift) ** 2)) if self.drift else Z95
        half = quantile * math.sqrt(whole)
        return NextValue(middle, middle - half, middle + half)


def next_year(names: Sequence[str], y: Array, n: Array) -> NextYear:
    """The year after the last of ``y`` (units, years; NaN where missing) for units with ``n`` (units,) pupils, at least
    ``LEAST_PUPILS``, and a value in the last year. Raises ValueError with fewer than ``LEAST_YEARS`` years or thirty
    units."""
    periods = y.shape[1]
    if periods < LEAST_YEARS:
        raise ValueError("too few years to say the next")
    years, nothing = tuple(map(str, range(periods))), np.zeros((len(n), 0))
    model = fit_expected(y, nothing, n, years, ())
    at = {name: j for j, name in enumerate(names)}
    pooled = deviations(model, list(names), y, nothing, n, None)
    listed = [d for d in pooled if not math.isnan(y[at[d.unit], -1])]
    size = np.array([float(d.n) for d in listed])
    posterior = np.array([((d.high - d.low) / 2 / Z95) ** 2 for d in listed])
    level = model.beta[:periods]
    return NextYear(
        tuple(d.unit for d in listed),
        size,
        level[-1] + np.array([d.deviation for d in listed]),
        posterior + model.yearly_sd**2 + model.pupil_sd**2 / size,
        float(np.mean(np.diff(level) ** 2)),
        periods - 1,
    )
