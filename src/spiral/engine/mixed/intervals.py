"""Intervals: of effects, averaged over what is not known about the variances; of variances, by profiling the criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .errors import ModelError

if TYPE_CHECKING:
    from .effects import Posterior
    from .fit import Fit


def bounds(fit: Fit, found: list[Posterior], *, kind: str, level: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """(low, high) of every level's effects."""
    from statistics import NormalDist

    from .effects import _prediction

    if kind not in ("mixture", "pev"):
        raise ModelError(f"Intervallet {kind} finns inte: välj mixture eller pev.")
    z = NormalDist().inv_cdf((1 + level) / 2)
    limits = []
    for branch, posterior in zip(fit.design.branches, found, strict=True):
        back = branch.to_raw * fit.design.y_scale
        middle = posterior.b @ back.T
        half = z * np.sqrt(np.diagonal(back @ _prediction(posterior.V, posterior.A, fit) @ back.T, axis1=1, axis2=2))
        limits.append((middle - half, middle + half))
    return limits


def path_bounds(
    fit: Fit, found: list[Posterior], matrix: np.ndarray, *, kind: str, level: float
) -> list[tuple[np.ndarray, np.ndarray]]:
    """(low, high) of every level's path sums; ``matrix`` leads from scaled paths to the terms as written."""
    from statistics import NormalDist

    from .effects import _prediction

    z = NormalDist().inv_cdf((1 + level) / 2)
    limits = []
    for posterior in found:
        middle = posterior.path @ matrix.T
        half = z * np.sqrt(
            np.diagonal(matrix @ _prediction(posterior.path_V, posterior.path_A, fit) @ matrix.T, axis1=1, axis2=2)
        )
        limits.append((middle - half, middle + half))
    return limits
