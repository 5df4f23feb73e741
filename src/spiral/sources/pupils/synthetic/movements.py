"""Where each pupil is in years 3, 6 and 9: stays, moves within or between municipalities, arrives, leaves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.sources.pupils.synthetic.region import SyntheticRegion

#: The years of school that have surveys, and the springs between a cohort's and its last.
STAGES = (3, 6, 9)
LAST = STAGES[-1]
#: Shares of pupils: arrive before, and leave after, each stage but the outermost; arrivals that are from abroad.
_ARRIVES, _LEAVES, _FROM_ABROAD = (0.05, 0.035), (0.03, 0.03), 0.3
#: Shares of those who are there that move between two stages: within the municipality, and to another.
_MOVES_WITHIN, _MOVES_AWAY = 0.05, 0.02
#: A place that is none.
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Movements:
    """n pupils: ``lower`` (n × 2) their unit in years 3 and 6 among the region's lower, ``upper`` (n,) in year 9 among
    its upper, -1 where they are not in the region; ``from_abroad`` (n,)."""

    lower: NDArray[np.intp]
    upper: NDArray[np.intp]
    from_abroad: NDArray[np.bool_]

    def present(self, stage: int) -> NDArray[np.bool_]:
        """Who is in the region in a year of school."""
        return (self.upper if stage == LAST else self.lower[:, STAGES.index(stage)]) != NOWHERE


def draw_movements(
    region: SyntheticRegion, n: int, observed: tuple[int, ...], random: np.random.Generator
) -> Movements:
    """``observed``: the stages that files are written of; every pupil is there in one of them at least."""
    first = _chosen(region.weight, random.random(n))
    home = region.municipality[region.lower]
    second = _moved(first, home, region.weight, random)
    size = np.asarray(np.bincount(region.parent, region.weight, len(region.upper)), np.float64)
    third = _moved(region.parent[second], region.municipality[region.upper], size, random)
    arrives = np.searchsorted(np.cumsum(_ARRIVES), random.random(n))  # 0: between the first two, 1: the last two
    arrives = (arrives + 1) % 3
    leaves = np.searchsorted(np.cumsum(_LEAVES), random.random(n)) + 1  # the first stage at which she is gone
    leaves = np.where(leaves <= arrives, len(STAGES), leaves)
    there = np.array([(arrives <= stage) & (stage < leaves) for stage in range(len(STAGES))])
    is_seen = there[[STAGES.index(stage) for stage in observed]].any(axis=0)
    there[:, ~is_seen] = True
    from_abroad = (arrives > 0) & is_seen & (random.random(n) < _FROM_ABROAD)
    return Movements(
        np.stack([np.where(there[0], first, NOWHERE), np.where(there[1], second, NOWHERE)], axis=1),
        np.where(there[2], third, NOWHERE),
        from_abroad,
    )


def _chosen(weight: NDArray[np.float64], at: NDArray[np.float64]) -> NDArray[np.intp]:
    """A place for each number between 0 and 1, by weight."""
    edges = np.cumsum(weight)
    return np.minimum(np.searchsorted(edges, at * edges[-1], side="right"), len(weight) - 1)


def _moved(
    place: NDArray[np.intp], home: NDArray[np.intp], weight: NDArray[np.float64], random: np.random.Generator
) -> NDArray[np.intp]:
    """The places after moves; ``home``: the municipality of each place, ``weight`` what draws pupils there."""
    order = np.argsort(home, kind="stable")
    edges = np.append(0.0, np.cumsum(weight[order]))
    begins = np.searchsorted(home[order], np.arange(home.max() + 1))
    ends = np.searchsorted(home[order], np.arange(home.max() + 1), side="right")
    draw, at = random.random(len(place)), random.random(len(place))
    within, away = draw < _MOVES_WITHIN, draw > 1 - _MOVES_AWAY
    result = place.copy()
    low, high = edges[begins[home[place]]], edges[ends[home[place]]]
    inside = np.searchsorted(edges, low + at * (high - low), side="right") - 1
    anywhere = np.searchsorted(edges, at * edges[-1], side="right") - 1
    result[within] = order[np.clip(inside, 0, len(order) - 1)][within]
    result[away] = order[np.clip(anywhere, 0, len(order) - 1)][away]
    return result
