"""A level's effects in the order of size, as a caterpillar plot has them; many groups put together in equal slices.

The order is what the picture is for, and no ranking: intervals overlap (lme4's ``dotplot(ranef(m, condVar=TRUE))``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..effects import Effects

#: The share of groups whose 95 % interval leaves out 0 by chance, as it is said.
BY_CHANCE = 0.05


@dataclass(frozen=True, eq=False)
class Caterpillar:
    """One term's effects of G groups, least first; equal ones in the order of the groups' names.

    ``place`` (G,): where each stands in ``Effects``; ``estimate``, ``low``, ``high`` (G,) in the outcome's unit;
    ``apart`` (G,): does the interval leave out 0?
    """

    level: str
    term: str
    place: np.ndarray
    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    apart: np.ndarray


@dataclass(frozen=True, eq=False)
class Slices:
    """Consecutive groups of a caterpillar put together, S slices: ``first`` (S,) the first group of each, ``count``.

    ``estimate`` (S,): the mean; ``low``, ``high``: the medians of the intervals' ends, ``lowest`` and ``highest`` the
    outermost of them; ``apart`` (S,): how many leave out 0.
    """

    first: np.ndarray
    count: np.ndarray
    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    apart: np.ndarray


def caterpillar(effects: Effects, term: int = 0) -> Caterpillar:
    """The effects of one random term in the order of size."""
    place = np.argsort(effects.estimate[:, term], kind="stable")
    estimate, low, high = (values[place, term] for values in (effects.estimate, effects.low, effects.high))
    return Caterpillar(effects.level, effects.terms[term], place, estimate, low, high, (low > 0) | (high < 0))


def slices(groups: Caterpillar, most: int) -> Slices:
    """At most ``most`` slices, whose sizes differ by one group at most."""
    first = np.unique(np.linspace(0, len(groups.place), min(most, len(groups.place)) + 1).astype(np.int64))[:-1]
    parts = [slice(start, end) for start, end in zip(first, [*first[1:], len(groups.place)], strict=True)]
    return Slices(
        first=first,
        count=np.array([part.stop - part.start for part in parts]),
        estimate=np.array([groups.estimate[part].mean() for part in parts]),
        low=np.array([np.median(groups.low[part]) for part in parts]),
        high=np.array([np.median(groups.high[part]) for part in parts]),
        lowest=np.minimum.reduceat(groups.low, first),
        highest=np.maximum.reduceat(groups.high, first),
        apart=np.add.reduceat(groups.apart.astype(np.int64), first),
    )
