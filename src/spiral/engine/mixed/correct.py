"""Correction for measurement error in earlier results, which makes advantaged intakes look better than they are.

With known reliability the error adds s²_u tr(V⁻¹) to one diagonal element of X'V⁻¹X in expectation (tr V⁻¹, not n:
pupils in a group share its effect), so it is taken away there: β = S_c⁻¹ S_xy (Fuller 1987, weighted as in the mixed
model). The variances are then estimated around that β, and the two alternate. Standard errors by deleting one
outermost group at a time, for which the cross products per group are needed (``blocks="owner"``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .design import Design
from .errors import ConvergenceError, ModelError
from .fit import Fit
from .likelihood import SweptModel, gradient, sweep
from .optimise import minimise
from .robust import products_by_group

ROUNDS = 200


@dataclass(frozen=True, eq=False)
class CorrectedFit:
    """``fit``: the corrected fit, whose effects and paths use the corrected β. ``se`` (p,) by the jackknife (else
    None).

    ``reliability`` as stated; ``error_sd`` the standard deviation of measurement error it implies, in the column's
    unit.
    """

    fit: Fit
    column: str
    reliability: float
    error_sd: float
    se: np.ndarray | None


def correct(fit: Fit, column: str, reliability: float) -> CorrectedFit:
    """Correct ``fit`` for measurement error in ``column``, whose reliability (0–1) is known from its test's manual.

    Raises ModelError for a reliability that cannot be, for a column that also appears in products, and for models with
    random slopes.
    """
    if not 0 < reliability <= 1:
        raise ModelError("reliability_out_of_range", reliability=reliability)
    if column not in fit.names:
        raise ModelError("column_not_in_fixed_part", column=column, columns=fit.names)
    involved = [name for name in fit.names if name != column and column in name]
    if involved:
        raise ModelError("column_also_in_product", column=column, product=involved[0])
    if any(branch.slabs != (0,) for branch in fit.design.branches):
        raise ModelError("correction_needs_no_slopes")
    if fit.design.crossed or fit.spec.weights:
        raise ModelError("correction_needs_nested")
    design, place = fit.design, fit.names.index(column)
    spread = design.S[place, place] / design.n - (design.S[0, place] / design.n * design.x_scales[0]) ** 2
    error = (1 - reliability) * spread
    D, swept = list(fit.D), fit.swept
    for _ in range(ROUNDS):
        swept = without_error(sweep(design, D), design, place, error)
        fresh = _variances(fit, swept, D)
        change = max(float(np.abs(new - old).max()) for new, old in zip(fresh, D, strict=True))
        D = fresh
        if change < 1e-10:
            break
    else:
        raise ConvergenceError("correction_not_converged")
    swept = without_error(sweep(design, D), design, place, error)
    value = swept.deviance(design, fit.method)
    corrected = replace(fit, D=tuple(D), swept=swept, criterion=value)
    se = None if design.owners is None else _jackknife(corrected, place, error)
    return CorrectedFit(corrected, column, reliability, float(np.sqrt(error) * design.x_scales[place]), se)


def without_error(swept: SweptModel, design: Design, place: int, error: float) -> SweptModel:
    """The same model with the error taken out of X'V⁻¹X, and β, its (naive) covariance and r² after that."""
    p = design.p
    xx = swept.S[:p, :p].copy()
    xx[place, place] -= error * trace_by_group(design, swept).sum()
    if np.linalg.eigvalsh(xx)[0] <= 0:
        raise ModelError("reliability_too_low")
    inverse = np.linalg.inv(xx)
    beta = inverse @ swept.S[:p, p]
    gamma = replace(swept, beta=beta).gamma(len(design.S))
    return replace(swept, beta=beta, inverse=inverse, r2=float(gamma @ swept.S @ gamma))


def trace_by_group(design: Design, swept: SweptModel) -> np.ndarray:
    """tr V⁻¹ by outermost group (G,), σ² = 1, for random intercepts: n − Σ K · 1'V⁻²1 level by level."""
    squares = swept.steps[-1].N[0, 0].copy()  # 1'1 of each leaf
    top = design.branches[0]
    left = np.add.reduceat(squares, top.starts)
    for i in range(len(design.branches) - 1, -1, -1):
        branch, step = design.branches[i], swept.steps[i]
        first = np.searchsorted(branch.starts, top.starts)
        left = left - np.add.reduceat(step.K[0, 0] * squares, first)
        squares = squares * (1 - step.K[0, 0] * step.N[0, 0]) ** 2
        if i:
            squares = np.add.reduceat(squares, design.branches[i - 1].children)
    return left


def _variances(fit: Fit, at: SweptModel, start: list[np.ndarray]) -> list[np.ndarray]:
    """The D that minimise the criterion while β is held fixed."""
    design, method = fit.design, fit.method
    gamma = at.gamma(len(design.S))

    def criterion(D: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
        swept = sweep(design, D)
        held = replace(swept, beta=at.beta, r2=float(gamma @ swept.S @ gamma))
        return held.deviance(design, method), gradient(design, held, method)

    return minimise(criterion, start, [branch.free for branch in design.branches]).D


def _jackknife(fit: Fit, place: int, error: float) -> np.ndarray:
    design, p = fit.design, fit.design.p
    parts = products_by_group(design, fit.swept)
    parts[:, place, place] -= error * trace_by_group(design, fit.swept)
    left = parts.sum(axis=0) - parts
    betas = np.linalg.solve(left[:, :p, :p], left[:, :p, p][..., None])[..., 0] @ design.beta_raw.T * design.y_scale
    spread = betas - betas.mean(axis=0)
    se: np.ndarray = np.sqrt((len(betas) - 1) / len(betas) * (spread**2).sum(axis=0))
    return se
