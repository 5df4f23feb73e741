"""The solution of a gaussian model, and the numbers that follow from it directly."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from spiral.engine.message import Message

from .alike import alike_groups
from .design import Design
from .errors import ModelError
from .likelihood import Method, SweptModel, degrees_of_freedom, gradient, sweep
from .moments import Moments
from .optimise import minimise
from .parts import Branch
from .spec import INTERCEPT, ModelSpec

#: A variance below this share of the residual variance counts as 0 in the warnings.
BOUNDARY = 1e-9


@dataclass(frozen=True, eq=False)
class Solution:
    """A solved gaussian model. ``D``: covariances per level (outer → inner) relative to σ², of the scaled columns.

    What a reader wants is in the properties: ``beta`` (p,), ``vcov`` (p, p), ``variances`` per level, ``sigma``,
    ``loglik``.
    """

    moments: Moments
    design: Design
    method: Method
    D: tuple[np.ndarray, ...]
    swept: SweptModel
    criterion: float
    gradient_norm: float
    evaluations: int

    @classmethod
    def solve(
        cls, moments: Moments, design: Design, method: Method, start: tuple[np.ndarray, ...] | None = None
    ) -> Self:
        """The least criterion, sought from ``start`` (D per part; without it a tenth of σ² each).

        Raises ConvergenceError.
        """

        def criterion(D: list[np.ndarray]) -> tuple[float, list[np.ndarray]]:
            swept = sweep(design, D)
            return swept.deviance(design, method), gradient(design, swept, method)

        begin = start or tuple(0.1 * np.eye(part.size) for part in design.parts)
        free = [part.free for part in design.parts]
        best = minimise(criterion, [d if on else np.zeros_like(d) for d, on in zip(begin, free, strict=True)], free)
        swept = sweep(design, best.D)
        value = swept.deviance(design, method)
        return cls(moments, design, method, tuple(best.D), swept, value, best.gradient_norm, best.evaluations)

    @property
    def spec(self) -> ModelSpec:
        return self.moments.spec

    @property
    def n(self) -> int:
        return self.design.n

    @property
    def names(self) -> tuple[str, ...]:
        """The fixed coefficients, as R names them."""
        return self.design.names

    @cached_property
    def groups(self) -> dict[str, int]:
        """Number of groups by level."""
        return {branch.level.name: branch.groups for branch in self.design.parts}

    @property
    def sigma(self) -> float:
        """Residual standard deviation, in the outcome's unit."""
        return float(np.sqrt(self.swept.r2 / degrees_of_freedom(self.design, self.method)) * self.design.y_scale)

    @cached_property
    def beta(self) -> np.ndarray:
        """Fixed coefficients of the columns as written (p,)."""
        beta: np.ndarray = self.design.beta_raw @ self.swept.beta * self.design.y_scale
        if INTERCEPT in self.names:
            beta[self.names.index(INTERCEPT)] += self.design.y_centre
        return beta

    @cached_property
    def vcov(self) -> np.ndarray:
        """Covariance of the fixed coefficients (p, p)."""
        back = self.design.beta_raw
        vcov: np.ndarray = self.sigma**2 * back @ self.swept.inverse @ back.T
        return vcov

    @cached_property
    def variances(self) -> dict[str, np.ndarray]:
        """Covariance matrix (r, r) of each level's random coefficients, in the outcome's unit squared."""
        return {
            branch.level.name: self.sigma**2 * branch.to_raw @ d @ branch.to_raw.T
            for branch, d in zip(self.design.parts, self.D, strict=True)
        }

    @cached_property
    def average_squares(self) -> dict[str, np.ndarray]:
        """The mean over the pupils of zz' (r, r), z each level's random columns, scaled."""
        averages = {}
        for part in self.design.parts:
            columns = [self.design.z[slab] for slab in part.slabs] if isinstance(part, Branch) else []
            squares = self.design.S[np.ix_(columns, columns)] / self.design.weight.sum() if columns else np.eye(1)
            averages[part.level.name] = squares
        return averages

    def average_pupil(self, branch: Branch) -> np.ndarray:
        """The mean over the pupils of a nested level's random columns (r,), scaled."""
        average: np.ndarray = self.design.plain.sum(axis=0)[[self.design.z[slab] for slab in branch.slabs]]
        return average / self.design.n

    @cached_property
    def average_variances(self) -> dict[str, float]:
        """What each level adds to a pupil's variance, on average over the pupils: the mean of z'Dz."""
        levels = zip(self.average_squares.items(), self.D, strict=True)
        return {name: float(self.sigma**2 * (d * squares).sum()) for (name, squares), d in levels}

    def terms(self, level: str) -> tuple[str, ...]:
        """Names of the random coefficients at ``level``."""
        for candidate in self.spec.all_levels:
            if candidate.name == level:
                return tuple(column.name for column in self.spec.random(candidate))
        raise ModelError("level_unknown", level=level, levels=list(self.groups))

    @property
    def loglik(self) -> float:
        """Log-likelihood; with REML the restricted one."""
        return -self.criterion / 2

    @cached_property
    def boundary(self) -> list[str]:
        """Levels whose variance, or variance in some direction, was estimated as 0."""
        return [
            branch.level.name
            for branch, d in zip(self.design.parts, self.D, strict=True)
            if np.linalg.eigvalsh(d)[0] <= BOUNDARY
        ]

    @cached_property
    def warnings(self) -> list[Message]:
        """What a reader must know before using the figures."""
        messages = list(self.design.warnings)
        held = [branch.level.name for branch in self.design.parts if not branch.free]
        for name in self.boundary:
            if name not in held:
                code = "variance_zero" if len(self.terms(name)) == 1 else "variance_zero_in_some_direction"
                messages.append(Message(code, {"level": name}))
        for branch in self.design.parts:
            if branch.free and branch.groups < 10:
                messages.append(Message.of("few_groups", groups=branch.groups, level=branch.level.name))
        for branch in self.design.parts:
            messages += alike_groups(branch.level.columns[0], branch.keys[0])
        messages += self.moments.remarks
        if self.moments.dropped:
            causes = [f"{name} {count}" for name, count in self.moments.dropped.items() if name != "rader"]
            messages.append(Message.of("rows_left_out_by_column", rows=self.moments.dropped["rader"], columns=causes))
        return messages
