"""Effects of the groups of crossed levels, and what is known of them.

Their joint posterior with β is the solution of the mixed model equations, so estimate, conditional variance and
prediction error variance stand in it. The deviation without caution is û + h/n with h = Z'V⁻¹(y − Xβ̂) and n = z'z: the
mean of what is left when everything but the group's own effect is taken away.
"""

from __future__ import annotations

import numpy as np

from ..likelihood import SweptModel, degrees_of_freedom
from ..parts import CrossedPart
from ..solution import Solution


def crossed_moments(fit: Solution, swept: SweptModel, part: CrossedPart) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(estimate, conditional variance, prediction error variance), each (G,), in the outcome's unit."""
    assert swept.crossed is not None
    unit = fit.design.y_scale
    sigma2 = swept.r2 / degrees_of_freedom(fit.design, fit.method) * unit**2
    inside = slice(part.place.start - fit.design.p, part.place.stop - fit.design.p)
    given = np.diag(swept.crossed.K)[inside] * sigma2
    return swept.solution[part.place] * unit, given, np.diag(swept.joint)[part.place] * sigma2


def crossed_effects(fit: Solution, part: CrossedPart) -> dict[str, np.ndarray]:
    """The fields of ``Effects`` that follow from the posterior: estimate, variances, the deviation without caution."""
    design, swept = fit.design, fit.swept
    estimate, given, pev = crossed_moments(fit, swept, part)
    rows = swept.S[part.place]
    left = rows @ swept.gamma(len(swept.S)) * design.y_scale  # Z'V⁻¹(y − Xβ̂)
    X = rows[:, : design.solved]
    spread = np.diag(rows[:, part.place]) - np.einsum("ij,ij->i", X @ swept.joint, X)
    variance = float(fit.variances[part.level.name][0, 0])
    plain = np.where(part.square > 0, estimate + left / part.square, np.nan)
    error = pev + np.maximum(spread, 0.0) * fit.sigma**2 / part.square**2
    return {
        "estimate": estimate[:, None],
        "condvar": given[:, None, None],
        "pev": pev[:, None, None],
        "unshrunken": plain[:, None],
        "unshrunken_se": np.sqrt(error)[:, None],
        "reliability": (1 - pev / variance if variance > 0 else np.zeros_like(pev))[:, None],
    }
