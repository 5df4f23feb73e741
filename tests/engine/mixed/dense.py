"""The same model by dense algebra on the full matrix V, straight from the textbook: the tests' yardstick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass
class Dense:
    """A gaussian mixed model with known relative covariances: everything by n × n matrices."""

    deviance: float
    beta: np.ndarray
    vcov: np.ndarray
    sigma2: float
    u: np.ndarray
    condvar: np.ndarray
    pev: np.ndarray


def dense_fit(X: np.ndarray, y: np.ndarray, Z: np.ndarray, D: np.ndarray, method: str) -> Dense:
    """X (n, p), y (n,), Z (n, q) of all levels side by side, D (q, q) relative to σ²."""
    n, p = X.shape
    V = np.eye(n) + Z @ D @ Z.T
    inverse = np.linalg.inv(V)
    precision = X.T @ inverse @ X
    vcov = np.linalg.inv(precision)
    beta = vcov @ X.T @ inverse @ y
    residual = y - X @ beta
    r2 = residual @ inverse @ residual
    df = n - p if method == "REML" else n
    deviance = np.linalg.slogdet(V)[1] + df * (1 + np.log(2 * np.pi * r2 / df))
    if method == "REML":
        deviance += np.linalg.slogdet(precision)[1]
    sigma2 = r2 / df
    gain = D @ Z.T @ inverse
    conditional = sigma2 * (D - gain @ Z @ D)
    through_beta = gain @ X
    return Dense(
        deviance=float(deviance),
        beta=beta,
        vcov=sigma2 * vcov,
        sigma2=float(sigma2),
        u=gain @ residual,
        condvar=conditional,
        pev=conditional + sigma2 * through_beta @ vcov @ through_beta.T,
    )


def dummies(codes: np.ndarray) -> np.ndarray:
    """(n, groups) indicator matrix; groups in sorted order."""
    return (codes[:, None] == np.unique(codes)[None, :]).astype(float)
