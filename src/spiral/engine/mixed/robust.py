"""Cluster-robust standard errors: what the fixed part's uncertainty is if the levels' variances are not as modelled.

The sandwich over the outermost groups g, (X'V⁻¹X)⁻¹ Σ_g s_g s_g' (X'V⁻¹X)⁻¹ with s_g = X_g'V_g⁻¹r_g, times G/(G−1)
(Liang & Zeger 1986; CR1). It needs the cross products per outermost group: collect with ``blocks="owner"``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .design import Design
from .errors import ModelError
from .likelihood import SweptModel
from .solution import Solution


@dataclass(frozen=True, eq=False)
class RobustStandardErrors:
    """``vcov`` (p, p) and ``se`` (p,) of the fixed coefficients as written; ``clusters``: the outermost groups."""

    vcov: np.ndarray
    se: np.ndarray
    clusters: int


def robust(fit: Solution) -> RobustStandardErrors:
    """The sandwich over the outermost groups. Raises ModelError for too few, or without their cross products."""
    if fit.design.crossed:
        raise ModelError("crossed_without_robust", crossed=[part.level.name for part in fit.design.crossed])
    parts = products_by_group(fit.design, fit.swept)
    clusters = len(parts)
    if clusters < 3:
        raise ModelError("too_few_clusters", clusters=clusters)
    p = fit.design.p
    scores = parts[:, :p, :] @ fit.swept.gamma(len(fit.design.S))
    middle = scores.T @ scores * clusters / (clusters - 1)
    back = fit.design.beta_raw @ fit.swept.inverse * fit.design.y_scale
    vcov = back @ middle @ back.T
    return RobustStandardErrors(vcov, np.sqrt(np.diag(vcov)), clusters)


def products_by_group(design: Design, swept: SweptModel) -> np.ndarray:
    """W_g'V_g⁻¹W_g (G, k, k) of every outermost group; they add up to ``swept.S``."""
    if design.owners is None:
        raise ModelError("owner_products_missing")
    parts = design.owners.copy()
    top = design.branches[0]
    for branch, step in zip(design.branches, swept.steps, strict=True):
        first = np.searchsorted(branch.starts, top.starts)  # the first group of every outermost group
        for a, left in enumerate(branch.slabs):
            for b, right in enumerate(branch.slabs):
                weighted = step.K[a, b][:, None] * step.B[right]
                products = step.B[left][:, :, None] * weighted[:, None, :]
                parts -= np.add.reduceat(products, first, axis=0)
    return parts
