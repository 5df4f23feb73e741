"""Repair: hide the least that gives every sensitive count its other values, then try to do without each hidden cell."""

from __future__ import annotations

import math

import numpy as np

from spiral.engine.disclosure.cost import COMPLEMENTARY, RELUCTANCE, WITHDRAWN
from spiral.engine.disclosure.intervals import MoveSearch
from spiral.engine.disclosure.table import Ints

ROUNDING = 1e-9
#: Rounds of trying to show hidden cells again; measured: a third changes one cell in a thousand.
ROUNDS = 2


def protect_targets(search: MoveSearch, targets: Ints, limit: float = math.inf) -> set[int] | None:
    """Give every target its values, smallest cells first; None as soon as it costs more than ``limit``.

    Returns the targets for which the block holds no further value, however much is hidden.
    """
    narrow: set[int] = set()
    for row in targets[np.argsort(search.block.size[targets], kind="stable")].tolist():
        while len(search.rows_lacking_values(np.array([row]))):
            move = _move_to_new_value(search, row)
            if move is None:
                narrow.add(row)
                break
            search.accept(move)
            if search.cost > limit:
                return None
    return narrow


def _move_to_new_value(search: MoveSearch, row: int) -> Ints | None:
    """The cheapest move to a value the row is not known to take: next to the known ones first, then any."""
    known = sorted(search.values(row))
    above, below = known[-1] + 1, known[0] - 1
    best: tuple[float, Ints] | None = None
    for value in (above, below):
        move = search.cheapest_move(row, value, value)
        if move is not None and (best is None or move[0] < best[0]):
            best = move
        if best is not None and best[0] < ROUNDING:
            break
    if best is None:
        gaps = [(a + 1, b - 1) for a, b in zip(known, known[1:], strict=False) if b - a > 1]
        ranges = [(above + 1, math.inf), (-math.inf, below - 1), *gaps]
        moves = [move for move in (search.cheapest_move(row, low, high) for low, high in ranges) if move is not None]
        best = min(moves, key=lambda move: move[0], default=None)
    return None if best is None else best[1]


def reduce_hiding(search: MoveSearch, targets: Ints) -> None:
    """Show each hidden row again if the targets can do with something no dearer; repeat while it helps."""
    block = search.block
    for _ in range(ROUNDS):
        before_round = search.cost
        price = COMPLEMENTARY * block.plain * search.hidden + WITHDRAWN * block.masks * search.withdrawn
        rows = np.flatnonzero(search.hidden | search.withdrawn)
        for row in rows[np.lexsort((-block.size[rows], -price[rows]))].tolist():
            if not (search.hidden[row] or search.withdrawn[row]):
                continue
            hidden, withdrawn, before = search.hidden.copy(), search.withdrawn.copy(), search.cost
            search.hidden[row] = search.withdrawn[row] = False
            search.reluctance[row] = RELUCTANCE
            search.update_prices()
            short = search.rows_lacking_values(targets)
            if protect_targets(search, short, before + ROUNDING) is None:
                search.hidden, search.withdrawn = hidden, withdrawn
            search.reluctance[row] = 1.0
            search.update_prices()
        if search.cost > before_round - ROUNDING:
            break
