"""The posterior of every group's own effect and of its path, and the names of a solution's terms.

Top down, b_g = K_g(C_g'γ − N_g·path) with path the sum of the ancestors' effects (Henderson's BLUP in nested form). The
conditional variance given the parameters is lme4's condVar; PEV (prediction error variance) adds what estimating the
fixed part costs: A Var(β) A' with A = ∂b/∂β.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .design import Design
from .errors import ModelError
from .likelihood import SweptModel, degrees_of_freedom
from .parts import Branch
from .solution import Solution

EVERY_GROUP = slice(None)


@dataclass(frozen=True, eq=False)
class Posterior:
    """One level in the fit's scaled units: own effects and paths with their variance, and derivatives by β.

    ``b`` (G, r), ``V`` (G, r, r), ``A`` (G, r, p); ``path`` (G, Q), ``path_V`` (G, Q, Q), ``path_A`` (G, Q, p);
    variances relative to σ². With crossed levels their effects stand among the p: given them, too, is ``V``.
    """

    b: np.ndarray
    V: np.ndarray
    A: np.ndarray
    path: np.ndarray
    path_V: np.ndarray
    path_A: np.ndarray


def posteriors(design: Design, swept: SweptModel) -> list[Posterior]:
    """The posterior of every level, outer → inner, each worked out from the level above it."""
    level_posteriors: list[Posterior] = []
    for index in range(len(design.branches)):
        above = level_posteriors[-1] if level_posteriors else None
        level_posteriors.append(level_posterior(design, swept, index, above))
    return level_posteriors


def level_posterior(
    design: Design, swept: SweptModel, index: int, above: Posterior | None, rows: slice = EVERY_GROUP
) -> Posterior:
    """The posterior of the groups ``rows`` of level ``index`` (from the top), given the whole level ``above``."""
    p, Q = design.solved, len(design.B)
    branch, step, gamma = design.branches[index], swept.steps[index], swept.gamma(len(design.S))
    parents = branch.parents[rows]
    if above is None:
        path, path_V, path_A = (np.zeros((len(parents), *shape)) for shape in ((Q,), (Q, Q), (Q, p)))
    else:
        path, path_V, path_A = above.path[parents], above.path_V[parents], above.path_A[parents]
    slabs = list(branch.slabs)
    C = np.stack([step.B[slab][rows] for slab in slabs], axis=1)  # (G, r, k)
    K, NQ = np.moveaxis(step.K[..., rows], 2, 0), np.moveaxis(step.NQ[..., rows], 2, 0)
    KN = _times(K, NQ)
    b = _matrix_times_vector(K, _matrix_times_vector(NQ, -path) + C @ gamma)
    V = K + _times(_times(KN, path_V), KN.transpose(0, 2, 1))
    A = -_times(K, C[:, :, :p]) - _times(KN, path_A)
    keep = np.broadcast_to(np.eye(Q), (len(b), Q, Q)).copy()
    keep[:, slabs, :] -= KN
    path[:, slabs] += b
    path_V = _times(_times(keep, path_V), keep.transpose(0, 2, 1))
    path_V[np.ix_(range(len(b)), slabs, slabs)] += K
    path_A[:, slabs] += A
    return Posterior(b, V, A, path, path_V, path_A)


def _times(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left @ right; with one term, thousands of products of 1 × 1 matrices are one of numbers, five times as fast."""
    product: np.ndarray = left * right if left.shape[-1] == 1 else left @ right
    return product


def _matrix_times_vector(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    product: np.ndarray = np.einsum("gab,gb->ga", matrix, vector)
    return product


def sigma2(fit: Solution, swept: SweptModel) -> float:
    """σ² in scaled units."""
    return swept.r2 / degrees_of_freedom(fit.design, fit.method)


def prediction_error_variance(fit: Solution, swept: SweptModel, V: np.ndarray, A: np.ndarray) -> np.ndarray:
    """σ²(V + A (X'V⁻¹X)⁻¹ A') (G, ·, ·), in scaled units: the prediction error variance."""
    along = (A.reshape(-1, A.shape[2]) @ swept.joint).reshape(A.shape)
    pev: np.ndarray = sigma2(fit, swept) * (V + along @ A.transpose(0, 2, 1))
    return pev


def conditional_variance(fit: Solution, V: np.ndarray, A: np.ndarray) -> np.ndarray:
    """σ² times the variance given β alone (G, ·, ·), lme4's condVar, in scaled units."""
    variance = V
    if fit.swept.crossed is not None:
        Z = A[:, :, fit.design.p :]
        along = (Z.reshape(-1, Z.shape[2]) @ fit.swept.crossed.K).reshape(Z.shape)
        variance = V + along @ Z.transpose(0, 2, 1)
    return sigma2(fit, fit.swept) * variance


def unshrunken(fit: Solution, index: int, above: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N⁻¹C'γ (G, r), its error variance (G, r, r)) at level ``index``, scaled; NaN where N cannot be inverted.

    The error holds the pupils' share, the fixed part's, and what they have in common, for β̂ was estimated from the same
    pupils. ``above`` (G, Q, p) is the derivative of the ancestors' path by β.
    """
    design, swept = fit.design, fit.swept
    branch, step, p = design.branches[index], swept.steps[index], design.solved
    C = np.stack([step.B[slab] for slab in branch.slabs], axis=1)
    N, K, NQ = (np.moveaxis(part, 2, 0) for part in (step.N, step.K, step.NQ))
    usable = np.linalg.cond(N) < 1e10 if N.shape[1] > 1 else N[:, 0, 0] > 0
    inverse = np.full(N.shape, np.nan)
    inverse[usable] = np.linalg.inv(N[usable])
    mean_x = inverse @ C[:, :, :p]
    shared = C[:, :, :p] + NQ @ above
    shared = shared - N @ (K @ shared)
    known = (mean_x.reshape(-1, p) @ swept.joint).reshape(mean_x.shape)
    common = known @ shared.transpose(0, 2, 1) @ inverse
    variance = inverse + known @ mean_x.transpose(0, 2, 1) - common - common.transpose(0, 2, 1)
    return _matrix_times_vector(inverse, C @ swept.gamma(len(design.S))), sigma2(fit, swept) * variance


def path_terms(fit: Solution) -> tuple[list[str], np.ndarray]:
    """Names of the random terms on the way down, and the matrix (terms, Q) from scaled path to the terms as written."""
    names: list[str] = []
    for branch in fit.design.branches:
        names += [term for term in fit.terms(branch.level.name) if term not in names]
    matrix = np.zeros((len(names), len(fit.design.B)))
    for branch in fit.design.branches:
        rows = [names.index(term) for term in fit.terms(branch.level.name)]
        matrix[np.ix_(rows, branch.slabs)] = branch.to_raw * fit.design.y_scale
    return names, matrix


def find_branch(fit: Solution, level: str) -> tuple[int, Branch]:
    """(place from the top, branch) of a level by its name; raises ModelError with the names there are."""
    for index, branch in enumerate(fit.design.branches):
        if branch.level.name == level:
            return index, branch
    raise ModelError("level_unknown", level=level, levels=list(fit.groups))
