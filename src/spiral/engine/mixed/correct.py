"""Correction for measurement error in earlier results, which makes advantaged intakes look better than they are.

With known reliability the error adds Σ s²_i (V⁻¹)_ii to one diagonal element of X'V⁻¹X in expectation (not Σ s²_i, for
pupils in a group share its effect), each pupil's s²_i its own where reliability varies; so it is taken away there:
β = S_c⁻¹ S_xy (Fuller 1987, weighted as in the mixed model). The variances are then estimated around that β, and the
two alternate. Standard errors by deleting one outermost group at a time, for which the cross products per group are
needed (``blocks="owner"``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from spiral.engine.message import Message

from .design import Design
from .document import with_rows
from .error_sums import error_sums
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

    ``reliability``, the pupils' mean where it varies; ``error_sd`` the standard deviation of measurement error it
    implies (root mean square), in the column's unit.
    """

    fit: Fit
    column: str
    reliability: float
    error_sd: float
    se: np.ndarray | None

    @property
    def said(self) -> Message:
        """What was corrected, as a reader is told."""
        reliability, error = round(self.reliability, 3), float(f"{self.error_sd:.3g}")
        return Message.of("corrected_for_error", column=self.column, reliability=reliability, error=error)

    def to_json(self) -> dict[str, Any]:
        """The corrected fit's document, with ``correction``: column, reliability, error_sd, se (or None)."""
        return with_rows(self.document())

    def document(self) -> dict[str, Any]:
        """The JSON document before its rows are made, for ``document.json_pieces``."""
        said = {"column": self.column, "reliability": self.reliability, "error_sd": self.error_sd}
        return self.fit.document() | {"correction": said | {"se": None if self.se is None else self.se.tolist()}}


def correct(
    fit: Fit, column: str, reliability: float | str | None = None, *, error_sd: str | None = None, data: Any = None
) -> CorrectedFit:
    """Correct ``fit`` for measurement error in ``column``, whose reliability (0–1) is known from its test's manual.

    Where it varies between pupils (an adaptive test, several versions) ``reliability`` names the column of ``data``
    that holds it, or ``error_sd`` the column of each result's standard error; ``data`` are those that were fitted.
    Raises ModelError for a reliability that cannot be, for a column that also appears in products, and for models with
    random slopes.
    """
    varies = isinstance(reliability, str) or error_sd is not None
    if (reliability is None) == (error_sd is None) or (varies and data is None):
        raise ModelError("reliability_or_error")
    if isinstance(reliability, float | int) and not 0 < reliability <= 1:
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
    if isinstance(reliability, float | int):
        errors = (1 - reliability) * spread * fit.moments.n
    elif reliability is not None:
        errors = error_sums(fit.moments, data, reliability, is_reliability=True) * spread
    else:
        errors = error_sums(fit.moments, data, str(error_sd), is_reliability=False) / design.x_scales[place] ** 2
    D, swept = list(fit.D), fit.swept
    for _ in range(ROUNDS):
        swept = without_error(sweep(design, D), design, place, errors)
        fresh = _variances(fit, swept, D)
        change = max(float(np.abs(new - old).max()) for new, old in zip(fresh, D, strict=True))
        D = fresh
        if change < 1e-10:
            break
    else:
        raise ConvergenceError("correction_not_converged")
    swept = without_error(sweep(design, D), design, place, errors)
    value = swept.deviance(design, fit.method)
    corrected = replace(fit, D=tuple(D), swept=swept, criterion=value)
    se = None if design.owners is None else _jackknife(corrected, place, errors)
    error = float(errors.sum()) / design.n
    scale = float(design.x_scales[place])
    return CorrectedFit(corrected, column, float(1 - error / spread), float(np.sqrt(error)) * scale, se)


def without_error(swept: SweptModel, design: Design, place: int, errors: np.ndarray) -> SweptModel:
    """``errors`` (J,): each leaf's sum of error variances. The same model with the error taken out of X'V⁻¹X, and β,
    its (naive) covariance and r² after that."""
    p = design.p
    xx = swept.S[:p, :p].copy()
    xx[place, place] -= errors @ precision_diagonal(design, swept)
    if np.linalg.eigvalsh(xx)[0] <= 0:
        raise ModelError("reliability_too_low")
    inverse = np.linalg.inv(xx)
    beta = inverse @ swept.S[:p, p]
    gamma = replace(swept, beta=beta).gamma(len(design.S))
    return replace(swept, beta=beta, inverse=inverse, r2=float(gamma @ swept.S @ gamma))


def precision_diagonal(design: Design, swept: SweptModel) -> np.ndarray:
    """(J,) the diagonal element of V⁻¹ for each leaf's pupils, σ² = 1, random intercepts: 1 − Σ K (V⁻¹1)² by level."""
    leaves = np.arange(len(design.weight))
    diagonal, left = np.ones(len(leaves)), np.ones(len(leaves))
    for branch, step in zip(reversed(design.branches), reversed(swept.steps), strict=True):
        at = np.searchsorted(branch.starts, leaves, side="right") - 1
        diagonal = diagonal - step.K[0, 0][at] * left**2
        left = left * (1 - step.K[0, 0] * step.N[0, 0])[at]
    return diagonal


def _variances(fit: Fit, at: SweptModel, start: list[np.ndarray]) -> list[np.ndarray]:
    """The D that minimise the criterion while β is held fixed."""
    design, method = fit.design, fit.method
    gamma = at.gamma(len(design.S))

    def criterion(D: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
        swept = sweep(design, D)
        held = replace(swept, beta=at.beta, r2=float(gamma @ swept.S @ gamma))
        return held.deviance(design, method), gradient(design, held, method)

    return minimise(criterion, start, [branch.free for branch in design.branches]).D


def _jackknife(fit: Fit, place: int, errors: np.ndarray) -> np.ndarray:
    design, p = fit.design, fit.design.p
    parts = products_by_group(design, fit.swept)
    taken = errors * precision_diagonal(design, fit.swept)
    parts[:, place, place] -= np.add.reduceat(taken, design.branches[0].starts)
    left = parts.sum(axis=0) - parts
    betas = np.linalg.solve(left[:, :p, :p], left[:, :p, p][..., None])[..., 0] @ design.beta_raw.T * design.y_scale
    spread = betas - betas.mean(axis=0)
    se: np.ndarray = np.sqrt((len(betas) - 1) / len(betas) * (spread**2).sum(axis=0))
    return se
