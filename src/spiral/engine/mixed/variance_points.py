"""Plausible values of a fit's variances: points in the levels' standard deviations where its (restricted) likelihood is
evaluated, with a flat prior on each.

Where every standard deviation is well known the likelihood is close to a normal density; 2d + 1 points that hold its
moments are enough (the unscented transform, Julier & Uhlmann 1997), each weighed by the criterion at it: against 4,000
scattered points the intervals' ends are off by up to 1.5 % of half the width, with 48 of those by up to 2 %. Elsewhere
one level has a grid, and several the points of a low-discrepancy sequence in the criterion's own normal approximation,
folded at 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from .likelihood import SweptModel, gradient, sweep
from .solution import Solution

#: Points when one level has a free variance, and when several have.
GRID, SCATTERED = 31, 48
#: Points whose criterion is this much above the least weigh nothing.
MOST_RISE = 18.0
#: Points of less than this share of the heaviest's weight are left out.
LIGHTEST = 1e-4
#: Up to this standard error, as a share of itself, a standard deviation is well known.
WELL_KNOWN = 0.15

#: How densely points lie where a point lies, and the relative covariances there, as ``Solution.D``.
Point = tuple[float, list[np.ndarray]]
#: The same with the free levels' standard deviations.
Place = tuple[float, np.ndarray]


def variance_points(fit: Solution) -> Iterator[Point]:
    """Points around the minimum of the criterion; what each weighs says ``weighed``."""
    free = _free_levels(fit)
    centre = np.array([np.sqrt(fit.D[i][0, 0]) if len(fit.D[i]) == 1 else 1.0 for i in free])
    root = _covariance_root(fit, centre) if free else np.zeros((0, 0))
    if (np.sqrt((root**2).sum(axis=1)) <= WELL_KNOWN * centre).all():
        places = _few_points(centre, root)
    else:
        places = _grid_points(fit, float(centre[0])) if len(free) == 1 else _scattered_points(centre, root)
    for density, s in places:
        yield density, _covariances_at(fit, s)


def weighed(fit: Solution, point: Point) -> tuple[float, SweptModel]:
    """(weight, not yet a share, of a point; the model there)."""
    density, D = point
    swept = sweep(fit.design, D)
    return float(np.exp(-_criterion_rise(fit, swept) / 2) / density), swept


def _free_levels(fit: Solution) -> list[int]:
    return [i for i, part in enumerate(fit.design.parts) if part.free]


def _covariances_at(fit: Solution, s: np.ndarray) -> list[np.ndarray]:
    """Each free level's D with its standard deviation at ``s``: s² (one term) or s² times its estimate."""
    D = list(fit.D)
    for i, value in zip(_free_levels(fit), s, strict=True):
        D[i] = value**2 * (np.eye(1) if len(D[i]) == 1 else fit.D[i])
    return D


def _swept_at(fit: Solution, s: np.ndarray) -> SweptModel:
    return sweep(fit.design, _covariances_at(fit, s))


def _criterion_rise(fit: Solution, swept: SweptModel) -> float:
    return swept.deviance(fit.design, fit.method) - fit.criterion


def _few_points(centre: np.ndarray, root: np.ndarray) -> Iterator[Place]:
    """Two points along each of the normal approximation's axes, and with one or two levels the centre: third moments
    and below are the approximation's, and with up to three levels the fourth along each axis."""
    levels = len(centre)
    reach = max(3.0, levels)  # squared
    if levels < reach:
        yield 1 / (1 - levels / reach), centre
    for axis in np.sqrt(reach) * root.T:
        for s in (centre + axis, centre - axis):
            yield 2 * reach * np.exp(-reach / 2), s


def _grid_points(fit: Solution, best: float) -> Iterator[Place]:
    ends = []
    for direction in (-1.0, 1.0):
        width = max(0.25 * best, 0.01)
        end = best
        while direction > 0 or end > 0:
            end = max(best + direction * width, 0.0)
            if _criterion_rise(fit, _swept_at(fit, np.array([end]))) > MOST_RISE:
                break
            width *= 1.5
        ends.append(end)
    low, high = ends
    middles = low + (high - low) * (np.arange(GRID) + 0.5) / GRID
    yield from ((1.0, np.array([s])) for s in middles)


def _scattered_points(centre: np.ndarray, root: np.ndarray) -> Iterator[Place]:
    from scipy.special import ndtri

    levels = len(centre)
    root = 1.2 * root  # wider than the approximation, for its tails are thinner
    uniform = (0.5 + np.outer(np.arange(1, SCATTERED + 1), _low_discrepancy(levels))) % 1.0
    for z in ndtri(uniform):
        s = np.abs(centre + root @ z)
        flipped = [np.linalg.solve(root, signs * s - centre) for signs in product((1.0, -1.0), repeat=levels)]
        density = sum(np.exp(-0.5 * image @ image) for image in flipped)
        yield float(density), s


def _low_discrepancy(dimensions: int) -> np.ndarray:
    """Steps of the additive recurrence with the plastic numbers (Roberts 2018)."""
    base = 2.0
    for _ in range(50):
        base = (1 + base) ** (1 / (dimensions + 1))
    return base ** -np.arange(1.0, dimensions + 1)


def _covariance_root(fit: Solution, centre: np.ndarray) -> np.ndarray:
    """Cholesky factor of the approximate covariance of the standard deviations; at 0 each level by itself."""
    free = _free_levels(fit)

    def slope(s: np.ndarray) -> np.ndarray:
        slopes = gradient(fit.design, _swept_at(fit, s), fit.method)
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
        curvature[i, i] = 2 / _distance_to_rise(fit, centre, i) ** 2
    values, vectors = np.linalg.eigh(curvature / 2)
    least = (0.5 * np.maximum(centre, 0.02).max()) ** -2.0
    return np.linalg.cholesky(vectors @ np.diag(1 / np.maximum(values, least)) @ vectors.T)


def _distance_to_rise(fit: Solution, centre: np.ndarray, i: int) -> float:
    """How far a standard deviation must move from 0 for the criterion to rise by 1."""
    s = 0.01
    for _ in range(30):
        trial = centre.copy()
        trial[i] = s
        if _criterion_rise(fit, _swept_at(fit, trial)) >= 1:
            break
        s *= 1.3
    return s
