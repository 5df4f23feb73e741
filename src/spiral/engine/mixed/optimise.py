"""The minimum of the criterion over the levels' covariances: projected Newton on an exact gradient.

A single variance is optimised as itself (its ratio D ≥ 0), never as a standard deviation: there the gradient vanishes
at 0 whatever the data, and an optimiser may stop short. Covariance matrices go by their Cholesky factor, and after
convergence the sign of the gradient is checked along every direction without variance.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from .errors import ConvergenceError

#: The Newton decrement, in deviance, below which a point is the minimum.
DECREMENT = 1e-10
#: Above this decrement, in deviance, a step goes too far for the curvature to be the same at its end.
FAR = 100.0
MOST_ROUNDS = 200
#: New beginnings, from where a variance of 0 grows or the terms of a factor change order.
MOST_STARTS = 20
#: How many times more variance left than an earlier term's makes a later term go first.
MUCH_MORE = 4.0
#: The criterion, its slope by the parameters and by D.
Reached = tuple[float, np.ndarray, list[np.ndarray]]
Criterion = Callable[[list[np.ndarray]], tuple[float, list[np.ndarray]]]


@dataclass(frozen=True, eq=False)
class Optimum:
    """``D`` per level (r, r), the criterion there, the largest gradient among free parameters, evaluations used."""

    D: list[np.ndarray]
    value: float
    gradient_norm: float
    evaluations: int


class _Parameters:
    """Packs free covariances into a vector: variances as they are (bounded by 0), matrices as Cholesky factors.

    A factor takes the terms in ``orders``, the one with most variance first and then the one that has most left:
    otherwise a matrix that loses a rank is at the end of a curved valley, where Newton's method crawls.
    """

    def __init__(self, start: list[np.ndarray], free: list[bool]) -> None:
        self.sizes, self.free = [len(d) for d in start], free
        self.orders = [_pivots(d) for d in start]
        self.lower = [np.tril_indices(size) for size in self.sizes]
        self.bounded = np.array(
            [size == 1 for size, on in zip(self.sizes, free, strict=True) if on for _ in range(size * (size + 1) // 2)]
        )

    def pack(self, D: list[np.ndarray]) -> np.ndarray:
        parts = [self._vector(d[np.ix_(o, o)]) for d, o, on in zip(D, self.orders, self.free, strict=True) if on]
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
        """Per level D itself (1, 1) or its lower Cholesky factor, terms in ``orders``."""
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
        places = [np.argsort(order) for order in self.orders]
        pairs = zip(self.roots(theta), places, strict=True)
        return [root if len(root) == 1 else (root @ root.T)[np.ix_(o, o)] for root, o in pairs]

    def slope(self, theta: np.ndarray, slopes: list[np.ndarray]) -> np.ndarray:
        """Chain rule from ∂/∂D to the vector."""
        parts = []
        terms = zip(self.orders, self.lower, strict=True)
        for root, slope, (order, lower), on in zip(self.roots(theta), slopes, terms, self.free, strict=True):
            if on:
                own = slope[np.ix_(order, order)]
                parts.append(own[0] if len(root) == 1 else (2 * own @ root)[lower])
        return np.concatenate(parts)

    def in_order(self, theta: np.ndarray) -> bool:
        """Does each factor still take a term that has much variance left before those with less?"""
        for root in self.roots(theta):
            left = np.cumsum(root[:, ::-1] ** 2, axis=1)[:, ::-1]  # of each term, before each of the factor's columns
            if any(left[k:, k].max() > MUCH_MORE * left[k, k] for k in range(len(root))):
                return False
        return True


def _pivots(d: np.ndarray) -> np.ndarray:
    """The order of a pivoted Cholesky factor's terms (Golub & Van Loan 2013, 4.2.8)."""
    left, order = d.copy(), list(range(len(d)))
    for k in range(len(d)):
        most = max(order[k:], key=lambda term: left[term, term])
        order.remove(most)
        order.insert(k, most)
        if left[most, most] > 0:
            left = left - np.outer(left[most], left[most]) / left[most, most]
    return np.array(order)


def minimise(criterion: Criterion, start: list[np.ndarray], free: list[bool]) -> Optimum:
    """Minimise from ``start``; levels that are not free stay at 0. Raises ConvergenceError with what to try."""
    D, evaluations = start, 0
    for _ in range(MOST_STARTS):
        parameters = _Parameters(D, free)

        def at(theta: np.ndarray, parameters: _Parameters = parameters) -> Reached:
            nonlocal evaluations
            evaluations += 1
            value, slopes = criterion(parameters.unpack(theta))
            return value, parameters.slope(theta, slopes), slopes

        theta, value, norm, slopes = _newton(at, parameters.pack(D), parameters)
        D = parameters.unpack(theta)
        if not parameters.in_order(theta):
            continue
        outward = _leave_boundary(D, slopes, free)
        if outward is None:
            return Optimum(D, value, norm, evaluations)
        D = outward
    raise ConvergenceError("not_converged")


