"""The model of the country: what it was made from is found, and bad input is said in words."""

from __future__ import annotations

import numpy as np
import pytest

from spiral.engine.expected import fit_expected
from spiral.engine.expected.synthetic import COVARIATES, KINDS, SyntheticCountry, simulate

YEARS = ("a", "b", "c", "d", "e")


def country_of(units: int, years: int = 5, seed: int = 1) -> SyntheticCountry:
    """A made-up country of sizes 15–150 with the index in error and one value in ten missing."""
    random = np.random.default_rng(seed)
    n = random.integers(15, 150, units).astype(float)
    x = random.normal([2.2, 49.0, 25.0], [0.22, 10.0, 20.0], (units, 3))
    gaps = np.where(random.random((units, years)) < 0.1, np.nan, 0.0)
    return simulate(KINDS[0], gaps, x, n, random)


def test_the_coefficients_and_variances_that_made_the_data_are_found() -> None:
    country = country_of(4000)
    model = fit_expected(country.y, country.x, country.n, YEARS, COVARIATES, curved=("parents_education",))
    for name, slope in zip(COVARIATES, (95.0, 0.2, 0.25), strict=True):
        found, error = model.slope(name)
        assert found == pytest.approx(slope, abs=4 * error)
    found = [model.stable_sd, model.variances.size_slope, model.yearly_sd, model.pupil_sd, model.intake_sd]
    # Between pupils of a cohort the index has a standard deviation of 0.53, times 95 points.
    assert [float(value) for value in found] == [
        pytest.approx(14, rel=0.1),
        pytest.approx(-0.45, abs=0.1),
        pytest.approx(5.5, rel=0.25),
        pytest.approx(54, rel=0.05),
        pytest.approx(0.53 * 95, rel=0.1),
    ]
    assert model.stable_sd_at(50) == pytest.approx(model.stable_sd)
    assert model.stable_sd_at(25) > model.stable_sd > model.stable_sd_at(100)


def test_a_slope_is_that_of_the_year_whose_intake_is_known_and_steeper_than_what_is_borrowed() -> None:
    country = country_of(2000)
    last = fit_expected(country.y, country.x, country.n, YEARS, COVARIATES)
    said = fit_expected(country.y[:, ::-1], country.x, country.n, YEARS, COVARIATES, intake_year="a")
    assert (last.intake_year, said.intake_year) == ("e", "a")
    assert said.slope(COVARIATES[0]) == pytest.approx(last.slope(COVARIATES[0]), rel=1e-3)
    borrowed = last.beta[len(YEARS) + len(COVARIATES)]
    assert borrowed < last.slope(COVARIATES[0])[0] - 2 * last.slope(COVARIATES[0])[1]


def test_one_year_alone_has_no_borrowed_intake() -> None:
    country = country_of(400, years=1)
    model = fit_expected(country.y, country.x, country.n, ("a",), COVARIATES)
    assert len(model.beta) == 1 + len(COVARIATES)
    assert model.intake_sd < 1
    assert model.slope(COVARIATES[0])[0] == pytest.approx(95, abs=4 * model.slope(COVARIATES[0])[1])


def test_where_all_units_are_of_one_size_nothing_depends_on_size() -> None:
    country = country_of(400)
    n = np.full(400, 60.0)
    model = fit_expected(country.y, country.x, n, YEARS, COVARIATES)
    assert len(model.beta) == len(YEARS) + 2 * len(COVARIATES)
    assert model.slope(COVARIATES[0])[0] == pytest.approx(95, abs=5 * model.slope(COVARIATES[0])[1])


def test_a_covariate_of_two_values_has_no_square() -> None:
    """Its square would be the covariate once more, and neither could be told from the other."""
    country = country_of(400)
    x = country.x.copy()
    x[:, 0] = x[:, 0] > 2.2
    model = fit_expected(country.y, x, country.n, YEARS, COVARIATES, curved=("parents_education",))
    assert len(model.beta) == len(YEARS) + 3 * len(COVARIATES)
    assert model.slope("parents_education")[1] < 10


def test_bad_input_is_said_in_words() -> None:
    y, x, n, *_ = country_of(100)
    bad = np.where(np.arange(100) == 3, np.nan, n)
    empty = np.where(np.arange(5) == 2, np.nan, y)
    twice = np.column_stack([x[:, 0], x[:, 0], x[:, 2]])
    for wrong, words in (
        (lambda: fit_expected(y[:20], x[:20], n[:20], YEARS, COVARIATES), "too few units"),
        (lambda: fit_expected(empty, x, n, YEARS, COVARIATES), "too few units"),
        (lambda: fit_expected(y, np.ones_like(x), n, YEARS, COVARIATES), "does not vary"),
        (lambda: fit_expected(y, x, n[:-1], YEARS, COVARIATES), "disagree"),
        (lambda: fit_expected(y, x, n, YEARS[:4], COVARIATES), "disagree"),
        (lambda: fit_expected(y, x, n, YEARS, COVARIATES[:2]), "disagree"),
        (lambda: fit_expected(y, x, n, YEARS, COVARIATES, intake_year="f"), "year f is not among the years"),
        (lambda: fit_expected(y, x, n, YEARS, COVARIATES, curved=("income",)), "not there: income"),
        (lambda: fit_expected(y, twice, n, YEARS, COVARIATES), "follows from others"),
        (lambda: fit_expected(y, x, bad, YEARS, COVARIATES), "must be numbers"),
        (lambda: fit_expected(y, x, n - n, YEARS, COVARIATES), "n above 0"),
        (lambda: fit_expected(y, x * np.nan, n, YEARS, COVARIATES), "must be numbers"),
    ):
        with pytest.raises(ValueError, match=words):
            wrong()
