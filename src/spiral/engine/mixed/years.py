"""Pooled years and expected beside reached: the figures of a school report, from the same pass."""

from __future__ import annotations

from dataclasses import replace
from statistics import NormalDist
from typing import Any

import numpy as np

from .effects import Effects
from .errors import ModelError
from .kinds import group_names
from .paths import paths
from .posterior import (
    conditional_variance,
    find_branch,
    path_terms,
    posteriors,
    prediction_error_variance,
)
from .solution import Solution


def pooled_years(fit: Solution, level: str, *, coverage: float = 0.95) -> Effects:
    """Per group of ``level`` the mean of its children's paths, weighted by pupils: a unit over its cohorts.

    Unlike the unit's own path, which is what is stable about it, this counts what the cohorts themselves deviated.
    Intervals take the variances as known.
    """
    index, branch = find_branch(fit, level)
    if index + 1 >= len(fit.design.branches):
        raise ModelError("no_level_below", level=level)
    level_posteriors = posteriors(fit.design, fit.swept)
    own, inner = level_posteriors[index], level_posteriors[index + 1]
    below, step = fit.design.branches[index + 1], fit.swept.steps[index + 1]
    counts = np.add.reduceat(fit.moments.n, below.starts).astype(float)
    total = np.add.reduceat(counts, branch.children)
    weight = counts / total[below.parents]
    Q = len(fit.design.B)
    K, NQ = np.moveaxis(step.K, 2, 0), np.moveaxis(step.NQ, 2, 0)
    slabs = list(below.slabs)
    keep = np.broadcast_to(np.eye(Q), (len(counts), Q, Q)).copy()
    keep[:, slabs, :] -= K @ NQ
    noise = np.zeros((len(counts), Q, Q))
    noise[np.ix_(range(len(counts)), slabs, slabs)] = K

    def over(values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values, branch.children, axis=0)

    along = over(weight[:, None, None] * keep)
    V = along @ own.path_V @ along.transpose(0, 2, 1) + over((weight**2)[:, None, None] * noise)
    A = over(weight[:, None, None] * inner.path_A)
    names, matrix = path_terms(fit)
    estimate = over(weight[:, None] * inner.path) @ matrix.T
    pev = matrix @ prediction_error_variance(fit, fit.swept, V, A) @ matrix.T
    half = NormalDist().inv_cdf((1 + coverage) / 2) * np.sqrt(np.diagonal(pev, axis1=1, axis2=2))
    base = paths(fit, interval="pev")[level]
    return replace(
        base,
        terms=tuple(names),
        estimate=estimate,
        condvar=matrix @ conditional_variance(fit, V, A) @ matrix.T,
        pev=pev,
        low=estimate - half,
        high=estimate + half,
    )


def expected_and_reached(fit: Solution, level: str) -> list[dict[str, Any]]:
    """Rows of key, n, expected (mean of Xβ), reached (mean outcome), difference; in the outcome's unit, unshrunken."""
    _, branch = find_branch(fit, level)
    p = fit.design.p
    sums = np.add.reduceat(fit.design.plain, branch.starts, axis=0)
    n = np.add.reduceat(fit.moments.n, branch.starts)
    scale = fit.design.y_scale / np.add.reduceat(fit.design.weight, branch.starts)
    expected = sums[:, :p] @ fit.swept.beta * scale + fit.design.y_centre
    reached = sums[:, p] * scale + fit.design.y_centre
    keys = group_names(branch.keys)
    return [
        {"key": key, "n": int(count), "expected": float(e), "reached": float(r), "difference": float(r - e)}
        for key, count, e, r in zip(keys, n, expected, reached, strict=True)
    ]
