"""The rows of a table that a model can use, as one Ibis expression: the ground that every query stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .expressions import translate
from .kinds import as_float, as_name, as_text
from .plan import Plan
from .spec import ModelSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The largest |x - centre| / scale times 2^bits in fixed point, so that a product fits 64 bits and a sum 128.
FIXED_RANGE = 2**31


def base_rows(
    spec: ModelSpec, table: ir.Table, plan: Plan, *, skip_nan: bool, beside: dict[str, ir.Value] | None = None
) -> ir.Table:
    """Rows that can be used: keys k0…, categories c0…, centred measures m0…, and what the plan adds (d0…, r0…).

    With prior weights they stand in w; crossed groups as :func:`crossed_values` says. ``beside``: more columns.
    """
    chosen = {f"k{i}": as_name(table[name]) for i, name in enumerate(spec.key_columns)}
    measured = measured_values(spec, table, spec.measures, skip_nan=skip_nan or bool(spec.bits))
    chosen |= category_values(spec, table)
    needed = [value.notnull() for value in (*chosen.values(), *measured.values())]
    for i, (expression, value) in enumerate(measured.items()):
        centre, scale = spec.centres[expression], spec.scales[expression]
        value = value - centre if centre else value
        if spec.bits:
            value = (value * (2.0**spec.bits / scale) + 0.5).clip(-float(FIXED_RANGE), float(FIXED_RANGE))
            value = value.floor().cast("int64")  # what was clipped is refused afterwards
        chosen[f"m{i}"] = value
    for i, expression in enumerate(plan.few):
        value = translate(expression, table)
        chosen[f"d{i}"] = value if value.type().is_integer() else as_float(value)  # whole numbers group the faster
    for i, (expression, centre) in enumerate(zip(plan.rest, plan.centres, strict=True)):
        same = spec.measures.index(expression) if expression in spec.measures else None
        value = chosen[f"m{same}"] if same is not None else as_float(translate(expression, table)) - centre
        chosen[f"r{i}"] = value
    if spec.weights:
        weight = number_or_null(spec.weights, table)
        needed.append(weight.notnull())
        chosen["w"] = weight
    crossed, present = crossed_values(spec, table)
    return table.filter([*needed, *present]).select(**chosen, **crossed, **(beside or {}))


def category_values(spec: ModelSpec, table: ir.Table) -> dict[str, ir.Value]:
    """c0…: each category's value, null where it is missing and that is no category."""
    values = {}
    for i, expression in enumerate(spec.categories):
        value = translate(expression, table)
        value = value if value.type().is_boolean() and expression.startswith("missing(") else as_name(value)
        values[f"c{i}"] = as_text(value).fill_null("saknas") if "saknas" in spec.categories[expression] else value
    return values


def measured_values(spec: ModelSpec, table: ir.Table, measures: list[str], *, skip_nan: bool) -> dict[str, ir.Value]:
    """Each of ``measures`` as float64, null where it is missing, or its centre where that is a category."""
    values = {}
    for expression in measures:
        value = as_float(translate(expression, table))
        if skip_nan:
            value = value.isnan().ifelse(None, value)
        is_category = f"missing({expression})" in spec.categories
        values[expression] = value.fill_null(spec.centres[expression]) if is_category else value
    return values


def number_or_null(expression: str, table: ir.Table) -> ir.Value:
    """The expression as float64, null where it is none."""
    number = as_float(translate(expression, table))
    return number.isnan().ifelse(None, number)


def crossed_values(spec: ModelSpec, table: ir.Table) -> tuple[dict[str, ir.Value], list[ir.Value]]:
    """(columns of the crossed levels, what must hold of a row): keys x{level}_{column}, of which a multiple
    membership has one for each group, then with its share of the pupil in v{level}_{column}; shares sum to 1."""
    import ibis

    chosen: dict[str, ir.Value] = {}
    needed: list[ir.Value] = []
    for f, level in enumerate(spec.crossed):
        keys = [as_name(table[name]) for name in level.columns]
        chosen |= {f"x{f}_{i}": key for i, key in enumerate(keys)}
        if level.check != "mm":
            needed += [key.notnull() for key in keys]
            continue
        said = [number_or_null(name, table) for name in level.weights] or [ibis.literal(1.0)] * len(keys)
        shares = [key.notnull().ifelse(share.fill_null(0.0), 0.0) for key, share in zip(keys, said, strict=True)]
        total = shares[0]
        for share in shares[1:]:
            total = total + share
        needed.append(total > 0)
        chosen |= {f"v{f}_{i}": share / total.nullif(0.0) for i, share in enumerate(shares)}
    return chosen, needed
