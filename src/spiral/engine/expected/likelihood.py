"""The restricted likelihood of the expected value's model, and each unit's covariance matrix."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .intake import Array, Regressors

#: Pupils of a unit at which the stable effect's spread is given, in year 9: about the country's median.
REFERENCE_PUPILS = 50.0


@dataclass(frozen=True, slots=True)
class Variances:
    """What is estimated beside the coefficients, in points: the stable effect's standard deviation in a unit of
    ``REFERENCE_PUPILS`` pupils, how its logarithm goes with log n (slope, curve), the yearly part's, that between
    pupils of a cohort, and √κ of :mod:`spiral.engine.expected.intake`."""

    stable_sd: float
    size_slope: float
    size_curve: float
    yearly_sd: float
    pupil_sd: float
    intake_sd: float

    @classmethod
    def of(cls, parameters: Array) -> Variances:
        """From what the optimiser moves: standard deviations by their logarithms."""
        stable, slope, curve, yearly, pupil, intake = (float(p) for p in parameters)
        return cls(math.exp(stable), slope, curve, math.exp(yearly), math.exp(pupil), math.exp(intake))

    def stable(self, n: Array) -> Array:
        """(units,): variance of the stable effect by size."""
        size = np.log(n / REFERENCE_PUPILS)
        return np.asarray(self.stable_sd**2 * np.exp(2 * (self.size_slope * size + self.size_curve * size**2)))

    def covariance(self, regressors: Regressors, n: Array, predictor_variance: float) -> Array:
        """(units, periods, periods): that of a unit's years about what is expected of them."""
        borrows, kappa = regressors.borrows.astype(float), self.intake_sd**2
        shared = regressors.shared(kappa, n, predictor_variance)
        own = self.yearly_sd**2 + self.pupil_sd**2 / n
        matrix = self.stable(n)[:, None, None] + shared[:, None, None] * np.outer(borrows, borrows)
        every = np.arange(regressors.periods)
        matrix[:, every, every] += own[:, None] + (kappa / n)[:, None] * borrows
        return np.asarray(matrix)


@dataclass(frozen=True, slots=True)
class Years:
    """All units' years, with 0 where a value is missing: y (units, periods), the design, what is there."""

    y: Array
    design: Array
    seen: np.ndarray

    @classmethod
    def of(cls, y: Array, design: Array) -> Years:
        seen = ~np.isnan(y)
        return cls(np.where(seen, y, 0.0), np.where(seen[:, :, None], design, 0.0), seen)

    @property
    def is_full_rank(self) -> bool:
        """Can every coefficient be told from the others?"""
        columns = self.design.reshape(-1, self.design.shape[2])
        lengths = np.linalg.norm(columns, axis=0)
        return bool(lengths.all() and np.linalg.matrix_rank(columns / lengths) == columns.shape[1])

    def solve(self, covariance: Array) -> tuple[float, Array, Array]:
        """-2 log restricted likelihood up to a constant, β and Var β, at a covariance of the units (Harville 1977)."""
        both = self.seen[:, :, None] & self.seen[:, None, :]
        whole = np.where(both, covariance, np.eye(covariance.shape[1]))
        inverse = np.where(both, np.linalg.inv(whole), 0.0)
        weighted = inverse @ self.design
        width = self.design.shape[2]
        a = self.design.reshape(-1, width).T @ weighted.reshape(-1, width)
        weighted_y = (inverse @ self.y[:, :, None])[:, :, 0]
        b = self.design.reshape(-1, width).T @ weighted_y.ravel()
        variance: Array = np.asarray(np.linalg.inv(a), dtype=np.float64)
        beta = variance @ b
        quadratic = float(np.sum(self.y * weighted_y) - b @ beta)
        logdet = float(np.sum(np.linalg.slogdet(whole)[1]) + np.linalg.slogdet(a)[1])
        return logdet + quadratic, beta, variance
