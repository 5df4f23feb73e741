"""Yes/no outcomes: a logistic model with a random intercept, by Laplace's approximation or adaptive quadrature.

Per group j the integral over u ~ N(0, 1) of exp h(u), h(u) = Σ log p(y | xβ + τu) − u²/2, is taken at nodes placed
around the mode û_j with the curvature there (Liu & Pierce 1994; Pinheiro & Bates 1995); one node is Laplace. The
gradient is exact, through û_j and the curvature. Newton needs only sums over pupils of (value, gradient, Hessian), so
sites that keep their pupils to themselves can add theirs up and reach the pooled fit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .rows import BinaryRows


@dataclass(frozen=True, eq=False)
class LikelihoodSums:
    """What a site sends for one (β, log τ): log-likelihood, gradient (p + 1,), Hessian (p + 1, p + 1). Sites add."""

    value: float
    gradient: np.ndarray
    hessian: np.ndarray

    def __add__(self, other: LikelihoodSums) -> LikelihoodSums:
        return LikelihoodSums(self.value + other.value, self.gradient + other.gradient, self.hessian + other.hessian)


def sums_by_differences(
    value_and_gradient: Callable[[np.ndarray], tuple[float, np.ndarray]], theta: np.ndarray
) -> LikelihoodSums:
    """The sums at ``theta``, the Hessian by central differences of the exact gradient."""
    value, gradient = value_and_gradient(theta)
    hessian = np.zeros((len(theta), len(theta)))
    for i in np.flatnonzero(np.isfinite(theta)).tolist():
        nudge = np.zeros(len(theta))
        nudge[i] = 1e-4
        hessian[:, i] = (value_and_gradient(theta + nudge)[1] - value_and_gradient(theta - nudge)[1]) / 2e-4
    return LikelihoodSums(value, gradient, (hessian + hessian.T) / 2)


class Site:
    """One owner's pupils; answers with sums only. Columns are centred and scaled by the specification's constants."""

    levels = 1

    def __init__(self, rows: BinaryRows) -> None:
        self.rows = rows
        self._mode = np.zeros(len(rows.starts))
        self._ways = ways_of_drawing(rows)

    def plain_logistic_sums(self, beta: np.ndarray) -> LikelihoodSums:
        """Sums of plain logistic regression, and in the last place the derivative by τ² at 0."""
        X, y, trials = self.rows.X, self.rows.y, self.rows.trials
        p = logistic(X @ beta)
        v = trials * p * (1 - p)
        rest = y - trials * p
        pull = 0.5 * (np.add.reduceat(rest, self.rows.starts) ** 2 - np.add.reduceat(v, self.rows.starts)).sum()
        hessian = np.zeros((len(beta) + 1,) * 2)
        hessian[:-1, :-1] = -(X.T * v) @ X
        return LikelihoodSums(
            log_likelihood(X @ beta, y, trials).sum() + self._ways, np.append(X.T @ rest, pull), hessian
        )

    def sums(self, theta: np.ndarray, nodes: int) -> LikelihoodSums:
        """Log-likelihood, exact gradient, and Hessian at (β, log τ)."""
        return sums_by_differences(lambda at: self._value_and_gradient(at, nodes), theta)

    def modes(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(û (J,), curvature H (J,), dû/dβ (J, p)) at (β, log τ); u in standard deviations."""
        tau, eta = np.exp(theta[-1]), self.rows.X @ theta[:-1]
        starts, group, y, trials = self.rows.starts, self.rows.group, self.rows.y, self.rows.trials
        u = self._mode
        for _ in range(100):
            p = logistic(eta + tau * u[group])
            slope = tau * np.add.reduceat(y - trials * p, starts) - u
            H = 1 + tau**2 * np.add.reduceat(trials * p * (1 - p), starts)
            step = slope / H
            u = u + np.clip(step, -1, 1)
            if np.abs(step).max() < 1e-12:
                break
        self._mode = u
        p = logistic(eta + tau * u[group])
        v = trials * p * (1 - p)
        H = 1 + tau**2 * np.add.reduceat(v, starts)
        by_beta = -tau * np.add.reduceat(v[:, None] * self.rows.X, starts, axis=0) / H[:, None]
        return u, H, by_beta

    def _value_and_gradient(self, theta: np.ndarray, nodes: int) -> tuple[float, np.ndarray]:
        """(log-likelihood, gradient (p + 1,)) at (β, log τ), with ``nodes`` quadrature nodes for each group."""
        tau, X, y, trials = np.exp(theta[-1]), self.rows.X, self.rows.y, self.rows.trials
        starts, group, eta = self.rows.starts, self.rows.group, self.rows.X @ theta[:-1]
        u, H, u_beta = self.modes(theta)
        sd = H**-0.5
        p = logistic(eta + tau * u[group])
        v = trials * p * (1 - p)
        skew = v * (1 - 2 * p)
        u_tau = (np.add.reduceat(y - trials * p, starts) - tau * u * np.add.reduceat(v, starts)) / H
        skewed = np.add.reduceat(skew, starts)
        H_beta = tau**2 * (np.add.reduceat(skew[:, None] * X, starts, axis=0) + tau * skewed[:, None] * u_beta)
        H_tau = 2 * tau * np.add.reduceat(v, starts) + tau**2 * skewed * (u + tau * u_tau)
        x, w = np.polynomial.hermite.hermgauss(nodes)
        at = u[:, None] + np.sqrt(2) * sd[:, None] * x
        eta_at = eta[:, None] + tau * at[group]
        height = np.add.reduceat(log_likelihood(eta_at, y[:, None], trials[:, None]), starts, axis=0) - at**2 / 2
        height += np.log(w) + x**2
        top = height.max(axis=1, keepdims=True)
        share = np.exp(height - top)
        whole = share.sum(axis=1)
        value = float((np.log(sd) + top[:, 0] + np.log(whole) - 0.5 * np.log(np.pi)).sum())
        share /= whole[:, None]
        rest = y[:, None] - trials[:, None] * logistic(eta_at)
        rest_sums = np.add.reduceat(rest, starts, axis=0)
        tilt = share * (tau * rest_sums - at)  # π_k h'(u_k)
        by_u = tilt.sum(axis=1)
        by_sd = 1 / sd + np.sqrt(2) * (tilt @ x)
        by_H = -0.5 * sd**3 * by_sd
        gradient = X.T @ (rest * share[group]).sum(axis=1) + by_u @ u_beta + by_H @ H_beta
        by_tau = (share * rest_sums * at).sum() + by_u @ u_tau + by_H @ H_tau
        return value + self._ways, np.append(gradient, tau * by_tau)


def logistic(eta: np.ndarray) -> np.ndarray:
    """Probabilities from log-odds."""
    return 0.5 * (1 + np.tanh(eta / 2))


def log_likelihood(eta: np.ndarray, y: np.ndarray, trials: np.ndarray) -> np.ndarray:
    """Log-likelihood of ``y`` successes of ``trials``, without the ways of drawing them."""
    loglik: np.ndarray = y * eta - trials * np.logaddexp(0, eta)
    return loglik


def ways_of_drawing(rows: BinaryRows) -> float:
    """Σ log of the binomial coefficients, 0 where every row is one trial: lme4's log-likelihood has them."""
    from scipy.special import gammaln

    m, y = rows.trials, rows.y
    return float((gammaln(m + 1) - gammaln(y + 1) - gammaln(m - y + 1)).sum()) if (m > 1).any() else 0.0
