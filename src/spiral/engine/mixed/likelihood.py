"""The (restricted) likelihood of a nested model from its moments, and its exact gradient.

V = σ²(I + Σ_l Z_l D_l Z_l'). Each level is swept out of W'V⁻¹W, innermost first, all its groups at once, by Woodbury's
identity (Bates, lme4 issue 387; Bates & Bolker's MixedModels.jl; Luo et al. 2022 for distributed data). With B =
W'V⁻¹Z:

    C = B[:, R],  N = Z_R'V⁻¹Z_R,  K = (D⁻¹ + N)⁻¹ = Λ(I + Λ'NΛ)⁻¹Λ',  S ← S − Σ C K C',  B ← B − C K N_R.

The cost depends on the number of leaves, not of pupils. The gradient walks the same steps backwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from .crossed.sweep import CrossedSweep, crossed_gradient, sweep_crossed
from .design import Design
from .parts import Branch

Method = Literal["REML", "ML"]
Slabs = tuple[np.ndarray, ...]


@dataclass(frozen=True, eq=False)
class LevelSweep:
    """A level before its sweep: slabs B (Q × (G, k)), N and K (r, r, G), and N against all slabs (r, Q, G)."""

    B: Slabs
    N: np.ndarray
    K: np.ndarray
    NQ: np.ndarray


@dataclass(frozen=True, eq=False)
class SweptModel:
    """The model at one D with σ² = 1: ``S`` = W'V⁻¹W, ``logdet`` = log|V|, the steps outer → inner, and β's part.

    ``beta`` (p,), ``inverse`` = (X'V⁻¹X)⁻¹, ``r2`` the generalised residual sum of squares, ``logdet_x`` = log|X'V⁻¹X|.
    With crossed levels ``S`` is what it was before they were swept out, with their columns, and ``crossed`` their step.
    """

    S: np.ndarray
    logdet: float
    steps: tuple[LevelSweep, ...]
    beta: np.ndarray
    inverse: np.ndarray
    r2: float
    logdet_x: float
    crossed: CrossedSweep | None = None

    @cached_property
    def solution(self) -> np.ndarray:
        """β, and after it the crossed levels' effects u."""
        if self.crossed is None:
            return self.beta
        p = len(self.beta)
        effects = self.crossed.KC[:, p] - self.crossed.KC[:, :p] @ self.beta
        return np.concatenate([self.beta, effects])

    @cached_property
    def joint(self) -> np.ndarray:
        """Covariance of ``solution`` − (β, u) relative to σ²: the inverse of the mixed model equations."""
        if self.crossed is None:
            return self.inverse
        T = self.crossed.KC[:, : len(self.beta)]
        corner = T @ self.inverse
        return np.block([[self.inverse, -corner.T], [-corner, self.crossed.K + corner @ T.T]])

    def deviance(self, design: Design, method: Method) -> float:
        """−2 log-likelihood (or REML criterion), σ² profiled out, in the units of the data."""
        df = degrees_of_freedom(design, method)
        value = self.logdet + df * (1 + np.log(2 * np.pi * self.r2 / df)) + 2 * df * np.log(design.y_scale)
        value -= design.log_weights
        if method == "REML":
            value += self.logdet_x + 2 * np.log(design.x_scales).sum()
        return float(value)

    def gamma(self, size: int) -> np.ndarray:
        """(−β, 1, 0 …): W'γ is the residual of the fixed part, and of the crossed levels' effects: (−β, −u, 1, 0 …)."""
        gamma = np.zeros(size)
        gamma[: len(self.solution)] = -self.solution
        gamma[len(self.solution)] = 1.0
        return gamma


def degrees_of_freedom(design: Design, method: Method) -> int:
    """n − p for REML, n for ML."""
    return design.n - design.p if method == "REML" else design.n


def sweep(design: Design, D: list[np.ndarray]) -> SweptModel:
    """Integrate all random effects out at relative covariances ``D`` (one (r, r) for each of ``design.parts``)."""
    S = design.S.copy()
    logdet = 0.0
    B: Slabs = design.B
    steps: list[LevelSweep] = []
    for branch, d in zip(reversed(design.branches), reversed(D[: len(design.branches)]), strict=True):
        step, log_m = _level_sweep(branch, design.z, B, d)
        steps.append(step)
        if step.K.any():
            logdet += float(log_m.sum())
            S -= _explained_products(branch, step)
            B = _remaining_slabs(branch, step)
        if len(branch.starts) and branch is not design.branches[0]:
            parents = design.branches[design.branches.index(branch) - 1]
            B = tuple(np.add.reduceat(slab, parents.children, axis=0) for slab in B)
    p, whole, crossed = design.p, S, None
    if design.crossed:
        S, log_crossed, crossed = sweep_crossed(design, S, D[len(design.branches) :])
        logdet += log_crossed
    xx = S[:p, :p]
    root = np.linalg.cholesky(xx)
    inverse = np.linalg.inv(xx)
    beta = inverse @ S[:p, p]
    beta += inverse @ (S[:p, p] - xx @ beta)
    r2 = float(S[p, p] - S[p, :p] @ beta)
    logdet_x = float(2 * np.log(np.diag(root)).sum())
    return SweptModel(whole, logdet, tuple(reversed(steps)), beta, inverse, r2, logdet_x, crossed)


def _level_sweep(branch: Branch, z: tuple[int, ...], B: Slabs, d: np.ndarray) -> tuple[LevelSweep, np.ndarray]:
    slabs = branch.slabs
    NQ = np.array([[slab[:, z[a]] for slab in B] for a in slabs])
    N = NQ[:, list(slabs)]
    K, log_m = _inverse_kernel(d, N)
    return LevelSweep(B, N, K, NQ), log_m


def _inverse_kernel(d: np.ndarray, N: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """K (r, r, G) and log|I + D N| (G,)."""
    if len(d) == 1:
        m = 1.0 + d[0, 0] * N[0, 0]
        return (d[0, 0] / m)[None, None], np.log(m)
    values, vectors = np.linalg.eigh(d)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    M = np.eye(len(d)) + root.T @ np.moveaxis(N, 2, 0) @ root
    K = root @ np.linalg.solve(M, np.broadcast_to(root.T, M.shape))
    return np.moveaxis(K, 0, 2), np.linalg.slogdet(M)[1]


def _explained_products(branch: Branch, step: LevelSweep) -> np.ndarray:
    if len(branch.slabs) == 1:  # a product with itself costs half of one with another
        weighted = np.sqrt(step.K[0, 0])[:, None] * step.B[branch.slabs[0]]
        explained: np.ndarray = weighted.T @ weighted
        return explained
    out: np.ndarray = np.zeros(())
    for a, left in enumerate(branch.slabs):
        for b, right in enumerate(branch.slabs):
            out = out + step.B[left].T @ (step.K[a, b][:, None] * step.B[right])
    return out


def _remaining_slabs(branch: Branch, step: LevelSweep) -> Slabs:
    KN = np.einsum("abg,bqg->aqg", step.K, step.NQ)
    if len(step.B) == 1 and len(branch.slabs) == 1:
        return (step.B[0] * (1.0 - KN[0, 0])[:, None],)
    return tuple(
        slab - sum(step.B[left] * KN[a, q][:, None] for a, left in enumerate(branch.slabs))
        for q, slab in enumerate(step.B)
    )


def gradient(design: Design, swept: SweptModel, method: Method, sigma2: float | None = None) -> list[np.ndarray]:
    """∂ deviance / ∂ D, exact, one (r, r) for each of ``design.parts``; at ``sigma2``, or with σ² profiled out."""
    size, p = len(design.S), design.p
    gamma = swept.gamma(size)
    pull = 1 / sigma2 if sigma2 else degrees_of_freedom(design, method) / swept.r2
    G = np.outer(gamma, gamma) * pull
    solved = slice(0, design.solved)
    if method == "REML":
        G[solved, solved] += swept.joint
    elif swept.crossed is not None:
        G[p : design.solved, p : design.solved] += swept.crossed.K
    slopes = []
    above: Slabs = tuple(np.zeros((branch.groups, size)) for branch in design.branches[:1] for _ in design.B)
    for i, (branch, step) in enumerate(zip(design.branches, swept.steps, strict=True)):
        slope, above = _level_gradient(branch, design.z, step, G, above, last=i == len(design.branches) - 1)
        slopes.append(slope)
        if i + 1 < len(design.branches):
            parents = design.branches[i + 1].parents
            above = tuple(slab[parents] for slab in above)
    if swept.crossed is not None:
        small = np.delete(gamma, np.arange(p, design.solved))
        slopes += crossed_gradient(design, swept.crossed, pull, small, swept.inverse if method == "REML" else None)
    return slopes


def _level_gradient(
    branch: Branch, z: tuple[int, ...], step: LevelSweep, G: np.ndarray, above: Slabs, *, last: bool
) -> tuple[np.ndarray, Slabs]:
    r = range(len(branch.slabs))
    C = [step.B[slab] for slab in branch.slabs]
    CG = [c @ G for c in C]
    K, N, NQ = step.K, step.N, step.NQ
    inner = np.array([[np.einsum("gk,gk->g", C[a], slab) for slab in above] for a in r])  # (r, Q, G)
    K_bar = np.array([[-np.einsum("gk,gk->g", CG[a], C[b]) for b in r] for a in r])
    K_bar -= np.einsum("bqg,aqg->abg", NQ, inner)
    K_bar = (K_bar + K_bar.transpose(1, 0, 2)) / 2
    rest = -np.einsum("abg,bcg->acg", K, N)
    rest[r, r] += 1.0  # I − K N
    D_bar = N - np.einsum("abg,bcg,cdg->adg", N, K, N) if len(r) > 1 else N * rest
    D_bar = D_bar + np.einsum("abg,acg,cdg->bdg", rest, K_bar, rest)
    slope = D_bar.sum(axis=2)
    if last:
        return (slope + slope.T) / 2, above
    N_bar = K - np.einsum("abg,bcg,cdg->adg", K, K_bar, K)
    KN = np.einsum("abg,bqg->aqg", K, NQ)
    below = [slab.copy() for slab in above]
    for a in r:
        C_bar = sum(-2 * K[a, b][:, None] * CG[b] for b in r)
        C_bar = C_bar - sum(KN[a, q][:, None] * slab for q, slab in enumerate(above))
        below[branch.slabs[a]] += C_bar
    for b in r:
        for q in range(len(above)):
            below[q][:, z[branch.slabs[b]]] -= np.einsum("ag,ag->g", K[:, b], inner[:, q])
        for a in r:
            below[branch.slabs[a]][:, z[branch.slabs[b]]] += N_bar[a, b]
    return (slope + slope.T) / 2, tuple(below)
