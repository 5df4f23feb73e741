"""The formulas of ratings against worked examples and against counting by brute force."""

from __future__ import annotations

import math
from itertools import combinations

import pytest

from spiral.engine.ratings import (
    NoAnswers,
    change,
    consensus,
    levels_around,
    mean,
    most_disagreed,
    overall_change,
    overall_mean,
    standard_deviation,
)


def test_the_mean_is_the_sum_over_the_number_who_answered() -> None:
    # 1·1 + 2·4 + 3·5 + 4·2 = 32 by 12 people
    assert mean([1, 4, 5, 2]) == pytest.approx(32 / 12)
    # One person's ten answers, as on paper: 3+3+3+2+2+2+2+1+1+1 = 20, 20 / 10 = 2
    paper = [3, 3, 3, 2, 2, 2, 2, 1, 1, 1]
    assert overall_mean([[int(a == level) for level in (1, 2, 3, 4)] for a in paper]) == pytest.approx(2)


def test_a_skipped_statement_is_in_neither_sum_nor_number() -> None:
    assert overall_mean([[0, 2, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]]) == pytest.approx((2 + 2 + 4) / 3)


def test_nobody_has_no_mean() -> None:
    for figure in (mean, standard_deviation, consensus):
        with pytest.raises(NoAnswers):
            figure([0, 0, 0, 0])
    with pytest.raises(NoAnswers):
        overall_mean([])
    with pytest.raises(NoAnswers):
        change([1, 0], [0, 0])


def test_the_spread_of_two_at_each_end_is_half_the_scale() -> None:
    assert standard_deviation([2, 0, 0, 2]) == pytest.approx(1.5)
    assert standard_deviation([0, 4, 0, 0]) == 0
    # Levels 2 2 3 3 3 4: mean 17/6, squared distances (2·25 + 3·1 + 49) / 36 = 102/36, over 6 people 17/36
    assert standard_deviation([0, 2, 3, 1]) == pytest.approx(math.sqrt(17 / 36))


def test_consensus_has_its_published_ends_and_a_worked_middle() -> None:
    assert consensus([0, 0, 7, 0]) == pytest.approx(1)
    assert consensus([6, 0, 0, 6]) == pytest.approx(0)
    # Everybody spread evenly over four levels: mean 2,5, distances 1,5 0,5 0,5 1,5 of 3.
    assert consensus([1, 1, 1, 1]) == pytest.approx(1 + 0.5 * math.log2(0.5) + 0.5 * math.log2(5 / 6))


def test_the_more_extreme_of_two_patterns_with_one_mean_has_less_consensus() -> None:
    assert mean([5, 2, 1, 4]) == pytest.approx(mean([1, 7, 3, 1]), abs=0.01)
    assert consensus([5, 2, 1, 4]) < consensus([1, 7, 3, 1])


@pytest.mark.parametrize(
    ("value", "around"), [(2.4, (2, 3)), (2.0, (2, 2)), (2.96, (3, 3)), (2.04, (2, 2)), (3.95, (4, 4))]
)
def test_a_mean_lies_between_named_levels_without_cut_offs(value: float, around: tuple[int, int]) -> None:
    assert levels_around(value) == around


def _brute(now: list[int], before: list[int]) -> list[float]:
    bag = [level for counts in (now, before) for level, c in enumerate(counts, 1) for _ in range(c)]
    n, found = sum(now), []
    for chosen in combinations(range(len(bag)), n):
        inside = sum(bag[i] for i in chosen)
        found.append(abs(inside / n - (sum(bag) - inside) / (len(bag) - n)))
    return sorted(found)


@pytest.mark.parametrize(
    ("now", "before"), [([1, 2, 2, 0], [0, 1, 3, 1]), ([5, 0, 0, 0], [0, 0, 0, 5]), ([0, 3, 3, 0], [2, 2, 1, 0])]
)
def test_what_chance_alone_gives_is_exact(now: list[int], before: list[int]) -> None:
    every = _brute(now, before)
    expected = next(d for d in every if sum(e <= d + 1e-9 for e in every) >= 0.95 * len(every))
    found = change(now, before)
    assert found.chance_high == pytest.approx(expected, abs=1e-6)
    assert found.chance_low == pytest.approx(-expected, abs=1e-6)
    assert found.may_be_chance == (abs(found.value) <= expected + 1e-9)


def test_five_against_five_from_one_end_to_the_other_is_more_than_chance() -> None:
    found = change([0, 0, 0, 5], [5, 0, 0, 0])
    assert found.value == pytest.approx(3)
    assert not found.may_be_chance


def test_the_same_answers_again_may_be_chance_even_where_all_agree() -> None:
    assert change([0, 0, 6, 0], [0, 0, 5, 0]).may_be_chance


def test_scales_of_different_lengths_are_never_compared() -> None:
    with pytest.raises(ValueError, match="different scales"):
        change([1, 1], [1, 1, 1])


@pytest.mark.slow
def test_three_hundred_answers_are_counted_at_once() -> None:
    found = change([60, 90, 90, 60], [75, 75, 75, 75])
    assert 0 < found.chance_high < 0.25


def test_the_range_over_statements_covers_the_worst_case_of_one_opinion_behind_them_all() -> None:
    now, before = [1, 4, 5, 2], [2, 5, 4, 1]
    alone = overall_change([now], [before])
    assert overall_change([now] * 10, [before] * 10).chance_high == pytest.approx(alone.chance_high)
    # By hand: pooled 3 9 9 3, mean 2,5, sum of squares 3·2·2,25 + 9·2·0,25 = 18, S = sqrt(18/23), times sqrt(2/12)
    assert alone.chance_high == pytest.approx(1.959963984540054 * math.sqrt(18 / 23) * math.sqrt(2 / 12))


def test_the_statement_that_divides_most_is_found_and_none_where_all_agree() -> None:
    assert most_disagreed([[0, 1, 7, 4], [5, 2, 1, 4], [3, 6, 2, 1]]) == 1
    assert most_disagreed([[0, 5, 0, 0], [0, 0, 0, 0]]) is None
