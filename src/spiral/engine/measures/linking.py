"""The same pupil in two tables."""

from __future__ import annotations

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
    order = there[np.argsort(other.person[there], kind="stable")]
    persons = other.person[order]
    wanted = pupils.person[here]
    place = np.minimum(np.searchsorted(persons, wanted), len(persons) - 1)
    rows[here] = np.where(persons[place] == wanted, order[place], -1)
    return rows


def taken_at(codes: NDArray[np.uint8], rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The codes at ``rows``; blank where the row is -1."""
    if not len(codes):
        return np.zeros(len(rows), np.uint8)
    return np.where(rows >= 0, codes[rows], 0).astype(np.uint8)
