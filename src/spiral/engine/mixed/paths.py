"""Path sums (cohort + unit + owner), which a school report shows, and contrasts between two groups' paths."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .effects import Effects
from .errors import ModelError
from .intervals import Mixture, bounds
from .kinds import group_names
from .parts import CrossedPart
from .posterior import (
    Posterior,
    conditional_variance,
    find_branch,
    path_terms,
    posteriors,
    prediction_error_variance,
    sigma2,
    unshrunken,
)
from .solution import Solution


def paths(
    fit: Solution, *, interval: str = "mixture", level: float = 0.95, mixture: Mixture | None = None
) -> dict[str, Effects]:
    """Every group's own effect plus its ancestors', as ``Effects`` with the path's variance throughout."""
    design = fit.design
    level_posteriors = posteriors(design, fit.swept)
    names, matrix = path_terms(fit)
    limits = bounds(fit, kind=interval, level=level, path=True, mixture=mixture)
    total = np.zeros(len(names))
    above = np.zeros((1, len(design.B), design.solved))
    level_paths = {}
    for i, (branch, posterior) in enumerate(zip(design.branches, level_posteriors, strict=True)):
        name = branch.level.name
        terms = [names.index(term) for term in fit.terms(name)]
        total[terms] += np.diag(fit.variances[name])
        plain, plain_var = unshrunken(fit, i, above[branch.parents])
        above = posterior.path_A
        back = branch.to_raw * design.y_scale
        pev = matrix @ prediction_error_variance(fit, fit.swept, posterior.path_V, posterior.path_A) @ matrix.T
        beside = np.full((2, branch.groups, len(names)), np.nan)
        beside[0][:, terms] = plain @ back.T
        beside[1][:, terms] = np.sqrt(np.diagonal(back @ plain_var @ back.T, axis1=1, axis2=2))
        spread = np.diagonal(pev, axis1=1, axis2=2)
        level_paths[name] = Effects(
            level=name,
            terms=tuple(names),
            key_parts=branch.keys,
            n=np.add.reduceat(fit.moments.n, branch.starts),
            estimate=posterior.path @ matrix.T,
            condvar=matrix @ conditional_variance(fit, posterior.path_V, posterior.path_A) @ matrix.T,
            pev=pev,
            low=limits[i][0],
            high=limits[i][1],
            unshrunken=beside[0],
            unshrunken_se=beside[1],
            reliability=np.where(total > 0, 1 - spread / np.where(total > 0, total, 1), 0.0),
        )
    return level_paths


@dataclass(frozen=True)
class Contrast:
    """The difference between two groups' paths, in the outcome's unit, with its standard error and interval."""

    first: str
    second: str
    estimate: float
    se: float
    low: float
    high: float


def contrast(fit: Solution, level: str, first: str, second: str, *, coverage: float = 0.95) -> Contrast:
    """Path of group ``first`` minus that of ``second``; what they share (an owner, β) cancels in the standard error.

    Raises ModelError for an unknown level or group.
    """
    for part in fit.design.crossed:
        if part.level.name == level:
            return _crossed_contrast(fit, part, first, second, coverage)
    index, branch = find_branch(fit, level)
    level_posteriors = posteriors(fit.design, fit.swept)
    parts = branch.keys
    keys = group_names(parts)
    for key in (first, second):
        if key not in keys:
            raise ModelError("group_unknown", level=level, group=key)
    i, j = keys.index(first), keys.index(second)
    _, matrix = path_terms(fit)
    posterior = level_posteriors[index]
    steps = posterior.path_A[i] - posterior.path_A[j]
    inside = posterior.path_V[i] + posterior.path_V[j]
    shared = _path_covariance(fit, level_posteriors, index, i, j)
    inside = inside - shared - shared.T + steps @ fit.swept.joint @ steps.T
    estimate = float((matrix @ (posterior.path[i] - posterior.path[j]))[0])
    se = float(np.sqrt(max(float((matrix @ inside @ matrix.T)[0, 0]) * sigma2(fit, fit.swept), 0.0)))
    return _with_interval(first, second, estimate, se, coverage)


def _with_interval(first: str, second: str, estimate: float, se: float, coverage: float) -> Contrast:
    half = NormalDist().inv_cdf((1 + coverage) / 2) * se
    return Contrast(first, second, estimate, se, estimate - half, estimate + half)


def _crossed_contrast(fit: Solution, part: CrossedPart, first: str, second: str, coverage: float) -> Contrast:
    keys = group_names(part.keys)
    for key in (first, second):
        if key not in keys:
            raise ModelError("group_unknown", level=part.level.name, group=key)
    picks = np.zeros(fit.design.solved)
    picks[part.place.start + keys.index(first)] += 1.0
    picks[part.place.start + keys.index(second)] -= 1.0
    estimate = float(picks @ fit.swept.solution) * fit.design.y_scale
    variance = float(picks @ fit.swept.joint @ picks) * sigma2(fit, fit.swept)
    return _with_interval(first, second, estimate, float(np.sqrt(max(variance, 0.0))) * fit.design.y_scale, coverage)


def _path_covariance(fit: Solution, level_posteriors: list[Posterior], index: int, i: int, j: int) -> np.ndarray:
    """Cov(path_i, path_j) given the parameters, relative to σ²: the nearest common ancestor's, carried down."""
    Q = len(fit.design.B)
    left, right = np.eye(Q), np.eye(Q)
    for at in range(index, -1, -1):
        branch, step = fit.design.branches[at], fit.swept.steps[at]
        if i == j:
            carried: np.ndarray = left @ level_posteriors[at].path_V[i] @ right.T
            return carried
        left, right = (side @ _path_derivative(branch.slabs, step.K, step.NQ, g) for side, g in ((left, i), (right, j)))
        i, j = int(branch.parents[i]), int(branch.parents[j])
    return np.zeros((Q, Q))


def _path_derivative(slabs: tuple[int, ...], K: np.ndarray, NQ: np.ndarray, group: int) -> np.ndarray:
    """∂ path / ∂ the parent's path: I − K N."""
    keep = np.eye(NQ.shape[1])
    keep[list(slabs)] -= K[:, :, group] @ NQ[:, :, group]
    return keep
