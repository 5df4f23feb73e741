"""The minimum is found where it is hard to find: correlations of ±1, terms of very different spread, variances of 0."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit
from spiral.engine.mixed.fit import Fit
from spiral.engine.mixed.likelihood import gradient


def at_minimum(found: Fit) -> None:
    """No direction without variance wants any, and no other is steep."""
    slopes = gradient(found.design, found.swept, found.method)
    for D, slope in zip(found.D, slopes, strict=True):
        values, vectors = np.linalg.eigh(D)
        assert values[0] > -1e-12 * max(1.0, values[-1])
        root = vectors * np.sqrt(np.maximum(values, 0.0))
        assert np.abs(root.T @ slope @ root).max() < 1e-3  # a deviance
        empty = vectors[:, values < 1e-8 * max(values[-1], 1e-8)]
        if empty.size:
            assert np.linalg.eigvalsh(empty.T @ slope @ empty)[0] > -2e-4


@pytest.mark.parametrize("seed", range(40))
def test_a_slope_that_varies_much_more_than_the_intercept(seed):
    """Every fifth of these was refused while the factor took its terms in the order written."""
    random = np.random.default_rng(seed)
    g = np.repeat(np.arange(70), 10)
    x = random.normal(size=700)
    y = 0.1 * random.normal(size=70)[g] + 0.5 * random.normal(size=70)[g] * x + random.normal(size=700)
    found = fit("y ~ x + (x | g)", pl.DataFrame({"y": y, "x": x, "g": g}))
    at_minimum(found)
    assert found.evaluations < 60


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("formula", ["y ~ x + z + (x + z | g)", "y ~ x + (x | o/g)", "y ~ x + (x | g) + (1 | o)"])
def test_terms_of_any_spread(formula, seed):
    random = np.random.default_rng(seed)
    groups = int(random.integers(12, 100))
    g = np.repeat(np.arange(groups), 8)
    x, z = random.choice([0.1, 1, 30]) * random.normal(size=len(g)), random.integers(0, 2, len(g)).astype(float)
    spread = random.choice([0, 0.02, 0.1, 0.5, 3], 3)
    parts = spread[:, None] * random.normal(size=(3, groups))
    y = parts[0, g] + parts[1, g] * x + parts[2, g] * z + random.normal(size=len(g))
    at_minimum(fit(formula, pl.DataFrame({"y": y, "x": x, "z": z, "g": g, "o": g // 4})))


def test_a_minimum_takes_few_evaluations():
    """A nested model of many cohorts, whose variances are far below the start's: 32 with a new curvature each round."""
    random = np.random.default_rng(3)
    c = np.repeat(np.arange(3000), 20)
    y = 0.13 * random.normal(size=150)[c // 20] + 0.28 * random.normal(size=600)[c // 5]
    y = y + 0.17 * random.normal(size=3000)[c] + random.normal(size=len(c))
    found = fit("y ~ 1 + (1 | o/s/c)", pl.DataFrame({"y": y, "o": c // 20, "s": c // 5 % 4, "c": c % 5}))
    at_minimum(found)
    assert found.evaluations <= 26
