"""Complementary suppression: elimination modulo a prime, interval audit, repair; block by block, then the whole.

Elimination (Langsrud's idea, as in Statistics Norway's GaussSuppression): figures are published one by one, the largest
first, and one is held back when with it some sensitive row would become a linear combination of what is published.
That alone leaves hundreds of counts exactly known to whoever uses that counts are whole and not negative; the
audit and the repair are what protects. The repair is also started from nothing held back, and the cheaper is kept.
"""

from __future__ import annotations

import numpy as np

from spiral.engine.disclosure.block import Bools, CellBlock, SuppressionPattern
from spiral.engine.disclosure.intervals import MoveSearch
from spiral.engine.disclosure.primary import SuppressionProblem
from spiral.engine.disclosure.repair import protect_targets, reduce_hiding
from spiral.engine.disclosure.table import Ints

#: The largest prime below 2^31: products of two residues stay within 64 bits.
PRIME = 2_147_483_647
#: Inner cells up to which elimination is a start of its own: beyond, it took a third of the time to save 2 of 770.
LARGEST_ELIMINATION = 40


def suppress(problem: SuppressionProblem, seconds: float = 60.0) -> SuppressionPattern:
    """What to hide so that every sensitive cell keeps the values it needs, with the moves that prove it.

    Raises SolverFailed; cells that cannot be protected by hiding are named in ``narrow``.
    """
    pattern = SuppressionPattern.of(problem)
    left = (problem.needed > 0) & ~problem.fixed
    for subproblem in problem.subproblems:
        for group in subproblem.groups:
            inside = _cells_inside(problem, group) & left
            if inside.any():
                left[inside] = False
                left[list(_protect_by_moves(problem, group, pattern, inside, seconds))] = True
        rest = _cells_inside(problem, subproblem.inner) & left
        if rest.any():
            pattern.narrow |= _protect_by_moves(problem, subproblem.inner, pattern, rest, seconds)
    _show_unneeded(problem, pattern)
    return pattern


def _show_unneeded(problem: SuppressionProblem, pattern: SuppressionPattern) -> None:
    """Show again cells that no move of the proof changes, and masks that all moves agree with."""
    needed, broken = np.zeros_like(pattern.hidden), np.zeros_like(pattern.withdrawn)
    for move in pattern.moves:
        change = np.zeros(len(problem.n), dtype=np.int64)
        change[list(move)] = list(move.values())
        effect = problem.matrix @ change
        hits = problem.cell_hits + effect
        needed |= effect != 0
        broken |= (hits < problem.mask_low) | (hits > problem.mask_high)
    pattern.hidden &= needed
    pattern.withdrawn &= broken


def _cells_inside(problem: SuppressionProblem, inner: Ints) -> Bools:
    """Cells all of whose inner cells are in the group."""
    member = np.zeros(len(problem.n), dtype=np.int64)
    member[inner] = 1
    return np.asarray(problem.matrix @ member == np.diff(problem.matrix.indptr))


def _protect_by_moves(
    problem: SuppressionProblem, inner: Ints, pattern: SuppressionPattern, targets: Bools, seconds: float
) -> dict[int, int]:
    """Protect the targets by moves within ``inner``. Updates ``pattern``; returns narrow cells → values left."""
    block = CellBlock(problem, inner, pattern, targets)
    rows = np.flatnonzero((block.need > 0) & ~block.fixed)
    best: MoveSearch | None = None
    narrow = dict.fromkeys(np.flatnonzero((block.need > 0) & block.fixed).tolist(), 1)
    starts = [np.zeros(len(block.size), dtype=bool)]
    if len(inner) <= LARGEST_ELIMINATION:
        starts.append(eliminate(block, rows))
    for start in starts:
        search = MoveSearch(block, seconds)
        search.hidden = start
        search.update_prices()
        for row in protect_targets(search, rows) or ():
            narrow[row] = len(search.values(row))
            block.need[row] = narrow[row]  # all there are: from here on they are to be kept
        reduce_hiding(search, rows)
        if best is None or search.cost < best.cost:
            best = search
    assert best is not None
    for row in np.flatnonzero(best.hidden | best.withdrawn).tolist():
        cells = block.cells[row]
        pattern.hidden[cells] |= best.hidden[row] & problem.plain[cells]
        pattern.withdrawn[cells] |= best.withdrawn[row] & problem.masked[cells]
    proofs = {change.tobytes(): change for row in rows.tolist() for change in best.proof(row)}
    for change in proofs.values():
        pattern.moves.append({int(inner[i]): int(change[i]) for i in np.flatnonzero(change)})
    return {int(cell): values for row, values in narrow.items() for cell in block.cells[row] if targets[cell]}


def eliminate(block: CellBlock, targets: Ints) -> Bools:
    """(R,) shown rows to hold back so that no target is a linear combination of what is left."""
    matrix = block.rows.toarray().astype(np.int64)
    held = np.zeros(len(matrix), dtype=bool)
    for row in np.flatnonzero(block.fixed).tolist():
        matrix = _eliminate_row(matrix, row)
    live = targets[matrix[targets].any(axis=1)]
    candidates = np.flatnonzero((block.plain > 0) & ~block.fixed)
    for row in candidates[np.lexsort((-block.size[candidates], -block.plain[candidates]))].tolist():
        reduced = _eliminate_row(matrix, row)
        held[row] = not reduced[live].any(axis=1).all()
        if not held[row]:
            matrix = reduced
    return held


def _eliminate_row(matrix: Ints, row: int) -> Ints:
    """The rows modulo ``row``: equal to 0 once they are combinations of the rows used so far."""
    pivots = np.flatnonzero(matrix[row])
    if not len(pivots):
        return matrix
    unit = matrix[row] * pow(int(matrix[row, pivots[0]]), PRIME - 2, PRIME) % PRIME
    column = matrix[:, pivots[0]]
    used = np.flatnonzero(column)
    reduced = matrix.copy()
    reduced[used] = (matrix[used] - column[used, None] * unit[None, :]) % PRIME
    return reduced
