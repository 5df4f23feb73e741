"""Where the next cohort lands: the dense formula's conditional distribution, and bad input said in words."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import t

from spiral.engine.expected import fit_expected, next_year

from .test_fit import YEARS, country_of

UNITS = 200
NAMES = [str(j) for j in range(UNITS)]


def test_a_range_is_the_conditional_distribution_of_the_next_year() -> None:
    """By conditioning in the joint normal of a unit's years and its next, level by level as fitted."""
    y, n = country_of(UNITS, seed=5).y, country_of(UNITS, seed=5).n
    model = fit_expected(y, np.zeros((UNITS, 0)), n, YEARS, ())
    drift = float(np.mean(np.diff(model.beta) ** 2))
    said = next_year(NAMES, y, n)
    assert set(said.units) == {str(j) for j in np.flatnonzero(~np.isnan(y[:, -1]))}
    for unit, landing in list(zip(said.units, said.alone(), strict=True))[:40]:
        j = int(unit)
        seen = ~np.isnan(y[j])
        stable = float(model.variances.stable(n[j : j + 1])[0])
        own = model.yearly_sd**2 + model.pupil_sd**2 / n[j]
        joint = stable * np.ones((6, 6)) + own * np.eye(6)
        past = [k for k in range(5) if seen[k]]
        weights = np.linalg.solve(joint[np.ix_(past, past)], joint[past, 5])
        middle = model.beta[-1] + weights @ (y[j] - model.beta)[past]
        # How surely the levels of two hundred units are known adds a little.
        variance = joint[5, 5] - weights @ joint[past, 5] + drift
        quantile = t.ppf(0.975, 4 * (variance / drift) ** 2)
        assert landing.middle == pytest.approx(middle, abs=1e-3)
        assert (landing.high - landing.low) / 2 == pytest.approx(quantile * math.sqrt(variance), rel=0.025)
        assert landing.middle - landing.low == pytest.approx(landing.high - landing.middle)


def test_units_together_are_surer_than_each_but_never_surer_than_the_countrys_drift() -> None:
    country = country_of(UNITS)
    said = next_year(NAMES, country.y, country.n)
    alone, few, all_of_them = (said.together(range(k)) for k in (1, 4, len(said.units)))
    assert alone == said.alone()[0]
    widths = [landing.high - landing.low for landing in (alone, few, all_of_them)]
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] / 2 > 1.96 * math.sqrt(said.drift)
    weights = said.n[:4] / said.n[:4].sum()
    assert few.middle == pytest.approx(float(weights @ said.middle[:4]))


def test_few_moves_of_the_level_make_the_range_wider_than_many_would() -> None:
    country = country_of(UNITS)
    said = next_year(NAMES, country.y[:, -2:], country.n)
    assert said.moves == 1
    landing = said.together(range(len(said.units)))
    assert landing.high - landing.low > 2 * 1.96 * math.sqrt(said.drift)


def test_units_that_are_small_or_without_a_value_in_the_last_year_have_none() -> None:
    country = country_of(UNITS)
    n = country.n.copy()
    n[:10] = 14
    said = next_year(NAMES, country.y, n)
    assert set(said.units).isdisjoint(map(str, range(10)))
    gaps = {str(j) for j in np.flatnonzero(np.isnan(country.y[:, -1]))}
    assert gaps
    assert gaps.isdisjoint(said.units)


def test_too_little_is_said_in_words() -> None:
    country = country_of(UNITS)
    with pytest.raises(ValueError, match="too few years"):
        next_year(NAMES, country.y[:, -1:], country.n)
    with pytest.raises(ValueError, match="too few units"):
        next_year(NAMES[:20], country.y[:20], country.n[:20])
