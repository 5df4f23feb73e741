"""Effects of a logistic model's groups, in logits."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from .binary_likelihood import Site
from .binary_solution import BinarySolution
from .effects import Effects


def binary_effects(fit: BinarySolution, level: float) -> Effects:
    """Modes with conditional variance and PEV; intervals take the variance as known ("pev").

    ``unshrunken`` is the group's own maximum likelihood deviation; NaN where all its pupils answer alike.
    """
    rows = fit.rows
    inverse = np.linalg.solve(rows.back, np.linalg.solve(rows.back, fit.vcov).T)  # in scaled columns
    if fit.tau2 > 0:
        tau = np.sqrt(fit.tau2)
        u, H, by_beta = Site(rows).modes(fit.theta)
        estimate, condvar = tau * u, fit.tau2 / H
        pev = condvar + fit.tau2 * np.einsum("jp,pq,jq->j", by_beta, inverse, by_beta)
        reliability = 1 - pev / fit.tau2
    else:
        estimate = condvar = pev = reliability = np.zeros(len(rows.starts))
    half = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(pev)
    plain, plain_se = _unshrunken(fit, inverse)
    return Effects(
        level=fit.spec.levels[0].name,
        terms=("(Intercept)",),
        key_parts=tuple(rows.keys[fit.spec.key_columns.index(name)] for name in fit.spec.levels[0].columns),
        n=np.diff(np.append(rows.starts, len(rows.y))),
        estimate=estimate[:, None],
        condvar=condvar[:, None, None],
        pev=pev[:, None, None],
        low=(estimate - half)[:, None],
        high=(estimate + half)[:, None],
        unshrunken=plain[:, None],
        unshrunken_se=plain_se[:, None],
        reliability=reliability[:, None],
    )


def _unshrunken(fit: BinarySolution, inverse: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each group's deviation as if it were a fixed effect, and its standard error with the fixed part's share."""
    rows = fit.rows
    eta = rows.X @ fit.theta[:-1]
    answered = np.add.reduceat(rows.y, rows.starts)
    mixed = (answered > 0) & (answered < np.diff(np.append(rows.starts, len(rows.y))))
    b = np.zeros(len(rows.starts))
    for _ in range(60):
        p = 1 / (1 + np.exp(-(eta + b[rows.group])))
        v = p * (1 - p)
        weight = np.add.reduceat(v, rows.starts)
        step = np.clip(np.add.reduceat(rows.y - p, rows.starts) / weight, -1, 1)
        b = np.where(mixed, b + step, 0.0)
        if np.abs(step[mixed]).max(initial=0.0) < 1e-12:
            break
    mean_x = np.add.reduceat(v[:, None] * rows.X, rows.starts, axis=0) / weight[:, None]
    se = np.sqrt(1 / weight + np.einsum("jp,pq,jq->j", mean_x, inverse, mean_x))
    return np.where(mixed, b, np.nan), np.where(mixed, se, np.nan)
