"""Intervals of effects that take the uncertainty of the variances into account.

An effect's usual interval takes the variances as known and is too narrow where groups are small and differ little. Here
the (restricted) likelihood is evaluated at points in the levels' standard deviations (flat prior on each), the effects
are estimated at every point, and the interval holds the middle of the resulting mixture of normal distributions. One
level: a grid of 31 points. Several: 48 points of a low-discrepancy sequence in the criterion's own normal
approximation, folded at 0 and reweighted to the criterion. No data are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from .crossed_effects import crossed_moments
from .errors import ModelError
from .likelihood import SweptModel, gradient, sweep
from .normal_mixture import central_interval
from .posterior import Posterior, level_posterior, path_terms, prediction_error_variance
from .solution import Solution

#: Points when one level has a free variance, and when several have.
GRID, SCATTERED = 31, 48
#: Points whose criterion is this much above the least weigh nothing.
MOST_RISE = 18.0
#: Points of less than this share of the heaviest's weight are left out.
LIGHTEST = 1e-4
#: Points worked on at a time with crossed levels, whose one large matrix takes the time and needs no lock of Python's.
CROSSED_AT_ONCE = 2
#: Groups of the innermost level worked on at a time: their matrices stay in the processor's cache.
GROUPS_AT_ONCE = 3000

Bounds = tuple[np.ndarray, np.ndarray]
#: How densely points lie where a point lies, and the relative covariances there, as ``Solution.D``.
Point = tuple[float, list[np.ndarray]]
#: What a point adds to a mixture: its weight, and moments of the own effects and of the paths by level.
Part = tuple[float, list[Bounds], list[Bounds]]


@dataclass(frozen=True, eq=False)
class Mixture:
    """``weights`` (P,); per level (nested, then crossed) each point's mean and variance of the own effects (G, r) and
    of the paths (G, terms). Points stand as they were worked out: twenty thousand groups are never stacked."""

    weights: np.ndarray
    own: list[list[Bounds]]
    path: list[list[Bounds]]


def bounds(
    fit: Solution, *, kind: str, level: float, path: bool = False, mixture: Mixture | None = None
) -> list[Bounds]:
    """(low, high), each (G, r), for every level's effects, or with ``path`` for the path sums. ``mixture``: if it
    has been computed already. Raises ModelError for an unknown kind or a level outside 0 to 1."""
    if not 0 < level < 1:
        raise ModelError("coverage_out_of_range", coverage=level)
    if kind == "pev":
        mixture = _mixture([(1.0, *_moments_at(fit, fit.swept))])
    elif kind == "mixture":
        mixture = mixture or effect_mixture(fit)
    else:
        raise ModelError("effect_interval_unknown", kind=kind)
    levels = mixture.path if path else mixture.own
    return [
        central_interval(mixture.weights, [m for m, _ in level_points], [v for _, v in level_points], level)
        for level_points in levels
    ]


def effect_mixture(fit: Solution) -> Mixture:
    """The mixture over the points around the minimum of the criterion that carry weight."""

    def part_at(point: Point) -> Part:
        weight, swept = weighed(fit, point)
        return (weight, *(_moments_at(fit, swept) if weight else ([], [])))  # the swept model, which is large, goes

    with ThreadPoolExecutor(CROSSED_AT_ONCE if fit.design.crossed else 1) as threads:
        return _mixture(threads.map(part_at, plausible(fit)))


def plausible(fit: Solution) -> Iterator[Point]:
    """Points that cover the variances which the data make plausible; what each weighs says ``weighed``."""
    free = [i for i, part in enumerate(fit.design.parts) if part.free]
    for density, s in _grid_points(fit, free[0]) if len(free) == 1 else _scattered_points(fit, free):
        yield density, _covariances_at(fit, free, s)


def weighed(fit: Solution, point: Point) -> tuple[float, SweptModel]:
    """(weight, not yet a share, of a point; the model there)."""
    density, D = point
    swept = sweep(fit.design, D)
    return float(np.exp(-_criterion_rise(fit, swept) / 2) / density), swept


def _covariances_at(fit: Solution, free: list[int], s: np.ndarray) -> list[np.ndarray]:
    """Each free level's D with its standard deviation at ``s``: s² (one term) or s² times its estimate."""
    D = list(fit.D)
    for i, value in zip(free, s, strict=True):
        D[i] = value**2 * (np.eye(1) if len(D[i]) == 1 else fit.D[i])
    return D


