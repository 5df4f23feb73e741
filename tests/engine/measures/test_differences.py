"""Differences hold at the rate they promise, also for a class of twenty."""

from __future__ import annotations

import numpy as np
import pytest

from spiral.engine.measures.differences import (
    difference_of_means,
    difference_of_shares,
    more_than_the_opposite,
)

RNG = np.random.default_rng(14)
DRAWS = 2000


def test_a_difference_of_means_is_welchs() -> None:
    from scipy import stats

    first, second = RNG.normal(210, 60, 29), RNG.normal(230, 40, 32)
    gap = difference_of_means((first.mean(), first.std(ddof=1), 29), (second.mean(), second.std(ddof=1), 32))
    expected = stats.ttest_ind(first, second, equal_var=False).confidence_interval(0.95)
    assert gap is not None
    assert (gap.low, gap.high) == pytest.approx((expected.low, expected.high))
    assert gap.value == pytest.approx(first.mean() - second.mean())
    assert difference_of_means((1.0, 0.0, 1), (1.0, 1.0, 9)) is None
    alike = difference_of_means((1.0, 0.0, 5), (3.0, 0.0, 5))
    assert alike is not None
    assert (alike.low, alike.high, alike.is_clear) == (-2.0, -2.0, True)


def test_a_difference_of_shares_is_newcombes_published_example() -> None:
    """Newcombe 1998, table II (a): 56/70 against 48/80 is .2 with .0524 to .3339."""
    gap = difference_of_shares(56, 70, 48, 80)
    assert gap is not None
    assert (gap.value, gap.low, gap.high) == pytest.approx((20.0, 5.24, 33.39), abs=0.005)
    assert gap.is_clear
    assert difference_of_shares(0, 0, 1, 3) is None


@pytest.mark.parametrize(("p1", "p2", "n1", "n2"), [(0.8, 0.7, 20, 20), (0.95, 0.9, 30, 25), (0.5, 0.5, 15, 40)])
def test_differences_of_shares_hold_at_their_rate(p1: float, p2: float, n1: int, n2: int) -> None:
    hits = 0
    for first, second in zip(RNG.binomial(n1, p1, DRAWS), RNG.binomial(n2, p2, DRAWS), strict=True):
        gap = difference_of_shares(int(first), n1, int(second), n2)
        hits += gap is not None and gap.low <= 100 * (p1 - p2) <= gap.high
    assert hits / DRAWS == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(("up", "down", "n"), [(0.3, 0.2, 20), (0.1, 0.4, 60), (0.05, 0.05, 100)])
def test_more_than_the_opposite_holds_at_its_rate(up: float, down: float, n: int) -> None:
    hits = 0
    for rose, fell, _same in RNG.multinomial(n, [up, down, 1 - up - down], DRAWS):
        gap = more_than_the_opposite(int(rose), int(fell), n)
        hits += gap is not None and gap.low <= 100 * (up - down) <= gap.high
    assert hits / DRAWS == pytest.approx(0.95, abs=0.03)
    assert more_than_the_opposite(0, 0, 0) is None
