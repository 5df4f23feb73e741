"""Fit a model: from a formula and a table, or from moments that several owners have added up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .binary.fit import BinaryFit, fit_binary
from .collect import Blocks, collect
from .crossed.design import design_of
from .document import fit_document, with_rows
from .effects import Effects, effects
from .errors import ModelError
from .intervals import Mixture, effect_mixture
from .likelihood import Method
from .moments import Moments
from .paths import paths
from .predictions.predict import Predictions, predictor
from .solution import Solution
from .spec import Family, Missing, ModelSpec

METHODS: dict[str, Method] = {"REML": "REML", "ML": "ML"}


@dataclass(frozen=True, eq=False)
class Fit(Solution):
    """A fitted gaussian model: the solution, with its effects, path sums and JSON document."""

    @cached_property
    def mixture(self) -> Mixture:
        """Effects at plausible values of the variances; computed once, for both ``effects`` and ``paths``."""
        return effect_mixture(self)

    def effects(self, *, interval: str = "mixture", level: float = 0.95) -> dict[str, Effects]:
        """Effects of every group by level, see ``effects.effects``."""
        return effects(self, interval=interval, level=level, mixture=self._mixture_for(interval))

    def paths(self, *, interval: str = "mixture", level: float = 0.95) -> dict[str, Effects]:
        """Each group's effect plus its ancestors', see ``paths.paths``."""
        return paths(self, interval=interval, level=level, mixture=self._mixture_for(interval))

    def predict(self, data: Any, *, interval: str = "mixture", level: float = 0.95) -> Predictions:
        """What is expected of each row of ``data``, and where a new pupil's outcome lands, see ``predict``."""
        return predictor(self, interval).predictions(data, level)

    def _mixture_for(self, interval: str) -> Mixture | None:
        return self.mixture if interval == "mixture" else None

    def to_json(self) -> dict[str, Any]:
        """A JSON document, see ``document.fit_document`` for its keys."""
        return with_rows(self.document())

    def document(self) -> dict[str, Any]:
        """The JSON document before its rows are made, for ``document.json_pieces``."""
        return fit_document(self, self.effects(), self.paths() if len(self.design.branches) > 1 else None)


def fit(
    formula: str | ModelSpec | Moments,
    data: Any = None,
    *,
    method: str = "REML",
    family: Family = "gaussian",
    nodes: int | None = None,
    weights: str = "",
    missing: Missing = "drop",
    fixed_point: bool = False,
    blocks: Blocks = "total",
) -> Fit | BinaryFit:
    """Fit ``formula`` (lme4's notation) to ``data``: an Arrow, polars or pandas table, an Ibis or DuckDB relation.

    Instead of a formula a ModelSpec, or Moments (then without data). ``method`` REML or ML. ``family="binomial"``
    takes a 0/1 outcome, by adaptive Gauss–Hermite quadrature with ``nodes`` nodes (1 is Laplace's approximation).
    ``weights`` is an expression of the records' prior weights (as lme4's ``weights``; for yes/no outcomes the number of
    trials). ``missing`` drops rows with missing values, makes "missing" a category, or refuses them.
    ``blocks="owner"`` keeps the cross products that ``robust`` needs. Raises ModelError for input that cannot be used.
    """
    chosen = METHODS.get(method.upper())
    if chosen is None:
        raise ModelError("method_unknown", method=method)
    if isinstance(formula, Moments):
        return fit_moments(formula, method=chosen)
    spec = (
        formula
        if isinstance(formula, ModelSpec)
        else ModelSpec.from_formula(formula, family=family, missing=missing, fixed_point=fixed_point, weights=weights)
    )
    if data is None:
        raise ModelError("no_data")
    if spec.family == "binomial":
        return fit_binary(spec, data, nodes=nodes)
    return fit_moments(collect(spec, data, blocks=blocks), method=chosen)


def fit_moments(moments: Moments, *, method: Method = "REML") -> Fit:
    """Fit the model that ``moments`` were collected for. Seconds do not depend on the number of pupils."""
    return Fit.solve(moments, design_of(moments), method)
