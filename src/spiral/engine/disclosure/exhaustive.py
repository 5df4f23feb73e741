"""The attack that misses nothing: every possible region of a tiny table, one by one.

For tables small enough it gives the exact sets of possible counts, and the fewest cells that must be hidden, by
definition rather than by algorithm. Tests and the methods page measure everything else against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt

from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.table import Coordinates, FrequencyTable

Regions = npt.NDArray[np.int16]
#: Regions a table may have to be searched one by one.
LARGEST = 1_000_000


def every_region(table: FrequencyTable) -> Regions:
    """(regions, cells) the count of every cell in every region with the same pupils. Raises ValueError if too many."""
    if np.prod(table.n + 1.0) > LARGEST:
        raise ValueError("too many regions to try one by one")
    inner = np.indices(tuple(table.n + 1), dtype=np.int16).reshape(len(table.n), -1)
    return np.asarray(table.matrix.astype(np.int16) @ inner, dtype=np.int16).T


def indistinguishable(table: FrequencyTable, regions: Regions, statements: Iterable[CellStatement]) -> Regions:
    """The regions that agree with every statement and every public cell: what an outsider is left with."""
    exact = [(i, int(table.cell_hits[i])) for i in range(len(table.cells)) if table.public[i]]
    for statement in statements:
        cell = table.index[statement.cell]
        if statement.hits is not None:
            exact.append((cell, statement.hits))
        else:
            low = 0 if statement.low is None else statement.low
            high = int(table.cell_n[cell]) if statement.high is None else statement.high
            regions = regions[(regions[:, cell] >= low) & (regions[:, cell] <= high)]
    for cell, hits in exact:
        regions = regions[regions[:, cell] == hits]
    return regions


def possible_counts(table: FrequencyTable, regions: Regions, cells: Sequence[Coordinates]) -> list[int]:
    """How many different counts each cell has in the regions."""
    return [len(np.unique(regions[:, table.index[cell]])) for cell in cells]


def fewest_hidden(table: FrequencyTable, regions: Regions, plain: Sequence[int], needed: Sequence[int]) -> int:
    """Fewest of the ``plain`` cells to hide so that every cell keeps ``needed`` counts, or all it can (no masks).

    plain: rows of the matrix that may be shown or hidden; needed: (cells,) counts to keep, 0 where any number will do.
    """
    base = indistinguishable(table, regions, ())
    targets = [i for i, count in enumerate(needed) if count]
    goal = [min(needed[i], len(np.unique(base[:, i]))) for i in targets]
    for size in range(len(plain) + 1):
        for hidden in combinations(plain, size):
            shown = [i for i in plain if i not in hidden]
            left = base[(base[:, shown] == table.cell_hits[shown]).all(axis=1)]
            if all(len(np.unique(left[:, i])) >= g for i, g in zip(targets, goal, strict=True)):
                return size
    return len(plain)
