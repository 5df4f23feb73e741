"""From pupils to the pair counts of crossed levels: one query for each level and for each pair of levels.

A multiple membership ``mm(a, b)`` is read as two *slots*: group a with its share of the pupil, group b with its own.
Every sum is over slots, weighted by their shares (and by the prior weights), so that Z may hold any weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import ModelError
from ..moments import Moments
from ..plan import Plan
from ..relation import Relation, numbers
from ..rows import base_rows
from ..spec import ModelSpec
from ..sums import column_sums
from .statistics import CrossedStatistics

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa
    from scipy.sparse import csr_array

#: Crossed groups beside the nested levels: their square is factored at every step of the search.
MOST_CROSSED = 6_000


@dataclass(frozen=True)
class _Slot:
    """The columns that name a group, and the column with its share of the pupil (None: the whole pupil)."""

    keys: tuple[str, ...]
    share: str | None = None


def collect_crossed(moments: Moments, relation: Relation, plan: Plan, *, skip_nan: bool) -> CrossedStatistics:
    """The crossed levels' statistics of the rows that ``moments`` were collected from.

    Raises ModelError for too many groups.
    """
    from scipy.sparse import csr_array as sparse

    spec = moments.spec
    base = base_rows(spec, relation.table, plan, skip_nan=skip_nan)
    slots = [_slots(spec, f) for f in range(len(spec.crossed))]
    answers = [[relation.run(_group_sums(spec, base, slot)) for slot in level] for level in slots]
    groups = [_Groups.of(level, tables) for level, tables in zip(slots, answers, strict=True)]
    count = sum(len(level) for level in groups)
    if count > MOST_CROSSED:
        raise ModelError("too_many_crossed_groups", groups=count, most=MOST_CROSSED)
    starts = np.cumsum([0, *(len(level) for level in groups)])
    n = np.zeros(count, dtype=np.int64)
    sums = np.zeros((count, len(spec.columns)))
    for level, own_slots, tables, start in zip(groups, slots, answers, starts, strict=False):
        for slot, table in zip(own_slots, tables, strict=True):
            at = start + level.codes(table, slot.keys)
            n[at] += numbers(table["n"]).astype(np.int64)
            for j in range(len(spec.columns)):
                if f"s0_{j}" in table.column_names:
                    sums[at, j] += numbers(table[f"s0_{j}"]).astype(np.float64)
            if "s0_0" not in table.column_names:
                sums[at, 0] += numbers(table["n"])
    leaf_slot = _Slot(tuple(f"k{i}" for i in range(len(spec.key_columns))))
    leaves = _Groups(moments.keys)
    by_leaf = sparse((len(moments.n), count))
    own = sparse((count, count))
    flat = [
        (level, slot, start)
        for level, own_slots, start in zip(groups, slots, starts, strict=False)
        for slot in own_slots
    ]
    for place, (level, slot, start) in enumerate(flat):
        pairs = relation.run(_pair_counts(spec, base, leaf_slot, slot))
        rows = leaves.codes(pairs, leaf_slot.keys) if leaf_slot.keys else np.zeros(pairs.num_rows, dtype=np.int64)
        by_leaf = by_leaf + _sparse(pairs, rows, start + level.codes(pairs, slot.keys), by_leaf.shape)
        for other_level, other, other_start in flat[place:]:
            pairs = relation.run(_pair_counts(spec, base, slot, other))
            first = start + level.codes(pairs, slot.keys)
            second = other_start + other_level.codes(pairs, other.keys)
            if level is other_level and slot is not other:  # in the group twice: one pupil all the same
                twice = first == second
                np.subtract.at(n, first[twice], numbers(pairs["n"])[twice].astype(np.int64))
            counts = _sparse(pairs, first, second, own.shape)
            own = own + counts if slot is other else own + counts + counts.T
    return CrossedStatistics(tuple(level.keys for level in groups), n, sums, sparse(by_leaf), sparse(own))


def _slots(spec: ModelSpec, f: int) -> list[_Slot]:
    level = spec.crossed[f]
    if level.check == "mm":
        return [_Slot((f"x{f}_{i}",), f"v{f}_{i}") for i in range(len(level.columns))]
    return [_Slot(tuple(f"x{f}_{i}" for i in range(len(level.columns))))]


def _weight(spec: ModelSpec, rows: ir.Table, slots: tuple[_Slot, ...]) -> ir.Value | None:
    """The product of the slots' shares and of the prior weight; None where every row counts as one."""
    factors = [rows[slot.share] for slot in slots if slot.share] + ([rows["w"]] if spec.weights else [])
    product = None
    for factor in factors:
        product = factor if product is None else product * factor
    return product


def _present(base: ir.Table, slots: tuple[_Slot, ...]) -> ir.Table:
    """The rows that have a share in each of the slots' groups."""
    shares = [base[slot.share] > 0 for slot in slots if slot.share]
    return base.filter(shares) if shares else base


def _group_sums(spec: ModelSpec, base: ir.Table, slot: _Slot) -> ir.Table:
    rows = _present(base, (slot,))
    return rows.group_by(list(slot.keys)).agg(**column_sums(spec, rows, _weight(spec, rows, (slot,))))


def _pair_counts(spec: ModelSpec, base: ir.Table, first: _Slot, second: _Slot) -> ir.Table:
    rows = _present(base, (first, second))
    weight = _weight(spec, rows, (first, second))
    keys = list(dict.fromkeys([*first.keys, *second.keys]))
    return rows.group_by(keys).agg(n=rows.count(), total=rows.count() if weight is None else weight.sum())


class _Groups:
    """The names of a level's groups, in order, and where rows of an answer belong among them."""

    def __init__(self, keys: tuple[tuple[Any, ...], ...]) -> None:
        self.keys = keys
        self._values = [sorted(set(column)) for column in keys]
        parts = [_positions(values, column) for values, column in zip(self._values, keys, strict=True)]
        combined = self._combine(parts) if parts else np.zeros(1, dtype=np.int64)
        self._order = np.argsort(combined)
        self._combined = combined[self._order]

    @classmethod
    def of(cls, slots: list[_Slot], tables: list[pa.Table]) -> _Groups:
        """The groups that any of a level's slots names."""
        names: set[tuple[Any, ...]] = set()
        for slot, table in zip(slots, tables, strict=True):
            names.update(zip(*(table[key].to_pylist() for key in slot.keys), strict=True))
        return cls(tuple(zip(*sorted(names), strict=True)))

    def __len__(self) -> int:
        return len(self.keys[0])

    def codes(self, table: pa.Table, columns: tuple[str, ...]) -> np.ndarray:
        """Which group each row of an answer is about."""
        import pyarrow as pa
        import pyarrow.compute as pc

        parts = []
        for name, values in zip(columns, self._values, strict=True):
            column = table[name]
            parts.append(numbers(pc.index_in(column, value_set=pa.array(values, type=column.type))))
        return self._order[np.searchsorted(self._combined, self._combine(parts))]

    def _combine(self, parts: list[np.ndarray]) -> np.ndarray:
        combined = np.zeros(len(parts[0]), dtype=np.int64)
        for part, values in zip(parts, self._values, strict=True):
            combined = combined * len(values) + part
        return combined


def _positions(values: list[Any], column: tuple[Any, ...]) -> np.ndarray:
    place = {value: i for i, value in enumerate(values)}
    return np.array([place[value] for value in column], dtype=np.int64)


def _sparse(pairs: pa.Table, rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int]) -> csr_array:
    from scipy.sparse import csr_array

    return csr_array((numbers(pairs["total"]).astype(np.float64), (rows, columns)), shape=shape)
