"""From pupils to sufficient statistics in two queries, whatever the number of pupils and in any engine Ibis speaks to.

1. ``cells``: per combination of categories (and per owner when blocks are asked for) n, sums and cross products of the
   measured expressions, from which every cross product of W = [X | y] follows, dummies included.
2. ``leaves``: per leaf n and W'Z, the column sums, which is all that random intercepts need.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .diagnose import explain_values, missing_counts
from .errors import ModelError
from .expressions import translate
from .moments import Moments
from .nesting import sort_leaves
from .relation import as_relation
from .settle import settle
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


def queries(spec: ModelSpec, table: ir.Table, *, blocks: Blocks = "total", skip_nan: bool = False) -> Queries:
    """Build the two Ibis expressions of a settled specification over ``table``."""
    base = base_rows(spec, table, skip_nan=skip_nan)
    within = [*(["k0"] if blocks == "owner" else []), *(f"c{i}" for i in range(len(spec.categories)))]
    cells = base.group_by(within) if within else base
    leaves = base.group_by([f"k{i}" for i in range(len(spec.key_columns))])
    return Queries(cells.agg(**_cell_sums(spec, base)), leaves.agg(**_leaf_sums(spec, base)))


def sql(spec: ModelSpec, data: Any, *, blocks: Blocks = "total") -> dict[str, str]:
    """The SQL that ``collect`` would run on ``data``, by the query's name; nothing but a sample is read."""
    relation = as_relation(data)
    asked = queries(settle(spec, relation), relation.table, blocks=blocks)
    return {"cells": relation.sql(asked.cells), "leaves": relation.sql(asked.leaves)}


def collect(spec: ModelSpec, data: Any, *, blocks: Blocks = "total") -> Moments:
    """Sufficient statistics of ``data`` under ``spec``.

    ``blocks="owner"`` keeps the cross products per group of the outermost level (for cluster-robust errors); they must
    stay where the pupils are. Raises ModelError, in words, for values that cannot be used.
    """
    relation = as_relation(data)
    spec = settle(spec, relation)
    for skip_nan in (False, True):
        asked = queries(spec, relation.table, blocks=blocks, skip_nan=skip_nan)
        cells, leaves = relation.run(asked.cells), relation.run(asked.leaves)
        if not leaves.num_rows:
            raise ModelError("Ingen rad har värden i alla kolumner som modellen läser.")
        if spec.bits:
            _check_range(spec, cells, relation)
        if np.isfinite(_float_total(leaves)):
            break
        explain_values(spec, relation)  # infinite values stop here; what is left are NaN, read as missing
    dropped = missing_counts(spec, relation, int(_integers(leaves["n"]).sum()), skip_nan=skip_nan)
    return _moments(spec, cells, leaves, dropped, blocks)


def base_rows(spec: ModelSpec, table: ir.Table, *, skip_nan: bool) -> ir.Table:
    """Rows that can be used, with keys k0…, categories c0… and centred measures m0…"""
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
    return table.filter(needed).select(**chosen)


def _sum(spec: ModelSpec, value: Any) -> Any:
    """A float sum, or an exact one of integers in 38 digits."""
    return value.cast("decimal(38,0)").sum().cast("decimal(38,0)") if spec.bits else value.sum()


def _cell_sums(spec: ModelSpec, base: ir.Table) -> dict[str, Any]:
    count = len(spec.measures)
    sums = {"n": base.count()}
    for i in range(count):
        sums[f"s{i}"] = _sum(spec, base[f"m{i}"])
        if spec.bits:
            sums[f"x{i}"] = base[f"m{i}"].abs().max()
        for j in range(i, count):
            sums[f"p{i}_{j}"] = _sum(spec, base[f"m{i}"] * base[f"m{j}"])
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

    sums = [column.to_numpy().sum() for column in leaves.columns if pa.types.is_floating(column.type)]
    with np.errstate(all="ignore"):
        return float(sum(sums))


