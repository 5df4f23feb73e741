"""The solution of a logistic model, and the numbers that follow from it directly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from spiral.engine.message import Message

from ..nesting import group_starts
from ..spec import ModelSpec
from .likelihood import LikelihoodSums
from .rows import BinaryRows


@dataclass(frozen=True, eq=False)
class BinarySolution:
    """A solved logistic model with random intercepts. ``theta``: β in scaled columns, then log τ of each level."""

    spec: ModelSpec
    rows: BinaryRows
    nodes: int
    theta: np.ndarray
    sums: LikelihoodSums
    rounds: int
    warnings: list[Message] = field(default_factory=list)

    @property
    def n(self) -> int:
        """Pupils, or trials where rows hold several."""
        return int(self.rows.trials.sum())

    @cached_property
    def groups(self) -> dict[str, int]:
        """Number of groups by level, outer → inner."""
        spec = self.spec
        return {level.name: len(group_starts(self.rows.keys, spec.depth(level))) for level in spec.levels}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.spec.x)

    @property
    def beta(self) -> np.ndarray:
        """Fixed coefficients, in logits, of the columns as written (p,)."""
        beta: np.ndarray = self.rows.back @ self.scaled_beta
        return beta

    @property
    def scaled_beta(self) -> np.ndarray:
        """Fixed coefficients of the centred and scaled columns (p,)."""
        return self.theta[: len(self.theta) - len(self.spec.levels)]

    @cached_property
    def vcov(self) -> np.ndarray:
        """Covariance of the coefficients (p, p)."""
        vcov: np.ndarray = self.rows.back @ self.scaled_vcov @ self.rows.back.T
        return vcov

    @cached_property
    def scaled_vcov(self) -> np.ndarray:
        """Covariance of ``scaled_beta`` (p, p), from the joint curvature with log τ."""
        p = len(self.scaled_beta)
        used = np.flatnonzero(np.isfinite(self.theta))
        scaled: np.ndarray = np.linalg.inv(-self.sums.hessian[np.ix_(used, used)])[:p, :p]
        return scaled

    @cached_property
    def variances(self) -> dict[str, float]:
        """Variance of each level's effects, in squared logits; outer → inner."""
        tau2 = np.exp(2 * self.theta[len(self.scaled_beta) :]).tolist()
        return dict(zip([level.name for level in self.spec.levels], tau2, strict=True))

    @property
    def tau2(self) -> float:
        """The innermost level's variance."""
        return list(self.variances.values())[-1]

    @property
    def loglik(self) -> float:
        return float(self.sums.value)

    @property
    def criterion(self) -> float:
        return -2 * self.loglik

    @property
    def method(self) -> str:
        return "Laplace" if self.nodes == 1 else f"AGQ{self.nodes}"

    @property
    def boundary(self) -> list[str]:
        return [name for name, variance in self.variances.items() if variance == 0]
