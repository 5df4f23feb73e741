"""Effects of every group: shrunken estimates (BLUP), their uncertainty, and the unshrunken deviations."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from json.encoder import encode_basestring
from typing import Any

import numpy as np

from .crossed.effects import crossed_effects
from .intervals import Mixture, bounds
from .json_list import json_list
from .kinds import group_names
from .posterior import conditional_variance, posteriors, prediction_error_variance, unshrunken
from .solution import Solution

#: The numbers of a row of effects.
ROW_NUMBERS = ("estimate", "condvar", "pev", "low", "high", "unshrunken", "unshrunken_se", "reliability")


@dataclass(frozen=True, eq=False)
class Effects:
    """Effects of one level's G groups, r random terms each; all in the outcome's unit.

    ``estimate`` (G, r); ``condvar`` and ``pev`` (G, r, r); ``low``/``high`` (G, r) bounds of the interval;
    ``unshrunken`` (G, r): the group's mean deviation from what is expected, which holds every level above it too,
    ``unshrunken_se`` its standard error; ``reliability`` (G, r) = 1 − PEV/τ², 0 where τ² is 0.
    NaN where a group has too few pupils to have an unshrunken value. ``average`` (G, 2): the interval at the average
    pupil, which with slopes is none of the terms' own.
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
    average: np.ndarray | None = None

    @property
    def is_apart(self) -> np.ndarray:
        """Whether a group's interval is on one side of 0 (G,): at the average pupil where there are slopes."""
        low, high = (self.low[:, 0], self.high[:, 0]) if self.average is None else self.average.T
        apart: np.ndarray = (low > 0) | (high < 0)
        return apart

    @cached_property
    def keys(self) -> list[str]:
        """Group names as lme4 writes them, "12:3" for school 12 in lea 3."""
        return group_names(self.key_parts)

    def rows(self) -> list[dict[str, Any]]:
        """One dict a group; numbers for a level with one term, lists for several; None where there is no number."""
        single = len(self.terms) == 1
        parts = {name: _json_values(getattr(self, name), single) for name in ROW_NUMBERS}
        return [
            {"key": key, "n": int(n), "terms": list(self.terms), **{name: values[i] for name, values in parts.items()}}
            for i, (key, n) in enumerate(zip(self.keys, self.n, strict=True))
        ]

    def json_rows(self) -> str:
        """``rows`` as the text of a JSON list, without making them: what many groups are written with."""
        if len(self.terms) > 1:
            return json.dumps(self.rows(), ensure_ascii=False)
        columns: dict[str, np.ndarray | list[str] | str] = {
            "key": list(map(encode_basestring, self.keys)),
            "n": self.n,
            "terms": json.dumps(list(self.terms), ensure_ascii=False),
        }
        return json_list(columns | {name: getattr(self, name).ravel() for name in ROW_NUMBERS})


def _json_values(values: np.ndarray, single: bool) -> list[Any]:
    def clean(value: Any) -> Any:
        if isinstance(value, list):
            return [clean(part) for part in value]
        return value if np.isfinite(value) else None

    flat = values.reshape(len(values)) if single else values
    return [clean(value) for value in flat.tolist()]


def effects(
    fit: Solution, *, interval: str = "mixture", level: float = 0.95, mixture: Mixture | None = None
) -> dict[str, Effects]:
    """Effects by the level's name. Raises ModelError for an unknown interval or a level outside 0 to 1.

    ``interval="mixture"`` (the default) averages over the uncertainty of the variances, ``"pev"`` takes them as known
    (faster, and too narrow where the groups are small and differ little). ``level`` is the nominal coverage.
    ``mixture`` may be given when it has been computed already.
    """
    design, swept = fit.design, fit.swept
    level_posteriors = posteriors(design, swept)
    limits = bounds(fit, kind=interval, level=level, mixture=mixture)
    level_effects = {}
    above = np.zeros((1, len(design.B), design.solved))
    for i, (branch, posterior) in enumerate(zip(design.branches, level_posteriors, strict=True)):
        plain, plain_var = unshrunken(fit, i, above[branch.parents])
        above = posterior.path_A
        back = branch.to_raw * fit.design.y_scale
        pev = back @ prediction_error_variance(fit, swept, posterior.V, posterior.A) @ back.T
        variance = np.diag(fit.variances[branch.level.name])
        spread = np.diagonal(pev, axis1=1, axis2=2)
        reliability = np.where(variance > 0, 1 - spread / np.where(variance > 0, variance, 1), 0.0)
        level_effects[branch.level.name] = Effects(
            level=branch.level.name,
            terms=fit.terms(branch.level.name),
            key_parts=branch.keys,
            n=np.add.reduceat(fit.moments.n, branch.starts),
            estimate=posterior.b @ back.T,
            condvar=back @ conditional_variance(fit, posterior.V, posterior.A) @ back.T,
            pev=pev,
            low=limits[i][0][:, : len(back)],
            high=limits[i][1][:, : len(back)],
            average=np.column_stack([ends[:, -1] for ends in limits[i]]) if len(back) > 1 else None,
            unshrunken=plain @ back.T,
            unshrunken_se=np.sqrt(np.diagonal(back @ plain_var @ back.T, axis1=1, axis2=2)),
            reliability=reliability,
        )
    for part, (low, high) in zip(design.crossed, limits[len(design.branches) :], strict=True):
        level_effects[part.level.name] = Effects(
            level=part.level.name,
            terms=fit.terms(part.level.name),
            key_parts=part.keys,
            n=part.n,
            low=low,
            high=high,
            **crossed_effects(fit, part),
        )
    return level_effects
