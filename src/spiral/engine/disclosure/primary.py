"""Primary suppression: which cells are sensitive in themselves, and the problem that leaves to `suppress`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

from spiral.engine.disclosure.ledger import AppliedLedger
from spiral.engine.disclosure.rules import Outcome, Rules
from spiral.engine.disclosure.table import Coordinates, FrequencyTable, Ints


class PrimaryReason(IntEnum):
    """Why a cell may not be shown exactly, whatever the other cells show."""

    NONE = 0
    FEW_PUPILS = 1  # fewer than the base
    NEAR_NONE = 2  # 1-4 reach the measure
    NEAR_ALL = 3  # 1-4 do not
    EVERYBODY = 4  # all have the sensitive outcome
    GUARDED = 5  # another source masks it


def primary_reasons(n: Ints, hits: Ints, guarded: npt.NDArray[np.bool_], rules: Rules) -> Ints:
    """(cells,) `PrimaryReason` of every cell from its pupils and those who reach."""
    misses = n - hits
    everybody = hits if rules.sensitive is Outcome.MISSES else misses  # none of the other outcome
    kinds = [
        (n < rules.base, PrimaryReason.FEW_PUPILS),
        ((hits > 0) & (hits <= rules.few), PrimaryReason.NEAR_NONE),
        ((misses > 0) & (misses <= rules.few), PrimaryReason.NEAR_ALL),
        (everybody == 0, PrimaryReason.EVERYBODY),
        (guarded, PrimaryReason.GUARDED),
    ]
    return np.select([where for where, _ in kinds], [int(kind) for _, kind in kinds], int(PrimaryReason.NONE)).astype(
        np.int64
    )


@dataclass(frozen=True)
class Subproblem:
    """Inner cells that no figure links to others, and the disjoint groups of them to search first, if any."""

    inner: Ints
    groups: tuple[Ints, ...]


@dataclass(frozen=True)
class SuppressionProblem:
    """What `suppress` has to solve. Arrays are (cells,), except ``n`` and ``hits`` (inner,).

    fixed: may not change (known exactly, or must be shown); plain: shown unless another cell needs its cover;
    sayable: public, or not sensitive in itself; low, high: counts outsiders know anyway; masked: printed as "~100" or
    "~0" unless that gives too much away; mask_low, mask_high: counts the mask allows; needed: possible values to keep,
    0 where nothing is to be protected; subproblems: sets of inner cells that no figure links.
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
    sayable: npt.NDArray[np.bool_]
    low: Ints
    high: Ints
    masked: npt.NDArray[np.bool_]
    mask_low: Ints
    mask_high: Ints
    needed: Ints
    subproblems: tuple[Subproblem, ...]


#: Inner cells in a group when nothing in the layout groups them; so small a table is searched as one.
GROUP_SIZE = 120


def suppression_problem(applied: AppliedLedger, rules: Rules, show: npt.NDArray[np.bool_]) -> SuppressionProblem:
    """The problem of a table, its ledger and the cells somebody insists on showing ((cells,) bool)."""
    table = applied.table
    n, hits = table.cell_n, table.cell_hits
    primary = primary_reasons(n, hits, applied.guarded, rules)
    known = applied.low == applied.high
    sensitive = (primary != PrimaryReason.NONE) & ~known
    needed = np.array([rules.needed(int(pupils)) if s else 0 for pupils, s in zip(n, sensitive, strict=True)])
    near_none, near_all = primary == PrimaryReason.NEAR_NONE, primary == PrimaryReason.NEAR_ALL
    # A cell another source hides outright may not be told as "~100" here.
    masked = (near_none | near_all) & sensitive & ~(applied.guarded & (applied.high - applied.low >= n)) & rules.masks
    said = np.arange(len(n)) < table.shown
    fixed = known | (show & ~sensitive)
    return SuppressionProblem(
        cells=table.cells,
        matrix=table.matrix,
        n=table.n,
        hits=table.hits,
        cell_n=n,
        cell_hits=hits,
        primary=primary,
        fixed=fixed,
        plain=said & ~fixed & ~sensitive,
        sayable=(primary == PrimaryReason.NONE) | table.public,
        low=applied.low,
        high=applied.high,
        masked=masked & said,
        mask_low=np.where(near_all, n - rules.few, 1),
        mask_high=np.where(near_all, n - 1, rules.few),
        needed=needed.astype(np.int64),
        subproblems=_subproblems(table),
    )


def _subproblems(table: FrequencyTable) -> tuple[Subproblem, ...]:
    """The inner cells no figure links to others, each set with its groups.

    Groups are searched first: one per owner, whose totals are public anyway; without a grouping column, runs of the
    dimension with most values. Any partition is sound; this one is fast.
    """
    cells, inner = table.matrix.shape
    linked = connected_components(block_array([[None, table.matrix], [table.matrix.T, None]]), directed=False)[1][
        cells:
    ]
    layout, position = table.layout, {c: i for i, c in enumerate(table.layout.columns)}
    values = {d: sorted({row[position[d]] for row in table.rows}) for d in layout.dimensions}
    longest = max(values, key=lambda d: (len(values[d]), d))
    if parents := layout.parents.get(longest):
        key = np.array([row[position[parents[0]]] for row in table.rows])
    else:
        size = max(1, GROUP_SIZE * len(values[longest]) // inner)
        run = {value: f"{i // size:09}" for i, value in enumerate(values[longest])}
        key = np.array([run[row[position[longest]]] for row in table.rows])
    parts = []
    for label in range(int(linked.max()) + 1):
        whole = np.flatnonzero(linked == label)
        names = sorted(set(key[whole].tolist())) if len(whole) > GROUP_SIZE else []
        parts.append(Subproblem(whole, tuple(whole[key[whole] == name] for name in names)))
    return tuple(parts)
