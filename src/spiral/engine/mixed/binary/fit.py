"""Yes/no outcomes fitted: by one table, or by sites that keep their pupils to themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spiral.engine.message import Message

from ..document import fixed_part, with_rows
from ..effects import Effects
from ..errors import ModelError
from ..predictions.predict import Predictions, binary_predictor
from ..spec import ModelSpec
from .effects import binary_effects
from .likelihood import Site
from .maximise import AnySite, maximise_likelihood
from .nested import NestedSite
from .rows import BinaryRows, binary_rows
from .solution import BinarySolution


@dataclass(frozen=True, eq=False)
class BinaryFit(BinarySolution):
    """A fitted logistic model with random intercepts: the solution, with its effects and its JSON document."""

    def effects(self, *, level: float = 0.95) -> dict[str, Effects]:
        """Effects in logits: modes, with lme4's conditional variance, and PEV which adds the fixed part's share."""
        return binary_effects(self, level)

    def paths(self, *, level: float = 0.95) -> dict[str, Effects]:
        """Each group's effect plus its ancestors', in logits."""
        return binary_effects(self, level, path=True)

    def predict(self, data: Any, *, level: float = 0.95) -> Predictions:
        """Each row's probability in its own group, see ``predict``; in a middling one where that was not there."""
        return binary_predictor(self).predictions(data, level)

    def to_json(self) -> dict[str, Any]:
        """The keys of a gaussian fit's document; ``sigma`` is None, for pupils' variation follows from the mean."""
        return with_rows(self.document())

    def document(self) -> dict[str, Any]:
        """The JSON document before its rows are made, for ``document.json_pieces``."""
        rows = [
            {"group": name, "term1": "(Intercept)", "term2": None, "variance": variance, "sd": variance**0.5}
            for name, variance in reversed(self.variances.items())
        ]
        document = {
            "n": self.n,
            "groups": self.groups,
            "fixed": fixed_part(self.names, self.beta, self.vcov),
            "variance": rows,
            "sigma": None,
            "loglik": self.loglik,
            "criterion": self.criterion,
            "method": self.method,
            "effects": self.effects(),
            "boundary": self.boundary,
            "warnings": [warning.to_json() for warning in self.warnings],
            "hash": self.spec.hash,
        }
        if len(self.groups) > 1:
            document["paths"] = self.paths()
        return document


def fit_binary(spec: ModelSpec, data: Any, *, nodes: int | None = None) -> BinaryFit:
    """Fit a logistic model to the pupils of one table; ``nodes`` as in ``fit_sites``."""
    return fit_sites([binary_rows(spec, data)], nodes=nodes)


def fit_sites(parts: list[BinaryRows], *, nodes: int | None = None) -> BinaryFit:
    """Fit over several owners' pupils, of whom only ``LikelihoodSums`` are added; the first part's effects are given.

    ``nodes``: from 1 (Laplace) to 25, 9 unless said; nested levels have Laplace only, as in lme4. Raises ModelError
    for ``nodes`` outside 1 to 25 and for parts with different specifications, ConvergenceError.
    """
    spec = parts[0].spec
    nested = len(spec.levels) > 1
    nodes = nodes or (1 if nested else 9)
    if not 1 <= nodes <= 25:
        raise ModelError("nodes_out_of_range", nodes=nodes)
    if nested and nodes > 1:
        raise ModelError("nodes_need_one_level", nodes=nodes, levels=[level.name for level in spec.levels])
    for part in parts[1:]:
        if part.spec.hash != spec.hash:
            raise ModelError("parts_differ", differences=spec.differences(part.spec))
    sites: list[AnySite] = [NestedSite(part) if nested else Site(part) for part in parts]
    theta, sums, rounds = maximise_likelihood(sites, nodes)
    warnings = list(parts[0].warnings)
    for level, log_tau in zip(spec.levels, theta[len(theta) - len(spec.levels) :], strict=True):
        if np.isinf(log_tau):
            warnings.append(Message.of("binary_variance_zero", level=level.name))
    return BinaryFit(spec, parts[0], nodes, theta, sums, rounds, warnings)
