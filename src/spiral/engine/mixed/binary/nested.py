"""Yes/no outcomes in nested groups (a unit and its cohorts): Laplace's approximation, with its exact gradient.

The log-likelihood is h(û) − log|H| / 2 with û the mode of h(u) = Σ log p(y | Xβ + ZΛu) − |u|²/2 and H the curvature
there (Breslow & Clayton 1993; Bates et al. 2015, glmer). The gradient takes û's own dependence on the parameters by one
adjoint solve: t = H⁻¹ΛZ's, s = v' × each pupil's leverage, v' the derivative of its weight.
"""

from __future__ import annotations

import numpy as np

from .likelihood import (
    LikelihoodSums,
    log_likelihood,
    logistic,
    sums_by_differences,
    ways_of_drawing,
)
from .rows import BinaryRows
from .tree import Elimination, GroupTree, Levels


class NestedSite:
    """One owner's pupils in a tree of groups; answers with sums only, like ``Site``."""

    def __init__(self, rows: BinaryRows) -> None:
        self.rows = rows
        self.tree = GroupTree.of(rows)
        self.levels = len(rows.spec.levels)
        self._modes: Levels = [np.zeros(len(start)) for start in self.tree.starts]
        self._ways = ways_of_drawing(rows)

    def plain_logistic_sums(self, beta: np.ndarray) -> LikelihoodSums:
        """Sums of plain logistic regression, the levels' places left at 0."""
        X, trials = self.rows.X, self.rows.trials
        p = logistic(X @ beta)
        size = len(beta) + self.levels
        gradient, hessian = np.zeros(size), np.zeros((size, size))
        gradient[: len(beta)] = X.T @ (self.rows.y - trials * p)
        hessian[: len(beta), : len(beta)] = -(X.T * (trials * p * (1 - p))) @ X
        value = log_likelihood(X @ beta, self.rows.y, trials).sum() + self._ways
        return LikelihoodSums(float(value), gradient, hessian)

    def sums(self, theta: np.ndarray, nodes: int) -> LikelihoodSums:
        """Log-likelihood, exact gradient and Hessian at (β, log τ of each level); ``nodes`` is always 1 here."""
        return sums_by_differences(self._value_and_gradient, theta)

    def modes(self, theta: np.ndarray) -> tuple[Levels, Elimination]:
        """(û per level, in standard deviations; H there). Newton's method, each step as long as it helps."""
        tau = np.exp(theta[len(theta) - self.levels :])
        eta = self.rows.X @ theta[: len(theta) - self.levels]
        u = [mode if t > 0 else np.zeros_like(mode) for mode, t in zip(self._modes, tau, strict=True)]
        height, H, slope = self._at(eta, tau, u)
        for _ in range(100):
            step = H.solve(slope)
            if max(float(np.abs(part).max()) for part in step) < 1e-11:
                break
            for halving in range(30):
                trial = [part + move * 0.5**halving for part, move in zip(u, step, strict=True)]
                reached = self._at(eta, tau, trial)
                if reached[0] >= height - 1e-10 * abs(height):
                    break
            u, (height, H, slope) = trial, reached
        self._modes = u
        return u, H

    def _at(self, eta: np.ndarray, tau: np.ndarray, u: Levels) -> tuple[float, Elimination, Levels]:
        """(h, H, the slope of h by u) at ``u``."""
        rows = self.rows
        path = self.tree.downward([t * part for t, part in zip(tau, u, strict=True)])
        at = eta + path[rows.group]
        p = logistic(at)
        H = Elimination(self.tree, tau, np.add.reduceat(rows.trials * p * (1 - p), rows.starts))
        rest = self.tree.upward(np.add.reduceat(rows.y - rows.trials * p, rows.starts))
        slope = [t * r - part for t, r, part in zip(tau, rest, u, strict=True)]
        height = log_likelihood(at, rows.y, rows.trials).sum() - 0.5 * sum((part**2).sum() for part in u)
        return float(height), H, slope

    def _value_and_gradient(self, theta: np.ndarray) -> tuple[float, np.ndarray]:
        rows, tree = self.rows, self.tree
        tau = np.exp(theta[len(theta) - self.levels :])
        eta = rows.X @ theta[: len(theta) - self.levels]
        u, H = self.modes(theta)
        effects = [t * part for t, part in zip(tau, u, strict=True)]
        at = eta + tree.downward(effects)[rows.group]
        p = logistic(at)
        v = rows.trials * p * (1 - p)
        rest = rows.y - rows.trials * p
        value = (
            log_likelihood(at, rows.y, rows.trials).sum() - 0.5 * sum((part**2).sum() for part in u) - 0.5 * H.logdet
        )
        _, paths = H.variances()
        pull = v * (1 - 2 * p) * paths[-1][rows.group]
        leaf_rest, leaf_v, leaf_pull = (np.add.reduceat(part, rows.starts) for part in (rest, v, pull))
        t = H.solve([scale * part for scale, part in zip(tau, tree.upward(leaf_pull), strict=True)])
        through = tree.downward([scale * part for scale, part in zip(tau, t, strict=True)])
        gradient = rows.X.T @ (rest - 0.5 * pull + 0.5 * v * through[rows.group])
        by_tau = []
        leaves = np.arange(len(rows.starts))
        group_rest = tree.upward(leaf_rest)
        for level, covariance in enumerate(H.covariances(paths)):
            own = effects[level][np.searchsorted(tree.starts[level], leaves, side="right") - 1]
            slope = ((leaf_rest - 0.5 * leaf_pull + 0.5 * leaf_v * through) * own).sum()
            by_tau.append(slope - 0.5 * tau[level] * (t[level] * group_rest[level]).sum() - (leaf_v * covariance).sum())
        return float(value + self._ways), np.append(gradient, by_tau)
