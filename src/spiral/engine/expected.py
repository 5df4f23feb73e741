"""What a unit's mean merit value is expected to be, given its intake, from open data alone.

For unit j and year t with n_j pupils, y_jt = α_t + x_j'β + u_j + v_jt + e_jt, where u is a stable unit effect, v a
yearly part and e sampling error with variance s²/n_j. The three variances are estimated by REML; s² is known from how
the yearly variation shrinks with size. It is a random-intercept mixed model with a known shape of the residual variance
(Henderson 1975 for BLUP and its prediction error variance; Harville 1977 for REML). Because n_j is the same every year,
each unit's covariance is c_j I + τ_u² J and everything is closed form.

A deviation is not the school's quality: prior results are not in the model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from spiral.engine.estimates import Z95

Array = npt.NDArray[np.float64]

#: Fewest pupils for which an expected value from open data is made (docs/regler/sekretess.md B6).
LEAST_PUPILS = 15


@dataclass(frozen=True, slots=True)
class ExpectedModel:
    """The fitted model. ``beta`` holds the years' intercepts first, then the slopes of the centred covariates."""

    years: tuple[str, ...]
    covariates: tuple[str, ...]
    beta: Array
    covariance: Array
    centre: Array
    stable_sd: float
    yearly_sd: float
    pupil_sd: float
    units: int
    observations: int

    def slope(self, covariate: str) -> tuple[float, float]:
        """A covariate's coefficient and its standard error, points per unit of the covariate."""
        k = len(self.years) + self.covariates.index(covariate)
        return float(self.beta[k]), math.sqrt(float(self.covariance[k, k]))


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


def fit_expected(y: Array, x: Array, n: Array, years: tuple[str, ...], covariates: tuple[str, ...]) -> ExpectedModel:
    """Fit on ``y`` (units, years) with NaN where missing, ``x`` (units, covariates) and ``n`` (units,), all finite.

    Raises ValueError when sizes disagree, a covariate is constant, or fewer than thirty units remain.
    """
    from scipy.optimize import minimize

    units, periods = y.shape
    if x.shape != (units, len(covariates)) or n.shape != (units,) or periods != len(years):
        raise ValueError("y, x, n, years and covariates disagree in size")
    is_observed = ~np.isnan(y)
    if units < 30 or not is_observed.any(axis=0).all():
        raise ValueError("too few units for a model of the country")
    if np.any(x.std(axis=0) == 0):
        raise ValueError("a covariate does not vary")
    centre = x.mean(axis=0)
    sums = _UnitSums.of(y, x - centre, n, is_observed)

    def criterion(log_sd: Array) -> float:
        return sums.profile(np.exp(2 * log_sd))[0]

    start = np.log(np.array([12.0, 6.0, 55.0]))
    best = minimize(criterion, start, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-7, "maxiter": 2000})
    if not best.success:
        raise ValueError("the model of the country did not converge")
    variances = np.exp(2 * best.x)
    _, beta, covariance = sums.profile(variances)
    stable, yearly, pupil = np.sqrt(variances)
    return ExpectedModel(
        years,
        covariates,
        beta,
        covariance,
        centre,
        float(stable),
        float(yearly),
        float(pupil),
        units,
        int(is_observed.sum()),
    )


def deviations(
    model: ExpectedModel, names: list[str], y: Array, x: Array, n: Array, year: str | None
) -> list[Deviation]:
    """Each unit's deviation: in ``year`` alone, or with None the stable part pooled over all years that it has.

    Shapes as in :func:`fit_expected`. Units without the year, or with fewer than ``LEAST_PUPILS`` pupils, are left out.
    """
    estimates = []
    for j, name in enumerate(names):
        if n[j] < LEAST_PUPILS:
            continue
        which = [t for t in range(len(model.years)) if not math.isnan(y[j, t])]
        if year is not None:
            which = [t for t in which if model.years[t] == year]
        if which:
            estimates.append(_deviation(model, name, y[j, which], x[j], float(n[j]), which, pooled=year is None))
    return estimates


def _deviation(
    m: ExpectedModel, name: str, y: Array, x: Array, n: float, which: list[int], *, pooled: bool
) -> Deviation:
    count = len(which)
    rows = np.zeros((count, len(m.beta)))
    rows[np.arange(count), which] = 1.0
    rows[:, len(m.years) :] = x - m.centre
    expected = rows @ m.beta
    residual = float(np.mean(y - expected))
    design = rows.mean(axis=0)
    own = m.stable_sd**2 if pooled else m.stable_sd**2 + m.yearly_sd**2
    noise = (m.pupil_sd**2 / n + (m.yearly_sd**2 if pooled else 0.0)) / count
    weight = own / (own + noise)
    fixed = float(design @ m.covariance @ design)
    pev = own * (1 - weight) + weight**2 * fixed
    half = Z95 * math.sqrt(pev)
    raw_half = Z95 * math.sqrt(noise + fixed)
    usual = Z95 * math.sqrt(own + noise + fixed)
    centre = float(np.mean(expected))
    return Deviation(
        unit=name,
        years=count,
        n=int(n),
        reached=float(np.mean(y)),
        expected=centre,
        usual_low=centre - usual,
        usual_high=centre + usual,
        deviation=weight * residual,
        low=weight * residual - half,
        high=weight * residual + half,
        unshrunken=residual,
        unshrunken_low=residual - raw_half,
        unshrunken_high=residual + raw_half,
        reliability=1 - pev / own if own else 0.0,
    )


@dataclass(frozen=True, slots=True)
class _UnitSums:
    """Sums per unit that the likelihood needs: X'X, X'1, X'y, 1'y, y'y over the unit's years."""

    n: Array
    years: Array
    cross: Array
    ones: Array
    crossed_y: Array
    sum_y: Array
    square_y: Array

    @classmethod
    def of(cls, y: Array, x: Array, n: Array, is_observed: npt.NDArray[np.bool_]) -> _UnitSums:
        units, periods = y.shape
        observed = is_observed.astype(float)
        value = np.where(is_observed, y, 0.0)
        width = periods + x.shape[1]
        rows = np.zeros((units, periods, width))
        rows[:, np.arange(periods), np.arange(periods)] = observed
        rows[:, :, periods:] = observed[:, :, None] * x[:, None, :]
        return cls(
            n=n,
            years=observed.sum(axis=1),
            cross=np.einsum("jtk,jtl->jkl", rows, rows),
            ones=rows.sum(axis=1),
            crossed_y=np.einsum("jtk,jt->jk", rows, value),
            sum_y=value.sum(axis=1),
            square_y=(value**2).sum(axis=1),
        )

    def profile(self, variances: Array) -> tuple[float, Array, Array]:
        """REML criterion (-2 log-likelihood up to a constant), β and Var β at (τ_u², τ_v², s²)."""
        stable, yearly, pupil = variances
        c = yearly + pupil / self.n
        total = c + self.years * stable
        shrink = stable / total
        inverse = 1.0 / c
        weight = inverse * shrink
        a = np.einsum("j,jkl->kl", inverse, self.cross) - np.einsum("j,jk,jl->kl", weight, self.ones, self.ones)
        b = inverse @ self.crossed_y - (weight * self.sum_y) @ self.ones
        covariance = np.linalg.inv(a)
        beta = covariance @ b
        quadratic = float(inverse @ self.square_y - weight @ self.sum_y**2 - b @ beta)
        logdet = float(np.sum((self.years - 1) * np.log(c) + np.log(total)))
        return logdet + float(np.linalg.slogdet(a)[1]) + quadratic, beta, covariance
