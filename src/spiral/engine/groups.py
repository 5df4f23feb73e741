"""People divided into groups: even sizes, municipalities mixed, and people who have not met before together."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)

#: How many deals are tried when people should meet others than last time.
TRIES = 60


def mixed_groups(
    places: Mapping[Person, str], count: int, *, seed: int, met: Iterable[frozenset[Person]] = ()
) -> list[list[Person]]:
    """``places`` (person → municipality) dealt into ``count`` groups, of which none is empty while people last.

    Group sizes differ by at most one. No municipality has more people in a group than its people divided by the number
    of groups, rounded up. ``met`` are pairs who have sat together before: of ``TRIES`` deals the one with the fewest
    such pairs is taken. The same seed gives the same groups. Raises ValueError for fewer than one group.
    """
    if count < 1:
        raise ValueError("at least one group")
    count = min(count, len(places)) or 1
    chance = random.Random(seed)  # noqa: S311 - seats, not secrets
    before = Counter(met)
    best: list[list[Person]] = []
    fewest = -1
    for _try in range(TRIES if before else 1):
        dealt = _deal(places, count, chance)
        repeats = sum(before[frozenset(pair)] for group in dealt for pair in combinations(group, 2))
        if fewest < 0 or repeats < fewest:
            best, fewest = dealt, repeats
        if fewest == 0:
            break
    return best


def _deal(places: Mapping[Person, str], count: int, chance: random.Random) -> list[list[Person]]:
    """Deals people out in turn, municipality by municipality, which gives even sizes and mixed municipalities."""
    by_place: dict[str, list[Person]] = {}
    for person, place in places.items():
        by_place.setdefault(place, []).append(person)
    order = list(by_place)
    chance.shuffle(order)
    groups: list[list[Person]] = [[] for _ in range(count)]
    at = 0
    for place in order:
        chance.shuffle(by_place[place])
        for person in by_place[place]:
            groups[at % count].append(person)
            at += 1
    return groups


def pairs(groups: Iterable[Sequence[Person]]) -> list[frozenset[Person]]:
    """Every pair of people who are in the same group."""
    return [frozenset(pair) for group in groups for pair in combinations(group, 2)]


def speaking_order(people: Sequence[Person], spoken: Mapping[Person, int], *, start: int) -> list[Person]:
    """A fair queue: who has spoken the fewest times first, among equals round the table from ``start``."""
    turned = list(people[start % len(people) :]) + list(people[: start % len(people)]) if people else []
    return sorted(turned, key=lambda p: spoken.get(p, 0))
