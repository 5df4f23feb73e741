"""Effects of every group: cautious (shrunken) estimates, their uncertainty, path sums, and the plain deviations beside.

Top down, b_g = K_g(C_g'γ − N_g·path) with path the sum of the ancestors' effects (Henderson's BLUP in nested form). The
conditional variance given the parameters is lme4's condVar; PEV (prediction error variance) adds what estimating the
fixed part costs: A Var(β) A' with A = ∂b/∂β.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from .likelihood import Swept, degrees

if TYPE_CHECKING:
    from .design import Branch, Design
    from .fit import Fit


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of one level's G groups, r random terms each; all in the outcome's unit.

    ``estimate`` (G, r); ``condvar`` and ``pev`` (G, r, r); ``low``/``high`` (G, r) bounds of the interval;
    ``unshrunken`` (G, r): the group's whole mean deviation from what is expected, without caution and with every level
    above it, ``unshrunken_se`` its standard error; ``reliability`` (G, r) = 1 − PEV/τ², 0 where τ² is 0.
    NaN where a group has too few pupils to have an unshrunken value.
    """

    level: str
    terms: tuple[str, ...]
    key_parts: tuple[tuple[Any, ...], ...]
    n: np.ndarray
    estimate: np.ndarray
    condvar: np.ndarray
    pev: np.ndarray
    low: np.ndarray
    high: np.ndarray
    unshrunken: np.ndarray
    unshrunken_se: np.ndarray
    reliability: np.ndarray

    @cached_property
    def keys(self) -> list[str]:
        """Group names as lme4 writes them, "12:3" for school 12 in lea 3."""
        return [":".join(map(str, parts)) for parts in zip(*self.key_parts, strict=True)]

    def rows(self) -> list[dict[str, Any]]:
        """One dict a group; numbers for a level with one term, lists for several; None where there is no number."""
        single = len(self.terms) == 1
        parts = {
            name: _plain(getattr(self, name), single)
            for name in (
                "estimate", "condvar", "pev", "low", "high", "unshrunken", "unshrunken_se", "reliability",
            )
        }  # fmt: skip
        return [
            {"key": key, "n": int(n), "terms": list(self.terms), **{name: values[i] for name, values in parts.items()}}
            for i, (key, n) in enumerate(zip(self.keys, self.n, strict=True))
        ]


def _plain(values: np.ndarray, single: bool) -> list[Any]:
    def clean(value: Any) -> Any:
        if isinstance(value, list):
            return [clean(part) for part in value]
        return value if np.isfinite(value) else None

    flat = values.reshape(len(values)) if single else values
    return [clean(value) for value in flat.tolist()]


@dataclass(frozen=True, eq=False)
class Posterior:
    """One level in the fit's scaled units: own effects and paths with their variance, and derivatives by β.

    ``b`` (G, r), ``V`` (G, r, r), ``A`` (G, r, p); ``path`` (G, Q), ``path_V`` (G, Q, Q), ``path_A`` (G, Q, p);
    variances relative to σ².
    """

    b: np.ndarray
    V: np.ndarray
    A: np.ndarray
    path: np.ndarray
    path_V: np.ndarray
    path_A: np.ndarray


def posteriors(design: Design, swept: Swept) -> list[Posterior]:
    """Walk the tree from the top; outer → inner."""
    size, p, Q = len(design.S), design.p, len(design.B)
    gamma = swept.gamma(size)
    path, path_V, path_A = np.zeros((1, Q)), np.zeros((1, Q, Q)), np.zeros((1, Q, p))
    found = []
    for branch, step in zip(design.branches, swept.steps, strict=True):
        path, path_V, path_A = path[branch.parents], path_V[branch.parents], path_A[branch.parents]
        slabs = list(branch.slabs)
        C = np.stack([step.B[slab] for slab in slabs], axis=1)  # (G, r, k)
        K, NQ = np.moveaxis(step.K, 2, 0), np.moveaxis(step.NQ, 2, 0)
        KN = K @ NQ
        b = _times(K, _times(NQ, -path) + C @ gamma)
        V = K + KN @ path_V @ KN.transpose(0, 2, 1)
        A = -(K @ C[:, :, :p]) - KN @ path_A
        keep = np.broadcast_to(np.eye(Q), (len(b), Q, Q)).copy()
        keep[:, slabs, :] -= KN
        path = path.copy()
        path[:, slabs] += b
        path_V = keep @ path_V @ keep.transpose(0, 2, 1)
        path_V[np.ix_(range(len(b)), slabs, slabs)] += K
        path_A = path_A.copy()
        path_A[:, slabs] += A
        found.append(Posterior(b, V, A, path, path_V, path_A))
    return found