def _sweep_at(fit: Solution, free: list[int], s: np.ndarray) -> SweptModel:
    return sweep(fit.design, _covariances_at(fit, free, s))


def _criterion_rise(fit: Solution, swept: SweptModel) -> float:
    return swept.deviance(fit.design, fit.method) - fit.criterion


def _grid_points(fit: Solution, level: int) -> Iterator[tuple[float, np.ndarray]]:
    """(density, the level's standard deviation)."""
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
    yield from ((1.0, np.array([s])) for s in middles)


def _scattered_points(fit: Solution, free: list[int]) -> Iterator[tuple[float, np.ndarray]]:
    """(density, the free levels' standard deviations)."""
    from scipy.special import ndtri

    centre = np.array([np.sqrt(fit.D[i][0, 0]) if len(fit.D[i]) == 1 else 1.0 for i in free])
    root = 1.2 * _covariance_root(fit, free, centre)  # wider than the approximation, for its tails are thinner
    uniform = (0.5 + np.outer(np.arange(1, SCATTERED + 1), _low_discrepancy(len(free)))) % 1.0
    for z in ndtri(uniform):
        s = np.abs(centre + root @ z)
        flipped = [np.linalg.solve(root, signs * s - centre) for signs in product((1.0, -1.0), repeat=len(free))]
        density = sum(np.exp(-0.5 * image @ image) for image in flipped)
        yield float(density), s


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


def _mixture(parts: Iterable[Part]) -> Mixture:
    """The mixture of the parts that carry weight."""
    held: list[Part] = []
    heaviest = 0.0
    for part in parts:
        heaviest = max(part[0], heaviest)
        if part[0] > LIGHTEST * heaviest:
            held.append(part)
    held = [part for part in held if part[0] > LIGHTEST * heaviest]
    weights = np.array([weight for weight, _, _ in held])
    own = [list(points) for points in zip(*(own for _, own, _ in held), strict=True)]
    path = [list(points) for points in zip(*(path for _, _, path in held), strict=True)]
    return Mixture(weights / weights.sum(), own, path)


def _moments_at(fit: Solution, swept: SweptModel) -> tuple[list[Bounds], list[Bounds]]:
    """(own effects, paths) of every level: means (G, r) and variances (G, r)."""
    _, matrix = path_terms(fit)
    own: list[Bounds] = []
    path: list[Bounds] = []
    above: Posterior | None = None
    for index, branch in enumerate(fit.design.branches):
        back = branch.to_raw * fit.design.y_scale
        if index + 1 < len(fit.design.branches):
            above = level_posterior(fit.design, swept, index, above)
            blocks: Iterable[Posterior] = [above]
        else:  # the most groups, and none below that need the whole
            rows = (slice(start, start + GROUPS_AT_ONCE) for start in range(0, branch.groups, GROUPS_AT_ONCE))
            blocks = (level_posterior(fit.design, swept, index, above, part) for part in rows)
        pairs = [(_own(fit, swept, block, back), _path(fit, swept, block, matrix)) for block in blocks]
        own.append(_joined([pair for pair, _ in pairs]))
        path.append(_joined([pair for _, pair in pairs]))
    for part in fit.design.crossed:
        mean, _, pev = crossed_moments(fit, swept, part)
        own.append((mean[:, None], pev[:, None]))
    return own, path


def _own(fit: Solution, swept: SweptModel, posterior: Posterior, back: np.ndarray) -> Bounds:
    pev = prediction_error_variance(fit, swept, posterior.V, posterior.A)
    return posterior.b @ back.T, _diagonal(back, pev)


def _path(fit: Solution, swept: SweptModel, posterior: Posterior, matrix: np.ndarray) -> Bounds:
    pev = prediction_error_variance(fit, swept, posterior.path_V, posterior.path_A)
    return posterior.path @ matrix.T, _diagonal(matrix, pev)


def _joined(blocks: list[Bounds]) -> Bounds:
    means, variances = zip(*blocks, strict=True)
    return np.concatenate(means), np.concatenate(variances)


def _diagonal(back: np.ndarray, variance: np.ndarray) -> np.ndarray:
    diagonal: np.ndarray = np.einsum("ra,gab,rb->gr", back, variance, back)
    return diagonal
