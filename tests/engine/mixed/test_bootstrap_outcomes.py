"""Made-up statistics have the mean and the covariance that pupils' outcomes would give them, by dense algebra."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit
from spiral.engine.mixed.bootstrap.outcomes import MadeOutcomes

from .dense import dummies

DRAWS = 6000


def pupils() -> pl.DataFrame:
    """70 pupils: a unit of one, a unit where x is constant, cohorts of one, feeders that any unit takes from."""
    random = np.random.default_rng(8)
    sizes = [1, 3, 9, 14, 5, 20, 18]
    unit = np.repeat(np.arange(7), sizes)
    x = random.normal(0, 1, 70)
    x[unit == 1] = 0.7
    feeder, before = random.integers(0, 5, 70), random.integers(0, 5, 70)
    effect = random.normal(0, 1, 7)[unit] + random.normal(0, 1, 5)[feeder]
    return pl.DataFrame(
        {
            "unit": unit,
            "cohort": random.integers(0, 3, 70),
            "owner": unit // 3,
            "feeder": [f"F{i}" for i in feeder],
            "before": [f"F{i}" for i in before],
            "x": x,
            "figure": random.normal(0, 1, 7)[unit],
            "w": random.integers(1, 5, 70) / 2,
            "y": 2 + x + effect + 0.5 * random.normal(0, 1, 7)[unit] * x + random.normal(0, 1, 70),
        }
    )


def crossed_columns(frame: pl.DataFrame, formula: str) -> np.ndarray:
    """Z (n, q) of the crossed level."""
    first = dummies(frame["feeder"].to_numpy())
    return (first + dummies(frame["before"].to_numpy())) / 2 if "mm(" in formula else first


CASES = {
    "two levels": ("y ~ x + figure + (1 | unit)", ""),
    "three levels, weights": ("y ~ x + (1 | owner/unit/cohort)", "w"),
    "slopes": ("y ~ x + figure + (x | unit)", ""),
    "slopes that the fixed part lacks, weights": ("y ~ figure + (1 + x | unit)", "w"),
    "slopes above intercepts": ("y ~ x + (x | unit) + (1 | unit:cohort)", ""),
    "crossed with a chain, weights": ("y ~ x + (1 | unit/cohort) + (1 | feeder)", "w"),
    "several memberships": ("y ~ x + (1 | unit) + (1 | mm(feeder, before))", ""),
}


@pytest.fixture(scope="module", params=CASES.values(), ids=list(CASES))
def case(request):
    """(fit, its pupils' columns U beside the outcome, leaf columns Z, covariance V of the outcome), scaled as it is."""
    formula, weights = request.param
    frame = pupils()
    found = fit(formula, frame, weights=weights, method="ML" if weights else "REML")
    root = np.sqrt(frame["w"].to_numpy()) if weights else np.ones(len(frame))
    spec, design = found.spec, found.design
    measured = [frame[c.measure].to_numpy() - spec.centres[c.measure] if c.measure else 1.0 for c in spec.columns]
    W = np.column_stack([root * column for column in measured]) @ design.combine
    levels = [branch.level.columns for branch in design.branches]
    names = ["".join(str(frame[c][i]) for c in spec.key_columns) for i in range(len(frame))]
    order = {"".join(str(key) for key in leaf): j for j, leaf in enumerate(found.moments.leaves)}
    leaf = np.eye(len(order))[[order[name] for name in names]] if levels else np.ones((len(frame), 1))
    V = np.eye(len(frame))
    group = [
        leaf @ np.eye(b.groups)[np.searchsorted(b.starts, range(len(order)), side="right") - 1] for b in design.branches
    ]
    p, parts, crossed = design.p, list(design.parts), np.zeros((len(frame), 0))
    if design.crossed:
        crossed = root[:, None] * crossed_columns(frame, formula)
        W = np.hstack([W[:, :p], crossed, W[:, p:]])
        V += parts[-1].free * found.D[-1][0, 0] * crossed @ crossed.T
    np.testing.assert_allclose(W.T @ W, design.S, atol=1e-8)
    z = [W[:, [at]] for at in design.z]
    for branch, member, d in zip(design.branches, group, found.D, strict=False):
        for a, first in enumerate(branch.slabs):
            for b, second in enumerate(branch.slabs):
                V += d[a, b] * (z[first] * member) @ (z[second] * member).T
    Z = np.hstack([own * leaf for own in z])
    sigma2 = (found.sigma / design.y_scale) ** 2
    return found, W, Z, sigma2 * V


def test_their_mean_and_covariance_are_those_of_pupils(case):
    found, W, Z, V = case
    design = found.design
    U = np.delete(W, design.solved, axis=1)
    A = np.hstack([Z, U])
    mean = W[:, : design.p] @ found.swept.beta
    expected = np.append(A.T @ mean, mean @ mean + np.trace(V))
    cross = 2 * A.T @ V @ mean
    square = 2 * np.trace(V @ V) + 4 * mean @ V @ mean
    covariance = np.block([[A.T @ V @ A, cross[:, None]], [cross[None], np.array([[square]])]])
    made, drawn = MadeOutcomes(found), []
    for i in range(DRAWS):
        new = made.draw(np.random.default_rng([3, i]))
        by_leaf = [slab[:, design.solved] for slab in new.B]
        beside = np.delete(new.S[design.solved], design.solved)
        drawn.append(np.concatenate([*by_leaf, beside, [new.S[design.solved, design.solved]]]))
    statistics = np.array(drawn)
    size = np.sqrt(np.diag(covariance))
    off = (statistics.mean(axis=0) - expected) / size * np.sqrt(DRAWS)
    assert np.abs(off).max() < 4.5
    correlation = covariance / np.outer(size, size)
    error = np.sqrt((1 + correlation**2) / DRAWS)
    error[-1] = error[:, -1] = 4 / np.sqrt(DRAWS)  # y'y is no normal variable
    apart = (np.cov(statistics.T) / np.outer(size, size) - correlation) / error
    assert np.abs(apart).max() < 5


def test_what_is_left_over_has_the_rows_that_nothing_explains(case):
    found, W, Z, _ = case
    A = np.hstack([Z, np.delete(W, found.design.solved, axis=1)])
    assert MadeOutcomes(found).degrees_of_freedom == found.n - np.linalg.matrix_rank(A, tol=1e-8)


def test_made_up_statistics_are_possible_ones(case):
    found, *_ = case
    for i in range(20):
        new = MadeOutcomes(found).draw(np.random.default_rng(i))
        assert np.linalg.eigvalsh(new.S)[0] > -1e-8
        np.testing.assert_array_equal(
            new.S[: found.design.p, : found.design.p], found.design.S[: found.design.p, : found.design.p]
        )


def test_the_fit_itself_is_left_as_it_was(case):
    found, W, *_ = case
    MadeOutcomes(found).draw(np.random.default_rng(1))
    np.testing.assert_allclose(W.T @ W, found.design.S, atol=1e-8)