def _newton(
    at: Callable[[np.ndarray], Reached], theta: np.ndarray, parameters: _Parameters
) -> tuple[np.ndarray, float, float, list[np.ndarray]]:
    """(θ, criterion, largest gradient, ∂/∂D) at a minimum, or where the factors' terms should change order."""
    bounded = parameters.bounded
    value, slope, slopes = at(theta)
    known: np.ndarray | None = None  # the parameters whose curvature still holds
    curvature = np.zeros((0, 0))
    for _ in range(MOST_ROUNDS):
        resting = bounded & (theta <= 0) & (slope >= 0)
        moving = np.flatnonzero(~resting)
        if not len(moving):
            return theta, value, 0.0, slopes
        if known is None or not np.array_equal(known, moving):
            curvature = _curvature(at, theta, slope, moving)
        step, decrement = _step(curvature, slope[moving], theta[moving], bounded[moving])
        if decrement < DECREMENT:  # two steps still sharpen the variances, though not the criterion
            for _ in range(2):
                theta = theta.copy()
                theta[moving] += _step(curvature, slope[moving], theta[moving], bounded[moving])[0]
                theta[bounded] = np.maximum(theta[bounded], 0.0)
                value, slope, slopes = at(theta)
            return theta, value, float(np.abs(slope[moving]).max()), slopes
        noise = 4e-15 * abs(value)
        for part in _shorter_steps(step, curvature, slope[moving], theta[moving], bounded[moving]):
            trial = theta.copy()
            trial[moving] += part
            trial[bounded] = np.maximum(trial[bounded], 0.0)
            reached = at(trial)
            if np.isfinite(reached[0]) and reached[0] <= value + noise:
                break
        else:
            return theta, value, float(np.abs(slope[moving]).max()), slopes
        stuck = np.array_equal(trial, theta)
        known = None if decrement > FAR and bounded.all() else moving
        curvature = _updated(curvature, (trial - theta)[moving], (reached[1] - slope)[moving])
        theta, (value, slope, slopes) = trial, reached
        if stuck or not parameters.in_order(theta):
            return theta, value, float(np.abs(slope[moving]).max()), slopes
    raise ConvergenceError("not_converged")


def _curvature(
    at: Callable[[np.ndarray], Reached], theta: np.ndarray, slope: np.ndarray, moving: np.ndarray
) -> np.ndarray:
    """Second derivatives among the moving parameters, by forward differences of the exact gradient."""
    curvature = np.zeros((len(moving), len(moving)))
    for column, i in enumerate(moving):
        nudged = theta.copy()
        width = 1e-4 * max(abs(theta[i]), 1e-3)
        nudged[i] += width
        curvature[:, column] = (at(nudged)[1] - slope)[moving] / width
    return (curvature + curvature.T) / 2


def _updated(curvature: np.ndarray, moved: np.ndarray, rose: np.ndarray) -> np.ndarray:
    """The curvature that explains how the slope ``rose`` along the last step, by the symmetric rank one formula
    (Nocedal & Wright 2006, 6.24): a round then costs one evaluation, not one more for each parameter."""
    missing = rose - curvature @ moved
    along = float(missing @ moved)
    if abs(along) <= 1e-8 * np.linalg.norm(missing) * np.linalg.norm(moved):
        return curvature
    updated: np.ndarray = curvature + np.outer(missing, missing) / along
    return updated


def _step(curvature: np.ndarray, slope: np.ndarray, theta: np.ndarray, bounded: np.ndarray) -> tuple[np.ndarray, float]:
    """A descending step, no variance more than quadrupled; and the decrement."""
    step = _descent(curvature, slope)
    longest = np.where(bounded, 3 * np.maximum(theta, 0.01), 0.5 * np.maximum(np.abs(theta), 0.2))
    shrink = min(1.0, float((longest / np.maximum(np.abs(step), 1e-300)).min()))
    return step * shrink, float(-slope @ step)


def _descent(curvature: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Newton's step, downhill whatever the curvature's sign."""
    values, vectors = np.linalg.eigh(curvature)
    sizes = np.maximum(np.abs(values), 1e-9 * np.abs(values).max() + 1e-12)
    step: np.ndarray = -vectors @ ((vectors.T @ slope) / sizes)
    return step


def _shorter_steps(
    step: np.ndarray, curvature: np.ndarray, slope: np.ndarray, theta: np.ndarray, bounded: np.ndarray
) -> Iterator[np.ndarray]:
    """The step; if all are variances, the one in their logarithms, for a step may want a variance below 0 far from a
    minimum that is above; and halves of the step."""
    yield step
    if bounded.all() and (theta > 0).all():
        logarithms = _descent(theta[:, None] * curvature * theta + np.diag(theta * slope), theta * slope)
        yield theta * np.expm1(logarithms * min(1.0, 2.0 / max(np.abs(logarithms).max(), 1e-300)))
    for halving in range(1, 40):
        yield step * 0.5**halving


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
