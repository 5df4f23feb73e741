"""The pupils of a logistic model as arrays: unlike a gaussian model it has no sums that stand in for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from spiral.engine.message import Message

from ..alike import alike_groups
from ..completion import complete_spec
from ..design import back_matrix, check_design
from ..diagnose import check_weights, missing_counts, refuse_infinite
from ..errors import ModelError
from ..nesting import check_nesting, group_starts
from ..plan import Plan
from ..relation import as_relation, numbers
from ..row_columns import centred_columns, column_values
from ..rows import base_rows
from ..spec import ModelSpec


@dataclass(frozen=True, eq=False)
class BinaryRows:
    """Rows sorted by innermost group: X (n, p) centred and scaled, y (n,) successes of ``trials`` (n,), ``group`` (n,),
    ``starts`` (J,) and ``keys``.

    ``back`` (p, p) leads from the scaled coefficients to those of the columns as written.
    """

    spec: ModelSpec
    X: np.ndarray
    y: np.ndarray
    trials: np.ndarray
    group: np.ndarray
    starts: np.ndarray
    keys: tuple[tuple[Any, ...], ...]
    back: np.ndarray
    warnings: tuple[Message, ...] = ()


def binary_rows(spec: ModelSpec, data: Any) -> BinaryRows:
    """Read the pupils. Raises ModelError for an outcome that is not 0/1 and for models that are not there."""
    if any(level.terms != ((),) for level in spec.levels):
        raise ModelError("binary_without_slopes")
    relation = as_relation(data)
    spec = complete_spec(spec, relation)
    check_weights(spec, relation)
    refuse_infinite(spec, relation)
    table = relation.run(base_rows(spec, relation.table, Plan((), (), ()), skip_nan=True))
    dropped = missing_counts(spec, relation, table.num_rows, skip_nan=True)
    keys = [table[f"k{i}"].to_pylist() for i in range(len(spec.key_columns))]
    names = list(zip(*keys, strict=True))
    unique = sorted(set(names))
    place = {name: i for i, name in enumerate(unique)}
    codes = np.array([place[name] for name in names])
    order = np.argsort(codes, kind="stable")
    group = codes[order]
    share = numbers(table[f"m{spec.measures.index(spec.outcome)}"])[order]
    trials = numbers(table["w"])[order] if spec.weights else np.ones(len(share))
    y = np.round(share * trials)
    if not spec.weights and not np.isin(share, (0.0, 1.0)).all():
        raise ModelError("outcome_not_binary", outcome=spec.outcome)
    whole = np.abs(trials - np.round(trials)) < 1e-9
    if not (whole & (share >= 0) & (share <= 1) & (np.abs(share * trials - y) < 1e-6)).all():
        raise ModelError("outcome_not_of_trials", outcome=spec.outcome, trials=spec.weights)
    if not 0 < y.sum() < trials.sum():
        raise ModelError("outcome_all_alike", outcome=spec.outcome)
    leaf_keys = tuple(zip(*unique, strict=True))
    check_nesting(leaf_keys, spec)
    for level in spec.levels:
        if len(group_starts(leaf_keys, spec.depth(level))) < 2:
            raise ModelError("one_group_only", level=level.name)
    centred = centred_columns(spec.x)
    X = column_values(spec, spec.x, table, centred=centred)[order]
    check_design(spec.x, X.T @ X, len(y))
    scales = np.array(
        [spec.scales[column.measure] if column.measure else 1.0 for column in spec.x]
    )  # alike at all sites
    warnings = [Message.of("rows_left_out", rows=dropped["rader"])] if dropped else []
    for name, column in zip(spec.key_columns, leaf_keys, strict=True):
        warnings += alike_groups(name, column)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    back = back_matrix(spec.x, centred, scales, spec.centres)
    return BinaryRows(spec, X / scales, y, trials, group, starts, leaf_keys, back, tuple(warnings))
