"""From pupils to sufficient statistics in two queries, whatever the number of pupils and in any engine Ibis speaks to.

1. ``cells``: per combination of categories and few-valued numbers (and per owner when blocks are asked for) n, sums and
   cross products of what is left to measure, from which every cross product of W = [X | y] follows, dummies included.
2. ``leaves``: per leaf n and W'Z, the column sums, which is all that random intercepts need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .completion import complete_spec
from .crossed.collect import collect_crossed
from .diagnose import check_weights, missing_counts, refuse_infinite
from .errors import ModelError
from .moments import Moments
from .nesting import sort_leaves
from .plan import Plan, plan_cells
from .relation import Relation, as_relation, numbers
from .rows import FIXED_RANGE, base_rows
from .spec import Column, ModelSpec
from .sums import column_sum, column_sums

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Blocks = Literal["total", "owner"]


@dataclass(frozen=True)
class Queries:
    """The two expressions; ``sql`` prints them for audit."""

    cells: ir.Table
    leaves: ir.Table


def queries(
    spec: ModelSpec, table: ir.Table, plan: Plan, *, blocks: Blocks = "total", skip_nan: bool = False
) -> Queries:
    """Build the two Ibis expressions of a complete specification over ``table``."""
    base = base_rows(spec, table, plan, skip_nan=skip_nan)
    within = [*(["k0"] if blocks == "owner" else []), *(f"c{i}" for i in range(len(spec.categories)))]
    within += [f"d{i}" for i in range(len(plan.few))]
    cells = base.group_by(within) if within else base
    keys = [f"k{i}" for i in range(len(spec.key_columns))]
    leaves = base.group_by(keys) if keys else base
    sums = column_sums(spec, base, base["w"] if spec.weights else None)
    if spec.weights:
        sums["log_weights"] = base["w"].ln().sum()
    return Queries(cells.agg(**_cell_sums(spec, plan, base)), leaves.agg(**sums))


def sql(spec: ModelSpec, data: Any, *, blocks: Blocks = "total") -> dict[str, str]:
    """The SQL that ``collect`` would run on ``data``, by the query's name; of the data only a sample is read."""
    relation = as_relation(data)
    spec = complete_spec(spec, relation)
    asked = queries(spec, relation.table, plan_cells(spec, relation), blocks=blocks)
    return {"cells": relation.sql(asked.cells), "leaves": relation.sql(asked.leaves)}


def collect(spec: ModelSpec, data: Any, *, blocks: Blocks = "total") -> Moments:
    """Sufficient statistics of ``data`` under ``spec``.

    ``blocks="owner"`` keeps the cross products per group of the outermost level (for cluster-robust errors); they must
    stay where the pupils are. Raises ModelError for values that cannot be used.
    """
    relation = as_relation(data)
    spec = complete_spec(spec, relation)
    check_weights(spec, relation)
    blocks = "total" if spec.crossed else blocks
    plan = plan_cells(spec, relation)
    for skip_nan in (False, True):
        asked = queries(spec, relation.table, plan, blocks=blocks, skip_nan=skip_nan)
        cells, leaves = relation.run(asked.cells), relation.run(asked.leaves)
        if not leaves.num_rows:
            raise ModelError("no_complete_row")
        if spec.bits:
            _check_range(spec, cells, relation)
        if np.isfinite(_float_total(leaves)):
            break
        refuse_infinite(spec, relation)  # infinite values stop here; what is left are NaN, read as missing
    dropped = missing_counts(spec, relation, int(numbers(leaves["n"]).sum()), skip_nan=skip_nan)
    moments = assemble(spec, plan, cells, leaves, dropped, blocks)
    if not spec.crossed:
        return moments
    return replace(moments, crossed=collect_crossed(moments, relation, plan, skip_nan=skip_nan))


def _cell_sums(spec: ModelSpec, plan: Plan, base: ir.Table) -> dict[str, Any]:
    count = len(plan.rest)
    weight = base["w"] if spec.weights else None
    sums = {"n": base.count() if weight is None else weight.sum()}
    for i in range(count):
        sums[f"s{i}"] = column_sum(spec, base[f"r{i}"], weight)
        if spec.bits:
            sums[f"x{i}"] = base[f"r{i}"].abs().max()
        for j in range(i, count):
            sums[f"p{i}_{j}"] = column_sum(spec, base[f"r{i}"] * base[f"r{j}"], weight)
    return sums


def _float_total(leaves: pa.Table) -> float:
    import pyarrow as pa

    sums = [numbers(column).sum() for column in leaves.columns if pa.types.is_floating(column.type)]
    with np.errstate(all="ignore"):
        return float(sum(sums))


