"""Every pupil's fitted value and residual, as rows of the database that the pupils stand in: none is fetched.

Fitted: Xβ + Zb; residual: (y − Xβ − Zb) √w, with w the prior weights: lme4's ``fitted`` and ``resid(type="pearson")``.
Only the groups' effects, with their keys, are sent to the database and joined to the pupils there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..fit import Fit
from ..plan import Plan
from ..relation import Relation, as_relation
from ..rows import base_rows
from ..spec import Column, ModelSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa


def residual_rows(fit: Fit, data: Any) -> Relation:
    """A relation with ``fitted`` and ``residual`` of each pupil that was fitted, in the outcome's unit."""
    import pyarrow as pa

    relation = as_relation(data)
    spec = replace(fit.spec, bits=0)
    rows = base_rows(spec, relation.table, Plan((), (), ()), skip_nan=True)
    fitted = _sum(rows, spec, dict(zip(spec.x, fit.beta.tolist(), strict=True)))
    effects = fit.effects(interval="pev")
    by_leaf: dict[Column, np.ndarray] = {}
    leaves = np.arange(len(fit.moments.n))
    for branch in fit.design.branches:
        group = np.searchsorted(branch.starts, leaves, side="right") - 1
        for i, column in enumerate(spec.random(branch.level)):
            by_leaf[column] = by_leaf.get(column, 0.0) + effects[branch.level.name].estimate[group, i]
    rows = rows.mutate(fixed=fitted)
    if by_leaf:
        named = {f"b{i}": pa.array(values) for i, values in enumerate(by_leaf.values())}
        keys = [f"k{i}" for i in range(len(spec.key_columns))]
        relation, rows = _joined(relation, rows, keys, fit.moments.keys, named)
        rows = rows.mutate(
            fixed=rows["fixed"] + _sum(rows, spec, {c: rows[b] for c, b in zip(by_leaf, named, strict=True)})
        )
    for f, part in enumerate(fit.design.crossed):
        many = part.level.check == "mm"
        slots = [[f"x{f}_{i}"] for i in range(len(part.level.columns))]
        for i, slot in enumerate(slots if many else [sum(slots, [])]):
            named = {f"b{f}_{i}": pa.array(effects[part.level.name].estimate[:, 0])}
            relation, rows = _joined(relation, rows, slot, part.keys, named)
            effect = rows[f"b{f}_{i}"].fill_null(0.0)
            rows = rows.mutate(fixed=rows["fixed"] + (effect * rows[f"v{f}_{i}"] if many else effect))
    residual = _value(rows, spec, spec.columns[-1]) - rows["fixed"]
    rows = rows.select(fitted=rows["fixed"], residual=residual * rows["w"].sqrt() if spec.weights else residual)
    return relation.over(rows)


def _value(rows: ir.Table, spec: ModelSpec, column: Column) -> ir.Value:
    """A column of W, as written, of every row."""
    import ibis

    value = ibis.literal(1.0)
    if column.measure:
        value = rows[f"m{spec.measures.index(column.measure)}"] + spec.centres[column.measure]
    places = {expression: i for i, expression in enumerate(spec.categories)}
    for key, wanted in column.cells:
        value = (rows[f"c{places[key]}"] == wanted).ifelse(value, 0.0)
    return value


def _sum(rows: ir.Table, spec: ModelSpec, factors: dict[Column, Any]) -> ir.Value:
    """The columns' sum, each times its factor."""
    import ibis

    total = ibis.literal(0.0)
    for column, factor in factors.items():
        total = total + _value(rows, spec, column) * factor
    return total


def _joined(
    relation: Relation,
    rows: ir.Table,
    columns: list[str],
    keys: tuple[tuple[Any, ...], ...],
    effects: dict[str, pa.Array],
) -> tuple[Relation, ir.Table]:
    """The rows with the effects of the group that ``columns`` name, null where it is none of ``keys``."""
    import pyarrow as pa

    kinds = [rows[name].type().to_pyarrow() for name in columns]
    names = {f"g_{name}": pa.array(key, type=kind) for name, key, kind in zip(columns, keys, kinds, strict=True)}
    answer = relation.joined(rows, columns, pa.table({**names, **effects}))
    return answer, answer.table
