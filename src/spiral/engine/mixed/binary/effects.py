"""Effects of a logistic model's groups, in logits."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ..effects import Effects
from ..nesting import group_starts
from .likelihood import Site, logistic
from .nested import NestedSite
from .solution import BinarySolution


@dataclass(frozen=True, eq=False)
class LevelModes:
    """One level: modes (G,), their variance given the parameters (G,), and their derivative by the scaled β (G, p)."""

    estimate: np.ndarray
    variance: np.ndarray
    by_beta: np.ndarray


def binary_effects(fit: BinarySolution, level: float, *, path: bool = False) -> dict[str, Effects]:
    """Modes with lme4's conditional variance and PEV, of each level's own effects or of the sums down to them.

    Intervals take the variances as known ("pev"). ``unshrunken`` is the group's own maximum likelihood deviation, which
    holds every level above it too; NaN where all its pupils answer alike.
    """
    rows = fit.rows
    inverse = fit.scaled_vcov
    by_level, total = {}, 0.0
    for candidate, modes in zip(fit.spec.levels, level_modes(fit, path=path), strict=True):
        variance = fit.variances[candidate.name]
        total = total + variance if path else variance
        pev = modes.variance + np.einsum("jp,pq,jq->j", modes.by_beta, inverse, modes.by_beta)
        half = NormalDist().inv_cdf((1 + level) / 2) * np.sqrt(pev)
        leaves = group_starts(rows.keys, fit.spec.depth(candidate))
        starts = rows.starts[leaves]
        plain, plain_se = _unshrunken(fit, inverse, starts)
        by_level[candidate.name] = Effects(
            level=candidate.name,
            terms=("(Intercept)",),
            key_parts=tuple(
                tuple(rows.keys[fit.spec.key_columns.index(name)][i] for i in leaves.tolist())
                for name in candidate.columns
            ),
            n=np.add.reduceat(rows.trials, starts).astype(np.int64),
            estimate=modes.estimate[:, None],
            condvar=modes.variance[:, None, None],
            pev=pev[:, None, None],
            low=(modes.estimate - half)[:, None],
            high=(modes.estimate + half)[:, None],
            unshrunken=plain[:, None],
            unshrunken_se=plain_se[:, None],
            reliability=(1 - pev / total if total > 0 else np.zeros_like(pev))[:, None],
        )
    return by_level


def level_modes(fit: BinarySolution, *, path: bool) -> list[LevelModes]:
    """Every level's modes, outer → inner; with ``path`` each with its ancestors' added."""
    rows, p = fit.rows, fit.rows.X.shape[1]
    if len(fit.spec.levels) == 1:
        if fit.tau2 == 0:
            nothing = np.zeros(len(rows.starts))
            return [LevelModes(nothing, nothing, np.zeros((len(nothing), p)))]
        tau = np.sqrt(fit.tau2)
        u, curvature, u_beta = Site(rows).modes(fit.theta)
        return [LevelModes(tau * u, fit.tau2 / curvature, tau * u_beta)]
    site = NestedSite(rows)
    scales = np.exp(fit.theta[p:])
    modes, H = site.modes(fit.theta)
    effects = [scale * part for scale, part in zip(scales, modes, strict=True)]
    eta = rows.X @ fit.scaled_beta + site.tree.downward(effects)[rows.group]
    weight = rows.trials * logistic(eta) * (1 - logistic(eta))
    pulled = site.tree.upward(np.add.reduceat(weight[:, None] * rows.X, rows.starts, axis=0))
    solved = H.solve([scale * part for scale, part in zip(scales, pulled, strict=True)])
    by_beta = [-scale * part for scale, part in zip(scales, solved, strict=True)]
    own, sums = H.variances()
    levels = []
    above, above_by_beta = np.zeros(1), np.zeros((1, p))
    for i, parent in enumerate(site.tree.parents):
        above, above_by_beta = above[parent] + effects[i], above_by_beta[parent] + by_beta[i]
        levels.append(LevelModes(above, sums[i], above_by_beta) if path else LevelModes(effects[i], own[i], by_beta[i]))
    return levels


def _unshrunken(fit: BinarySolution, inverse: np.ndarray, starts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The deviation of each group, which begins at row ``starts``, as if it were a fixed effect; and its standard
    error with the fixed part's share."""
    rows = fit.rows
    eta = rows.X @ fit.scaled_beta
    sizes = np.diff(np.append(starts, len(rows.y)))
    group = np.repeat(np.arange(len(starts)), sizes)
    answered, asked = np.add.reduceat(rows.y, starts), np.add.reduceat(rows.trials, starts)
    mixed = (answered > 0) & (answered < asked)
    b = np.zeros(len(starts))
    for _ in range(60):
        p = logistic(eta + b[group])
        v = rows.trials * p * (1 - p)
        weight = np.add.reduceat(v, starts)
        step = np.clip(np.add.reduceat(rows.y - rows.trials * p, starts) / weight, -1, 1)
        b = np.where(mixed, b + step, 0.0)
        if np.abs(step[mixed]).max(initial=0.0) < 1e-12:
            break
    mean_x = np.add.reduceat(v[:, None] * rows.X, starts, axis=0) / weight[:, None]
    se = np.sqrt(1 / weight + np.einsum("jp,pq,jq->j", mean_x, inverse, mean_x))
    return np.where(mixed, b, np.nan), np.where(mixed, se, np.nan)
