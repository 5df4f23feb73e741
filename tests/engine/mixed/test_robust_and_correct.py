"""Cluster-robust errors and the correction for measurement error, against dense algebra and against the truth."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import ModelError, correct, fit, robust
from spiral.engine.mixed.correct import precision_diagonal
from tests.engine.refusals import refused

from .dense import dummies

FORMULA = "y ~ x + z + (1 | huvudman/enhet)"


def simulate(owners: int, units: int, size: int, *, error: float, seed: int) -> pl.DataFrame:
    """Pupils with true earlier result (SD 1, higher in some units), measured with ``error`` SD."""
    random = np.random.default_rng(seed)
    unit = np.repeat(np.arange(owners * units), size)
    owner = unit // units
    true = random.normal(0, 0.5, owners * units)[unit] + random.normal(0, np.sqrt(0.75), len(unit))
    z = random.integers(0, 2, len(unit)).astype(float)
    y = true + 0.5 * z + random.normal(0, 0.3, owners)[owner] + random.normal(0, 0.4, owners * units)[unit]
    y = y + random.normal(0, 0.7, len(unit))
    x = true + random.normal(0, error, len(unit))
    return pl.DataFrame({"y": y, "x": x, "z": z, "huvudman": owner, "enhet": unit})


@pytest.fixture(scope="module")
def small():
    frame = simulate(5, 3, 7, error=0.5, seed=2)
    return frame, fit(FORMULA, frame, blocks="owner")


def dense_parts(frame, found):
    ratios = [float(matrix[0, 0]) / found.sigma**2 for matrix in found.variances.values()]
    Z = [dummies(frame[name].to_numpy()) for name in ("huvudman", "enhet")]
    V = np.eye(len(frame)) + sum(d * z @ z.T for d, z in zip(ratios, Z, strict=True))
    X = np.column_stack([np.ones(len(frame)), frame["x"], frame["z"]])
    return X, frame["y"].to_numpy(), np.linalg.inv(V)


def test_cluster_robust_errors_are_the_sandwich_over_owners(small):
    frame, found = small
    X, y, inverse = dense_parts(frame, found)
    bread = np.linalg.inv(X.T @ inverse @ X)
    residual = inverse @ (y - X @ found.beta)
    owners = frame["huvudman"].to_numpy()
    scores = np.array([X[owners == g].T @ residual[owners == g] for g in range(5)])
    expected = bread @ scores.T @ scores @ bread * 5 / 4
    ours = robust(found)
    np.testing.assert_allclose(ours.vcov, expected, rtol=1e-7)
    assert ours.clusters == 5


def test_robust_errors_without_blocks_say_what_is_missing(small):
    frame, _ = small
    with refused(ModelError, "owner_products_missing"):
        robust(fit(FORMULA, frame))


def test_the_diagonal_of_the_inverse_equals_the_dense_one(small):
    frame, found = small
    _, _, inverse = dense_parts(frame, found)
    leaves = frame["huvudman"].to_numpy() * 3 + frame["enhet"].to_numpy() % 3
    expected = [np.diag(inverse)[leaves == g].mean() for g in range(15)]
    np.testing.assert_allclose(precision_diagonal(found.design, found.swept), expected, rtol=1e-10)


def test_errors_that_vary_between_pupils_are_taken_away_pupil_by_pupil(small):
    frame, found = small
    random = np.random.default_rng(4)
    varied = frame.with_columns(se=pl.Series(random.uniform(0.1, 0.4, len(frame))))
    made = correct(found, "x", error_sd="se", data=varied)
    X, y, inverse = dense_parts(frame, made.fit)
    precision = X.T @ inverse @ X
    precision[1, 1] -= (varied["se"].to_numpy() ** 2) @ np.diag(inverse)
    np.testing.assert_allclose(made.fit.beta, np.linalg.solve(precision, X.T @ inverse @ y), rtol=1e-7)
    assert made.error_sd == pytest.approx(np.sqrt((varied["se"] ** 2).mean()))


def test_a_reliability_column_that_does_not_vary_is_the_number(small):
    frame, found = small
    made = correct(found, "x", "r", data=frame.with_columns(r=0.8))
    plain = correct(found, "x", 0.8)
    np.testing.assert_allclose(made.fit.beta, plain.fit.beta, rtol=1e-9)
    assert made.reliability == pytest.approx(0.8)
    assert made.error_sd == pytest.approx(plain.error_sd)


def test_the_slope_is_won_back_also_where_one_group_is_measured_worse():
    frame = simulate(40, 5, 30, error=0.0, seed=12)
    se = np.where(frame["enhet"].to_numpy() % 2 == 0, 0.8, 0.2)
    frame = frame.with_columns(x=frame["x"] + np.random.default_rng(3).normal(0, 1, len(frame)) * se, se=pl.Series(se))
    found = fit(FORMULA, frame, blocks="owner")
    made = correct(found, "x", error_sd="se", data=frame)
    assert found.beta[1] < 0.8
    assert abs(made.fit.beta[1] - 1) < 3 * made.se[1]


@pytest.mark.parametrize(
    ("said", "change", "code", "fields"),
    [
        ({"reliability": "r"}, {"r": 1.2}, "reliability_of_row", {"row": 3, "column": "r", "value": 1.2}),
        ({"reliability": "r"}, {"r": 0.0}, "reliability_of_row", {"row": 3}),
        ({"reliability": "r"}, {"r": None}, "reliability_of_row", {"row": 3, "value": None}),
        ({"error_sd": "r"}, {"r": -0.1}, "error_of_row", {"row": 3, "column": "r"}),
        ({"error_sd": "r"}, {"enhet": 77}, "error_of_other_data", {}),
        ({"error_sd": "r", "reliability": 0.5}, {}, "reliability_or_error", {}),
        ({}, {}, "reliability_or_error", {}),
    ],
)
def test_errors_that_cannot_be_are_named_by_row(small, said, change, code, fields):
    frame, found = small
    frame = frame.with_columns(r=0.5)
    third = pl.int_range(pl.len()) == 2
    changed = [pl.when(third).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in change.items()]
    with refused(ModelError, code, **fields):
        correct(found, "x", **said, data=frame.with_columns(changed))


def test_many_errors_that_cannot_be_are_told_at_once(small):
    frame, found = small
    with refused(ModelError, "errors_of_rows", column="r", count=len(frame)):
        correct(found, "x", error_sd="r", data=frame.with_columns(r=-1.0))


def test_the_corrected_coefficients_solve_the_shifted_equations(small):
    frame, found = small
    made = correct(found, "x", 0.8)
    X, y, inverse = dense_parts(frame, made.fit)
    precision = X.T @ inverse @ X
    precision[1, 1] -= 0.2 * frame["x"].var(ddof=0) * np.trace(inverse)
    np.testing.assert_allclose(made.fit.beta, np.linalg.solve(precision, X.T @ inverse @ y), rtol=1e-7)
    assert made.error_sd == pytest.approx(np.sqrt(0.2) * frame["x"].std(ddof=0))


def test_perfect_reliability_changes_nothing(small):
    _, found = small
    made = correct(found, "x", 1.0)
    np.testing.assert_allclose(made.fit.beta, found.beta, rtol=1e-6)
    assert made.fit.criterion == pytest.approx(found.criterion, abs=1e-7)


def test_the_slope_lost_to_measurement_error_is_won_back():
    frame = simulate(40, 5, 30, error=0.5, seed=8)
    found = fit(FORMULA, frame, blocks="owner")
    reliability = 1 - 0.25 / frame["x"].var()
    made = correct(found, "x", reliability)
    assert found.beta[1] < 0.85
    assert abs(made.fit.beta[1] - 1) < 3 * made.se[1]
    assert made.se[1] < 0.03


def test_the_advantage_of_advantaged_intakes_goes_away():
    frame = simulate(40, 5, 60, error=0.5, seed=9)
    found = fit(FORMULA, frame)
    made = correct(found, "x", 1 - 0.25 / frame["x"].var())
    intake = frame.group_by("huvudman", "enhet", maintain_order=True).agg(pl.col("x").mean())["x"].to_numpy()
    tilt = [np.polyfit(intake, f.paths()["enhet:huvudman"].unshrunken[:, 0], 1)[0] for f in (found, made.fit)]
    assert tilt[0] > 0.1
    assert abs(tilt[1]) < tilt[0] / 2


@pytest.mark.parametrize(
    ("formula", "column", "reliability", "code"),
    [
        (FORMULA, "x", 0.0, "reliability_out_of_range"),
        (FORMULA, "w", 0.9, "column_not_in_fixed_part"),
        ("y ~ x*z + (1 | enhet)", "x", 0.9, "column_also_in_product"),
        ("y ~ x + (x | enhet)", "x", 0.9, "correction_needs_no_slopes"),
        (FORMULA, "x", 0.01, "reliability_too_low"),
    ],
)
def test_a_correction_that_cannot_be_made_is_refused_by_what_is_wrong(small, formula, column, reliability, code):
    frame, _ = small
    with refused(ModelError, code):
        correct(fit(formula, frame), column, reliability)
