"""Intervals of effects that take the uncertainty of the variances into account.

An effect's usual interval takes the variances as known and is too narrow where groups are small and differ little. Here
the (restricted) likelihood is evaluated at points in the levels' standard deviations (flat prior on each), the effects
are estimated at every point, and the interval holds the middle of the resulting mixture of normal distributions. One
level: a grid of 31 points. Several: 48 points of a low-discrepancy sequence in the criterion's own normal
approximation, folded at 0 and reweighted to the criterion. No data are read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from statistics import NormalDist

import numpy as np

from .crossed_effects import crossed_moments
from .errors import ModelError
from .likelihood import SweptModel, gradient, sweep
from .posterior import path_terms, posteriors, prediction_error_variance
from .solution import Solution

#: Points when one level has a free variance, and when several have.
GRID, SCATTERED = 31, 48
#: Points whose criterion is this much above the least weigh nothing.
MOST_RISE = 18.0

Bounds = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, eq=False)
class Mixture:
    """``weights`` (P,); per level (nested, then crossed) means and variances of the own effects (P, G, r) and of the
    paths (P, G, terms)."""

    weights: np.ndarray
    own: list[Bounds]
    path: list[Bounds]


def bounds(
    fit: Solution, *, kind: str, level: float, path: bool = False, mixture: Mixture | None = None
) -> list[Bounds]:
    """(low, high), each (G, r), for every level's effects, or with ``path`` for the path sums. ``mixture``: if it
    has been computed already. Raises ModelError for an unknown kind or a level outside 0 to 1."""
    if not 0 < level < 1:
        raise ModelError("coverage_out_of_range", coverage=level)
    if kind == "pev":
        mixture = _mixture_at(fit, [(1.0, fit.swept)])
    elif kind == "mixture":
        mixture = mixture or effect_mixture(fit)
    else:
        raise ModelError("effect_interval_unknown", kind=kind)
    tail = (1 - level) / 2
    return [
        (_quantile(mixture.weights, *pair, tail), _quantile(mixture.weights, *pair, 1 - tail))
        for pair in (mixture.path if path else mixture.own)
    ]


def effect_mixture(fit: Solution) -> Mixture:
    """The mixture over the points around the minimum of the criterion that carry weight."""
    free = [i for i, part in enumerate(fit.design.parts) if part.free]
    points = _grid_points(fit, free[0]) if len(free) == 1 else _scattered_points(fit, free)
    lightest = 1e-4 * max(weight for weight, _ in points)
    return _mixture_at(fit, [point for point in points if point[0] > lightest])


def _sweep_at(fit: Solution, free: list[int], s: np.ndarray) -> SweptModel:
    """The model with each free level's standard deviation at ``s``: its D is s² (one term) or s² times its estimate."""
    D = list(fit.D)
    for i, value in zip(free, s, strict=True):
        D[i] = value**2 * (np.eye(1) if len(D[i]) == 1 else fit.D[i])
    return sweep(fit.design, D)


def _criterion_rise(fit: Solution, swept: SweptModel) -> float:
    return swept.deviance(fit.design, fit.method) - fit.criterion


def _grid_points(fit: Solution, level: int) -> list[tuple[float, SweptModel]]:
    best = float(np.sqrt(fit.D[level][0, 0])) if len(fit.D[level]) == 1 else 1.0
    ends = []
    for direction in (-1.0, 1.0):
        width = max(0.25 * best, 0.01)
        end = best
        while direction > 0 or end > 0:
            end = max(best + direction * width, 0.0)
            if _criterion_rise(fit, _sweep_at(fit, [level], np.array([end]))) > MOST_RISE:
                break
            width *= 1.5
        ends.append(end)
    low, high = ends
    middles = low + (high - low) * (np.arange(GRID) + 0.5) / GRID
    points = [_sweep_at(fit, [level], np.array([s])) for s in middles]
    return [(float(np.exp(-_criterion_rise(fit, swept) / 2)), swept) for swept in points]


def _scattered_points(fit: Solution, free: list[int]) -> list[tuple[float, SweptModel]]:
    from scipy.special import ndtri

    centre = np.array([np.sqrt(fit.D[i][0, 0]) if len(fit.D[i]) == 1 else 1.0 for i in free])
    root = 1.2 * _covariance_root(fit, free, centre)  # wider than the approximation, for its tails are thinner
    uniform = (0.5 + np.outer(np.arange(1, SCATTERED + 1), _low_discrepancy(len(free)))) % 1.0
    points = []
    for z in ndtri(uniform):
        s = np.abs(centre + root @ z)
        flipped = [np.linalg.solve(root, signs * s - centre) for signs in product((1.0, -1.0), repeat=len(free))]
        density = sum(np.exp(-0.5 * image @ image) for image in flipped)
        swept = _sweep_at(fit, free, s)
        points.append((float(np.exp(-_criterion_rise(fit, swept) / 2) / density), swept))
    return points


def _low_discrepancy(dimensions: int) -> np.ndarray:
    """Steps of the additive recurrence with the plastic numbers (Roberts 2018)."""
    base = 2.0
    for _ in range(50):
        base = (1 + base) ** (1 / (dimensions + 1))
    return base ** -np.arange(1.0, dimensions + 1)


