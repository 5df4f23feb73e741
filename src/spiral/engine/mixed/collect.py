"""From pupils to sufficient statistics in two queries, whatever the number of pupils and in any engine Ibis speaks to.

1. ``cells``: per combination of categories and few-valued numbers (and per owner when blocks are asked for) n, sums and
   cross products of what is left to measure, from which every cross product of W = [X | y] follows, dummies included.
2. ``leaves``: per leaf n and W'Z, the column sums, which is all that random intercepts need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .completion import complete_spec
from .diagnose import missing_counts, refuse_infinite
from .errors import ModelError
from .expressions import translate
from .moments import Moments
from .nesting import sort_leaves
from .plan import Plan, plan_cells
from .relation import Relation, as_relation, numbers
from .spec import Column, ModelSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

#: The largest |x - centre| / scale times 2^bits in fixed point, so that a product fits 64 bits and a sum 128.
FIXED_RANGE = 2**31

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
    leaves = base.group_by([f"k{i}" for i in range(len(spec.key_columns))])
    return Queries(cells.agg(**_cell_sums(spec, plan, base)), leaves.agg(**_leaf_sums(spec, base)))


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
    return assemble(spec, plan, cells, leaves, dropped, blocks)


def base_rows(spec: ModelSpec, table: ir.Table, plan: Plan, *, skip_nan: bool) -> ir.Table:
    """Rows that can be used: keys k0…, categories c0…, centred measures m0…, and what the plan adds (d0…, r0…)."""
    chosen = {f"k{i}": table[name] for i, name in enumerate(spec.key_columns)}
    needed = [table[name].notnull() for name in spec.key_columns]
    for i, expression in enumerate(spec.categories):
        value = translate(expression, table)
        if "saknas" in spec.categories[expression]:
            value = value.fill_null("saknas")
        elif not expression.startswith("missing("):
            needed.append(value.notnull())
        chosen[f"c{i}"] = value
    for i, expression in enumerate(spec.measures):
        value = translate(expression, table).cast("float64")
        if skip_nan or spec.bits:
            value = value.isnan().ifelse(None, value)
        centre, scale = spec.centres[expression], spec.scales[expression]
        if f"missing({expression})" in spec.categories:
            value = value.fill_null(centre)
        else:
            needed.append(value.notnull())
        value = value - centre if centre else value
        if spec.bits:
            value = (value * (2.0**spec.bits / scale) + 0.5).clip(-float(FIXED_RANGE), float(FIXED_RANGE))
            value = value.floor().cast("int64")  # what was clipped is refused afterwards
        chosen[f"m{i}"] = value
    for i, expression in enumerate(plan.few):
        chosen[f"d{i}"] = translate(expression, table).cast("float64")
    for i, (expression, centre) in enumerate(zip(plan.rest, plan.centres, strict=True)):
        same = spec.measures.index(expression) if expression in spec.measures else None
        value = chosen[f"m{same}"] if same is not None else translate(expression, table).cast("float64") - centre
        chosen[f"r{i}"] = value
    return table.filter(needed).select(**chosen)


def _sum(spec: ModelSpec, value: Any) -> Any:
    """A float sum, or an exact one of integers in 38 digits."""
    return value.cast("decimal(38,0)").sum().cast("decimal(38,0)") if spec.bits else value.sum()


def _cell_sums(spec: ModelSpec, plan: Plan, base: ir.Table) -> dict[str, Any]:
    count = len(plan.rest)
    sums = {"n": base.count()}
    for i in range(count):
        sums[f"s{i}"] = _sum(spec, base[f"r{i}"])
        if spec.bits:
            sums[f"x{i}"] = base[f"r{i}"].abs().max()
        for j in range(i, count):
            sums[f"p{i}_{j}"] = _sum(spec, base[f"r{i}"] * base[f"r{j}"])
    return sums


def _leaf_sums(spec: ModelSpec, base: ir.Table) -> dict[str, Any]:
    """s{q}_{j}: the sum of column j times slope column q; q = 0 is the intercept, so s0_j are plain column sums."""
    place = {expression: i for i, expression in enumerate(spec.categories)}
    measured = {expression: f"m{i}" for i, expression in enumerate(spec.measures)}
    sums: dict[str, Any] = {"n": base.count()}
    for q, slope in enumerate(spec.slopes):
        for j, column in enumerate(spec.columns):
            if q == 0 and not column.measure and not column.cells:
                continue
            cells = dict(column.cells) | dict(slope.cells)
            if any(cells[key] != value for key, value in column.cells):
                continue  # a pupil is in one category at a time: the product is 0 everywhere
            factors = [base[measured[name]] for name in (column.measure, slope.measure) if name]
            value = factors[0] * factors[1] if len(factors) == 2 else factors[0] if factors else None
            inside = None
            for key, wanted in cells.items():
                hit = base[f"c{place[key]}"] == wanted
                inside = hit if inside is None else inside & hit
            if value is None:
                sums[f"s{q}_{j}"] = base.count() if inside is None else inside.sum()
            elif inside is None:
                sums[f"s{q}_{j}"] = _sum(spec, value)
            else:
                sums[f"s{q}_{j}"] = _sum(spec, inside.ifelse(value, 0))
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
    sums[0, :, 0] = counts
    products, owners = _products(spec, plan, cells, blocks)
    return Moments(spec, keys, counts, sums, products, owners, dropped or {})


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
    value = np.prod([numbers(cells[f"d{plan.few.index(name)}"]) for name in few], axis=0)
    centre = spec.centres[column.measure]
    if rest is None:
        return 0, nothing, inside * (value - centre)
    at = plan.rest.index(rest)
    return at + 1, inside * value, inside * (value * plan.centres[at] - centre)
