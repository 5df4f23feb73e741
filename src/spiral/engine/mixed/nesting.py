"""The tree of groups: leaves sorted outer → inner, and a unit under two owners found before it breaks the model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from spiral.engine.figures import SMALL_LEAF

from .errors import ModelError
from .relation import numbers
from .spec import Level, ModelSpec

if TYPE_CHECKING:
    import pyarrow as pa

Keys = tuple[tuple[Any, ...], ...]


def sort_leaves(leaves: pa.Table, spec: ModelSpec) -> tuple[np.ndarray, Keys]:
    """(order that sorts the leaves, the sorted keys as one tuple per key column); refuses broken nesting."""
    import pyarrow.compute as pc

    names = [f"k{i}" for i in range(len(spec.key_columns))]
    if not names:
        return np.zeros(1, dtype=np.int64), ()
    order = pc.sort_indices(leaves, sort_keys=[(name, "ascending") for name in names])
    keys = tuple(tuple(leaves[name].take(order).to_pylist()) for name in names)
    check_nesting(keys, spec)
    return numbers(order), keys


def group_starts(keys: Keys, depth: int) -> np.ndarray:
    """Index of the first leaf of every group named by the first ``depth`` key columns; keys must be sorted."""
    count = len(keys[0])
    fresh = np.zeros(count, dtype=bool)
    fresh[0] = True
    for column in keys[:depth]:
        codes = np.array(column, dtype=object)
        fresh[1:] |= codes[1:] != codes[:-1]
    return np.flatnonzero(fresh)


def check_nesting(keys: Keys, spec: ModelSpec) -> None:
    """Refuse a group that lies under two parents, naming it.

    "+" (separate parts): always. "/" : when it is the exception, at most a third of the keys; cohorts that recur in
    every unit, and units numbered 1, 2, 3 … inside each owner, are what "/" is for. ":" says that the pair is the
    group.
    """
    for level in spec.levels[1:]:
        if level.check == ":":
            continue
        depth = spec.depth(level)
        column, parents = keys[depth - 1], list(zip(*keys[: depth - 1], strict=True))
        above: dict[Any, set[Any]] = {}
        for key, parent in zip(column, parents, strict=True):
            above.setdefault(key, set()).add(parent)
        shared = [key for key, owners in above.items() if len(owners) > 1 and key != SMALL_LEAF]
        if shared and (level.check == "+" or len(shared) <= len(above) / 3):
            raise _two_parents_error(level, spec, shared[0], above[shared[0]])


def _two_parents_error(level: Level, spec: ModelSpec, key: Any, parents: set[Any]) -> ModelError:
    names = spec.key_columns[: spec.depth(level) - 1]
    first, second = (_parent_names(names, parent) for parent in sorted(parents, key=str)[:2])
    column = level.columns[0]
    chain = " + ".join(f"(1 | {':'.join(spec.key_columns[: d + 1])})" for d in range(spec.depth(level)))
    crossed = " + ".join(f"(1 | {name})" for name in (*names, column))
    return ModelError(
        "group_under_two_parents",
        level=column,
        group=key,
        first=first,
        second=second,
        formula=chain,
        crossed=crossed,
    )


def _parent_names(names: tuple[str, ...], parent: tuple[Any, ...]) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(names, parent, strict=True))
