"""What an outsider can work out from print: linear algebra, and exact intervals by integer programming.

Shares no code with the suppressor. The attacker knows how many pupils every cell has, that counts are whole numbers
from 0 to n, what each mask means, and everything in the ledger; not the counts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import highspy
import numpy as np
import numpy.typing as npt

from spiral.engine.disclosure.table import Coordinates


class AttackFailed(RuntimeError):
    """The solver could not tell how wide an interval is, so nobody may rely on it."""


def members(cell: Coordinates, rows: Sequence[tuple[str, ...]]) -> list[int]:
    """The inner rows a cell is the sum of."""
    return [i for i, row in enumerate(rows) if all(c is None or c == v for c, v in zip(cell, row, strict=True))]


class Attacker:
    """One outsider's knowledge: ``facts`` are (inner rows, least count, greatest count)."""

    def __init__(
        self, pupils: Sequence[int], facts: Iterable[tuple[Sequence[int], int, int]], seconds: float = 60.0
    ) -> None:
        self._pupils = pupils
        distinct: dict[tuple[int, ...], tuple[int, int]] = {}
        for inner, low, high in facts:
            key = tuple(inner)
            before = distinct.get(key, (0, sum(pupils[i] for i in key)))
            distinct[key] = max(low, before[0]), min(high, before[1])
        self._facts = distinct
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("time_limit", seconds)
        for n in pupils:
            self._solver.addVar(0.0, float(n))
        k = len(pupils)
        self._solver.changeColsIntegrality(k, np.arange(k, dtype=np.int32), np.array([highspy.HighsVarType.kInteger] * k))
        for key, (low, high) in distinct.items():
            self._solver.addRow(float(low), float(high), len(key), np.array(key, dtype=np.int32), np.ones(len(key)))

    def interval(self, inner: Sequence[int]) -> tuple[int, int]:
        """Least and greatest count the cell can have. Raises AttackFailed when what is known contradicts itself."""
        return self._extreme(inner, 1.0), self._extreme(inner, -1.0)

    def possible(self, inner: Sequence[int], enough: int) -> int:
        """How many counts the cell can have, no further than ``enough``."""
        low, high = self.interval(inner)
        found = {low, high}
        for value in range(low + 1, high):
            if len(found) >= enough:
                break
            if self._possible_value(inner, value):
                found.add(value)
        return min(len(found), enough)

    def _extreme(self, inner: Sequence[int], sign: float) -> int:
        cost = np.zeros(len(self._pupils))
        cost[list(inner)] = sign
        self._solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise AttackFailed(self._solver.modelStatusToString(self._solver.getModelStatus()))
        return round(sign * self._solver.getInfo().objective_function_value)

    def _possible_value(self, inner: Sequence[int], value: int) -> bool:
        index = np.array(list(inner), dtype=np.int32)
        self._solver.addRow(float(value), float(value), len(index), index, np.ones(len(index)))
        try:
            self._solver.run()
            status = self._solver.getModelStatus()
        finally:
            self._solver.deleteRows(1, np.array([self._solver.getNumRow() - 1], dtype=np.int32))
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        if status != highspy.HighsModelStatus.kOptimal:
            raise AttackFailed(self._solver.modelStatusToString(status))
        return True

    def determined(self, cells: Sequence[Sequence[int]]) -> list[bool]:
        """Which cells are linear combinations of counts that are known exactly (by singular values)."""
        known = [key for key, (low, high) in self._facts.items() if low == high]
        k = len(self._pupils)
        matrix = np.zeros((max(len(known), 1), k))
        for i, key in enumerate(known):
            matrix[i, list(key)] = 1.0
        _, size, directions = np.linalg.svd(matrix)
        rank = int((size > 1e-9 * max(size[0], 1.0)).sum())
        free: npt.NDArray[np.float64] = directions[rank:].T
        return [bool(np.abs(free[list(cell)].sum(axis=0)).max(initial=0.0) < 1e-7) for cell in cells]
