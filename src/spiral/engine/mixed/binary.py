"""Yes/no outcomes fitted: by one table, or by sites that keep their pupils to themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spiral.engine.message import Message

from .binary_effects import binary_effects
from .binary_likelihood import Site, maximise_likelihood
from .binary_rows import BinaryRows, binary_rows
from .binary_solution import BinarySolution
from .document import fixed_part
from .effects import Effects
from .errors import ModelError
from .spec import ModelSpec


@dataclass(frozen=True, eq=False)
class BinaryFit(BinarySolution):
    """A fitted logistic model with a random intercept: the solution, with its effects and its JSON document."""

    def effects(self, *, level: float = 0.95) -> dict[str, Effects]:
        """Effects in logits: modes, with lme4's conditional variance, and PEV which adds the fixed part's share."""
        return {self.spec.levels[0].name: binary_effects(self, level)}

    def to_json(self) -> dict[str, Any]:
        """The keys of a gaussian fit's document; ``sigma`` is None, for pupils' variation follows from the mean."""
        name = self.spec.levels[0].name
        row = {"group": name, "term1": "(Intercept)", "term2": None, "variance": self.tau2, "sd": self.tau2**0.5}
        return {
            "n": self.n,
            "groups": self.groups,
            "fixed": fixed_part(self.names, self.beta, self.vcov),
            "variance": [row],
            "sigma": None,
            "loglik": self.loglik,
            "criterion": self.criterion,
            "method": self.method,
            "effects": {key: level_effects.rows() for key, level_effects in self.effects().items()},
            "boundary": self.boundary,
            "warnings": [warning.to_json() for warning in self.warnings],
            "hash": self.spec.hash,
        }


def fit_binary(spec: ModelSpec, data: Any, *, nodes: int = 9) -> BinaryFit:
    """Fit a logistic model to the pupils of one table; ``nodes`` from 1 (Laplace) to 25."""
    return fit_sites([binary_rows(spec, data)], nodes=nodes)


def fit_sites(parts: list[BinaryRows], *, nodes: int = 9) -> BinaryFit:
    """Fit over several owners' pupils, of whom only ``LikelihoodSums`` are added; the first part's effects are given.

    Raises ModelError for ``nodes`` outside 1 to 25 and for parts with different specifications, ConvergenceError.
    """
    if not 1 <= nodes <= 25:
        raise ModelError("nodes_out_of_range", nodes=nodes)
    spec = parts[0].spec
    for part in parts[1:]:
        if part.spec.hash != spec.hash:
            raise ModelError("parts_differ", differences=spec.differences(part.spec))
    theta, sums, rounds = maximise_likelihood([Site(part) for part in parts], nodes)
    name = spec.levels[0].name
    warnings = list(parts[0].warnings)
    if np.isinf(theta[-1]):
        warnings.append(Message.of("binary_variance_zero", level=name))
    return BinaryFit(spec, parts[0], nodes, theta, sums, rounds, warnings)
