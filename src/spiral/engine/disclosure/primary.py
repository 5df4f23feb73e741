"""Primary protection: which cells are sensitive in themselves, and what the suppressor has to work with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from spiral.engine.disclosure.ledger import Applied
from spiral.engine.disclosure.rules import Outcome, Rules
from spiral.engine.disclosure.table import Coordinates, Ints


class Primary(IntEnum):
    """Why a cell may not be shown exactly, were it alone in the world."""

    NONE = 0
    FEW_PUPILS = 1  # fewer than the base
    NEAR_NONE = 2  # 1-4 reach the measure
    NEAR_ALL = 3  # 1-4 do not
    EVERYBODY = 4  # all have the sensitive outcome
    GUARDED = 5  # another source masks it


def classify(n: Ints, hits: Ints, guarded: npt.NDArray[np.bool_], rules: Rules) -> Ints:
    """(cells,) `Primary` of every cell from its pupils and those who reach."""
    misses = n - hits
    everybody = hits if rules.sensitive is Outcome.MISSES else misses  # none of the other outcome
    kinds = [
        (n < rules.base, Primary.FEW_PUPILS),
        ((hits > 0) & (hits <= rules.few), Primary.NEAR_NONE),
        ((misses > 0) & (misses <= rules.few), Primary.NEAR_ALL),
        (everybody == 0, Primary.EVERYBODY),
        (guarded, Primary.GUARDED),
    ]
    return np.select([where for where, _ in kinds], [int(kind) for _, kind in kinds], int(Primary.NONE)).astype(
        np.int64
    )


@dataclass(frozen=True)
class Problem:
    """What the suppressor is given, all arrays over cells but ``n`` and ``hits`` (inner,).

    fixed: may not change (known exactly, or must be shown); plain: shown unless another cell needs its cover; low,
    high: counts outsiders know anyway; mask_low, mask_high: counts the mask allows while it is shown; needed: possible
    values to keep, 0 for insensitive cells; groups: disjoint sets of inner cells to search within first.
    """

    cells: tuple[Coordinates, ...]
    matrix: csr_array
    n: Ints
    hits: Ints
    cell_n: Ints
    cell_hits: Ints
    primary: Ints
    fixed: npt.NDArray[np.bool_]
    plain: npt.NDArray[np.bool_]
    low: Ints
    high: Ints
    masked: npt.NDArray[np.bool_]
    mask_low: Ints
    mask_high: Ints
    needed: Ints
    groups: tuple[Ints, ...]


#: Inner cells in a group when nothing in the layout groups them; so small a table is searched as one.
GROUP_SIZE = 120


def pose(applied: Applied, rules: Rules, show: npt.NDArray[np.bool_]) -> Problem:
    """The problem of a table, its ledger and the cells somebody insists on showing ((cells,) bool)."""
    table = applied.table
    n, hits = table.cell_n, table.cell_hits
    primary = classify(n, hits, applied.guarded, rules)
    known = applied.low == applied.high
    sensitive = (primary != Primary.NONE) & ~known
    needed = np.array([rules.needed(int(pupils)) if s else 0 for pupils, s in zip(n, sensitive, strict=True)])
    near_none, near_all = primary == Primary.NEAR_NONE, primary == Primary.NEAR_ALL
    # A cell another source hides outright may not be told as "~100" here.
    masked = (near_none | near_all) & sensitive & ~(applied.guarded & (applied.high - applied.low >= n)) & rules.masks
    said = np.arange(len(n)) < table.shown
    fixed = known | (show & ~sensitive)
    return Problem(
        cells=table.cells,
        matrix=table.matrix,
        n=table.n,
        hits=table.hits,
        cell_n=n,
        cell_hits=hits,
        primary=primary,
        fixed=fixed,
        plain=said & ~fixed & ~sensitive,
        low=applied.low,
        high=applied.high,
        masked=masked & said,
        mask_low=np.where(near_all, n - rules.few, 1),
        mask_high=np.where(near_all, n - 1, rules.few),
        needed=needed.astype(np.int64),
        groups=_groups(applied),
    )


def _groups(applied: Applied) -> tuple[Ints, ...]:
    """Disjoint sets of inner cells to search within first: one per owner, whose totals are public anyway.

    Without a grouping column the dimension with most values is cut into runs. Any partition is sound; this one is fast.
    """
    table = applied.table
    if len(table.rows) <= GROUP_SIZE:
        return (np.arange(len(table.rows)),)
    layout = table.layout
    position = {c: i for i, c in enumerate(layout.columns)}
    values = {d: len({row[position[d]] for row in table.rows}) for d in layout.dimensions}
    longest = max(values, key=lambda d: (values[d], d))
    parents = layout.parents.get(longest, ())
    if parents:
        key = [row[position[parents[0]]] for row in table.rows]
    else:
        size = max(1, GROUP_SIZE * values[longest] // len(table.rows))
        order = {v: i // size for i, v in enumerate(sorted({row[position[longest]] for row in table.rows}))}
        key = [str(order[row[position[longest]]]) for row in table.rows]
    labels = np.array(key)
    return tuple(np.flatnonzero(labels == label) for label in sorted(set(key)))
