"""Intervals: lme4's profiles, mixtures that are wider where the variances are unknown, and the options' edges."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy import stats

from spiral.engine.mixed import ModelError, fit, variance_intervals
from spiral.engine.mixed.normal_mixture import central_interval
from tests.engine.refusals import refused

from .test_lme4 import MODELS


@pytest.mark.lme4data
@pytest.mark.parametrize("name", ["exam_ri", "exam_rs", "chem97_3l", "scots_ri"])
def test_profile_intervals_of_variances_are_lme4s(name, lme4_table, reference):
    table, formula = MODELS[name]
    expected = reference(name, "ML")["profile_ci"]
    ours = {}
    for found in variance_intervals(fit(formula, lme4_table(table), method="ML")):
        sort = "sd" if found.term2 is None else f"cor_{found.term2}."
        label = (
            "sigma" if found.group == "Residual" else f"{sort}{'_' if sort == 'sd' else ''}{found.term1}|{found.group}"
        )
        ours[label] = (found.low, found.high)
    assert set(ours) == set(expected["names"])
    for label, low, high in zip(expected["names"], expected["lower"], expected["upper"], strict=True):
        assert ours[label] == pytest.approx((low, high), abs=2e-6, rel=2e-6)


@pytest.fixture(scope="module")
def thin():
    """40 units of 4–8 pupils that differ little: where the usual interval is too sure of itself."""
    random = np.random.default_rng(12)
    unit = np.repeat(np.arange(40), random.integers(4, 9, 40))
    y = random.normal(0, 0.25, 40)[unit] + random.normal(0, 1, len(unit))
    return fit("y ~ x + (1 | g)", pl.DataFrame({"y": y, "x": random.normal(size=len(unit)), "g": unit}))


def test_the_mixture_is_wider_than_known_variances_where_groups_are_small(thin):
    known, mixed = thin.effects(interval="pev")["g"], thin.effects()["g"]
    ratio = (mixed.high - mixed.low) / (known.high - known.low)
    assert ratio.mean() > 1.02
    np.testing.assert_array_equal(mixed.estimate, known.estimate)


def test_with_many_pupils_and_groups_both_intervals_agree():
    random = np.random.default_rng(4)
    unit = np.repeat(np.arange(300), 60)
    y = random.normal(0, 1, 300)[unit] + random.normal(0, 1, len(unit))
    found = fit("y ~ x + (1 | g)", pl.DataFrame({"y": y, "x": random.normal(size=len(unit)), "g": unit}))
    known, mixed = found.effects(interval="pev")["g"], found.effects()["g"]
    np.testing.assert_allclose(mixed.high - mixed.low, known.high - known.low, rtol=2e-3)


def test_quantiles_of_a_mixture_are_where_its_distribution_function_says():
    random = np.random.default_rng(5)
    weights = random.dirichlet(np.ones(7))
    means, sds = random.normal(size=(7, 4, 1)), random.uniform(0.01, 3, (7, 4, 1))
    for level in (0.05, 0.5, 0.95, 0.999):
        for x, probability in zip(central_interval(weights, means, sds**2, level), (-1, 1), strict=True):
            below = np.einsum("p,pgr->gr", weights, stats.norm.cdf((x - means) / sds))
            np.testing.assert_allclose(below, (1 + probability * level) / 2, atol=1e-6)


def test_quantiles_do_not_depend_on_how_many_groups_are_worked_on_at_a_time():
    random = np.random.default_rng(6)
    weights = random.dirichlet(np.ones(40))
    means, variances = random.normal(size=(40, 3000, 2)) / 9, random.uniform(0.2, 1.5, (40, 3000, 2))
    low, high = central_interval(weights, means, variances, 0.95)
    alone = central_interval(weights, means[:, 2999:], variances[:, 2999:], 0.95)
    np.testing.assert_allclose([low[2999], high[2999]], [alone[0][0], alone[1][0]], rtol=1e-7)
    np.testing.assert_array_equal(central_interval(weights, 0 * means, 0 * variances, 0.95), 0)


def test_a_wider_coverage_gives_a_wider_interval(thin):
    narrow, wide = thin.effects(level=0.8)["g"], thin.effects(level=0.99)["g"]
    assert (wide.high - wide.low > narrow.high - narrow.low).all()


def test_the_delta_interval_is_near_the_profile_in_a_large_sample_and_positive(thin):
    profile, delta = variance_intervals(thin), variance_intervals(thin, kind="delta")
    assert delta[-1].low == pytest.approx(profile[-1].low, rel=0.02)
    assert all(found.low > 0 for found in delta)


def test_a_variance_of_zero_has_a_profile_that_starts_at_zero():
    random = np.random.default_rng(1)
    frame = pl.DataFrame(
        {"x": random.normal(size=200), "e": random.normal(size=200), "g": np.repeat(np.arange(20), 10)}
    )
    frame = frame.with_columns(y=pl.col("e") - pl.col("e").mean().over("g"))
    found = variance_intervals(fit("y ~ x + (1 | g)", frame))[0]
    assert (found.estimate, found.low) == (pytest.approx(0, abs=1e-6), 0.0)
    assert 0 < found.high < 0.5


@pytest.mark.parametrize(
    ("options", "code"), [({"interval": "wald"}, "effect_interval_unknown"), ({"level": 1.5}, "coverage_out_of_range")]
)
def test_an_interval_that_does_not_exist_is_refused(thin, options, code):
    with refused(ModelError, code):
        thin.effects(**options)
    with refused(ModelError, "variance_interval_unknown", kind="bootstrap"):
        variance_intervals(thin, kind="bootstrap")


@pytest.mark.parametrize("seed", [7, 16])
def test_profiles_have_ends_where_the_correlation_is_one(seed):
    """The search for an end begins where the last one ended, and may answer a little differently the second time."""
    random = np.random.default_rng(seed)
    g, x = np.repeat(np.arange(70), 10), random.normal(size=700)
    y = 0.1 * random.normal(size=70)[g] + 0.5 * random.normal(size=70)[g] * x + random.normal(size=700)
    for found in variance_intervals(fit("y ~ x + (x | g)", pl.DataFrame({"y": y, "x": x, "g": g}))):
        assert found.low <= found.estimate <= found.high
