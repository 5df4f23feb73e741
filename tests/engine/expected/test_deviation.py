"""A unit's deviation and its intervals are the dense formula's, written out here with full matrices."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from spiral.engine.expected import LEAST_PUPILS, ExpectedModel, deviations, fit_expected
from spiral.engine.expected.synthetic import COVARIATES, SyntheticCountry

from .test_fit import YEARS, country_of

Z95 = 1.959963984540054
UNITS = 60
NAMES = [str(j) for j in range(UNITS)]


class Dense(NamedTuple):
    """The whole country at once: design and covariance of all unit-years (unit-major, gaps included)."""

    model: ExpectedModel
    country: SyntheticCountry
    design: np.ndarray
    total: np.ndarray
    stable: np.ndarray

    def seen(self) -> np.ndarray:
        return ~np.isnan(self.country.y)


@pytest.fixture(scope="module")
def dense() -> Dense:
    country = country_of(UNITS, seed=3)
    y, x, n = country.y, country.x, country.n
    m = fit_expected(y, x, n, YEARS, COVARIATES, curved=("parents_education",))
    centred = x - x.mean(axis=0)
    small = (1 / n - (1 / n).mean()) * 10
    design, total = np.zeros((UNITS * 5, len(m.beta))), np.zeros((UNITS * 5, UNITS * 5))
    v, kappa = m.variances, m.variances.intake_sd**2
    size = np.log(n / 50)
    stable = v.stable_sd**2 * np.exp(2 * (v.size_slope * size + v.size_curve * size**2))
    usual = m.predictor_variance - kappa * (1 / n).mean()
    for j in range(UNITS):
        slopes = [*centred[j], centred[j, 0] ** 2]
        shared = kappa / n[j] * 1 / (1 + kappa / (usual * n[j]))
        for t in range(5):
            row = design[5 * j + t]
            row[t] = 1
            if t == 4:
                row[5:9] = slopes
            else:
                row[9:] = [*slopes, *(small[j] * centred[j])]
            for s in range(5):
                total[5 * j + t, 5 * j + s] = stable[j] + shared * (t < 4) * (s < 4)
            total[5 * j + t, 5 * j + t] += v.yearly_sd**2 + v.pupil_sd**2 / n[j] + kappa / n[j] * (t < 4)
    return Dense(m, country, design, total, stable)


def test_the_coefficients_are_generalised_least_squares(dense: Dense) -> None:
    seen = dense.seen().ravel()
    design, inverse = dense.design[seen], np.linalg.inv(dense.total[np.ix_(seen, seen)])
    covariance = np.linalg.inv(design.T @ inverse @ design)
    beta = covariance @ design.T @ inverse @ dense.country.y.ravel()[seen]
    # The variance of what is expected, in the shared error, is of the round before: six digits are enough.
    assert dense.model.beta == pytest.approx(beta, rel=1e-5)
    assert dense.model.covariance == pytest.approx(covariance, rel=1e-4, abs=1e-9)


@pytest.mark.parametrize("year", [None, "e", "b"])
def test_effects_and_their_errors_equal_the_dense_formula(dense: Dense, year: str | None) -> None:
    """Pooled, the mean of a unit's years; else the year alone: BLUP of u, or of u + v, and its error (Henderson)."""
    m, (y, x, n, *_) = dense.model, dense.country
    which = dense.seen() & (np.array([year in (None, name) for name in YEARS]))
    listed = deviations(m, NAMES, y, x, n, year)
    assert {int(d.unit) for d in listed} == set(np.flatnonzero(which.any(axis=1)))
    for d in listed:
        j = int(d.unit)
        mean = np.zeros(UNITS * 5)
        mean[5 * j : 5 * j + 5] = which[j] / which[j].sum()
        own = dense.stable[j] + (0.0 if year is None else m.yearly_sd**2)
        whole = mean @ dense.total @ mean
        row = mean @ dense.design
        fixed = row @ m.covariance @ row
        residual = y[j][which[j]].mean() - row @ m.beta
        pev = own - own**2 / whole + (own / whole) ** 2 * fixed
        assert d.years == which[j].sum()
        assert d.expected == pytest.approx(row @ m.beta)
        assert d.unshrunken == pytest.approx(residual, abs=1e-8)
        assert d.deviation == pytest.approx(own / whole * residual, abs=1e-8)
        assert (d.high - d.low) / 2 == pytest.approx(Z95 * np.sqrt(pev))
        assert (d.unshrunken_high - d.unshrunken_low) / 2 == pytest.approx(Z95 * np.sqrt(whole - own + fixed))
        assert (d.usual_high - d.usual_low) / 2 == pytest.approx(Z95 * np.sqrt(whole + fixed))
        assert d.reliability == pytest.approx(1 - pev / own)


def test_the_year_whose_intake_is_known_is_surer_than_one_that_borrows_it(dense: Dense) -> None:
    m, (y, x, n, *_) = dense.model, dense.country
    known, borrowed = ({d.unit: d for d in deviations(m, NAMES, y, x, n, year)} for year in ("e", "b"))
    for unit in known.keys() & borrowed.keys():
        one, other = known[unit], borrowed[unit]
        assert one.unshrunken_high - one.unshrunken_low < other.unshrunken_high - other.unshrunken_low


def test_no_unit_under_fifteen_pupils_gets_an_expected_value() -> None:
    y, x, n, *_ = country_of(100)
    n[:10] = LEAST_PUPILS - 1
    model = fit_expected(y, x, n, YEARS, COVARIATES)
    names = [str(j) for j in range(100)]
    for year in ("e", None):
        found = {d.unit for d in deviations(model, names, y, x, n, year)}
        assert found
        assert found.isdisjoint(map(str, range(10)))


def test_a_unit_without_the_year_is_left_out_of_it_alone() -> None:
    y, x, n, *_ = country_of(100)
    y[0], y[1] = np.nan, [200.0, *[np.nan] * 4]
    model = fit_expected(y, x, n, YEARS, COVARIATES)
    names = [str(j) for j in range(100)]
    assert {"0", "1"}.isdisjoint(d.unit for d in deviations(model, names, y, x, n, "e"))
    pooled = {d.unit: d for d in deviations(model, names, y, x, n, None)}
    assert "0" not in pooled
    assert pooled["1"].years == 1
    assert deviations(model, names, y, x, n, "another") == []
    assert deviations(model, [], y[:0], x[:0], n[:0], None) == []
