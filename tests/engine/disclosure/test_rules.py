"""Every threshold of the rules, as a number on either side of it."""

from __future__ import annotations

import re

import pytest

from spiral.engine.disclosure import Outcome, Rules, rules
from spiral.engine.disclosure.rules import deviation_may_stand, mean_may_stand, rarer_outcome, value_added_may_stand
from spiral.engine.message import EngineError


def test_the_network_has_chosen_these_numbers() -> None:
    assert {name: getattr(rules, name) for name in dir(rules) if name.isupper()} == {
        "MIN_BASE": 10,
        "FEW": 4,
        "MIN_VALUES": 3,
        "VALUE_ADDED_YEARS": 3,
        "VALUE_ADDED_BASE": 15,
    }
    chosen = Rules(Outcome.HITS)
    assert (chosen.name, chosen.base, chosen.few, chosen.values, chosen.masks) == ("Spiral", 10, 4, 3, True)


@pytest.mark.parametrize(("n", "needed"), [(0, 1), (1, 2), (2, 3), (3, 3), (100, 3)])
def test_a_count_keeps_three_possible_values_or_all_that_there_are(n: int, needed: int) -> None:
    assert Rules(Outcome.HITS).needed(n) == needed


@pytest.mark.parametrize(("n", "needed"), [(1, 2), (2, 3), (3, 4), (4, 4)])
def test_stricter_rules_keep_more_values(n: int, needed: int) -> None:
    assert Rules(Outcome.HITS, values=4).needed(n) == needed


@pytest.mark.parametrize(
    ("thresholds", "said"),
    [
        ({"few": -1}, "thresholds_too_small"),
        ({"values": 1}, "thresholds_too_small"),
        ({"base": 9}, "base_lets_masks_overlap (base=9, least=10)"),
        ({"base": 11, "few": 5}, "base_lets_masks_overlap (base=11, least=12)"),
        ({"base": 1, "few": 0}, "base_lets_masks_overlap (base=1, least=2)"),
        ({"few": 2}, "mask_leaves_too_few_values (few=2, values=3)"),
        ({"few": 1}, "mask_leaves_too_few_values (few=1, values=3)"),
        ({"values": 5}, "mask_leaves_too_few_values (few=4, values=5)"),
    ],
)
def test_thresholds_that_contradict_each_other_are_refused(thresholds: dict[str, int], said: str) -> None:
    with pytest.raises(EngineError, match=f"^{re.escape(said)}$"):
        Rules(Outcome.HITS, **thresholds)


@pytest.mark.parametrize(
    "thresholds",
    [
        {"few": 0},
        {"few": 0, "base": 2},
        {"few": 3},
        {"few": 1, "masks": False},
        {"values": 2},
        {"values": 4},
        {"few": 2, "values": 2},
        {"few": 5, "base": 12},
    ],
    ids=str,
)
def test_thresholds_that_agree_are_rules(thresholds: dict[str, int]) -> None:
    assert Rules(Outcome.HITS, **thresholds).sensitive is Outcome.HITS


@pytest.mark.parametrize(
    ("n", "hits", "outcome"),
    [(20, 9, Outcome.HITS), (20, 10, Outcome.MISSES), (21, 10, Outcome.HITS), (21, 11, Outcome.MISSES)],
)
def test_the_outcome_that_fewer_have_is_the_sensitive_one(n: int, hits: int, outcome: Outcome) -> None:
    assert rarer_outcome(n, hits) is outcome


def test_a_mean_needs_ten_pupils_or_as_many_as_the_rules_say() -> None:
    assert [mean_may_stand(n) for n in (9, 10, 11)] == [False, True, True]
    assert [mean_may_stand(n, 15) for n in (14, 15)] == [False, True]


def test_a_deviation_needs_ten_pupils_and_a_share_that_is_shown() -> None:
    assert [deviation_may_stand(True, n) for n in (9, 10, 11)] == [False, True, True]
    assert [deviation_may_stand(True, n, 15) for n in (14, 15)] == [False, True]
    assert [deviation_may_stand(False, n) for n in (10, 1000)] == [False, False]


def test_value_added_leaves_its_owner_with_fifteen_pupils_of_three_years() -> None:
    assert [value_added_may_stand(n, 3) for n in (14, 15, 16)] == [False, True, True]
    assert [value_added_may_stand(15, years) for years in (2, 3, 4)] == [False, True, True]
