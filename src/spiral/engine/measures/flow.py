"""Where a cohort's pupils went between two surveys, and where they came from; and the chain 3 → 6 → 9."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.linking import rows_in
from spiral.engine.measures.progression import require_one_cohort
from spiral.engine.measures.pupils import Pupils


@dataclass(frozen=True, slots=True)
class Stream:
    """Pupils from one unit to another. None: outside the tables, or a unit that is not known."""

    before: str | None
    after: str | None
    pupils: int


@dataclass(frozen=True, slots=True)
class Flow:
    """One unit, or all together (``unit`` None). The first cohort is stayers + leavers + unknown_from, the second
    stayers + arrivals + unknown_to. Unknown are those that cannot be linked, and of a unit those whose other unit is
    not known. Of the leavers ``moved_out`` are in another of the units, of the arrivals ``moved_in`` come from one."""

    unit: str | None
    stayers: int
    arrivals: int
    leavers: int
    unknown_from: int
    unknown_to: int
    moved_in: int = 0
    moved_out: int = 0

    @property
    def size_from(self) -> int:
        """Pupils of the first cohort."""
        return self.stayers + self.leavers + self.unknown_from

    @property
    def size_to(self) -> int:
        """Pupils of the second cohort."""
        return self.stayers + self.arrivals + self.unknown_to


def flow(before: Pupils, after: Pupils) -> Flow:
    """All units together. Raises ValueError for tables that are not of one cohort."""
    require_one_cohort(before, after)
    stayers = int((rows_in(after, before) >= 0).sum())
    linkable_from, linkable_to = int(before.linkable.sum()), int(after.linkable.sum())
    return Flow(
        None,
        stayers,
        linkable_to - stayers,
        linkable_from - stayers,
        len(before) - linkable_from,
        len(after) - linkable_to,
    )


def flow_by_unit(before: Pupils, after: Pupils) -> tuple[Flow, ...]:
    """Each unit of either table, by its code. Raises ValueError for tables that are not of one cohort."""
    require_one_cohort(before, after)
    units = sorted({*before.units, *after.units})
    here, there = _places(before, units), _places(after, units)
    size = len(units)
    rows = rows_in(before, after)
    came_from, went_to = np.full(len(after), -1), np.where(rows >= 0, there[rows] if len(after) else -1, -1)
    matched = np.flatnonzero(rows >= 0)
    came_from[rows[matched]] = here[matched]
    both = np.zeros(len(after), np.bool_)
    both[rows[matched]] = True

    def count(place: NDArray[np.intp], chosen: NDArray[np.bool_]) -> NDArray[np.intp]:
        return np.bincount(place[chosen & (place >= 0)], minlength=size)

    left = (rows < 0) & before.linkable
    unknown_from = ~before.linkable | ((rows >= 0) & (went_to < 0))
    unknown_to = ~after.linkable | (both & (came_from < 0))
    stayers = count(here, (rows >= 0) & (went_to == here))
    moved_out = count(here, (rows >= 0) & (went_to >= 0) & (went_to != here))
    moved_in = count(there, both & (came_from >= 0) & (came_from != there))
    arrivals = count(there, after.linkable & ~both) + moved_in
    leavers = count(here, left) + moved_out
    columns = (stayers, arrivals, leavers, count(here, unknown_from), count(there, unknown_to), moved_in, moved_out)
    return tuple(Flow(unit, *row) for unit, row in zip(units, np.stack(columns, axis=1).tolist(), strict=True))


def streams(before: Pupils, after: Pupils) -> tuple[Stream, ...]:
    """Pupils between every two units, and to and from outside, for drawing. Those that cannot be linked are in none;
    :func:`flow` counts them. Raises ValueError for tables that are not of one cohort."""
    require_one_cohort(before, after)
    units = sorted({*before.units, *after.units})
    here, there, rows = _places(before, units), _places(after, units), rows_in(before, after)
    new = after.linkable.copy()
    new[rows[rows >= 0]] = False
    stayed = before.linkable & (rows >= 0)
    gone = before.linkable & (rows < 0)
    first = np.concatenate([here[stayed], here[gone], np.full(int(new.sum()), -1)])
    last = np.concatenate([there[rows[stayed]], np.full(int(gone.sum()), -1), there[new]])
    pairs, pupils = np.unique(np.stack([first, last], axis=1), axis=0, return_counts=True)
    names = (*units, None)
    return tuple(Stream(names[a], names[b], n) for (a, b), n in zip(pairs.tolist(), pupils.tolist(), strict=True))


def _places(pupils: Pupils, units: Sequence[str]) -> NDArray[np.intp]:
    """Each pupil's unit (n,) as an index into the units of both tables; -1 where not known."""
    number = {unit: place for place, unit in enumerate(units)}
    place = np.asarray([*(number[unit] for unit in pupils.units), -1], np.intp)
    return place[pupils.unit]


@dataclass(frozen=True, slots=True)
class Chain:
    """A cohort through several surveys: the step between each and the next, and how many are in all of them."""

    surveys: tuple[str, ...]  # "np3 2020"
    steps: tuple[Flow, ...]
    throughout: int


def chain(tables: Sequence[Pupils]) -> Chain:
    """Surveys of one cohort in their order, as np3, betyg_ak6, betyg_ak9. Raises ValueError for fewer than two, or for
    tables that are not of one cohort."""
    if len(tables) < 2:
        raise ValueError("a chain has two surveys at least")
    followed = tables[0].linkable.copy()
    for table in tables[1:]:
        followed &= rows_in(tables[0], table) >= 0
    return Chain(
        tuple(f"{table.survey} {table.year}" for table in tables),
        tuple(flow(first, last) for first, last in pairwise(tables)),
        int(followed.sum()),
    )
