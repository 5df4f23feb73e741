"""Yes/no outcomes: a logistic model with a random intercept, by Laplace's approximation or adaptive quadrature.

Per group j the integral over u ~ N(0, 1) of exp h(u), h(u) = Σ log p(y | xβ + τu) − u²/2, is taken at nodes placed
around the mode û_j with the curvature there (Liu & Pierce 1994; Pinheiro & Bates 1995); one node is Laplace. The
gradient is exact, through û_j and the curvature. Newton needs only sums over pupils of (value, gradient, Hessian), so
sites that keep their pupils to themselves can add theirs up and reach the pooled fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .binary_rows import BinaryRows
from .errors import ConvergenceError

#: Below this standard deviation (in logits) a falling τ is taken for 0, where the model is plain logistic regression.
LEAST_TAU = 1e-3
LONGEST_STEP = 0.7


@dataclass(frozen=True, eq=False)
class LikelihoodSums:
    """What a site sends for one (β, log τ): log-likelihood, gradient (p + 1,), Hessian (p + 1, p + 1). Sites add."""

    value: float
    gradient: np.ndarray
    hessian: np.ndarray

    def __add__(self, other: LikelihoodSums) -> LikelihoodSums:
        return LikelihoodSums(self.value + other.value, self.gradient + other.gradient, self.hessian + other.hessian)


class Site:
    """One owner's pupils; answers with sums only. Columns are centred and scaled by the specification's constants."""

    def __init__(self, rows: BinaryRows) -> None:
        self.rows = rows
        self._mode = np.zeros(len(rows.starts))

    def plain_logistic_sums(self, beta: np.ndarray) -> LikelihoodSums:
        """Sums of plain logistic regression, and in the last place the derivative by τ² at 0."""
        X, y = self.rows.X, self.rows.y
        p = _logistic(X @ beta)
        v = p * (1 - p)
        rest = y - p
        pull = 0.5 * (np.add.reduceat(rest, self.rows.starts) ** 2 - np.add.reduceat(v, self.rows.starts)).sum()
        hessian = np.zeros((len(beta) + 1,) * 2)
        hessian[:-1, :-1] = -(X.T * v) @ X
        return LikelihoodSums(_log_likelihood(X @ beta, y).sum(), np.append(X.T @ rest, pull), hessian)

    def sums(self, theta: np.ndarray, nodes: int) -> LikelihoodSums:
        """Log-likelihood, exact gradient, and Hessian by central differences of the gradient, at (β, log τ)."""
        value, gradient = self._value_and_gradient(theta, nodes)
        hessian = np.zeros((len(theta), len(theta)))
        for i in range(len(theta)):
            nudge = np.eye(len(theta))[i] * 1e-4
            hessian[:, i] = (
                self._value_and_gradient(theta + nudge, nodes)[1] - self._value_and_gradient(theta - nudge, nodes)[1]
            ) / 2e-4
        return LikelihoodSums(value, gradient, (hessian + hessian.T) / 2)

    def modes(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(û (J,), curvature H (J,), dû/dβ (J, p)) at (β, log τ); u in standard deviations."""
        tau, eta = np.exp(theta[-1]), self.rows.X @ theta[:-1]
        starts, group, y = self.rows.starts, self.rows.group, self.rows.y
        u = self._mode
        for _ in range(100):
            p = _logistic(eta + tau * u[group])
            slope = tau * np.add.reduceat(y - p, starts) - u
            H = 1 + tau**2 * np.add.reduceat(p * (1 - p), starts)
            step = slope / H
            u = u + np.clip(step, -1, 1)
            if np.abs(step).max() < 1e-12:
                break
        self._mode = u
        p = _logistic(eta + tau * u[group])
        v = p * (1 - p)
        H = 1 + tau**2 * np.add.reduceat(v, starts)
        by_beta = -tau * np.add.reduceat(v[:, None] * self.rows.X, starts, axis=0) / H[:, None]
        return u, H, by_beta

    def _value_and_gradient(self, theta: np.ndarray, nodes: int) -> tuple[float, np.ndarray]:
        """(log-likelihood, gradient (p + 1,)) at (β, log τ), with ``nodes`` quadrature nodes for each group."""
        tau, X, y = np.exp(theta[-1]), self.rows.X, self.rows.y
        starts, group, eta = self.rows.starts, self.rows.group, self.rows.X @ theta[:-1]
        u, H, u_beta = self.modes(theta)
        sd = H**-0.5
        p = _logistic(eta + tau * u[group])
        v = p * (1 - p)
        skew = v * (1 - 2 * p)
        u_tau = (np.add.reduceat(y - p, starts) - tau * u * np.add.reduceat(v, starts)) / H
        skewed = np.add.reduceat(skew, starts)
        H_beta = tau**2 * (np.add.reduceat(skew[:, None] * X, starts, axis=0) + tau * skewed[:, None] * u_beta)
        H_tau = 2 * tau * np.add.reduceat(v, starts) + tau**2 * skewed * (u + tau * u_tau)
        x, w = np.polynomial.hermite.hermgauss(nodes)
        at = u[:, None] + np.sqrt(2) * sd[:, None] * x
        eta_at = eta[:, None] + tau * at[group]
        height = np.add.reduceat(_log_likelihood(eta_at, y[:, None]), starts, axis=0) - at**2 / 2
        height += np.log(w) + x**2
        top = height.max(axis=1, keepdims=True)
        share = np.exp(height - top)
        whole = share.sum(axis=1)
        value = float((np.log(sd) + top[:, 0] + np.log(whole) - 0.5 * np.log(np.pi)).sum())
        share /= whole[:, None]
        rest = y[:, None] - _logistic(eta_at)
        rest_sums = np.add.reduceat(rest, starts, axis=0)
        tilt = share * (tau * rest_sums - at)  # π_k h'(u_k)
        by_u = tilt.sum(axis=1)
        by_sd = 1 / sd + np.sqrt(2) * (tilt @ x)
        by_H = -0.5 * sd**3 * by_sd
        gradient = X.T @ (rest * share[group]).sum(axis=1) + by_u @ u_beta + by_H @ H_beta
        by_tau = (share * rest_sums * at).sum() + by_u @ u_tau + by_H @ H_tau
        return value, np.append(gradient, tau * by_tau)


