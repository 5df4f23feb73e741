"""What a fit knows of β and of every group's path together: all that predictions are worked out from.

β̂ and the effects come from one set of equations, Henderson's mixed model equations, whose inverse is the covariance
of their errors (Henderson 1975; McCulloch & Searle 2001). In nested form a group's path is a function of β with the
derivative A, so its error has the covariance A (X'V⁻¹X)⁻¹ with β's, and A (X'V⁻¹X)⁻¹ A' + V with itself. A group that
was not there has the effect 0, and its level's whole variance.

With the variances unknown too, each moment is the mean over plausible values of them, plus what the solution itself
moves between those (the law of total variance), around the estimates that are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..binary.effects import level_modes
from ..binary.solution import BinarySolution
from ..errors import ModelError
from ..likelihood import SweptModel
from ..posterior import posteriors, sigma2
from ..solution import Solution
from ..variance_points import LIGHTEST, Point, variance_points, weighed


@dataclass(frozen=True, eq=False)
class PathMoments:
    """One nested level: ``path`` (G, Q), the covariance of its error with the solution's ``shared`` (G, Q, s) and with
    itself ``variance`` (G, Q, Q); ``fresh`` (Q, Q): the variance of a group that was not there."""

    path: np.ndarray
    shared: np.ndarray
    variance: np.ndarray
    fresh: np.ndarray


@dataclass(frozen=True, eq=False)
class JointMoments:
    """``solution`` (s,): β of scaled columns, then crossed effects; ``covariance`` (s, s) of its error; the nested
    ``levels``, outer → inner; the variance of a new group of each ``crossed`` level; ``residual``: a pupil's own, or
    None for yes/no outcomes. In the outcome's unit (or logits), of scaled columns."""

    solution: np.ndarray
    covariance: np.ndarray
    levels: tuple[PathMoments, ...]
    crossed: tuple[float, ...]
    residual: float | None


def joint_moments(fit: Solution, interval: str) -> JointMoments:
    """The moments at the estimated variances ("pev"), or over plausible ones ("mixture"). Raises ModelError."""
    if interval == "pev":
        points: Iterable[Point] = [(1.0, list(fit.D))]
    elif interval == "mixture":
        points = variance_points(fit)
    else:
        raise ModelError("effect_interval_unknown", kind=interval)
    total, heaviest = _Sums(fit), 0.0
    for point in points:
        weight, swept = weighed(fit, point)
        heaviest = max(weight, heaviest)
        if weight > LIGHTEST * heaviest:
            total.add(weight, point[1], swept)
    return total.mean()


class _Sums:
    """Weighted sums of the moments at points, around the solution that is given, which is the fit's own."""

    def __init__(self, fit: Solution) -> None:
        self._fit = fit
        self._posteriors = posteriors(fit.design, fit.swept)
        size, Q = fit.design.solved, len(fit.design.B)
        self._weight = self._residual = 0.0
        self._covariance = np.zeros((size, size))
        self._shared = [np.zeros((branch.groups, Q, size)) for branch in fit.design.branches]
        self._variance = [np.zeros((branch.groups, Q, Q)) for branch in fit.design.branches]
        self._fresh = [np.zeros((Q, Q)) for _ in fit.design.branches]
        self._crossed = np.zeros(len(fit.design.crossed))

    def add(self, weight: float, D: list[np.ndarray], swept: SweptModel) -> None:
        """The point's moments by its weight."""
        fit = self._fit
        share = weight * sigma2(fit, swept)
        moved = swept.solution - fit.swept.solution
        self._weight += weight
        self._residual += share
        self._covariance += share * swept.joint + weight * np.outer(moved, moved)
        for i, (branch, posterior) in enumerate(zip(fit.design.branches, posteriors(fit.design, swept), strict=True)):
            along = posterior.path_A @ swept.joint
            step = posterior.path - self._posteriors[i].path
            self._shared[i] += share * along + weight * step[:, :, None] * moved
            self._variance[i] += share * (posterior.path_V + along @ posterior.path_A.transpose(0, 2, 1))
            self._variance[i] += weight * step[:, :, None] * step[:, None, :]
            self._fresh[i][np.ix_(branch.slabs, branch.slabs)] += share * D[i]
        self._crossed += [share * float(d[0, 0]) for d in D[len(fit.design.branches) :]]

    def mean(self) -> JointMoments:
        """The moments, in the outcome's unit."""
        unit = self._fit.design.y_scale
        factor = unit**2 / self._weight
        levels = [
            PathMoments(posterior.path * unit, shared * factor, variance * factor, fresh * factor)
            for posterior, shared, variance, fresh in zip(
                self._posteriors, self._shared, self._variance, self._fresh, strict=True
            )
        ]
        return JointMoments(
            self._fit.swept.solution * unit,
            self._covariance * factor,
            tuple(levels),
            tuple((self._crossed * factor).tolist()),
            self._residual * factor,
        )


def binary_moments(fit: BinarySolution) -> JointMoments:
    """The moments of a logistic model in logits, around the groups' modes, at the estimated variances."""
    inverse = fit.scaled_vcov
    levels = []
    for modes, variance in zip(level_modes(fit, path=True), fit.variances.values(), strict=True):
        along = modes.by_beta @ inverse
        pev = modes.variance + np.einsum("gp,gp->g", along, modes.by_beta)
        levels.append(PathMoments(modes.estimate[:, None], along[:, None], pev[:, None, None], np.array([[variance]])))
    return JointMoments(fit.scaled_beta, inverse, tuple(levels), (), None)
