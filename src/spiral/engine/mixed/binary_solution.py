"""The solution of a logistic model, and the numbers that follow from it directly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from spiral.engine.message import Message

from .binary_likelihood import LikelihoodSums
from .binary_rows import BinaryRows
from .spec import ModelSpec


@dataclass(frozen=True, eq=False)
class BinarySolution:
    """A solved logistic model with a random intercept; ``tau2`` its variance in squared logits."""

    spec: ModelSpec
    rows: BinaryRows
    nodes: int
    theta: np.ndarray
    sums: LikelihoodSums
    rounds: int
    warnings: list[Message] = field(default_factory=list)

    @property
    def n(self) -> int:
        return len(self.rows.y)

    @property
    def groups(self) -> dict[str, int]:
        return {self.spec.levels[0].name: len(self.rows.starts)}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.spec.x)

    @property
    def beta(self) -> np.ndarray:
        """Fixed coefficients, in logits, of the columns as written (p,)."""
        beta: np.ndarray = self.rows.back @ self.theta[:-1]
        return beta

    @cached_property
    def vcov(self) -> np.ndarray:
        """Covariance of the coefficients (p, p), from the joint curvature with log τ."""
        p = len(self.theta) - 1
        used = slice(0, p if np.isinf(self.theta[-1]) else p + 1)
        scaled = np.linalg.inv(-self.sums.hessian[used, used])[:p, :p]
        vcov: np.ndarray = self.rows.back @ scaled @ self.rows.back.T
        return vcov

    @property
    def tau2(self) -> float:
        return float(np.exp(2 * self.theta[-1]))

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
        return list(self.groups) if self.tau2 == 0 else []