def _covariance_root(fit: Solution, free: list[int], centre: np.ndarray) -> np.ndarray:
    """Cholesky factor of the approximate covariance of the standard deviations; at 0 each level by itself."""

    def slope(s: np.ndarray) -> np.ndarray:
        slopes = gradient(fit.design, _sweep_at(fit, free, s), fit.method)
        own = [slopes[i] * (np.eye(1) if len(fit.D[i]) == 1 else fit.D[i]) for i in free]
        return np.array([2 * value * part.sum() for value, part in zip(s, own, strict=True)])

    width = np.maximum(1e-3 * centre, 1e-4)
    curvature = np.zeros((len(free), len(free)))
    for i in range(len(free)):
        nudge = np.eye(len(free))[i] * width[i]
        curvature[:, i] = slope(centre + nudge) / width[i]  # the slope at the centre itself is 0
    curvature = (curvature + curvature.T) / 2
    for i in np.flatnonzero(centre < 2e-3).tolist():
        curvature[i, :] = curvature[:, i] = 0.0
        curvature[i, i] = 2 / _distance_to_rise(fit, free, centre, i) ** 2
    values, vectors = np.linalg.eigh(curvature / 2)
    least = (0.5 * np.maximum(centre, 0.02).max()) ** -2.0
    return np.linalg.cholesky(vectors @ np.diag(1 / np.maximum(values, least)) @ vectors.T)


def _distance_to_rise(fit: Solution, free: list[int], centre: np.ndarray, i: int) -> float:
    """How far a standard deviation must move from 0 for the criterion to rise by 1."""
    s = 0.01
    for _ in range(30):
        trial = centre.copy()
        trial[i] = s
        if _criterion_rise(fit, _sweep_at(fit, free, trial)) >= 1:
            break
        s *= 1.3
    return s


def _mixture_at(fit: Solution, points: list[tuple[float, SweptModel]]) -> Mixture:
    weights = np.array([weight for weight, _ in points])
    _, matrix = path_terms(fit)
    own: list[list[Bounds]] = [[] for _ in fit.design.parts]
    path: list[list[Bounds]] = [[] for _ in fit.design.branches]
    for _, swept in points:
        for i, posterior in enumerate(posteriors(fit.design, swept)):
            back = fit.design.branches[i].to_raw * fit.design.y_scale
            own[i].append(
                (posterior.b @ back.T, _diagonal(back, prediction_error_variance(fit, swept, posterior.V, posterior.A)))
            )
            path[i].append(
                (
                    posterior.path @ matrix.T,
                    _diagonal(matrix, prediction_error_variance(fit, swept, posterior.path_V, posterior.path_A)),
                )
            )
        for i, part in enumerate(fit.design.crossed, start=len(fit.design.branches)):
            mean, _, pev = crossed_moments(fit, swept, part)
            own[i].append((mean[:, None], pev[:, None]))
    return Mixture(weights / weights.sum(), [_stacked(pairs) for pairs in own], [_stacked(pairs) for pairs in path])


def _stacked(pairs: list[Bounds]) -> Bounds:
    return np.stack([mean for mean, _ in pairs]), np.stack([variance for _, variance in pairs])


def _diagonal(back: np.ndarray, variance: np.ndarray) -> np.ndarray:
    diagonal: np.ndarray = np.einsum("ra,gab,rb->gr", back, variance, back)
    return diagonal


def _quantile(weights: np.ndarray, means: np.ndarray, variances: np.ndarray, probability: float) -> np.ndarray:
    """Quantile (G, r) of mixtures of normals: Newton from the matched normal, halving where that leaves the bracket."""
    z = NormalDist().inv_cdf(probability)
    spread = np.sqrt(np.maximum(variances, 0.0))
    edges = means + z * spread
    if len(weights) == 1:
        return np.asarray(edges[0])
    from scipy.special import ndtr

    low, high = edges.min(axis=0), edges.max(axis=0)
    widest = np.maximum(spread.max(axis=0), max(1e-12 * float(spread.max()), 1e-100))
    spread = np.maximum(spread, 1e-6 * widest)
    centre = np.einsum("p,pgr->gr", weights, means)
    around = np.sqrt(np.einsum("p,pgr->gr", weights, variances + (means - centre) ** 2))
    x = np.clip(centre + z * around, low, high)
    for _ in range(60):
        distance = (x - means) / spread
        excess = np.einsum("p,pgr->gr", weights, ndtr(distance)) - probability
        density = np.einsum("p,pgr->gr", weights, np.exp(-0.5 * distance**2) / spread) / np.sqrt(2 * np.pi)
        low, high = np.where(excess < 0, x, low), np.where(excess < 0, high, x)
        step = excess / np.maximum(density, 1e-12 / widest)
        inside = (x - step > low) & (x - step < high)
        following = np.where(inside, x - step, (low + high) / 2)
        moved = np.abs(following - x)
        x = following
        if (moved <= 1e-7 * widest).all():
            break
    return np.asarray(x)
