"""The crossed levels' part of the likelihood: what is left of W'V⁻¹W is swept by all their groups at once.

After the nested levels S = W'V⁻¹W holds W = [X | Z | y]. With V ← V + Z D Z' (Henderson 1973; Searle, Casella and
McCulloch 1992), N = S_zz, C = S_z·, K = (D⁻¹ + N)⁻¹ = √D (I + √D N √D)⁻¹ √D, which holds at D = 0 too:

    log|V| += log|I + √D N √D|,   S ← S − C'K C,   u = K C γ.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from ..design import Design


@dataclass(frozen=True, eq=False)
class CrossedSweep:
    """Before the crossed levels are swept out: N (q, q), C (q, k) against X, y and the rest; K (q, q)."""

    N: np.ndarray
    C: np.ndarray
    K: np.ndarray

    @cached_property
    def KC(self) -> np.ndarray:
        """K C (q, k)."""
        product: np.ndarray = self.K @ self.C
        return product


def sweep_crossed(design: Design, S: np.ndarray, D: list[np.ndarray]) -> tuple[np.ndarray, float, CrossedSweep]:
    """(S of X, y and the rest, log-determinant, the step) at the crossed levels' relative variances ``D``."""
    from scipy.linalg import lapack

    z = slice(design.p, design.solved)
    rest = np.r_[0 : design.p, design.solved : len(S)]
    N, C = S[z, z], S[z][:, rest]
    root = np.concatenate(
        [np.full(part.groups, np.sqrt(max(d[0, 0], 0.0))) for part, d in zip(design.crossed, D, strict=True)]
    )
    factor, _ = lapack.dpotrf(np.eye(len(N)) + root[:, None] * N * root, lower=1)
    inverse, _ = lapack.dpotri(factor, lower=1)
    inverse = np.tril(inverse) + np.tril(inverse, -1).T
    step = CrossedSweep(N, C, root[:, None] * inverse * root)
    return S[np.ix_(rest, rest)] - C.T @ step.KC, float(2 * np.log(np.diag(factor)).sum()), step


def crossed_gradient(
    design: Design, step: CrossedSweep, pull: float, gamma: np.ndarray, inverse: np.ndarray | None
) -> list[np.ndarray]:
    """∂ deviance / ∂ D of each crossed level. ``pull``: what r² is divided by; ``gamma`` (−β, 1, 0 …) without Z;
    ``inverse``: (X'V⁻¹X)⁻¹ for REML, None for ML."""
    left = step.C - step.N @ step.KC  # Z'V⁻¹ W
    slope = np.diag(step.N) - np.einsum("ij,ij->i", step.N @ step.K, step.N)
    slope = slope - pull * (left @ gamma) ** 2
    if inverse is not None:
        X = left[:, : design.p]
        slope = slope - np.einsum("ij,ij->i", X @ inverse, X)
    return [
        np.array([[slope[part.place.start - design.p : part.place.stop - design.p].sum()]]) for part in design.crossed
    ]
