"""Small, empty and degenerate cases have right answers, and NumPy has nothing to warn about."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest

from spiral.engine.message import Message
from spiral.engine.mixed import fit

from .dense import dense_fit, dummies


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def pupils(sizes: list[int], *, owners: list[int] | None = None, spread: float = 2.0, seed: int = 5) -> pl.DataFrame:
    random = np.random.default_rng(seed)
    unit = np.repeat(np.arange(len(sizes)), sizes)
    x = random.normal(0, 1, len(unit))
    y = 3 + x + random.normal(0, spread, len(sizes))[unit] + random.normal(0, 1, len(unit))
    owner = np.array(owners if owners else [0] * len(sizes))[unit]
    return pl.DataFrame({"y": y, "x": x, "enhet": unit, "huvudman": owner})


def check_against_dense(found, frame: pl.DataFrame, Z: list[np.ndarray]) -> None:
    X = np.column_stack([np.ones(len(frame)), frame["x"]])
    ratios = [float(matrix[0, 0]) / found.sigma**2 for matrix in found.variances.values()]
    D = np.diag(np.concatenate([[ratio] * z.shape[1] for ratio, z in zip(ratios, Z, strict=True)]))
    dense = dense_fit(X, frame["y"].to_numpy(), np.hstack(Z), D, found.method)
    assert found.criterion == pytest.approx(dense.deviance, abs=1e-8)
    np.testing.assert_allclose(found.beta, dense.beta, rtol=1e-8)
    own = np.concatenate([level.estimate[:, 0] for level in found.effects().values()])
    np.testing.assert_allclose(own, dense.u, atol=1e-9)
    pev = np.concatenate([level.pev[:, 0, 0] for level in found.effects().values()])
    np.testing.assert_allclose(pev, np.diag(dense.pev), atol=1e-9)


def test_units_with_one_pupil_among_others():
    frame = pupils([1, 1, 1, 8, 9, 10, 1, 7])
    found = fit("y ~ x + (1 | enhet)", frame)
    check_against_dense(found, frame, [dummies(frame["enhet"].to_numpy())])


def test_leaves_of_one_to_fifteen_pupils():
    frame = pupils(list(range(1, 16)) * 3, owners=[0] * 15 + [1] * 15 + [2] * 15)
    found = fit("y ~ x + (1 | huvudman/enhet)", frame)
    check_against_dense(found, frame, [dummies(frame[name].to_numpy()) for name in ("huvudman", "enhet")])


def test_fewer_pupils_in_a_unit_than_coefficients_is_harmless():
    frame = pupils([2] * 12).with_columns(z=pl.int_range(24) % 5, w=(pl.int_range(24) * 7) % 11)
    found = fit("y ~ x + z + w + (1 | enhet)", frame)
    assert np.isfinite(found.beta).all()
    assert len(found.effects()["enhet"].n) == 12


def test_zero_variance_is_found_and_said():
    random = np.random.default_rng(1)
    frame = pl.DataFrame(
        {"x": random.normal(size=200), "e": random.normal(size=200), "enhet": np.repeat(np.arange(20), 10)}
    )
    frame = frame.with_columns(y=pl.col("x") + pl.col("e") - pl.col("e").mean().over("enhet"))
    found = fit("y ~ x + (1 | enhet)", frame)
    assert found.boundary == ["enhet"]
    assert float(found.variances["enhet"][0, 0]) == 0.0
    assert "variance_zero" in [warning.code for warning in found.warnings]
    rows = found.effects()["enhet"].rows()
    assert {row["estimate"] for row in rows} == {0.0}
    assert {row["reliability"] for row in rows} == {0.0}
    assert all(row["low"] < 0 < row["high"] for row in rows)  # unknown is not the same as none


def test_one_unit_an_owner_puts_the_variation_on_the_unit():
    frame = pupils([6, 7, 8, 9, 10, 11], owners=[0, 1, 2, 3, 4, 5])
    found = fit("y ~ x + (1 | huvudman/enhet)", frame)
    alone = fit("y ~ x + (1 | enhet)", frame)
    assert found.loglik == pytest.approx(alone.loglik, abs=1e-9)
    assert Message.of("levels_coincide", level="huvudman", inner="enhet:huvudman") in found.warnings
    np.testing.assert_allclose(
        found.paths()["enhet:huvudman"].estimate, alone.effects()["enhet"].estimate, rtol=1e-7, atol=1e-9
    )


def test_one_owner_is_fitted_without_its_variance():
    frame = pupils([6, 7, 8, 9, 10, 11])
    found = fit("y ~ x + (1 | huvudman/enhet)", frame)
    assert found.loglik == pytest.approx(fit("y ~ x + (1 | enhet)", frame).loglik, abs=1e-9)
    assert Message.of("one_group", level="huvudman") in found.warnings


def test_one_unit_in_some_owners_only():
    frame = pupils([6, 7, 8, 9, 10, 11, 5], owners=[0, 1, 2, 2, 3, 3, 3])
    found = fit("y ~ x + (1 | huvudman/enhet)", frame)
    check_against_dense(found, frame, [dummies(frame[name].to_numpy()) for name in ("huvudman", "enhet")])


def test_no_intercept_and_only_an_intercept():
    frame = pupils([6, 7, 8, 9, 10])
    without = fit("y ~ 0 + x + (1 | enhet)", frame)
    assert without.names == ("x",)
    Z = dummies(frame["enhet"].to_numpy())
    ratio = float(without.variances["enhet"][0, 0]) / without.sigma**2
    dense = dense_fit(frame[["x"]].to_numpy(), frame["y"].to_numpy(), Z, ratio * np.eye(5), "REML")
    assert without.criterion == pytest.approx(dense.deviance, abs=1e-8)
    np.testing.assert_allclose(without.beta, dense.beta, rtol=1e-8)
    assert fit("y ~ 1 + (1 | enhet)", frame).names == ("(Intercept)",)


def test_huge_offsets_lose_no_digits():
    frame = pupils([6, 7, 8, 9, 10, 12, 14])
    near = fit("y ~ x + (1 | enhet)", frame)
    far = fit("y ~ x + (1 | enhet)", frame.with_columns(x=pl.col("x") + 1e6, y=pl.col("y") + 1e7))
    assert far.beta[1] == pytest.approx(near.beta[1], rel=1e-8)
    assert far.loglik == pytest.approx(near.loglik, abs=1e-6)


def test_a_slope_without_intercept_and_a_slope_only_in_the_random_part():
    frame = pupils([8] * 10).with_columns(x=pl.col("x") + 5)
    found = fit("y ~ 1 + (0 + x | enhet)", frame)
    unit, x = dummies(frame["enhet"].to_numpy()), frame["x"].to_numpy()
    ratio = float(found.variances["enhet"][0, 0]) / found.sigma**2
    dense = dense_fit(np.ones((80, 1)), frame["y"].to_numpy(), unit * x[:, None], ratio * np.eye(10), "REML")
    assert found.criterion == pytest.approx(dense.deviance, abs=1e-7)
    np.testing.assert_allclose(found.effects()["enhet"].estimate[:, 0], dense.u, atol=1e-7)


@pytest.mark.slow
def test_a_variance_at_the_start_of_the_gradients_flat_place_is_not_missed():
    frame = pupils([40] * 60, spread=0.12, seed=11)
    found = fit("y ~ x + (1 | enhet)", frame)
    X = np.column_stack([np.ones(len(frame)), frame["x"]])
    Z = dummies(frame["enhet"].to_numpy())
    at_zero = dense_fit(X, frame["y"].to_numpy(), Z, np.zeros((60, 60)), "REML").deviance
    assert found.boundary == []
    assert found.criterion < at_zero - 1


def test_small_whole_numbers_do_not_overflow_where_they_are_multiplied():
    random = np.random.default_rng(8)
    frame = pl.DataFrame(
        {
            "y": random.normal(size=400),
            "a": random.choice([100, 200, 250], 400),
            "b": random.choice([3, 150, 240], 400),
            "g": np.repeat(np.arange(20), 20),
        }
    )
    for formula in ("y ~ a * b + (1 | g)", "y ~ I(-a) + I(a + b) + I(b * a / 7) + (1 | g)"):
        expected = fit(formula, frame.with_columns(pl.col("a", "b").cast(pl.Float64))).beta
        for kind in (pl.UInt8, pl.Int16):
            found = fit(formula, frame.with_columns(pl.col("a", "b").cast(kind)))
            np.testing.assert_allclose(found.beta, expected, rtol=1e-9)
