"""A fit as a JSON document, keys as lme4's users know them."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    """Keys n, groups, fixed, variance, sigma, loglik, criterion, method, effects (by level), boundary, warnings.

    Beside them ``paths`` (like effects, of the path sums; absent with one level), and ``hash`` of the
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
        "effects": effects,
        "boundary": fit.boundary,
        "warnings": [warning.to_json() for warning in fit.warnings],
        "hash": fit.spec.hash,
    }
    if paths is not None:
        document["paths"] = paths
    return document


def with_rows(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a list of rows for each level's effects: what ``json.dumps`` takes."""
    return {key: _as_rows(value) if key in ("effects", "paths") else value for key, value in document.items()}


def _as_rows(levels: dict[str, Effects]) -> dict[str, list[dict[str, Any]]]:
    return {name: level.rows() for name, level in levels.items()}


def json_pieces(document: dict[str, Any]) -> Iterator[str]:
    """The text of ``with_rows(document)`` as JSON, in pieces: twenty thousand groups never stand as dictionaries."""
    for i, (key, value) in enumerate(document.items()):
        yield f"{', ' if i else '{'}{json.dumps(key)}: "
        if key in ("effects", "paths"):
            yield from _level_pieces(value)
        else:
            yield json.dumps(value, ensure_ascii=False)
    yield "}"


def _level_pieces(levels: dict[str, Effects]) -> Iterator[str]:
    yield "{"
    for i, (name, level) in enumerate(levels.items()):
        yield f"{', ' if i else ''}{json.dumps(name, ensure_ascii=False)}: {level.json_rows()}"
    yield "}"
