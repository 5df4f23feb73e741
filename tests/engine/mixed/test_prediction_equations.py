"""The variance of a prediction is that of the mixed model equations, by dense algebra, and its mean is lme4's."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit

from .designs import MODELS, PREDICTED, design, other_rows
from .predicted import frame

MADE = Path(__file__).parent / "reference" / "made"


def henderson(X: np.ndarray, Z: np.ndarray, weight: np.ndarray, D: np.ndarray) -> np.ndarray:
    """The inverse of the mixed model equations: Cov(β̂ − β, û − u) / σ²."""
    W = np.hstack([X, Z])
    equations = W.T @ (W * weight[:, None])
    equations[X.shape[1] :, X.shape[1] :] += np.linalg.inv(D)
    return np.linalg.inv(equations)


def indicator(codes: np.ndarray, groups: int) -> np.ndarray:
    """(n, groups); a row of zeros for a group that was not there."""
    return (codes[:, None] == np.arange(groups)).astype(float)


def check_variance(
    model,
    table: pl.DataFrame,
    XZ: tuple[np.ndarray, np.ndarray],
    other: tuple[np.ndarray, np.ndarray],
    D,
    fresh,
    weight,
) -> pl.DataFrame:
    """The standard errors of ``table`` are those of dense algebra, with ``fresh`` (n,) of the groups not seen."""
    known = frame(model.predict(table, interval="pev"))
    covariance = henderson(*XZ, weight, D)
    row = np.hstack(other)
    variance = model.sigma**2 * (np.einsum("na,ab,nb->n", row, covariance, row) + fresh)
    np.testing.assert_allclose(known["se"].to_numpy() ** 2, variance, rtol=1e-8)
    np.testing.assert_allclose(known["high"] - known["predicted"], 1.959963984540054 * known["se"], rtol=1e-9)
    return known


def test_three_levels_are_the_mixed_model_equations():
    random = np.random.default_rng(1)
    owner, unit, cohort = random.integers(0, 4, 300), random.integers(0, 3, 300), random.integers(0, 2, 300)
    x, sex = random.normal(50, 8, 300), random.integers(0, 2, 300)
    leaf = (owner * 3 + unit) * 2 + cohort
    effect = random.normal(0, 9, 4)[owner] + random.normal(0, 7, 12)[owner * 3 + unit] + random.normal(0, 5, 24)[leaf]
    y = x + 3 * sex + effect + random.normal(0, 5, 300)
    table = pl.DataFrame({"y": y, "x": x, "sex": np.where(sex, "m", "f"), "o": owner, "u": unit, "c": cohort})
    model = fit("y ~ x * sex + (1 | o/u/c)", table)
    assert not model.boundary
    Z = np.hstack([indicator(owner, 4), indicator(owner * 3 + unit, 12), indicator(leaf, 24)])
    X = np.column_stack([np.ones(300), x, sex, x * sex])
    sizes = np.array([d[0, 0] for d in model.D])
    other = table.head(8).with_columns(
        o=pl.Series([0, 1, 2, 3, 9, 0, 1, 9]),
        u=pl.Series([0, 1, 2, 0, 1, 7, 1, 7]),
        c=pl.Series([0, 1, 0, 5, 0, 1, 6, 8]),
    )
    o, u, c = (other[name].to_numpy() for name in "ouc")
    is_owner, is_unit, is_leaf = o < 4, (o < 4) & (u < 3), (o < 4) & (u < 3) & (c < 2)
    at = [np.where(is_owner, o, -1), np.where(is_unit, o * 3 + u, -1), np.where(is_leaf, (o * 3 + u) * 2 + c, -1)]
    z = np.hstack([indicator(code, groups) for code, groups in zip(at, (4, 12, 24), strict=True)])
    fresh = sizes @ np.array([~is_owner, ~is_unit, ~is_leaf])
    D = np.diag(np.repeat(sizes, [4, 12, 24]))
    known = check_variance(model, other, (X, Z), (X[:8], z), D, fresh, np.ones(300))
    reach = 1.959963984540054 * np.sqrt(known["se"] ** 2 + model.sigma**2)
    np.testing.assert_allclose(known["new_high"] - known["predicted"], reach, rtol=1e-9)
    assert known["known"].to_list()[3:6] == ["o; u:o", "", "o"]


def test_slopes_are_the_mixed_model_equations_also_without_an_intercept():
    random = np.random.default_rng(2)
    g, x, t = random.integers(0, 9, 200), random.normal(3, 2, 200), random.normal(1, 1, 200)
    b = random.multivariate_normal([0, 0], [[9, 1], [1, 2]], 9)
    y = 5 + 2 * x + b[g, 0] + b[g, 1] * t + random.normal(0, 2, 200)
    table = pl.DataFrame({"y": y, "x": x, "t": t, "g": g})
    for formula, X in (
        ("y ~ x + t + (t | g)", np.column_stack([np.ones(200), x, t])),
        ("y ~ 0 + x + (t | g)", x[:, None]),
        ("y ~ x + t + (0 + t | g)", np.column_stack([np.ones(200), x, t])),
    ):
        model = fit(formula, table)
        inside = np.column_stack([np.ones(200), t]) if "0 + t" not in formula else t[:, None]
        Z = np.hstack([indicator(g, 9) * column[:, None] for column in inside.T])
        relative = model.variances["g"] / model.sigma**2
        at = np.array([0, 4, 8, 77])
        z = np.hstack([indicator(at, 9) * column[:4, None] for column in inside.T])
        fresh = np.einsum("na,ab,nb->n", inside[:4], relative, inside[:4]) * (at > 8)
        other = table.head(4).with_columns(g=pl.Series(at))
        check_variance(model, other, (X, Z), (X[:4], z), np.kron(relative, np.eye(9)), fresh, np.ones(200))


def test_crossed_groups_memberships_and_weights_are_the_mixed_model_equations():
    random = np.random.default_rng(3)
    g, h, first, second = (random.integers(0, size, 400) for size in (6, 5, 7, 7))
    share = random.integers(1, 4, (400, 2)) / 1.0
    weight = random.integers(1, 5, 400).astype(float)
    many = random.normal(0, 2, 7)
    part = share / share.sum(axis=1, keepdims=True)
    y = random.normal(0, 2, 6)[g] + random.normal(0, 2, 5)[h] + part[:, 0] * many[first] + part[:, 1] * many[second]
    y = y + random.normal(0, 2, 400) / np.sqrt(weight)
    table = pl.DataFrame({"y": y, "g": g, "h": h, "a": first, "b": second, "w": weight})
    table = table.with_columns(s=pl.Series(share[:, 0]), t=pl.Series(share[:, 1]))
    model = fit("y ~ 1 + (1 | g) + (1 | h) + (1 | mm(a, b, weights = s + t))", table, weights="w")
    relative = {name: float(variance[0, 0]) / model.sigma**2 for name, variance in model.variances.items()}
    sizes = [relative["g"], relative["h"], relative["mm(a, b)"]]

    def columns(g, h, a, b, part) -> np.ndarray:
        members = indicator(a, 7) * part[:, :1] + indicator(b, 7) * part[:, 1:]
        return np.hstack([indicator(g, 6), indicator(h, 5), members])

    other = table.head(6).with_columns(
        g=pl.Series([0, 99, 2, 3, 4, 5]),
        h=pl.Series([0, 1, 99, 3, 4, None]),
        a=pl.Series([0, 0, 99, 99, 98, None]),
        b=pl.Series([0, 99, 1, 99, 99, None]),
    )
    part = part[:6].copy()
    part[5] = 0
    ends = {name: other[name].fill_null(-1).to_numpy() for name in "ghab"}
    z = columns(ends["g"], ends["h"], ends["a"], ends["b"], part)
    unknown = np.array([0, part[1, 1] ** 2, part[2, 0] ** 2, 1, (part[4] ** 2).sum(), 1])
    fresh = sizes[0] * (ends["g"] > 5) + sizes[1] * ((ends["h"] > 4) | (ends["h"] < 0)) + sizes[2] * unknown
    X = np.ones((400, 1))
    D = np.diag(np.repeat(sizes, [6, 5, 7]))
    known = check_variance(model, other, (X, columns(g, h, first, second, share / share.sum(axis=1)[:, None])),
                           (X[:6], z), D, fresh, weight)  # fmt: skip
    reach = 1.959963984540054 * np.sqrt(known["se"] ** 2 + model.sigma**2 / other["w"])
    np.testing.assert_allclose(known["new_high"] - known["predicted"], reach, rtol=1e-9)
    assert known["known"].to_list()[:2] == ["g; h; mm(a, b)", "h"]
    light = frame(model.predict(other.drop("w"), interval="pev"))
    assert light["new_high"][0] - light["predicted"][0] > known["new_high"][0] - known["predicted"][0]
    np.testing.assert_array_equal(light["predicted"], known["predicted"])


@pytest.mark.parametrize("name", PREDICTED)
def test_means_are_lme4s_also_of_groups_that_were_not_there(name):
    made = MODELS[name]
    options = {"family": "binomial", "nodes": made.nodes} if made.nodes else {}
    model = fit(made.formula, design(made.design), weights=made.weights, **options)
    ours = frame(model.predict(other_rows(made.design)))
    theirs = json.loads((MADE / "predictions.json").read_text())[name]
    assert set(ours["known"].str.count_matches(";")) > {0} or len(model.groups) == 1
    np.testing.assert_allclose(ours["predicted"], theirs, rtol=0, atol=1e-5 * np.abs(theirs).max())
