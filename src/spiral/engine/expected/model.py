"""The model of the country: its coefficients and variances, fitted by REML."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .intake import Array, Regressors
from .likelihood import Variances, Years

#: Where the search begins, and its bounds: logarithms of standard deviations in points, and how spread goes with size.
_START = (math.log(14.0), 0.0, 0.0, math.log(6.0), math.log(60.0), math.log(30.0))
_BOUNDS = ((-2.0, 5.0), (-1.5, 1.5), (-0.6, 0.6), (-2.0, 5.0), (0.0, 8.0), (-2.0, 7.0))
_ROUNDS = 6


@dataclass(frozen=True, slots=True)
class ExpectedModel:
    """The fitted model. ``beta`` holds the years' levels first, then the slopes of the centred covariates in the year
    whose intake is known, then those of the other years (:class:`Regressors`). ``intake_year`` is that year."""

    years: tuple[str, ...]
    covariates: tuple[str, ...]
    intake_year: str
    beta: Array
    covariance: Array
    regressors: Regressors
    variances: Variances
    predictor_variance: float
    units: int
    observations: int

    def slope(self, covariate: str) -> tuple[float, float]:
        """A covariate's coefficient, at the country's mean and for a cohort's own intake, and its standard error:
        points per unit of the covariate."""
        k = len(self.years) + self.covariates.index(covariate)
        return float(self.beta[k]), math.sqrt(float(self.covariance[k, k]))

    @property
    def stable_sd(self) -> float:
        """The stable effect's standard deviation in a unit of fifty pupils, points."""
        return self.variances.stable_sd

    @property
    def yearly_sd(self) -> float:
        return self.variances.yearly_sd

    @property
    def pupil_sd(self) -> float:
        return self.variances.pupil_sd

    @property
    def intake_sd(self) -> float:
        """Standard deviation between a cohort's pupils of what their background lets expect, points."""
        return self.variances.intake_sd

    def stable_sd_at(self, n: float) -> float:
        """The same in a unit of ``n`` pupils."""
        return math.sqrt(float(self.variances.stable(np.array([n]))[0]))


def fit_expected(
    y: Array,
    x: Array,
    n: Array,
    years: tuple[str, ...],
    covariates: tuple[str, ...],
    *,
    intake_year: str = "",
    curved: Sequence[str] = (),
) -> ExpectedModel:
    """Fit on ``y`` (units, years) with NaN where missing, ``x`` (units, covariates) and ``n`` (units,), all finite.

    ``x`` and ``n`` are of ``intake_year``, the last of ``years`` unless said, and serve all. The covariates named in
    ``curved`` have a square too, if they take more than two values. Without covariates, a unit's intake is a part of
    its deviation. Raises ValueError when sizes disagree, a name is unknown, a number is none, a covariate is constant
    or follows from others, or fewer than thirty units remain.
    """
    from scipy.optimize import minimize

    units, periods = y.shape
    if x.shape != (units, len(covariates)) or n.shape != (units,) or periods != len(years):
        raise ValueError("y, x, n, years and covariates disagree in size")
    known_year = intake_year or years[-1]
    if known_year not in years:
        raise ValueError(f"the intake's year {known_year} is not among the years")
    if unknown := [name for name in curved if name not in covariates]:
        raise ValueError(f"curved covariates that are not there: {', '.join(unknown)}")
    if not (np.isfinite(x).all() and np.isfinite(n).all() and (n > 0).all()):
        raise ValueError("x and n must be numbers, and n above 0")
    if units < 30 or not (~np.isnan(y)).any(axis=0).all():
        raise ValueError("too few units for a model of the country")
    if np.any(x.std(axis=0) == 0):
        raise ValueError("a covariate does not vary")
    known = years.index(known_year)
    columns = [covariates.index(name) for name in curved]
    regressors = Regressors.of(x, n, periods, known, [k for k in columns if len(np.unique(x[:, k])) > 2])
    data = Years.of(y, regressors.rows(x, n))
    if not data.is_full_rank:
        raise ValueError("a covariate follows from others")
    bounds = [*_BOUNDS[:5], _BOUNDS[5] if periods > 1 and covariates else (-2.0, -2.0)]
    at, spread = np.clip(_START, *np.transpose(bounds)), math.inf
    for _round in range(_ROUNDS):
        best = minimize(
            lambda p: data.solve(Variances.of(p).covariance(regressors, n, spread))[0],  # noqa: B023 - called at once
            at,
            method="L-BFGS-B",
            bounds=bounds,
        )
        variances = Variances.of(best.x)
        _, beta, covariance = data.solve(variances.covariance(regressors, n, spread))
        spread = float(np.var(regressors.intake(x) @ beta[periods : periods + regressors.slopes]))
        moved, at = float(np.abs(best.x - at).max()), best.x
        if moved < 1e-3:
            break
    else:
        raise ValueError("the model of the country did not converge")
    return ExpectedModel(
        years,
        covariates,
        known_year,
        beta,
        covariance,
        regressors,
        variances,
        spread,
        units,
        int(data.seen.sum()),
    )
