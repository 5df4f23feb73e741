"""The part of a problem that a set of inner cells can change, with equal rows merged.

A move within the block changes no other cell, so a move that is possible here is possible in the whole table.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from spiral.engine.disclosure.primary import SuppressionProblem
from spiral.engine.disclosure.table import Ints

Bools = npt.NDArray[np.bool_]


@dataclass
class SuppressionPattern:
    """Which cells are hidden so far, and the moves that prove it to be enough.

    hidden: (cells,) plain cells that are hidden; withdrawn: (cells,) masks printed as ".." instead; moves: inner
    cell → change, each to a region that looks the same in print; narrow: sensitive cells that have too few possible
    values however much is hidden → how many.
    """

    hidden: Bools
    withdrawn: Bools
    moves: list[dict[int, int]] = field(default_factory=list)
    narrow: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, problem: SuppressionProblem) -> SuppressionPattern:
        """The pattern to begin with: no cell hidden but those that are sensitive in themselves."""
        nothing = np.zeros(len(problem.cells), dtype=bool)
        return cls(nothing, nothing.copy())


class CellBlock:
    """Rows are cells restricted to the block; cells with equal rows are one row, since they change together.

    inner: (k,) its inner cells; rows: (R, k) 0/1; floor, ceiling: (k,) least and most change of an inner cell; size:
    (R,) pupils; fixed: (R,) may not change; need: (R,) values a target must keep; low, high: (R,) changes outsiders
    cannot exclude; plain: (R,) shown figures behind the row; masks: (R,) masks; mask_low, mask_high: what they allow.
    """

    def __init__(self, problem: SuppressionProblem, inner: Ints, pattern: SuppressionPattern, targets: Bools) -> None:
        part = csr_array(problem.matrix[:, inner])
        part.sort_indices()
        behind: dict[bytes, list[int]] = {}
        for cell in np.flatnonzero(np.diff(part.indptr)):
            behind.setdefault(part.indices[part.indptr[cell] : part.indptr[cell + 1]].tobytes(), []).append(int(cell))
        self.cells = [np.array(cells) for cells in behind.values()]
        self.inner = inner
        self.rows = csr_array(part[[cells[0] for cells in self.cells]])
        self.floor, self.ceiling = -problem.hits[inner], (problem.n - problem.hits)[inner]

        def over(values: Ints | Bools, join: np.ufunc) -> Ints:
            return np.array([join.reduce(values[cells]) for cells in self.cells], dtype=np.int64)

        hits, far = problem.cell_hits, int(problem.n.sum()) + 1
        masked = problem.masked & ~pattern.withdrawn
        self.size = over(problem.cell_n, np.maximum)
        self.fixed = over(problem.fixed, np.maximum) > 0
        self.need = over(np.where(targets, problem.needed, 0), np.maximum)
        self.low, self.high = over(problem.low - hits, np.maximum), over(problem.high - hits, np.minimum)
        self.plain = over((problem.plain & ~pattern.hidden).astype(np.int64), np.add)
        self.masks = over(masked.astype(np.int64), np.add)
        self.mask_low = over(np.where(masked, problem.mask_low - hits, -far), np.maximum)
        self.mask_high = over(np.where(masked, problem.mask_high - hits, far), np.minimum)

    def may_move(self, change: Ints) -> bool:
        """Does ``change`` (k,) keep within 0 to n and within what outsiders know, whatever is hidden here?"""
        effect = self.rows @ change
        return bool(
            np.all(change >= self.floor)
            and np.all(change <= self.ceiling)
            and np.all(effect >= self.low)
            and np.all(effect <= self.high)
            and not effect[self.fixed].any()
        )
