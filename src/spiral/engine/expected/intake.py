"""Intake known for one year, used for several: what that does to the expected values and to how sure they are.

The intake of a cohort is its school's usual intake and the chance of who came: x_jt = μ_j + δ_jt, δ of variance Σ/n_j.
In the year whose intake is known, y has the slope β. In another year the known intake x_jT stands for x_jt, and (Fuller
1987, ch. 1) two things happen:

- The slope is flatter, E(x_jt | x_jT) = m + λ_j (x_jT − m) with λ_j = 1 / (1 + ρ/n_j), ρ being κ over the variance
  of μ'β: those years have slopes of their own, and a term in 1/n for how much flatter they are in a
  small unit. Nothing is assumed of Σ, or of how μ is spread.
- The difference (x_jt − E(x_jt | x_jT))'β is error. Its part δ_jt, of variance κ/n_j with κ = β'Σβ, is new each year;
  its part μ_j − E(μ_j | x_jT), of variance λ_j κ/n_j, is shared by all years that borrow the intake, and does not
  average away. κ is estimated: it is how much more the borrowing years vary than the year whose intake is right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

#: Pupils of a unit at which 1/n is one step of the term in 1/n: keeps the columns of a size.
_PUPILS_A_STEP = 10.0


@dataclass(frozen=True, slots=True)
class Regressors:
    """Which columns the model has: a level for each of ``periods`` years, the covariates and the squares of those in
    ``curved`` for the year ``known``, and for the other years once more, with a term in 1/n where sizes differ.

    ``centre`` (covariates,) and ``per_pupil``, the country's mean of 1/n, are taken away before products are made.
    """

    periods: int
    known: int
    curved: tuple[int, ...]
    centre: Array
    per_pupil: float
    sizes_differ: bool

    @classmethod
    def of(cls, x: Array, n: Array, periods: int, known: int, curved: Sequence[int]) -> Regressors:
        """For ``x`` (units, covariates) and ``n`` (units,)."""
        inverse = 1.0 / n
        return cls(periods, known, tuple(curved), x.mean(axis=0), float(inverse.mean()), bool(np.ptp(inverse) > 1e-9))

    @property
    def slopes(self) -> int:
        """Columns of the covariates and their squares in one year."""
        return len(self.centre) + len(self.curved)

    @property
    def width(self) -> int:
        borrowed = self.slopes + len(self.centre) * self.sizes_differ
        return self.periods + self.slopes + borrowed * (self.periods > 1)

    @property
    def borrows(self) -> npt.NDArray[np.bool_]:
        """(periods,): the years that have another year's intake."""
        return np.asarray(np.arange(self.periods) != self.known)

    def intake(self, x: Array) -> Array:
        """(units, slopes): covariates about the country's mean, and squares."""
        centred = x - self.centre
        return np.column_stack([centred, *(centred[:, [k]] ** 2 for k in self.curved)])

    def rows(self, x: Array, n: Array) -> Array:
        """(units, periods, width): the design."""
        rows = np.zeros((len(n), self.periods, self.width))
        every = np.arange(self.periods)
        rows[:, every, every] = 1.0
        intake, first = self.intake(x), self.periods
        rows[:, self.known, first : first + self.slopes] = intake
        if self.periods > 1:
            small = ((1.0 / n - self.per_pupil) * _PUPILS_A_STEP)[:, None] * intake[:, : len(self.centre)]
            borrowed = np.column_stack([intake, small]) if self.sizes_differ else intake
            rows[:, self.borrows, first + self.slopes :] = borrowed[:, None, :]
        return rows

    def shared(self, kappa: float, n: Array, predictor_variance: float) -> Array:
        """(units,): λ_j κ/n_j, the error that the borrowing years of a unit share. ``predictor_variance`` is that of
        x'β between units, points²."""
        usual = max(predictor_variance - kappa * self.per_pupil, 1e-6)
        return kappa / n / (1.0 + kappa / usual / n)
