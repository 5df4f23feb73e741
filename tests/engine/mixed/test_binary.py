"""Yes/no outcomes: lme4's glmer, exact gradients, sites that add up, and the edges."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.mixed import ConvergenceError, ModelError, ModelSpec, fit
from spiral.engine.mixed.binary.fit import fit_sites
from spiral.engine.mixed.binary.likelihood import Site
from spiral.engine.mixed.binary.rows import binary_rows
from tests.engine.refusals import refused

MODELS = {
    "exam_logit": ("Exam", "passed ~ standLRT + sex + (1 | school)"),
    "chem97_logit": ("Chem97", "high ~ gcsecnt + C(gender, base='M') + age + (1 | school)"),
}
CASES = [(name, nodes) for name in MODELS for nodes in (1, 9)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}.AGQ{case[1]}")
def both(request, lme4_table, reference):
    name, nodes = request.param
    table, formula = MODELS[name]
    ours = fit(formula, lme4_table(table), family="binomial", nodes=nodes)
    return ours, reference(name, f"AGQ{nodes}")


@pytest.mark.lme4data
def test_the_log_likelihood_at_lme4s_estimates_is_lme4s_and_ours_is_no_worse(both):
    ours, theirs = both
    theta = np.append(np.linalg.solve(ours.rows.back, theirs["fixed"]["estimate"]), np.log(theirs["theta"]))
    there = Site(ours.rows).sums(theta, ours.nodes).value
    assert there == pytest.approx(theirs["logLik"], abs=2e-6)
    assert ours.loglik >= theirs["logLik"] - 1e-6


@pytest.mark.lme4data
def test_estimates_and_standard_errors_are_lme4s(both):
    ours, theirs = both
    assert list(ours.names) == theirs["fixed"]["names"]
    largest = np.abs(theirs["fixed"]["estimate"]).max()
    np.testing.assert_allclose(ours.beta, theirs["fixed"]["estimate"], rtol=0, atol=6e-7 * largest)
    np.testing.assert_allclose(np.sqrt(np.diag(ours.vcov)), theirs["fixed"]["se"], rtol=3.1e-5)
    assert ours.tau2 == pytest.approx(theirs["varcorr"]["vcov"], rel=1.2e-5)


@pytest.mark.lme4data
def test_modes_and_conditional_variances_are_lme4s(both):
    ours, theirs = both
    found, expected = ours.effects()["school"], theirs["ranef"]["school"]
    place = {key: i for i, key in enumerate(found.keys)}
    order = [place[key] for key in expected["levels"]]
    np.testing.assert_allclose(found.estimate[order, 0], expected["blup"], rtol=0, atol=2e-6)
    np.testing.assert_allclose(found.condvar[order, 0, 0], np.ravel(expected["condvar"]), rtol=0, atol=2e-6)


@pytest.fixture(scope="module")
def answers() -> pl.DataFrame:
    """900 pupils in 45 units; behörig depends on merit.6 and on the unit."""
    random = np.random.default_rng(7)
    unit = np.repeat(np.arange(45), 20)
    merit = random.normal(200, 40, 900)
    logit = 0.02 * (merit - 190) + random.normal(0, 0.8, 45)[unit]
    passed = (random.random(900) < 1 / (1 + np.exp(-logit))).astype(int)
    return pl.DataFrame({"enhet": [f"E{i}" for i in unit], "merit.6": merit, "behörig": passed})


FORMULA = "behörig ~ merit.6 + (1 | enhet)"


@pytest.mark.parametrize("nodes", [1, 5, 9])
def test_the_gradient_equals_differences(answers, nodes):
    site = Site(binary_rows(ModelSpec.from_formula(FORMULA, family="binomial"), answers))
    theta = np.array([0.3, 0.7, np.log(0.9)])
    exact = site.sums(theta, nodes).gradient
    for i in range(3):
        nudge = np.eye(3)[i] * 1e-5
        difference = (site.sums(theta + nudge, nodes).value - site.sums(theta - nudge, nodes).value) / 2e-5
        assert difference == pytest.approx(exact[i], rel=1e-5, abs=1e-5)


def test_quadrature_agrees_with_brute_force_integration(answers):
    rows = binary_rows(ModelSpec.from_formula(FORMULA, family="binomial"), answers)
    theta = np.array([0.2, 0.8, np.log(1.1)])
    grid = np.linspace(-9, 9, 4001)
    eta = (rows.X @ theta[:2])[:, None] + 1.1 * grid
    height = np.add.reduceat(rows.y[:, None] * eta - np.logaddexp(0, eta), rows.starts, axis=0) - grid**2 / 2
    brute = np.log(np.trapezoid(np.exp(height), grid, axis=1) / np.sqrt(2 * np.pi)).sum()
    assert Site(rows).sums(theta, 15).value == pytest.approx(brute, abs=1e-7)


def test_three_sites_that_add_sums_reach_the_pooled_fit(answers):
    pooled = fit(FORMULA, answers, family="binomial", nodes=7)
    names = answers["enhet"].unique(maintain_order=True)
    parts = [
        binary_rows(pooled.spec, answers.filter(pl.col("enhet").is_in(names[i : i + 15].to_list())))
        for i in (0, 15, 30)
    ]
    shared = fit_sites(parts, nodes=7)
    assert shared.loglik == pytest.approx(pooled.loglik, abs=1e-8)
    np.testing.assert_allclose(shared.beta, pooled.beta, rtol=1e-6)
    assert shared.tau2 == pytest.approx(pooled.tau2, rel=1e-6)


def test_a_group_that_answers_alike_has_a_cautious_effect_and_no_plain_one(answers):
    alike = answers.with_columns(pl.when(pl.col("enhet") == "E3").then(1).otherwise("behörig").alias("behörig"))
    rows = {row["key"]: row for row in fit(FORMULA, alike, family="binomial").effects()["enhet"].rows()}
    assert rows["E3"]["estimate"] > 0
    assert rows["E3"]["unshrunken"] is None
    assert rows["E4"]["unshrunken"] is not None


def test_no_variation_between_groups_is_found_to_be_none():
    random = np.random.default_rng(3)
    frame = pl.DataFrame({"y": np.tile([0, 1], 200), "x": random.normal(size=400), "g": np.repeat(np.arange(40), 10)})
    found = fit("y ~ x + (1 | g)", frame, family="binomial")
    assert found.tau2 == 0
    assert found.boundary == ["g"]
    assert all(row["estimate"] == 0 for row in found.effects()["g"].rows())


@pytest.mark.parametrize(
    ("change", "formula", "code"),
    [
        ({"y": pl.Series([2, 0, 1, 0] * 5)}, "y ~ x + (1 | g)", "outcome_not_binary"),
        ({"y": pl.Series([1] * 20)}, "y ~ x + (1 | g)", "outcome_all_alike"),
        ({"g": pl.Series(["a"] * 20)}, "y ~ x + (1 | g)", "one_group_only"),
        ({}, "y ~ x + (x | g)", "binary_without_slopes"),
    ],
)
def test_what_cannot_be_fitted_is_refused_by_what_is_wrong(change, formula, code):
    frame = pl.DataFrame({"y": [0, 1] * 10, "x": np.sin(np.arange(20.0)), "g": list("abcd") * 5}).with_columns(**change)
    with refused(ModelError, code):
        fit(formula, frame, family="binomial")


def test_a_covariate_that_separates_yes_from_no_is_named_as_such():
    x = np.linspace(-1, 1, 60)
    frame = pl.DataFrame({"y": (x > 0).astype(int), "x": x, "g": np.tile(np.arange(6), 10)})
    with refused(ConvergenceError, "separated"):
        fit("y ~ x + (1 | g)", frame, family="binomial")
