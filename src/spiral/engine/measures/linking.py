"""The same pupil in two tables."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.pupils import Pupils


def rows_in(pupils: Pupils, other: Pupils) -> NDArray[np.intp]:
    """The row (n,) of each of ``pupils`` in ``other``; -1 where there is none, or where the number of either cannot be
    linked (a temporary number is unique within its own file only)."""
    rows = np.full(len(pupils), -1, np.intp)
    here, there = np.flatnonzero(pupils.linkable), np.flatnonzero(other.linkable)
    if not len(here) or not len(there):
        return rows
    wanted, persons = _as_numbers(pupils.person[here], other.person[there])
    order = np.argsort(persons, kind="stable")
    persons = persons[order]
    place = np.minimum(np.searchsorted(persons, wanted), len(persons) - 1)
    rows[here] = np.where(persons[place] == wanted, there[order[place]], -1)
    return rows


#: Digits that a whole number of 64 bits always holds.
_MOST_DIGITS = 18


def _as_numbers(*persons: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    """Texts of equally many digits as whole numbers, which sort many times as fast; others as they are."""
    if any(person.dtype.kind != "U" for person in persons):
        return persons
    signs = [np.ascontiguousarray(person).view(np.uint32).reshape(len(person), -1) for person in persons]
    signs = [s[:, : int(s.any(axis=0).sum())] for s in signs]  # without what they are padded with
    width, *others = {s.shape[1] for s in signs}
    if others or width > _MOST_DIGITS or any((s < ord("0")).any() or (s > ord("9")).any() for s in signs):
        return persons
    return tuple((s - ord("0")).astype(np.int64) @ 10 ** np.arange(width - 1, -1, -1) for s in signs)


def taken_at(codes: NDArray[np.uint8], rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The codes at ``rows``; blank where the row is -1."""
    if not len(codes):
        return np.zeros(len(rows), np.uint8)
    return np.where(rows >= 0, codes[rows], 0).astype(np.uint8)
