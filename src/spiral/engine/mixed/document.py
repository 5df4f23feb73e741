"""A fit as a JSON document, keys as lme4's users know them."""

from __future__ import annotations

from typing import Any

import numpy as np

from .effects import Effects
from .solution import Solution


def variance_rows(fit: Solution) -> list[dict[str, Any]]:
    """Rows of group, term1, term2, variance, sd, most groups first, "Residual" last; as lme4's
    ``as.data.frame(VarCorr)``.

    A row with ``term2`` holds a covariance, and in ``sd`` the correlation (None where a variance is 0).
    """
    rows: list[dict[str, Any]] = []
    levels = list(reversed(fit.variances.items()))
    levels.sort(key=lambda level: -fit.groups[level[0]])
    for name, matrix in levels:
        terms = fit.terms(name)
        sd = np.sqrt(np.maximum(np.diag(matrix), 0.0))
        for i, term in enumerate(terms):
            rows.append(_variance_row(name, term, None, matrix[i, i], sd[i]))
        for j in range(len(terms)):
            for i in range(j + 1, len(terms)):
                size = sd[i] * sd[j]
                rows.append(
                    _variance_row(name, terms[j], terms[i], matrix[i, j], matrix[i, j] / size if size > 0 else None)
                )
    rows.append(_variance_row("Residual", None, None, fit.sigma**2, fit.sigma))
    return rows


def _variance_row(
    group: str, term1: str | None, term2: str | None, variance: float, sd: float | None
) -> dict[str, Any]:
    shown = None if sd is None else float(sd)
    return {"group": group, "term1": term1, "term2": term2, "variance": float(variance), "sd": shown}


def fixed_part(names: tuple[str, ...], beta: np.ndarray, vcov: np.ndarray) -> dict[str, Any]:
    """The document's ``fixed``: names, estimate, se, vcov."""
    return {
        "names": list(names),
        "estimate": beta.tolist(),
        "se": np.sqrt(np.diag(vcov)).tolist(),
        "vcov": vcov.tolist(),
    }


def fit_document(fit: Solution, effects: dict[str, Effects], paths: dict[str, Effects] | None = None) -> dict[str, Any]:
    """Keys n, groups, fixed, variance, sigma, loglik, criterion, method, effects, boundary, warnings.

    Beside them ``paths`` (rows like effects, of the path sums; absent with one level), and ``hash`` of the
    specification.
    """
    document = {
        "n": fit.n,
        "groups": fit.groups,
        "fixed": fixed_part(fit.names, fit.beta, fit.vcov),
        "variance": variance_rows(fit),
        "sigma": fit.sigma,
        "loglik": fit.loglik,
        "criterion": fit.criterion,
        "method": fit.method,
        "effects": {name: level_effects.rows() for name, level_effects in effects.items()},
        "boundary": fit.boundary,
        "warnings": [warning.to_json() for warning in fit.warnings],
        "hash": fit.spec.hash,
    }
    if paths is not None:
        document["paths"] = {name: level_effects.rows() for name, level_effects in paths.items()}
    return document
