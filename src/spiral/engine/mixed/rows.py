"""The rows of a table that a model can use, as one Ibis expression: the ground that every query stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .expressions import translate
from .kinds import as_float, as_name
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

    With prior weights they stand in w; crossed groups as :func:`_crossed_rows` says. ``beside``: more columns.
    """
    chosen = {f"k{i}": as_name(table[name]) for i, name in enumerate(spec.key_columns)}
    needed = [key.notnull() for key in chosen.values()]
    for i, expression in enumerate(spec.categories):
        value = translate(expression, table)
        value = value if value.type().is_boolean() and expression.startswith("missing(") else as_name(value)
        if "saknas" in spec.categories[expression]:
            value = value.fill_null("saknas")
        elif not expression.startswith("missing("):
            needed.append(value.notnull())
        chosen[f"c{i}"] = value
    for i, expression in enumerate(spec.measures):
        value = as_float(translate(expression, table))
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
        chosen[f"d{i}"] = as_float(translate(expression, table))
    for i, (expression, centre) in enumerate(zip(plan.rest, plan.centres, strict=True)):
        same = spec.measures.index(expression) if expression in spec.measures else None
        value = chosen[f"m{same}"] if same is not None else as_float(translate(expression, table)) - centre
        chosen[f"r{i}"] = value
    if spec.weights:
        weight = _number_or_null(translate(spec.weights, table))
        needed.append(weight.notnull())
        chosen["w"] = weight
    crossed, present = _crossed_rows(spec, table)
    return table.filter([*needed, *present]).select(**chosen, **crossed, **(beside or {}))


def _number_or_null(value: ir.Value) -> ir.Value:
    number = as_float(value)
    return number.isnan().ifelse(None, number)


def _crossed_rows(spec: ModelSpec, table: ir.Table) -> tuple[dict[str, ir.Value], list[ir.Value]]:
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
        said = [_number_or_null(translate(name, table)) for name in level.weights] or [ibis.literal(1.0)] * len(keys)
        shares = [key.notnull().ifelse(share.fill_null(0.0), 0.0) for key, share in zip(keys, said, strict=True)]
        total = shares[0]
        for share in shares[1:]:
            total = total + share
        needed.append(total > 0)
        chosen |= {f"v{f}_{i}": share / total for i, share in enumerate(shares)}
    return chosen, needed
