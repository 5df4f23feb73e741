"""Predictions hold at the rate they promise, in groups that were there and in new ones."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import fit

from .predicted import frame


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
