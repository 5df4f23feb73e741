"""Intervals of each level's share of a pupil's variance (the intra-class correlation), by profiling.

Where the least criterion with the share held has risen by χ²(1). A share ρ of level l holds D_l to the others:
D_l = ρ / (1 − ρ) · (1 + Σ_m z'D_m z) / z²_l, m the other levels, z averaged over the pupils.
"""

from __future__ import annotations

from contextlib import suppress
from statistics import NormalDist

import numpy as np

from ..errors import ModelError
from ..likelihood import gradient, sweep
from ..optimise import minimise
from ..solution import Solution


def share_intervals(fit: Solution, *, level: float = 0.95) -> dict[str, tuple[float, float]]:
    """(low, high) by level, of those with a random intercept only whose variance is free; may begin at 0.

    A level whose profile has no end is left out.
    """
    z = NormalDist().inv_cdf((1 + level) / 2)
    intervals = {}
    for i, part in enumerate(fit.design.parts):
        if part.free and part.size == 1:
            with suppress(ModelError):
                intervals[part.level.name] = _ShareProfile(fit, i).interval(z)
    return intervals


class _ShareProfile:
    """The least criterion of ``fit`` with the share of its level number ``held`` given."""

    def __init__(self, fit: Solution, held: int) -> None:
        self.fit, self.held = fit, held
        self.squares = list(fit.average_squares.values())
        self.free = [part.free and i != held for i, part in enumerate(fit.design.parts)]
        self.warm = [d if on else np.zeros_like(d) for d, on in zip(fit.D, self.free, strict=True)]
        spread = list(fit.average_variances.values())
        self.share = spread[held] / (sum(spread) + fit.sigma**2)

    def interval(self, z: float) -> tuple[float, float]:
        """Where the profile crosses z² on both sides of the estimate."""
        from scipy.optimize import brentq

        def rise(share: float) -> float:
            return self.least(share) - self.fit.criterion - z**2

        low = 0.0 if self.share < 1e-9 or rise(0.0) <= 0 else float(brentq(rise, 0.0, self.share, xtol=1e-7))
        near = self.share
        for _ in range(20):
            far = (1 + near) / 2
            if rise(far) > 0:
                return low, float(brentq(rise, near, far, xtol=1e-7))
            near = far
        raise ModelError("profile_without_end", level=self.fit.design.parts[self.held].level.name)

    def least(self, share: float) -> float:
        """The criterion at its least over the other levels."""
        if not any(self.free):
            return self._criterion(self.warm, share)[0]
        best = minimise(lambda D: self._criterion(D, share), self.warm, self.free)
        self.warm = best.D
        return best.value

    def _criterion(self, D: list[np.ndarray], share: float) -> tuple[float, list[np.ndarray]]:
        """With its gradient along the other levels, on which the held level's variance depends."""
        ratio = share / (1 - share) / self.squares[self.held][0, 0]
        others = [float((d * square).sum()) for d, square in zip(D, self.squares, strict=True)]
        whole = [*D]
        whole[self.held] = np.array([[ratio * (1 + sum(others) - others[self.held])]])
        swept = sweep(self.fit.design, whole)
        slopes = gradient(self.fit.design, swept, self.fit.method)
        pull = slopes[self.held][0, 0] * ratio
        slopes = [slope + pull * square for slope, square in zip(slopes, self.squares, strict=True)]
        return swept.deviance(self.fit.design, self.fit.method), slopes