def assemble(
    spec: ModelSpec,
    plan: Plan,
    cells: pa.Table,
    leaves: pa.Table,
    dropped: dict[str, int] | None = None,
    blocks: Blocks = "total",
) -> Moments:
    """Moments from the answers to the two queries."""
    order, keys = sort_leaves(leaves, spec)
    columns, slopes = spec.columns, spec.slopes
    sums = np.zeros((len(slopes), leaves.num_rows, len(columns)), dtype=object if spec.bits else np.float64)
    counts = numbers(leaves["n"]).astype(np.int64)[order]
    for q in range(len(slopes)):
        for j in range(len(columns)):
            if f"s{q}_{j}" in leaves.column_names:
                sums[q, :, j] = numbers(leaves[f"s{q}_{j}"])[order]
    sums[0, :, 0] = numbers(leaves["s0_0"])[order] if spec.weights else counts
    log_weights = float(numbers(leaves["log_weights"]).sum()) if spec.weights else 0.0
    products, owners = _products(spec, plan, cells, blocks)
    return Moments(spec, keys, counts, sums, products, owners, dropped or {}, log_weights)


def _check_range(spec: ModelSpec, cells: pa.Table, relation: Relation) -> None:
    for i, expression in enumerate(spec.measures):  # in fixed point the plan's r are the measures
        if max(cells[f"x{i}"].to_pylist(), default=0) >= FIXED_RANGE:
            refuse_infinite(spec, relation)
            raise ModelError("too_far_from_centre", expression=expression, centre=spec.centres[expression])


def _products(spec: ModelSpec, plan: Plan, cells: pa.Table, blocks: Blocks) -> tuple[np.ndarray, tuple[Any, ...]]:
    """Cross products of all columns, (1, k, k) in total or (G, k, k) by owner in order.

    Inside a cell every column of W is slope · r + shift · 1 with r one of the measured expressions, so its cross
    products follow from n, Σ r and Σ r r' of the cell.
    """
    count, rows = len(plan.rest), cells.num_rows
    kind: Any = object if spec.bits else np.float64
    whole = np.zeros((count + 1, count + 1, rows), dtype=kind)
    whole[0, 0] = numbers(cells["n"])
    for i in range(count):
        whole[0, i + 1] = whole[i + 1, 0] = numbers(cells[f"s{i}"])
        for j in range(i, count):
            whole[i + 1, j + 1] = whole[j + 1, i + 1] = numbers(cells[f"p{i}_{j}"])
    lines = [_column_in_cells(spec, plan, cells, column) for column in spec.columns]
    if blocks == "total":
        owners: tuple[Any, ...] = ()
        groups = np.zeros(rows, dtype=np.int64)
    else:
        values = cells["k0"].to_pylist()
        owners = tuple(sorted(set(values)))
        lookup = {owner: i for i, owner in enumerate(owners)}
        groups = np.array([lookup[value] for value in values])
    products = np.zeros((max(len(owners), 1), len(lines), len(lines)), dtype=kind)
    for i, (at, slope, shift) in enumerate(lines):
        for j, (at2, slope2, shift2) in enumerate(lines[: i + 1]):
            part = slope * slope2 * whole[at, at2] + shift * shift2 * whole[0, 0]
            part = part + slope * shift2 * whole[at, 0] + shift * slope2 * whole[0, at2]
            np.add.at(products[:, i, j], groups, part)
            products[:, j, i] = products[:, i, j]
    return products, owners


def _column_in_cells(
    spec: ModelSpec, plan: Plan, cells: pa.Table, column: Column
) -> tuple[int, np.ndarray, np.ndarray]:
    """(which r, slope, shift) of a column in every cell; r = 0 stands for none."""
    inside = np.ones(cells.num_rows, dtype=object if spec.bits else np.float64)
    for key, wanted in column.cells:
        values = cells[f"c{list(spec.categories).index(key)}"].to_pylist()
        inside = inside * np.array([int(value == wanted) for value in values], dtype=inside.dtype)
    nothing = 0 * inside
    if not column.measure:
        return 0, nothing, inside
    few, rest = plan.split(column.measure)
    if not few and rest is not None:
        return plan.rest.index(rest) + 1, inside, nothing
    value = np.prod([numbers(cells[f"d{plan.few.index(name)}"]).astype(np.float64) for name in few], axis=0)
    centre = spec.centres[column.measure]
    if rest is None:
        return 0, nothing, inside * (value - centre)
    at = plan.rest.index(rest)
    return at + 1, inside * value, inside * (value * plan.centres[at] - centre)
