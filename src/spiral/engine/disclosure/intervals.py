"""Interval audit with integer witnesses: which other values of a sensitive count fit with everything shown?

A *move* is an integer change of the inner cells. After it every fixed row is what it was, so it is a region an
outsider cannot tell from the true one, provided the rows it does change are hidden. The search asks HiGHS for the
cheapest move that gives a count another value: a linear programme with |change| priced on every row still shown
(whose vertices are nearly always whole numbers), and an integer programme where they are not.
"""

from __future__ import annotations

import highspy
import numpy as np

from spiral.engine.disclosure.block import Bools, CellBlock
from spiral.engine.disclosure.cost import COMPLEMENTARY, WITHDRAWN
from spiral.engine.disclosure.table import Ints

WHOLE = 1e-6
#: Work limits: an exceeded one fails closed. Nodes count the same on every machine; the solver's own clock is a net.
MAX_NODES = 20_000
_STATUS = highspy.HighsModelStatus


class SolverFailed(RuntimeError):
    """The solver neither found an answer nor proved there is none."""


class MoveSearch:
    """Searches one block for moves: keeps what is hidden, the known moves, and a solver that is reused."""

    def __init__(self, block: CellBlock, seconds: float) -> None:
        self.block = block
        rows = len(block.size)
        self.hidden: Bools = np.zeros(rows, dtype=bool)
        self.withdrawn: Bools = np.zeros(rows, dtype=bool)
        self.reluctance = np.ones(rows)
        self._changes: list[Ints] = []
        self._effects = np.zeros((0, rows), dtype=np.int64)
        self._controlled = np.flatnonzero(~block.fixed & ((block.plain > 0) | (block.masks > 0)))
        self._bounds = self._row_bounds()
        self._solver = self._model(seconds)
        self.update_prices()

    def _row_bounds(self) -> tuple[np.ndarray, np.ndarray]:
        block, infinity = self.block, highspy.kHighsInf
        low = np.where(block.low > block.rows @ block.floor, block.low.astype(float), -infinity)
        high = np.where(block.high < block.rows @ block.ceiling, block.high.astype(float), infinity)
        return np.where(block.fixed, 0.0, low), np.where(block.fixed, 0.0, high)

    def _model(self, seconds: float) -> highspy.Highs:
        """Columns: changes (k), then excess up and down of each controlled row. Rows: all (R), then the controlled."""
        block, c = self.block, len(self._controlled)
        rows, k = block.rows.shape
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = k + 2 * c, rows + c
        lp.col_cost_ = np.zeros(k + 2 * c)
        lp.col_lower_ = np.concatenate([block.floor.astype(float), np.zeros(2 * c)])
        lp.col_upper_ = np.concatenate([block.ceiling.astype(float), np.full(2 * c, highspy.kHighsInf)])
        lp.row_lower_ = np.concatenate([self._bounds[0], np.zeros(c)])
        lp.row_upper_ = np.concatenate([self._bounds[1], np.zeros(c)])
        index, value, start = [], [], [0]
        for i in [*range(rows), *self._controlled]:
            members = block.rows.indices[block.rows.indptr[i] : block.rows.indptr[i + 1]].tolist()
            excess = [] if len(start) <= rows else [k + 2 * (len(start) - 1 - rows)]
            index += [*members, *(e + side for e in excess for side in (0, 1))]
            value += [1.0] * len(members) + [-1.0, 1.0] * len(excess)
            start.append(len(index))
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array(start, dtype=np.int32)
        lp.a_matrix_.index_ = np.array(index, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(value)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("threads", 1)
        solver.setOptionValue("presolve", "off")  # the warm basis is worth more
        solver.setOptionValue("time_limit", seconds)
        solver.setOptionValue("mip_max_nodes", MAX_NODES)
        solver.passModel(lp)
        return solver

    @property
    def cost(self) -> float:
        """The cost of what is hidden in the block."""
        block = self.block
        return float(COMPLEMENTARY * block.plain[self.hidden].sum() + WITHDRAWN * block.masks[self.withdrawn].sum())

    def update_prices(self) -> None:
        """Give the solver the prices of what is shown now, and select the known moves that still look alike."""
        block, rows = self.block, self._controlled
        shown = (block.plain[rows] > 0) & ~self.hidden[rows]
        masked = (block.masks[rows] > 0) & ~self.withdrawn[rows]
        price = shown * COMPLEMENTARY * block.plain[rows] + masked * WITHDRAWN * block.masks[rows]
        price = np.repeat(price * self.reluctance[rows], 2)
        k = block.rows.shape[1]
        self._solver.changeColsCost(len(price), np.arange(k, k + len(price), dtype=np.int32), price)
        low = np.where(shown | ~masked, 0, block.mask_low[rows]).astype(float)
        high = np.where(shown | ~masked, 0, block.mask_high[rows]).astype(float)
        self._solver.changeRowsBounds(  # type: ignore[attr-defined]
            len(rows), np.arange(len(block.size), len(block.size) + len(rows), dtype=np.int32), low, high
        )
        self._shown, self._masked = rows[shown], rows[masked]
        self._select()

    def _select(self) -> None:
        effects, block = self._effects, self.block
        masked = effects[:, self._masked]
        seen = (effects[:, self._shown] != 0).any(axis=1)
        seen |= ((masked < block.mask_low[self._masked]) | (masked > block.mask_high[self._masked])).any(axis=1)
        self._unseen = effects[~seen]
        self._unseen_changes = [change for change, s in zip(self._changes, seen.tolist(), strict=True) if not s]

    def values(self, row: int) -> set[int]:
        """Changes of the row that are known to be possible, 0 among them."""
        return {0, *self._unseen[:, row].tolist()}

    def rows_lacking_values(self, rows: Ints) -> Ints:
        """Those of ``rows`` that have fewer known values than they need."""
        part = np.sort(np.vstack([self._unseen[:, rows], np.zeros((1, len(rows)), dtype=np.int64)]), axis=0)
        distinct = 1 + (np.diff(part, axis=0) != 0).sum(axis=0)
        return np.asarray(rows[distinct < self.block.need[rows]], dtype=np.int64)

    def proof(self, row: int) -> list[Ints]:
        """Moves (k,), one for each value that the row needs beside its true one."""
        changes: dict[int, Ints] = {0: np.zeros(0, dtype=np.int64)}
        for effect, change in zip(self._unseen[:, row].tolist(), self._unseen_changes, strict=True):
            if len(changes) < self.block.need[row]:
                changes.setdefault(effect, change)
        return list(changes.values())[1:]

    def cheapest_move(self, row: int, low: float, high: float) -> tuple[float, Ints] | None:
        """The cheapest move that changes the row by ``low`` to ``high``, and its price; None when there is none.

        Raises SolverFailed when the solver cannot say.
        """
        low, high = max(low, float(self.block.low[row])), min(high, float(self.block.high[row]))
        if low > high:
            return None
        self._solver.changeRowBounds(row, low, high)
        try:
            answer = self._run()
            if answer is not None and np.abs(answer[1] - np.rint(answer[1])).max() > WHOLE:
                answer = self._run_whole()
        finally:
            self._solver.changeRowBounds(row, float(self._bounds[0][row]), float(self._bounds[1][row]))
        if answer is None:
            return None
        change = np.rint(answer[1]).astype(np.int64)
        if not self.block.may_move(change):
            raise SolverFailed("the solver's answer breaks a constraint")
        return answer[0], change

    def _run(self) -> tuple[float, np.ndarray] | None:
        self._solver.run()
        status = self._solver.getModelStatus()
        if status not in (_STATUS.kInfeasible, _STATUS.kOptimal):  # a warm basis may be a bad one: once more, from cold
            self._solver.clearSolver()
            self._solver.run()
            status = self._solver.getModelStatus()
        if status == _STATUS.kInfeasible:
            return None
        if status != _STATUS.kOptimal:
            raise SolverFailed(self._solver.modelStatusToString(status))
        changes = np.array(self._solver.getSolution().col_value[: len(self.block.inner)])
        return self._solver.getInfo().objective_function_value, changes

    def _run_whole(self) -> tuple[float, np.ndarray] | None:
        k = len(self.block.inner)
        columns = np.arange(k, dtype=np.int32)
        self._solver.changeColsIntegrality(k, columns, np.array([highspy.HighsVarType.kInteger] * k))
        try:
            return self._run()
        finally:
            self._solver.changeColsIntegrality(k, columns, np.array([highspy.HighsVarType.kContinuous] * k))

    def accept(self, change: Ints) -> None:
        """Hide what the move changes, and remember it with its opposite and doubles where they are possible."""
        block = self.block
        effect = block.rows @ change
        hidden = self.hidden | ((effect != 0) & (block.plain > 0))
        broken = (block.masks > 0) & ((effect < block.mask_low) | (effect > block.mask_high))
        moves = [change, *(other for other in (-change, 2 * change, -2 * change) if block.may_move(other))]
        self._changes += moves
        self._effects = np.vstack([self._effects, np.array([block.rows @ m for m in moves])])
        if (hidden != self.hidden).any() or (broken & ~self.withdrawn).any():
            self.hidden, self.withdrawn = hidden, self.withdrawn | broken
            self.update_prices()
        else:
            self._select()
