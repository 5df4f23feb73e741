"""The minimum of the criterion over the levels' covariances: projected Newton on an exact gradient.

A single variance is optimised as itself (its ratio D ≥ 0), never as a standard deviation: there the gradient vanishes
at 0 whatever the data, and an optimiser may stop short. Covariance matrices go by their Cholesky factor, and after
convergence the sign of the gradient is checked along every direction without variance.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .errors import ConvergenceError

#: The Newton decrement, in deviance, below which a point is the minimum.
DECREMENT = 1e-10
#: Below this decrement (a tenth of a standard error) the curvature no longer changes.
NEAR = 1e-2
MOST_ROUNDS = 200
Criterion = Callable[[list[np.ndarray]], tuple[float, list[np.ndarray]]]


@dataclass(frozen=True, eq=False)
class Optimum:
    """``D`` per level (r, r), the criterion there, the largest gradient among free parameters, evaluations used."""

    D: list[np.ndarray]
    value: float
    gradient_norm: float
    evaluations: int


class _Parameters:
    """Packs free covariances into a vector: variances as they are (bounded by 0), matrices as Cholesky factors."""

    def __init__(self, sizes: list[int], free: list[bool]) -> None:
        self.sizes, self.free = sizes, free
        self.lower = [np.tril_indices(size) for size in sizes]
        self.bounded = np.array(
            [size == 1 for size, on in zip(sizes, free, strict=True) if on for _ in range(size * (size + 1) // 2)]
        )

    def pack(self, D: list[np.ndarray]) -> np.ndarray:
        parts = [self._vector(d) for d, on in zip(D, self.free, strict=True) if on]
        return np.concatenate(parts)

    @staticmethod
    def _vector(d: np.ndarray) -> np.ndarray:
        if len(d) == 1:
            variance: np.ndarray = d[0]
            return variance
        values, vectors = np.linalg.eigh(d)
        lower = np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0.0))).T)[1].T
        return lower[np.tril_indices(len(d))]

    def roots(self, theta: np.ndarray) -> list[np.ndarray]:
        """Per level D itself (1, 1) or its lower Cholesky factor."""
        out, at = [], 0
        for size, on, lower in zip(self.sizes, self.free, self.lower, strict=True):
            root = np.zeros((size, size))
            if on:
                count = len(lower[0])
                root[lower] = theta[at : at + count]
                at += count
            out.append(root)
        return out

    def unpack(self, theta: np.ndarray) -> list[np.ndarray]:
        return [root if len(root) == 1 else root @ root.T for root in self.roots(theta)]

    def slope(self, theta: np.ndarray, slopes: list[np.ndarray]) -> np.ndarray:
        """Chain rule from ∂/∂D to the vector."""
        parts = []
        for root, slope, on, lower in zip(self.roots(theta), slopes, self.free, self.lower, strict=True):
            if on:
                parts.append(slope[0] if len(root) == 1 else (2 * slope @ root)[lower])
        return np.concatenate(parts)


def minimise(criterion: Criterion, start: list[np.ndarray], free: list[bool]) -> Optimum:
    """Minimise from ``start``; levels that are not free stay at 0. Raises ConvergenceError with what to try."""
    parameters = _Parameters([len(d) for d in start], free)
    evaluations = 0

    def at(theta: np.ndarray) -> tuple[float, np.ndarray, list[np.ndarray]]:
        nonlocal evaluations
        evaluations += 1
        value, slopes = criterion(parameters.unpack(theta))
        return value, parameters.slope(theta, slopes), slopes

    theta = parameters.pack(start)
    for _ in range(5):
        theta, value, norm, slopes = _newton(at, theta, parameters.bounded)
        D = parameters.unpack(theta)
        outward = _leave_boundary(D, slopes, free)
        if outward is None:
            return Optimum(D, value, norm, evaluations)
        theta = parameters.pack(outward)
    raise ConvergenceError("not_converged")


def _newton(
    at: Callable[[np.ndarray], tuple[float, np.ndarray, list[np.ndarray]]], theta: np.ndarray, bounded: np.ndarray
) -> tuple[np.ndarray, float, float, list[np.ndarray]]:
    value, slope, slopes = at(theta)
    near: np.ndarray | None = None  # the parameters whose curvature, taken close to the minimum, still holds
    curvature = np.zeros((0, 0))
    for _ in range(MOST_ROUNDS):
        resting = bounded & (theta <= 0) & (slope >= 0)
        moving = np.flatnonzero(~resting)
        if not len(moving):
            return theta, value, 0.0, slopes
        if near is None or not np.array_equal(near, moving):
            curvature = _curvature(at, theta, slope, moving)
        step, decrement = _step(curvature, slope[moving], theta[moving], bounded[moving])
        if decrement < DECREMENT:  # two steps still sharpen the variances, though not the criterion
            for _ in range(2):
                theta = theta.copy()
                theta[moving] += _step(curvature, slope[moving], theta[moving], bounded[moving])[0]
                theta[bounded] = np.maximum(theta[bounded], 0.0)
                value, slope, slopes = at(theta)
            return theta, value, float(np.abs(slope[moving]).max()), slopes
        near = moving if decrement < NEAR else None
        noise = 4e-15 * abs(value)
        for halving in range(40):
            trial = theta.copy()
            trial[moving] += step * 0.5**halving
            trial[bounded] = np.maximum(trial[bounded], 0.0)
            reached = at(trial)
            if np.isfinite(reached[0]) and reached[0] <= value + noise:
                break
        else:
            return theta, value, float(np.abs(slope[moving]).max()), slopes
        stuck = np.array_equal(trial, theta)
        theta, (value, slope, slopes) = trial, reached
        if stuck:
            return theta, value, float(np.abs(slope[moving]).max()), slopes
    raise ConvergenceError("not_converged")


def _curvature(
    at: Callable[[np.ndarray], tuple[float, np.ndarray, list[np.ndarray]]],
    theta: np.ndarray,
    slope: np.ndarray,
    moving: np.ndarray,
) -> np.ndarray:
    """Second derivatives among the moving parameters, by forward differences of the exact gradient."""
    curvature = np.zeros((len(moving), len(moving)))
    for column, i in enumerate(moving):
        nudged = theta.copy()
        width = 1e-4 * max(abs(theta[i]), 1e-3)
        nudged[i] += width
        curvature[:, column] = (at(nudged)[1] - slope)[moving] / width
    return (curvature + curvature.T) / 2


def _step(curvature: np.ndarray, slope: np.ndarray, theta: np.ndarray, bounded: np.ndarray) -> tuple[np.ndarray, float]:
    """A descending step whatever the curvature's sign, no variance more than quadrupled; and the decrement."""
    values, vectors = np.linalg.eigh(curvature)
    sizes = np.maximum(np.abs(values), 1e-9 * np.abs(values).max() + 1e-12)
    step = -vectors @ ((vectors.T @ slope) / sizes)
    longest = np.where(bounded, 3 * np.maximum(theta, 0.01), 0.5 * np.maximum(np.abs(theta), 0.2))
    shrink = min(1.0, float((longest / np.maximum(np.abs(step), 1e-300)).min()))
    return step * shrink, float(-slope @ step)


def _leave_boundary(D: list[np.ndarray], slopes: list[np.ndarray], free: list[bool]) -> list[np.ndarray] | None:
    """A new start with some variance where the criterion falls when a variance of 0 grows; None at a minimum."""
    moved = False
    out = []
    for d, slope, on in zip(D, slopes, free, strict=True):
        if on and len(d) > 1:
            values, vectors = np.linalg.eigh(d)
            empty = vectors[:, values < 1e-8 * max(values.max(), 1e-8)]
            if empty.size:
                pull, ways = np.linalg.eigh(empty.T @ slope @ empty)
                if pull[0] < -1e-4:
                    way = empty @ ways[:, 0]
                    d = d + 0.01 * np.outer(way, way)
                    moved = True
        out.append(d)
    return out if moved else None