def _integers(column: pa.ChunkedArray) -> np.ndarray:
    import pyarrow as pa

    if pa.types.is_decimal(column.type):
        return np.array([int(value) for value in column.to_pylist()], dtype=object)
    return column.to_numpy()


def _units(spec: ModelSpec) -> list[int]:
    """Powers of two by which an integer column exceeds its real value: bits for measures, 0 for pure indicators."""
    return [spec.bits if column.measure else 0 for column in spec.columns]


def _moments(spec: ModelSpec, cells: pa.Table, leaves: pa.Table, dropped: dict[str, int], blocks: Blocks) -> Moments:
    order, keys = sort_leaves(leaves, spec)
    columns, slopes = spec.columns, spec.slopes
    sums = np.zeros((len(slopes), leaves.num_rows, len(columns)), dtype=object if spec.bits else np.float64)
    counts = _integers(leaves["n"]).astype(np.int64)[order]
    for q in range(len(slopes)):
        for j in range(len(columns)):
            if f"s{q}_{j}" in leaves.column_names:
                sums[q, :, j] = _integers(leaves[f"s{q}_{j}"])[order]
    sums[0, :, 0] = counts
    products, owners = _products(spec, cells, blocks)
    return Moments(spec, keys, counts, sums, products, owners, dropped)


def _check_range(spec: ModelSpec, cells: pa.Table, relation: Relation) -> None:
    for i, expression in enumerate(spec.measures):
        if max(cells[f"x{i}"].to_pylist(), default=0) >= FIXED_RANGE:
            explain_values(spec, relation)
            raise ModelError(
                f"{expression} ligger för långt från mittpunkten {spec.centres[expression]} för fasta decimaler: "
                "ange en större skala."
            )


def _products(spec: ModelSpec, cells: pa.Table, blocks: Blocks) -> tuple[np.ndarray, tuple[Any, ...]]:
    """Cross products of all columns from those of the measures: (1, k, k) in total, or (G, k, k) by owner in order."""
    measures, rows = len(spec.measures), cells.num_rows
    kind: Any = object if spec.bits else np.float64
    whole = np.zeros((rows, measures + 1, measures + 1), dtype=kind)
    whole[:, 0, 0] = _integers(cells["n"])
    for i in range(measures):
        whole[:, 0, i + 1] = whole[:, i + 1, 0] = _integers(cells[f"s{i}"])
        for j in range(i, measures):
            whole[:, i + 1, j + 1] = whole[:, j + 1, i + 1] = _integers(cells[f"p{i}_{j}"])
    inside = np.column_stack([_membership(spec, cells, column) for column in spec.columns]).astype(kind)
    at = [spec.measures.index(column.measure) + 1 if column.measure else 0 for column in spec.columns]
    if blocks == "total":
        owners: tuple[Any, ...] = ()
        groups = np.zeros(rows, dtype=np.int64)
    else:
        values = cells["k0"].to_pylist()
        owners = tuple(sorted(set(values)))
        lookup = {owner: i for i, owner in enumerate(owners)}
        groups = np.array([lookup[value] for value in values])
    products = np.zeros((max(len(owners), 1), len(at), len(at)), dtype=kind)
    for i, left in enumerate(at):
        for j, right in enumerate(at[: i + 1]):
            np.add.at(products[:, i, j], groups, inside[:, i] * inside[:, j] * whole[:, left, right])
            products[:, j, i] = products[:, i, j]
    return products, owners


def _membership(spec: ModelSpec, cells: pa.Table, column: Column) -> np.ndarray:
    inside = np.ones(cells.num_rows, dtype=np.int64)
    for i, expression in enumerate(spec.categories):
        wanted = dict(column.cells).get(expression)
        if wanted is not None:
            inside &= np.array([value == wanted for value in cells[f"c{i}"].to_pylist()], dtype=np.int64)
    return inside
