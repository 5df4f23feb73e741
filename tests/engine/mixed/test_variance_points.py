"""Where the likelihood is evaluated: few points where the variances are well known, many where they are not."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit, variance_points
from spiral.engine.mixed.fit import Fit


def fitted(groups: int, sd: float, formula: str = "y ~ x + (1 | g)") -> Fit:
    """``groups`` units of 20 pupils in four owners' units each, and a factor across them."""
    random = np.random.default_rng(groups)
    g = np.repeat(np.arange(groups), 20)
    x, across = random.normal(size=len(g)), random.integers(0, 60, len(g))
    y = x + sd * random.normal(size=groups)[g] + 0.3 * random.normal(size=groups)[g] * x + random.normal(size=len(g))
    y += 0.4 * random.normal(size=groups)[g // 4] + 0.3 * random.normal(size=60)[across]
    return fit(formula, pl.DataFrame({"y": y, "x": x, "g": g, "o": g // 4, "a": across}))


def points(of: Fit) -> int:
    return len(list(variance_points.variance_points(of)))


def test_few_points_are_enough_where_there_are_many_groups():
    assert points(fitted(300, 0.5)) == 3
    assert points(fitted(300, 0.5, "y ~ x + (1 | o/g)")) == 5
    assert points(fitted(300, 0.5, "y ~ x + (1 | g) + (1 | a)")) == 5
    assert points(fitted(600, 0.5, "y ~ x + (1 | o/g) + (1 | a)")) == 6


def test_many_points_where_the_variances_are_not_well_known():
    assert points(fitted(20, 0.5)) == variance_points.GRID
    assert points(fitted(40, 0.5, "y ~ x + (1 | o/g)")) == variance_points.SCATTERED


@pytest.mark.parametrize(
    "formula", ["y ~ x + (1 | g)", "y ~ x + (x | g)", "y ~ x + (1 | o/g)", "y ~ x + (1 | g) + (1 | a)"]
)
def test_few_points_give_the_intervals_of_thousands(formula, monkeypatch):
    def ends(**at: float) -> list[np.ndarray]:
        for name, value in at.items():
            monkeypatch.setattr(variance_points, name, value)
        of = fitted(400, 0.5, formula)
        return [np.stack([group.low, group.high]) for group in of.effects().values()]

    few = ends()
    for ours, theirs in zip(few, ends(WELL_KNOWN=0.0, GRID=400, SCATTERED=4000), strict=True):
        assert (np.abs(ours - theirs) / (theirs[1] - theirs[0])).max() < 0.006
        assert ((ours[1] - ours[0]) / (theirs[1] - theirs[0])).mean() == pytest.approx(1, abs=0.002)


def test_the_grid_spans_what_the_criterion_allows():
    spread = [np.sqrt(D[0][0, 0]) for _, D in variance_points.variance_points(fitted(20, 0.5))]
    best = np.sqrt(fitted(20, 0.5).D[0][0, 0])
    assert spread[0] < 0.6 * best and spread[-1] > 1.6 * best
