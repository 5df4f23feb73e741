"""The recursion equals dense algebra on any tree, and its gradient equals differences."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiral.engine.mixed import ModelSpec, collect
from spiral.engine.mixed.design import Design
from spiral.engine.mixed.likelihood import gradient, sweep
from spiral.engine.mixed.posterior import posteriors

from .dense import dense_fit, dummies


@st.composite
def trees(draw):
    """Random trees: 2–4 owners, 1–3 units each, 1–3 cohorts each, 1–6 pupils a leaf; and a seed for the pupils."""
    rows = []
    for owner in range(draw(st.integers(2, 4))):
        for unit in range(draw(st.integers(1, 3))):
            for cohort in range(draw(st.integers(1, 3))):
                rows += [(owner, 10 * owner + unit, cohort)] * draw(st.integers(1, 6))
    while len(rows) < 8:
        rows.append(rows[-1])
    rows.append((0, 0, 0))
    rows.append((1, 10, 0))
    return np.array(sorted(rows)), draw(st.integers(0, 2**32 - 1))


def build(rows: np.ndarray, seed: int, random: str) -> tuple[Design, dict[str, np.ndarray]]:
    noise = np.random.default_rng(seed)
    n = len(rows)
    columns = {"x": noise.normal(200, 30, n), "g": noise.normal(0, 1, n), "y": noise.normal(100, 20, n)}
    frame = pl.DataFrame({"a": rows[:, 0], "b": rows[:, 1], "c": rows[:, 2], **columns})
    moments = collect(ModelSpec.from_formula(f"y ~ x + g + {random}"), frame)
    return Design.of(moments), columns


def effect_columns(rows: np.ndarray) -> list[np.ndarray]:
    codes = [rows[:, 0], rows[:, 1], rows[:, 1] * 100 + rows[:, 2]]
    return [dummies(code) for code in codes]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(trees(), st.lists(st.floats(0, 3), min_size=3, max_size=3), st.sampled_from(["REML", "ML"]))
def test_three_nested_levels_equal_dense_algebra(tree, ratios, method):
    rows, seed = tree
    design, data = build(rows, seed, "(1 | a) + (1 | a:b) + (1 | a:b:c)")
    swept = sweep(design, [np.array([[ratio]]) for ratio in ratios])
    Z = effect_columns(rows)
    D = np.diag(np.concatenate([[ratio] * z.shape[1] for ratio, z in zip(ratios, Z, strict=True)]))
    X = np.column_stack([np.ones(len(rows)), data["x"], data["g"]])
    dense = dense_fit(X, data["y"], np.hstack(Z), D, method)

    assert swept.deviance(design, method) == pytest.approx(dense.deviance, rel=1e-10, abs=1e-9)
    found = posteriors(design, swept)
    effects = np.concatenate([level.b[:, 0] for level in found]) * design.y_scale
    np.testing.assert_allclose(effects, dense.u, rtol=1e-8, atol=1e-8)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(trees(), st.floats(0.01, 2), st.sampled_from(["REML", "ML"]))
def test_the_prediction_error_variance_of_effects_and_paths_equals_the_dense_formula(tree, ratio, method):
    rows, seed = tree
    design, data = build(rows, seed, "(1 | a) + (1 | a:b) + (1 | a:b:c)")
    swept = sweep(design, [np.array([[ratio]]), np.array([[ratio / 2]]), np.array([[ratio / 3]])])
    Z = effect_columns(rows)
    sizes = [z.shape[1] for z in Z]
    D = np.diag(np.repeat([ratio, ratio / 2, ratio / 3], sizes))
    X = np.column_stack([np.ones(len(rows)), data["x"], data["g"]])
    dense = dense_fit(X, data["y"], np.hstack(Z), D, method)
    found = posteriors(design, swept)
    df = len(rows) - (3 if method == "REML" else 0)
    sigma2 = swept.r2 / df * design.y_scale**2

    own = np.concatenate([(p.V + p.A @ swept.inverse @ p.A.transpose(0, 2, 1))[:, 0, 0] for p in found])
    np.testing.assert_allclose(sigma2 * own, np.diag(dense.pev), rtol=1e-8)
    leaf = found[-1]
    path_pev = sigma2 * (leaf.path_V + leaf.path_A @ swept.inverse @ leaf.path_A.transpose(0, 2, 1))[:, 0, 0]
    first = [np.flatnonzero(Z[2][:, g])[0] for g in range(sizes[2])]
    picks = np.hstack(Z)[first]
    np.testing.assert_allclose(path_pev, np.diag(picks @ dense.pev @ picks.T), rtol=1e-8)


@settings(max_examples=12, deadline=None)
@given(trees(), st.sampled_from(["REML", "ML"]))
def test_random_slopes_on_two_levels_equal_dense_algebra(tree, method):
    rows, seed = tree
    design, data = build(rows, seed, "(x | a) + (1 | a:b)")
    slope = np.array([[0.5, 0.1], [0.1, 0.3]])
    swept = sweep(design, [slope, np.array([[0.4]])])
    back = design.branches[0].to_raw
    raw = back @ slope @ back.T
    owner, unit = dummies(rows[:, 0]), dummies(rows[:, 1])
    Z = np.hstack([np.hstack([owner[:, [g]], owner[:, [g]] * data["x"][:, None]]) for g in range(owner.shape[1])])
    D = np.kron(np.eye(owner.shape[1]), raw)
    whole = np.block(
        [[D, np.zeros((len(D), unit.shape[1]))], [np.zeros((unit.shape[1], len(D))), 0.4 * np.eye(unit.shape[1])]]
    )
    X = np.column_stack([np.ones(len(rows)), data["x"], data["g"]])
    dense = dense_fit(X, data["y"], np.hstack([Z, unit]), whole, method)

    assert swept.deviance(design, method) == pytest.approx(dense.deviance, rel=1e-9, abs=1e-8)
    found = posteriors(design, swept)
    own = (found[0].b @ back.T * design.y_scale).ravel()
    scale = np.abs(dense.u).max()
    np.testing.assert_allclose(own, dense.u[: len(own)], atol=1e-8 * scale)


@settings(max_examples=15, deadline=None)
@given(
    trees(),
    st.sampled_from(["REML", "ML"]),
    st.sampled_from(["(1 | a) + (1 | a:b:c)", "(x | a) + (1 | a:b)", "(1 | a) + (x | a:b)"]),
)
def test_the_gradient_equals_differences(tree, method, random):
    rows, seed = tree
    design, _ = build(rows, seed, random)
    noise = np.random.default_rng(seed)
    D = []
    for branch in design.branches:
        root = noise.normal(size=(len(branch.slabs),) * 2)
        D.append(root @ root.T + 0.05 * np.eye(len(root)))
    exact = gradient(design, sweep(design, D), method)
    for level, d in enumerate(D):
        for i in range(len(d)):
            for j in range(i + 1):
                change = np.zeros_like(d)
                change[i, j] = change[j, i] = 1e-5
                up = sweep(design, [d + change if k == level else other for k, other in enumerate(D)])
                down = sweep(design, [d - change if k == level else other for k, other in enumerate(D)])
                difference = (up.deviance(design, method) - down.deviance(design, method)) / 2e-5
                expected = exact[level][i, j] * (1 if i == j else 2)
                assert difference == pytest.approx(expected, rel=1e-5, abs=1e-5)
