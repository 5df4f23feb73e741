"""The parametric bootstrap: the model fitted again to outcomes made up under what was estimated.

Efron and Tibshirani (1993, chapter 6), Davison and Hinkley (1997, section 2.2), as lme4's ``bootMer`` (Bates et al.
2015). Only statistics are made up (``outcomes``), so that no pupil is needed and a refit costs by leaf.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..binary.solution import BinarySolution
from ..correct import CorrectedFit
from ..design import Design
from ..errors import ConvergenceError, ModelError
from ..likelihood import sweep
from ..profile import VarianceInterval, variance_intervals
from ..solution import Solution
from .outcomes import MadeOutcomes
from .shares import share_intervals

#: With fewer draws the ends of a 95 % interval stand on two of them; more say nothing new.
LEAST, MOST = 100, 10_000


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """Refits to outcomes made up under ``fit``; a row of NaN where one did not converge.

    ``beta`` and ``se`` (N, p); ``variances`` by level (N, r, r); ``sigma2`` (N,), all in the outcome's units;
    ``shares`` by level (N,), of a pupil's variance, on average over the pupils (the intra-class correlation);
    ``zero`` by level (N,): 1 where the variance, or that in some direction, was estimated as 0. ``profile`` and
    ``share_profile``: the profiles' intervals of SDs and correlations (NaN where no end was found), and of shares by
    level (of those with an intercept only).
    """

    fit: Solution
    seed: int
    beta: np.ndarray
    se: np.ndarray
    variances: dict[str, np.ndarray]
    sigma2: np.ndarray
    shares: dict[str, np.ndarray]
    zero: dict[str, np.ndarray]
    profile: list[VarianceInterval]
    share_profile: dict[str, tuple[float, float]]

    @property
    def draws(self) -> int:
        """How many outcomes were made up."""
        return len(self.sigma2)

    @cached_property
    def converged(self) -> np.ndarray:
        """(N,) which refits converged; the others are in no figure."""
        finite: np.ndarray = np.isfinite(self.sigma2)
        return finite

    @property
    def failed(self) -> int:
        """How many refits did not converge."""
        return int((~self.converged).sum())

    @property
    def zero_shares(self) -> dict[str, float]:
        """By level the share of refits whose variance, or that in some direction, was 0."""
        return {name: float(zero[self.converged].mean()) for name, zero in self.zero.items()}


def bootstrap(
    fit: Solution | BinarySolution | CorrectedFit,
    *,
    draws: int = 1000,
    seed: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Bootstrap:
    """Refit the model to ``draws`` made-up outcomes; the same ``seed`` gives the same, and more draws add to them.

    ``fit`` may come from moments that several owners added up, with crossed levels, slopes and weights. ``progress`` is
    told after each refit how many are done. Raises ModelError for a yes/no outcome, a fit that was corrected for
    measurement error, draws or a seed out of bounds, and where no refit converged.
    """
    if isinstance(fit, BinarySolution):
        raise ModelError("bootstrap_of_yes_no")
    if isinstance(fit, CorrectedFit) or not _is_as_fitted(fit):
        raise ModelError("bootstrap_of_corrected")
    if not LEAST <= draws <= MOST:
        raise ModelError("bootstrap_draws_out_of_range", draws=draws, least=LEAST, most=MOST)
    if seed < 0:
        raise ModelError("bootstrap_seed_negative", seed=seed)
    outcomes = MadeOutcomes(fit)
    p, levels = len(fit.names), [(part.level.name, part.size) for part in fit.design.parts]
    result = Bootstrap(
        fit=fit,
        seed=seed,
        beta=np.full((draws, p), np.nan),
        se=np.full((draws, p), np.nan),
        variances={name: np.full((draws, size, size), np.nan) for name, size in levels},
        sigma2=np.full(draws, np.nan),
        shares={name: np.full(draws, np.nan) for name, _ in levels},
        zero={name: np.full(draws, np.nan) for name, _ in levels},
        profile=variance_intervals(fit, endless=True),
        share_profile=share_intervals(fit),
    )
    for i in range(draws):
        design = outcomes.draw(np.random.default_rng([seed, i]))
        with suppress(ConvergenceError):  # then the row stays NaN, and is counted as ``failed``
            _write(result, i, _refit(fit, design))
        if progress:
            progress(i + 1)
    if result.failed == draws:
        raise ModelError("bootstrap_without_refit", draws=draws)
    return result


def _is_as_fitted(fit: Solution) -> bool:
    """Whether the fit is that of its own statistics: one corrected for measurement error is not."""
    return np.allclose(sweep(fit.design, list(fit.D)).beta, fit.swept.beta, rtol=1e-6, atol=1e-9)


def _refit(fit: Solution, design: Design) -> Solution:
    """From the estimate, and where that fails from where every fit begins. Raises ConvergenceError."""
    try:
        return Solution.solve(fit.moments, design, fit.method, fit.D)
    except ConvergenceError:
        return Solution.solve(fit.moments, design, fit.method)


def _write(result: Bootstrap, i: int, refit: Solution) -> None:
    result.beta[i], result.se[i], result.sigma2[i] = refit.beta, np.sqrt(np.diag(refit.vcov)), refit.sigma**2
    averages, boundary = refit.average_variances, refit.boundary
    total = sum(averages.values()) + refit.sigma**2
    for name, matrix in refit.variances.items():
        result.variances[name][i] = matrix
        result.shares[name][i] = averages[name] / total
        result.zero[name][i] = name in boundary
