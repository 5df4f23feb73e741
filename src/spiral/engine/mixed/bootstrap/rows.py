"""What a bootstrap says of each parameter: bias, standard error, where the refits lie, and an interval that holds.

Which interval is the outcome of a simulation at 10, 18 and 50 groups (benchmarks/mixed_bootstrap.md). Coefficients have
the studentised interval (Davison and Hinkley 1997, section 5.2.1): β̂ − t* se, t* the quantiles of (β* − β̂) / se*, and
no narrower than Student's t for the groups that the coefficient is estimated from (``containment``): where a spread was
estimated too small, so is that of t*.
The refits' own quantiles hold too seldom for a variance, for they begin from an estimate that may be too small; so
spreads and shares have the interval of the profile.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .containment import contained_degrees
from .refits import Bootstrap

#: Where a 95 % interval has its ends.
ENDS = (0.025, 0.975)
Names = tuple[str | None, str | None, str | None]


@dataclass(frozen=True)
class BootstrapRow:
    """One parameter: ``part`` fixed, spread (an SD; with ``term2`` a correlation) or share, of ``group``'s ``term1``.

    ``bias``: the refits' mean minus ``estimate``. ``se``: their standard deviation. ``draws_low``, ``draws_high``:
    their quantiles. ``low``, ``high``: the interval; None where there is none.
    """

    part: str
    group: str | None
    term1: str | None
    term2: str | None
    estimate: float
    bias: float
    se: float
    draws_low: float
    draws_high: float
    low: float | None = None
    high: float | None = None


def bootstrap_rows(result: Bootstrap) -> list[BootstrapRow]:
    """The coefficients, then SDs and correlations by level (outer → inner) and σ, then the levels' shares."""
    return [*_coefficients(result), *_spreads(result), *_shares(result)]


def bootstrap_document(result: Bootstrap) -> dict[str, Any]:
    """Keys draws, seed, failed (refits that did not converge), zero (by level the share of refits at 0) and rows."""
    rows = [asdict(row) for row in bootstrap_rows(result)]
    return {
        "draws": result.draws,
        "seed": result.seed,
        "failed": result.failed,
        "zero": result.zero_shares,
        "rows": rows,
    }


def _row(
    part: str, names: Names, estimate: float, draws: np.ndarray, interval: tuple[float, float] | None
) -> BootstrapRow:
    there = draws[np.isfinite(draws)]  # a correlation is not there where a variance is 0
    if not len(there):
        there = np.array([estimate])
    low, high = (float(end) for end in np.quantile(there, ENDS))
    bias, se = float(there.mean() - estimate), float(there.std(ddof=1)) if len(there) > 1 else 0.0
    return BootstrapRow(part, *names, estimate, bias, se, low, high, *_ends(interval))


def _ends(interval: tuple[float, float] | None) -> tuple[float | None, float | None]:
    """Both, or neither."""
    return interval if interval and np.isfinite(interval).all() else (None, None)


def _coefficients(result: Bootstrap) -> list[BootstrapRow]:
    from scipy.special import stdtrit

    fit = result.fit
    se = np.sqrt(np.diag(fit.vcov))
    beta, deviations = result.beta[result.converged], (result.beta - fit.beta) / result.se
    low, high = np.quantile(deviations[result.converged], ENDS, axis=0)
    narrowest = stdtrit(contained_degrees(fit.design), ENDS[1])
    ends = fit.beta - np.array([np.maximum(high, narrowest), np.minimum(low, -narrowest)]) * se
    return [
        _row("fixed", (None, name, None), float(fit.beta[j]), beta[:, j], (float(ends[0, j]), float(ends[1, j])))
        for j, name in enumerate(fit.names)
    ]


def _spreads(result: Bootstrap) -> list[BootstrapRow]:
    fit, rows = result.fit, []
    for interval in result.profile:
        names = (interval.group, interval.term1, interval.term2)
        ends = (interval.low, interval.high)
        if interval.term1 is None:
            rows.append(_row("spread", names, fit.sigma, np.sqrt(result.sigma2), ends))
            continue
        terms = fit.terms(interval.group)
        at = (terms.index(interval.term1), terms.index(interval.term2 or interval.term1))
        estimate = float(_spread(fit.variances[interval.group], *at))
        draws = _spread(result.variances[interval.group], *at)
        rows.append(_row("spread", names, estimate if np.isfinite(estimate) else interval.estimate, draws, ends))
    return rows


def _spread(matrices: np.ndarray, i: int, j: int) -> np.ndarray:
    """Of covariances (…, r, r) the SD of term ``i``, or its correlation with another ``j`` (NaN where one has no
    variance)."""
    sizes = np.sqrt(np.maximum(matrices[..., i, i] * matrices[..., j, j], 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread: np.ndarray = np.sqrt(sizes) if i == j else np.where(sizes > 0, matrices[..., i, j] / sizes, np.nan)
    return spread


def _shares(result: Bootstrap) -> list[BootstrapRow]:
    fit = result.fit
    total = sum(fit.average_variances.values()) + fit.sigma**2
    return [
        _row("share", (name, None, None), variance / total, result.shares[name], result.share_profile.get(name))
        for name, variance in fit.average_variances.items()
    ]
