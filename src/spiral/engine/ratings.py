"""Ratings on an ordered scale, known only as counts per level.

Answers are stored as counts: ``counts[i]`` people chose level ``i + 1``, and who skipped a statement is not counted. A
person's answers to two statements are never linked, which is why no reliability coefficient is computed and why the
range of chance for a mean over statements is an upper bound (:func:`overall_change`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spiral.engine.estimates import Z95

Counts = Sequence[int]


class NoAnswers(ValueError):
    """Nobody has answered: there is no mean, no standard deviation and no change."""


@dataclass(frozen=True, slots=True)
class Change:
    """A difference of two means, now minus before, in levels, and the range of differences that chance alone gives."""

    value: float
    chance_low: float
    chance_high: float

    @property
    def may_be_chance(self) -> bool:
        return self.chance_low <= self.value <= self.chance_high


def answer_count(counts: Counts) -> int:
    """How many people chose a level."""
    return sum(counts)


def mean(counts: Counts) -> float:
    """Sum of the levels over the number who answered, in levels. Raises NoAnswers."""
    n = answer_count(counts)
    if not n:
        raise NoAnswers
    return sum(level * count for level, count in enumerate(counts, 1)) / n


def overall_mean(statements: Sequence[Counts]) -> float:
    """All levels of all statements over the number of answers given, in levels. Raises NoAnswers.

    Where nobody skipped, this is the instrument's own rule: each person's sum over the number of statements, averaged.
    """
    given = sum(answer_count(counts) for counts in statements)
    if not given:
        raise NoAnswers
    return sum(mean(counts) * answer_count(counts) for counts in statements if answer_count(counts)) / given


def standard_deviation(counts: Counts) -> float:
    """Standard deviation between those who answered, divisor n (they are the group, not a sample), in levels.

    Raises NoAnswers.
    """
    centre, n = mean(counts), answer_count(counts)
    return math.sqrt(sum(c * (level - centre) ** 2 for level, c in enumerate(counts, 1)) / n)


def consensus(counts: Counts) -> float:
    """Agreement on an ordered scale: 1 when all chose one level, 0 when half chose each end. No unit.

    Cns = 1 + sum p_i log2(1 - |X_i - mean| / (X_max - X_min)): Tastle & Wierman, Consensus and dissention: a measure of
    ordinal dispersion, International Journal of Approximate Reasoning 45 (2007) 531-545. Raises NoAnswers, and
    ValueError for a scale of one level.
    """
    if len(counts) < 2:
        raise ValueError("a scale has at least two levels")
    centre, n, width = mean(counts), answer_count(counts), len(counts) - 1
    return 1 + sum(c / n * math.log2(1 - abs(level - centre) / width) for level, c in enumerate(counts, 1) if c)


def levels_around(value: float, decimals: int = 1) -> tuple[int, int]:
    """The named levels that a mean lies between, as (below, above); both the same when it is printed as a level.

    There are no cut-offs: 2.4 lies between 2 and 3, and 2.96, printed as 3.0, is 3.
    """
    printed = round(value, decimals)
    return math.floor(printed), math.ceil(printed)


def change(now: Counts, before: Counts, share: float = 0.95) -> Change:
    """The difference of means and the narrowest symmetric range that holds ``share`` of what chance alone gives.

    Chance alone: everybody's answers from both rounds are put in one bag and drawn anew into two rounds of the same
    sizes. The distribution is exact, by counting all the ways to draw (Pitman, Significance tests which may be applied
    to samples from any populations, Supplement to the JRSS 4 (1937) 119-130). Who answered twice is unknown, so the
    rounds cannot be paired. Raises NoAnswers, and ValueError when the scales differ.
    """
    if len(now) != len(before):
        raise ValueError("the two rounds have different scales")
    n_now, n_before = answer_count(now), answer_count(before)
    difference = mean(now) - mean(before)
    pooled = [a + b for a, b in zip(now, before, strict=True)]
    total = sum(level * count for level, count in enumerate(pooled, 1))
    ways = _draws_by_sum(pooled, n_now)
    everything = sum(ways.values())
    # Distances are compared as whole numbers: |n_before * s - n_now * (total - s)| is n_now * n_before * |difference|.
    mass: dict[int, int] = {}
    for drawn, count in ways.items():
        distance = abs(n_before * drawn - n_now * (total - drawn))
        mass[distance] = mass.get(distance, 0) + count
    held, widest = 0, 0
    for distance in sorted(mass):
        held, widest = held + mass[distance], distance
        if held >= share * everything:
            break
    half = widest / (n_now * n_before)
    # The observed difference is one of the possible ones; rounding must not put it outside its own equal.
    return Change(difference, -half - 1e-9, half + 1e-9)


def overall_change(now: Sequence[Counts], before: Sequence[Counts]) -> Change:
    """The change of the plain mean over statements, with a range that is at least as wide as chance alone gives.

    Answers are not linked between statements, so how they vary together is unknown. Whatever it is, the standard
    deviation of a mean of differences is at most the mean of their standard deviations (Minkowski); each of those is
    that of drawing without replacement, S sqrt(1/n + 1/m) with S over the pooled answers, divisor N - 1 (Cochran,
    Sampling Techniques, 1977, 2.3). The range is 1.96 times that bound. Raises NoAnswers and ValueError as
    :func:`change`.
    """
    if not now:
        raise NoAnswers
    differences, deviations = [], []
    for a, b in zip(now, before, strict=True):
        differences.append(mean(a) - mean(b))
        pooled = [x + y for x, y in zip(a, b, strict=True)]
        n = answer_count(pooled)
        variance = standard_deviation(pooled) ** 2 * n / (n - 1)
        deviations.append(math.sqrt(variance * (1 / answer_count(a) + 1 / answer_count(b))))
    half = Z95 * sum(deviations) / len(deviations)
    return Change(sum(differences) / len(differences), -half, half)


def most_disagreed(statements: Sequence[Counts]) -> int | None:
    """The index of the statement with the least consensus, the first of equals; None when all agree on everything."""
    agreements = [(consensus(counts), i) for i, counts in enumerate(statements) if answer_count(counts)]
    lowest = min(agreements, default=(1.0, -1))
    return lowest[1] if lowest[0] < 1 else None


def _draws_by_sum(pooled: Counts, size: int) -> dict[int, int]:
    """Sum of levels → how many ways to draw ``size`` answers with that sum from ``pooled``, each at most once."""
    ways: dict[tuple[int, int], int] = {(0, 0): 1}
    for level, available in enumerate(pooled, 1):
        extended: dict[tuple[int, int], int] = {}
        for (taken, total), count in ways.items():
            for more in range(min(available, size - taken) + 1):
                key = (taken + more, total + more * level)
                extended[key] = extended.get(key, 0) + count * math.comb(available, more)
        ways = extended
    return {total: count for (taken, total), count in ways.items() if taken == size}
