"""Predictions are those of the mixed model equations, and of lme4; they hold at their rate; a row without one says why."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from spiral.engine.message import Message
from spiral.engine.mixed import ModelError, collect, fit
from spiral.engine.mixed.predict import Predictions
from spiral.engine.mixed.residual_rows import residual_rows
from spiral.engine.mixed.spec import ModelSpec
from tests.engine.refusals import refused

from .designs import MODELS, PREDICTED, design, other_rows

MADE = Path(__file__).parent / "reference" / "made"


def frame(predictions: Predictions) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(predictions.table()))


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


@pytest.mark.parametrize(
    "formula",
    [
        "`merit 9` ~ merit.6 * kön + utbildning + (1 | huvudman/skolenhet/årskull)",
        "`merit 9` ~ merit.6 + (merit.6 | skolenhet)",
        "`merit 9` ~ log(merit.6) + (1 | skolenhet) + (1 | utbildning)",
    ],
)
def test_the_prediction_of_a_fitted_pupil_is_the_fitted_value(pupils, formula):
    pupils = pupils.with_columns(pl.col("merit.6").abs() + 1)
    model = fit(formula, pupils)
    relation = residual_rows(model, pupils)
    fitted = np.sort(relation.run(relation.table)["fitted"].to_numpy())
    np.testing.assert_allclose(np.sort(frame(model.predict(pupils, interval="pev"))["predicted"]), fitted, rtol=1e-9)


def test_the_mixture_is_at_least_as_wide_and_the_same_where_variances_are_well_known(pupils):
    model = fit("`merit 9` ~ merit.6 + (1 | skolenhet/årskull)", pupils)
    known, mixed = frame(model.predict(pupils, interval="pev")), frame(model.predict(pupils))
    np.testing.assert_array_equal(known["predicted"], mixed["predicted"])
    assert 1.0 < (mixed["se"] / known["se"]).mean() < 1.05
    np.testing.assert_allclose(mixed["new_high"] - mixed["low"], known["new_high"] - known["low"], rtol=0.03)


def held(low: pl.Series, truth: np.ndarray, high: pl.Series) -> float:
    return float(((low.to_numpy() <= truth) & (truth <= high.to_numpy())).mean())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("units", "pupils", "sds", "formula", "rounds"),
    [(30, (5, 20), (2, 0), "y ~ x + (1 | u)", 80), (60, (20, 40), (3, 0.8), "y ~ x + (x | u)", 40)],
)
def test_predictions_hold_at_their_rate_in_groups_known_and_new(units, pupils, sds, formula, rounds):
    """The expected value in a unit that was there and in a new one, and the outcome of a new pupil of both."""
    random = np.random.default_rng(20261130)
    rates: dict[str, list[float]] = {}
    for _ in range(rounds):
        unit = np.repeat(np.arange(units), random.integers(pupils[0], pupils[1] + 1, units))
        there = np.r_[unit, np.repeat(np.arange(units, 2 * units), 2)]
        b, slope = (random.normal(0, sd, 2 * units) for sd in sds)
        x = random.normal(4, 2, len(there))
        expected = 10 + 2 * x + b[there] + slope[there] * x
        y = expected + random.normal(0, 6, len(there))
        table = pl.DataFrame({"y": y, "x": x, "u": there})
        model = fit(formula, table.head(len(unit)))
        ours = frame(model.predict(table.drop("y")))
        again = expected + random.normal(0, 6, len(there))
        for name, rows in (("known", slice(0, len(unit))), ("new", slice(len(unit), None))):
            part = ours[rows]
            rates.setdefault(f"expected, {name}", []).append(held(part["low"], expected[rows], part["high"]))
            rates.setdefault(f"pupil, {name}", []).append(held(part["new_low"], again[rows], part["new_high"]))
    for name, shares in rates.items():
        assert np.mean(shares) == pytest.approx(0.95, abs=0.03), name


@pytest.mark.slow
def test_probabilities_hold_at_their_rate_in_groups_known_and_new():
    random = np.random.default_rng(20261201)
    rates: dict[str, list[float]] = {}
    for _ in range(60):
        unit = np.repeat(np.arange(60), 30)
        x = random.normal(0, 1, len(unit))
        eta = 0.3 + 0.8 * x + random.normal(0, 0.8, 60)[unit]
        passed = (random.random(len(unit)) < 1 / (1 + np.exp(-eta))).astype(int)
        table = pl.DataFrame({"passed": passed, "x": x, "u": unit})
        model = fit("passed ~ x + (1 | u)", table.filter(pl.col("u") < 40), family="binomial", nodes=1)
        ours = frame(model.predict(table))
        assert ours.columns == ["row", "u", "predicted", "se", "low", "high", "known", "why"]
        for name, rows in (("known", unit < 40), ("new", unit >= 40)):
            part = ours.filter(pl.Series(rows))
            rates.setdefault(name, []).append(held(part["low"], 1 / (1 + np.exp(-eta[rows])), part["high"]))
    for name, shares in rates.items():
        assert np.mean(shares) == pytest.approx(0.95, abs=0.03), name


@pytest.fixture(scope="module")
def small():
    return fit("merit ~ x + C(sex) + I(x^2) + (1 | school)", made_up(300))


def made_up(rows: int, seed: int = 5) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    school, x, sex = random.integers(0, 12, rows), random.normal(0, 1, rows), random.integers(0, 2, rows)
    merit = 3 * x + sex + random.normal(0, 2, 12)[school] + random.normal(0, 3, rows)
    return pl.DataFrame({"merit": merit, "x": x, "sex": sex, "school": school})


def test_a_row_that_lacks_a_value_or_has_a_strange_category_has_no_prediction_and_says_why(small):
    other = (
        made_up(7)
        .drop("merit")
        .with_columns(
            x=pl.Series([0.5, None, 1.0, float("nan"), float("inf"), 0.2, 0.1]),
            sex=pl.Series([0, 1, 2, None, 1, 3, 2]),
        )
    )
    predictions = small.predict(other)
    ours = frame(predictions)
    assert ours["predicted"].is_null().to_list() == [False, True, True, True, True, True, True]
    for name in ("se", "low", "high", "new_low", "new_high"):
        assert ours[name].is_null().to_list() == ours["predicted"].is_null().to_list()
    whys = [
        None if why is None else [(m.code, m.fields["column"]) for m in predictions.whys[why]] for why in ours["why"]
    ]
    square = "I(x^2)"
    assert whys == [
        None,
        [("row_lacks_value", "x"), ("row_lacks_value", square)],
        [("row_has_strange_category", "sex")],
        [("row_lacks_value", "x"), ("row_lacks_value", square), ("row_lacks_value", "sex")],
        [("row_has_infinite_value", "x"), ("row_has_infinite_value", square)],
        [("row_has_strange_category", "sex")],
        [("row_has_strange_category", "sex")],
    ]
    (left_out,) = predictions.remarks
    assert (left_out.code, left_out.fields["rows"], left_out.fields["of"]) == ("predictions_left_out", 6, 7)
    strange = left_out.fields["reasons"][-1]
    assert strange == Message.of("rows_of_strange_category", column="sex", rows=3, categories=["2", "3"])


def test_groups_are_the_same_however_their_column_is_stored(small):
    other = made_up(40, seed=6).drop("merit")
    numbers = frame(small.predict(other))
    for kind in (pl.String, pl.Float64, pl.Int8):
        stored = frame(small.predict(other.with_columns(pl.col("school").cast(kind))))
        np.testing.assert_array_equal(stored["predicted"], numbers["predicted"])
    named = other.with_columns(school=pl.when(pl.col("school") < 6).then(pl.col("school").cast(pl.String)).otherwise(
        pl.lit("Nya skolan")))  # fmt: skip
    predictions = small.predict(named)
    is_new = frame(predictions)["known"] == ""
    assert is_new.to_list() == (other["school"] >= 6).to_list()
    (unknown,) = predictions.remarks
    level = Message.of("rows_of_level", level="school", rows=int(is_new.sum()))
    assert unknown == Message.of("predictions_of_unknown_groups", levels=[level])


def test_missing_values_that_are_a_category_are_predicted():
    table = made_up(300).with_columns(
        x=pl.when(pl.int_range(300) % 7 == 0).then(None).otherwise(pl.col("x")),
        kind=pl.Series(["a", "b", None] * 100),
    )
    model = fit("merit ~ x + kind + (1 | school)", table, missing="category")
    ours = frame(model.predict(table.drop("merit")))
    assert ours["predicted"].null_count() == 0
    absent = frame(model.predict(table.with_columns(x=pl.lit(None, pl.Float64))))
    np.testing.assert_allclose(absent["predicted"].gather_every(7), ours["predicted"].gather_every(7))


def test_statistics_predict_as_the_pupils_do():
    table = made_up(300)
    moments = collect(ModelSpec.from_formula("merit ~ x + (1 | school)", fixed_point=True), table)
    ours, theirs = frame(fit(moments).predict(table)), frame(fit("merit ~ x + (1 | school)", table).predict(table))
    np.testing.assert_allclose(ours["predicted"], theirs["predicted"], rtol=1e-4)
    np.testing.assert_allclose(ours["se"], theirs["se"], rtol=1e-3)


def test_a_column_that_is_called_as_a_number_of_the_prediction_keeps_apart():
    table = made_up(300).rename({"school": "low"})
    ours = frame(fit("merit ~ x + (1 | low)", table).predict(table))
    assert ours.columns[:5] == ["row", "low_", "predicted", "se", "low"]
    assert ours["low_"].to_list() == table["low"].to_list()


def test_every_fault_of_the_other_table_is_told_at_once(small):
    with refused(ModelError, "several_problems"):
        small.predict(made_up(5).drop("x", "school"))
    with refused(ModelError, "not_a_number", row=2, column="x", value="mycket"):
        small.predict(made_up(3).with_columns(x=pl.Series(["1", "mycket", "2"])))
    with refused(ModelError, "column_kind_unusable"):
        small.predict(made_up(3).with_columns(school=pl.Series([[1], [2], [3]])))
    with refused(ModelError, "no_row_to_predict"):
        small.predict(made_up(3).head(0)).table()
    with refused(ModelError, "coverage_out_of_range"):
        small.predict(made_up(3), level=1)
    with refused(ModelError, "effect_interval_unknown"):
        small.predict(made_up(3), interval="profile")
    weighted = fit("merit ~ x + (1 | school)", made_up(300).with_columns(w=pl.lit(2.0)), weights="w")
    with refused(ModelError, "weight_not_positive"):
        weighted.predict(made_up(3).with_columns(w=pl.Series([1.0, 0.0, 2.0])))
    light = frame(weighted.predict(made_up(2).with_columns(w=pl.Series([1.0, None]))))
    np.testing.assert_allclose(*(light["new_high"] - light["new_low"] > 0 for _ in range(2)))


def test_rows_are_read_a_part_at_a_time_and_keep_their_order(small):
    table = pa.Table.from_pylist([{"x": 0.0, "sex": 0, "school": i % 13} for i in range(40_000)])
    predictions = small.predict(table)
    parts = predictions.parts()
    first = next(parts)
    assert 1 <= first.num_rows < 20_000
    rows = np.concatenate([first["row"].to_numpy(), *(part["row"].to_numpy() for part in parts)])
    np.testing.assert_array_equal(rows, np.arange(1, 40_001))
    assert predictions.rows == 40_000