def _logistic(eta: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + np.tanh(eta / 2))


def _log_likelihood(eta: np.ndarray, y: np.ndarray) -> np.ndarray:
    loglik: np.ndarray = y * eta - np.logaddexp(0, eta)
    return loglik


def maximise_likelihood(sites: Sequence[Site], nodes: int) -> tuple[np.ndarray, LikelihoodSums, int]:
    """(θ = (β, log τ), the sums there, rounds used) by Newton's method; log τ = −inf where the variance is 0.

    Raises ConvergenceError.
    """
    p = sites[0].rows.X.shape[1]
    beta = np.zeros(p)
    for _ in range(50):
        plain = _pooled_sums([site.plain_logistic_sums(beta) for site in sites])
        step = np.linalg.solve(-plain.hessian[:p, :p], plain.gradient[:p])
        beta = beta + step
        if np.abs(step).max() > 30 or not np.isfinite(step).all():
            raise ConvergenceError("separated")
        if np.abs(step).max() < 1e-10:
            break
    else:
        raise ConvergenceError("separated")
    if np.abs(beta).max() > 25:
        raise ConvergenceError("separated")
    plain = _pooled_sums([site.plain_logistic_sums(beta) for site in sites])
    theta = np.append(beta, np.log(0.7))
    here = _pooled_sums([site.sums(theta, nodes) for site in sites])
    for rounds in range(1, 60):
        values, vectors = np.linalg.eigh(-here.hessian)
        sizes = np.maximum(np.abs(values), 1e-8 * np.abs(values).max())
        step = vectors @ ((vectors.T @ here.gradient) / sizes)
        decrement = float(here.gradient @ step)
        if decrement < 1e-10:
            return theta, here, rounds
        step *= min(1.0, LONGEST_STEP / max(np.abs(step[-1]), 1e-300))
        for halving in range(30):
            trial = theta + step * 0.5**halving
            there = _pooled_sums([site.sums(trial, nodes) for site in sites])
            if there.value >= here.value - 1e-12 * abs(here.value):
                break
        else:
            raise ConvergenceError("binary_not_converged")
        theta, here = trial, there
        if theta[-1] < np.log(LEAST_TAU) and plain.gradient[-1] <= 0:
            return np.append(beta, -np.inf), plain, rounds
    raise ConvergenceError("binary_not_converged")


def _pooled_sums(parts: list[LikelihoodSums]) -> LikelihoodSums:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + part
    return whole
