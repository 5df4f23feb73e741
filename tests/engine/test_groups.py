"""Mixed groups and fair queues."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.engine.groups import mixed_groups, pairs, speaking_order

PLACES = st.dictionaries(
    st.integers(0, 400), st.sampled_from(["Vara", "Hjo", "Skara", "Tibro", "Essunga"]), max_size=60
)


@given(PLACES, st.integers(1, 9), st.integers(0, 1000))
def test_everybody_has_one_seat_groups_are_even_and_municipalities_are_spread(places, count, seed) -> None:
    groups = mixed_groups(places, count, seed=seed)
    assert sorted(p for g in groups for p in g) == sorted(places)
    sizes = [len(g) for g in groups]
    assert max(sizes) - min(sizes) <= 1
    assert len(groups) == (min(count, len(places)) or 1)
    people = Counter(places.values())
    for group in groups:
        for place, n in Counter(places[p] for p in group).items():
            assert n <= ceil(people[place] / len(groups))


def test_the_same_seed_gives_the_same_groups_and_another_gives_others() -> None:
    places = {i: "abcde"[i % 5] for i in range(17)}
    assert mixed_groups(places, 4, seed=1) == mixed_groups(places, 4, seed=1)
    assert mixed_groups(places, 4, seed=1) != mixed_groups(places, 4, seed=2)


def test_redone_groups_bring_new_company() -> None:
    places = {i: "abcdefghijklmno"[i % 15] for i in range(17)}
    first = mixed_groups(places, 4, seed=3)
    again = mixed_groups(places, 4, seed=4, met=pairs(first))
    blind = [mixed_groups(places, 4, seed=s) for s in range(30)]
    same = len(set(pairs(first)) & set(pairs(again)))
    usual = sum(len(set(pairs(first)) & set(pairs(g))) for g in blind) / len(blind)
    assert same < usual
    assert same <= min(len(set(pairs(first)) & set(pairs(g))) for g in blind) + 1


def test_fewer_than_one_group_is_refused() -> None:
    with pytest.raises(ValueError, match="one group"):
        mixed_groups({1: "Vara"}, 0, seed=1)


def test_the_queue_lets_those_who_have_spoken_least_begin() -> None:
    assert speaking_order(["a", "b", "c", "d"], {"a": 1, "c": 2}, start=1) == ["b", "d", "a", "c"]
    assert speaking_order([], {}, start=3) == []


@given(st.lists(st.integers(), unique=True, max_size=20), st.integers(0, 50))
def test_over_many_rounds_nobody_speaks_two_times_more_than_another(people, start) -> None:
    spoken: Counter[int] = Counter()
    for turn in range(3 * len(people) + 1):
        order = speaking_order(people, spoken, start=start + turn)
        if order:
            spoken[order[0]] += 1
    assert all(abs(spoken[a] - spoken[b]) <= 1 for a, b in combinations(people, 2))
