"""Intervals of published figures, against published worked examples and against what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine import estimates
from spiral.engine.estimates import (
    CohortVariation,
    Estimate,
    cohort_variation,
    count_from_share,
    deciles,
    difference,
    mean_interval,
    median_change,
    share_icc,
    share_interval,
    usual_change,
    weighted_mean,
)


def test_wilson_agrees_with_newcombes_published_examples() -> None:
    """Newcombe 1998, table I, method 3: 81/263 gives .2553 to .3662; 15/148 gives .0624 to .1605."""
    a = share_interval(100 * 81 / 263, 263)
    b = share_interval(100 * 15 / 148, 148)
    assert (a.low, a.high) == (pytest.approx(25.53, abs=0.005), pytest.approx(36.62, abs=0.005))
    assert (b.low, b.high) == (pytest.approx(6.24, abs=0.005), pytest.approx(16.05, abs=0.005))


def test_none_and_all_are_ends_of_their_intervals() -> None:
    assert {share_interval(0, n).low for n in range(1, 300)} == {0.0}
    assert {share_interval(100, n).high for n in range(1, 300)} == {100.0}


def test_the_difference_of_two_shares_agrees_with_newcombes_method_10() -> None:
    """Newcombe 1998b, table II (a): 56/70 - 48/80 = .2000, .0524 to .3339."""
    d = difference(share_interval(80, 70), share_interval(60, 80))
    assert (d.value, d.low, d.high) == (
        pytest.approx(20),
        pytest.approx(5.24, abs=0.005),
        pytest.approx(33.39, abs=0.005),
    )


def test_clustering_widens_a_share_and_more_units_narrow_it() -> None:
    plain, one, four = (share_interval(60, 200, icc, units) for icc, units in ((0, 1), (0.02, 1), (0.02, 4)))
    assert plain.high - plain.low < four.high - four.low < one.high - one.low


@given(st.floats(0, 100), st.integers(1, 5000), st.floats(0, 0.3))
def test_a_share_stays_between_nought_and_a_hundred_and_holds_its_value(p: float, n: int, icc: float) -> None:
    e = share_interval(p, n, icc)
    assert -1e-9 <= e.low <= p + 1e-9 <= e.high + 2e-9 <= 100 + 3e-9


def test_cohort_variation_finds_the_variances_that_made_the_data() -> None:
    rng = np.random.default_rng(7)
    n = rng.integers(20, 200, 3000).astype(float)
    y = (
        220
        + rng.normal(0, 20, 3000)[:, None]
        + rng.normal(0, 6, (3000, 5))
        + rng.normal(0, 1, (3000, 5)) * (70 / n**0.5)[:, None]
    )
    found = cohort_variation(y, n)
    assert found.pupil_sd == pytest.approx(70, rel=0.04)
    assert found.cohort_sd == pytest.approx(6, rel=0.12)


def test_the_interval_of_a_mean_covers_another_cohort_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    variation = CohortVariation(pupil_sd=70, cohort_sd=6)
    means = 215 + rng.normal(0, 6, 4000) + rng.normal(0, 70 / 60**0.5, 4000)
    e = mean_interval(215, 60, variation)
    assert np.mean((means > e.low) & (means < e.high)) == pytest.approx(0.95, abs=0.012)


def test_a_count_is_found_only_where_the_share_is_one() -> None:
    assert count_from_share(54.3, 35) == 19
    assert count_from_share(54.0, 35) is None
    assert count_from_share(0.0, 12) == 0


def test_only_the_pupil_weighted_mean_is_made() -> None:
    assert weighted_mean([200.0, 240.0], [90, 10]) == pytest.approx(204)
    with pytest.raises(ValueError, match="no pupils"):
        weighted_mean([200.0], [0])


def test_the_usual_change_needs_four_and_passes_over_gaps() -> None:
    assert median_change([1, 2, 4, None, 5, 9, 8]) is not None
    assert median_change([1, 2, 4, 7]) is None
    assert median_change([0, 1, 3, 4, 6]) == 1.5


def test_the_usual_change_is_students_t_over_the_changes_before_the_judged_one() -> None:
    earlier = [10.0, 12.0, 11.0, 13.0, 12.0]  # 2, -1, 2, -1: root mean square 1.58
    assert usual_change([*earlier, 99.0]) == pytest.approx(2.776 * 2.5**0.5)
    assert usual_change([*earlier, -99.0]) == usual_change([*earlier, 99.0])
    assert usual_change(earlier) is None
    assert usual_change([*earlier, None]) is None or usual_change([*earlier, None]) > 0


def test_students_t_is_what_scipy_gives() -> None:
    from scipy.special import stdtrit

    table = estimates._STUDENT_T
    exact = [float(stdtrit(estimates.LEAST_CHANGES + k, 0.975)) for k in range(len(table))]
    assert list(table) == pytest.approx(exact, abs=6e-4)
    # Beyond the table the last stands: a little wider than exact, never narrower.
    assert table[-1] > float(stdtrit(60, 0.975))


def test_the_intra_class_correlation_of_a_share_is_the_one_that_made_the_data() -> None:
    rng = np.random.default_rng(11)
    n = rng.integers(30, 200, 2500).astype(float)
    usual = rng.uniform(0.55, 0.9, len(n))
    cohorts = rng.beta((usual * 99)[:, None], ((1 - usual) * 99)[:, None], (len(n), 5))  # 1 / (99 + 1)
    percent = 100 * rng.binomial(n.astype(int)[:, None], cohorts) / n[:, None]
    percent[rng.random(percent.shape) < 0.2] = np.nan
    assert share_icc(percent, n) == pytest.approx(0.01, abs=0.001)
    only_chance = 100 * rng.binomial(n.astype(int)[:, None], usual[:, None], (len(n), 5)) / n[:, None]
    assert share_icc(only_chance, n) < 0.0006


def test_units_where_hardly_anybody_or_nearly_all_reach_say_nothing_of_a_share() -> None:
    with pytest.raises(ValueError, match="fewer than ten"):
        share_icc(np.full((50, 5), 99.0), np.full(50, 100.0))


def test_a_share_without_years_of_its_own_varies_as_the_widest_that_has() -> None:
    variation = CohortVariation(70.0, 6.0, {"all_subjects": 0.009, "vocational": 0.0075})
    assert variation.icc_of("vocational") == 0.0075
    assert variation.icc_of("") == 0.009
    assert CohortVariation(70.0, 6.0).icc_of("") == CohortVariation(70.0, 6.0).icc


def test_deciles_need_twenty_values() -> None:
    assert deciles(list(range(19))) == ()
    assert deciles(list(range(101))) == tuple(range(10, 100, 10))


def test_excluding_a_reference_is_strict() -> None:
    assert not Estimate(5, 0, 10, 9).excludes(10)
    assert Estimate(5, 0, 10, 9).excludes(10.1)
