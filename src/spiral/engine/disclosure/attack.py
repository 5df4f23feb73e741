"""What an outsider can work out from print: linear algebra, and exact intervals by integer programming.

Shares no code with the suppressor. The attacker knows how many pupils every cell has, that counts are whole numbers
from 0 to n, what each mask means, and everything in the ledger; not the counts themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import highspy
import numpy as np
import numpy.typing as npt

from spiral.engine.disclosure.ledger import PublishedCell
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.table import Coordinates, FrequencyTable

#: Inner rows, and the least and the greatest count they can sum to.
KnownCount = tuple[Sequence[int], int, int]


class AttackFailed(RuntimeError):
    """The solver could not tell how wide an interval is, so nobody may rely on it."""


def inner_rows_of(cell: Coordinates, rows: Sequence[tuple[str, ...]]) -> list[int]:
    """The inner rows a cell is the sum of."""
    return [i for i, row in enumerate(rows) if all(c is None or c == v for c, v in zip(cell, row, strict=True))]


def known_counts(
    table: FrequencyTable, statements: Iterable[CellStatement], known: Iterable[PublishedCell] = ()
) -> list[KnownCount]:
    """The counts an outsider knows: from the statements about a table, its public cells and the published ones."""
    facts: list[KnownCount] = []
    for statement in statements:
        inner = inner_rows_of(statement.cell, table.rows)
        if statement.hits is not None:
            facts.append((inner, statement.hits, statement.hits))
        elif statement.low is not None and statement.high is not None:
            facts.append((inner, statement.low, statement.high))
    for i in np.flatnonzero(table.public):
        facts.append((inner_rows_of(table.cells[i], table.rows), int(table.cell_hits[i]), int(table.cell_hits[i])))
    columns = table.layout.columns
    for cell in known:
        where = {columns.index(c): values for c, values in cell.where}
        inner = [i for i, row in enumerate(table.rows) if all(row[c] in v for c, v in where.items())]
        if inner and cell.low is not None and cell.high is not None:
            facts.append((inner, cell.low, cell.high))
    return facts


class Attacker:
    """An outsider who knows ``facts``: (inner rows, least count, greatest count); ``seconds`` limits the solver."""

    def __init__(self, pupils: Sequence[int], facts: Iterable[KnownCount], seconds: float = 60.0) -> None:
        self._pupils = pupils
        distinct: dict[tuple[int, ...], tuple[int, int]] = {}
        for inner, low, high in facts:
            key = tuple(inner)
            before = distinct.get(key, (0, sum(pupils[i] for i in key)))
            distinct[key] = max(low, before[0]), min(high, before[1])
        self._facts = distinct
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("time_limit", seconds)
        for n in pupils:
            self._solver.addVar(0.0, float(n))
        k = len(pupils)
        self._solver.changeColsIntegrality(
            k, np.arange(k, dtype=np.int32), np.array([highspy.HighsVarType.kInteger] * k)
        )
        for key, (low, high) in distinct.items():
            self._solver.addRow(float(low), float(high), len(key), np.array(key, dtype=np.int32), np.ones(len(key)))

    def some_counts(self) -> list[int]:
        """Counts of the inner rows that agree with all that is known. Raises AttackFailed when there are none."""
        self._extreme((), 1.0)
        return [round(value) for value in self._solver.getSolution().col_value]

    def interval(self, inner: Sequence[int]) -> tuple[int, int]:
        """Least and greatest count the cell can have. Raises AttackFailed when what is known contradicts itself."""
        return self._extreme(inner, 1.0), self._extreme(inner, -1.0)

    def possible(self, inner: Sequence[int], enough: int) -> int:
        """How many counts the cell can have, no further than ``enough``."""
        low, high = self.interval(inner)
        counts = {low, high}
        for value in range(low + 1, high):
            if len(counts) >= enough:
                break
            if self._possible_value(inner, value):
                counts.add(value)
        return min(len(counts), enough)

    def narrow(self, cells: Sequence[Sequence[int]], enough: Sequence[int]) -> list[int]:
        """The indices of the cells that have fewer than ``enough`` possible counts.

        Each solution of the solver gives a possible count of every cell, so it need not be run for each count.
        """
        counts_of_cell: list[set[int]] = [set() for _ in cells]
        failed = []
        for i, inner in enumerate(cells):
            for sign in (1.0, -1.0):
                if len(counts_of_cell[i]) < enough[i]:
                    self._extreme(inner, sign)
                    region = np.rint(np.array(self._solver.getSolution().col_value)).astype(np.int64)
                    for known, cell in zip(counts_of_cell, cells, strict=True):
                        known.add(int(region[list(cell)].sum()))
            if len(counts_of_cell[i]) < enough[i] and self.possible(inner, enough[i]) < enough[i]:
                failed.append(i)
        return failed

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
        known = [inner for inner, (low, high) in self._facts.items() if low == high]
        k = len(self._pupils)
        matrix = np.zeros((max(len(known), 1), k))
        for i, inner in enumerate(known):
            matrix[i, list(inner)] = 1.0
        _, size, directions = np.linalg.svd(matrix)
        rank = int((size > 1e-9 * max(size[0], 1.0)).sum())
        free: npt.NDArray[np.float64] = directions[rank:].T
        return [bool(np.abs(free[list(cell)].sum(axis=0)).max(initial=0.0) < 1e-7) for cell in cells]