def _times(matrix: np.ndarray, vector: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.einsum("gab,gb->ga", matrix, vector)
    return found


def effects(fit: Fit, *, interval: str = "mixture", level: float = 0.95) -> dict[str, Effects]:
    """Every level's effects, by its name.

    ``interval="mixture"`` (the default) averages over the uncertainty of the variances, ``"pev"`` takes them as known
    (faster, and too narrow where the groups are small and differ little). ``level`` is the coverage aimed at.
    """
    from .intervals import bounds

    design, swept = fit.design, fit.swept
    found = posteriors(design, swept)
    limits = bounds(fit, kind=interval, level=level)
    made = {}
    above = np.zeros((1, len(design.B), design.p))
    for i, (branch, posterior) in enumerate(zip(design.branches, found, strict=True)):
        plain, plain_var = unshrunken(fit, i, above[branch.parents])
        above = posterior.path_A
        back = branch.to_raw * fit.design.y_scale
        pev = back @ prediction(fit, swept, posterior.V, posterior.A) @ back.T
        variance = np.diag(fit.variances[branch.level.name])
        spread = np.diagonal(pev, axis1=1, axis2=2)
        reliability = np.where(variance > 0, 1 - spread / np.where(variance > 0, variance, 1), 0.0)
        made[branch.level.name] = Effects(
            level=branch.level.name,
            terms=fit.terms(branch.level.name),
            key_parts=key_parts(fit, branch),
            n=np.add.reduceat(fit.moments.n, branch.starts),
            estimate=posterior.b @ back.T,
            condvar=back @ posterior.V @ back.T * sigma2(fit, swept),
            pev=pev,
            low=limits[i][0],
            high=limits[i][1],
            unshrunken=plain @ back.T,
            unshrunken_se=np.sqrt(np.diagonal(back @ plain_var @ back.T, axis1=1, axis2=2)),
            reliability=reliability,
        )
    return made


def key_parts(fit: Fit, branch: Branch) -> tuple[tuple[Any, ...], ...]:
    """The group's own name and its parents', in the order of the level's columns."""
    columns = fit.spec.key_columns
    return tuple(
        tuple(fit.moments.keys[columns.index(name)][i] for i in branch.starts) for name in branch.level.columns
    )


def sigma2(fit: Fit, swept: Swept) -> float:
    """σ² in scaled units."""
    return swept.r2 / degrees(fit.design, fit.method)


def prediction(fit: Fit, swept: Swept, V: np.ndarray, A: np.ndarray) -> np.ndarray:
    """σ²(V + A (X'V⁻¹X)⁻¹ A') (G, ·, ·), in scaled units: the prediction error variance."""
    found: np.ndarray = sigma2(fit, swept) * (V + A @ swept.inverse @ A.transpose(0, 2, 1))
    return found


def unshrunken(fit: Fit, index: int, above: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N⁻¹C'γ (G, r), its error variance (G, r, r)) at level ``index``, scaled; NaN where N cannot be inverted.

    The error holds the pupils' share, the fixed part's, and what they have in common, for β̂ was estimated from the same
    pupils. ``above`` (G, Q, p) is the derivative of the ancestors' path by β.
    """
    design, swept = fit.design, fit.swept
    branch, step, p = design.branches[index], swept.steps[index], design.p
    C = np.stack([step.B[slab] for slab in branch.slabs], axis=1)
    N, K, NQ = (np.moveaxis(part, 2, 0) for part in (step.N, step.K, step.NQ))
    usable = np.linalg.cond(N) < 1e10 if N.shape[1] > 1 else N[:, 0, 0] > 0
    inverse = np.full(N.shape, np.nan)
    inverse[usable] = np.linalg.inv(N[usable])
    mean_x = inverse @ C[:, :, :p]
    shared = C[:, :, :p] + NQ @ above
    shared = shared - N @ (K @ shared)
    common = mean_x @ swept.inverse @ shared.transpose(0, 2, 1) @ inverse
    variance = inverse + mean_x @ swept.inverse @ mean_x.transpose(0, 2, 1) - common - common.transpose(0, 2, 1)
    return _times(inverse, C @ swept.gamma(len(design.S))), sigma2(fit, swept) * variance
