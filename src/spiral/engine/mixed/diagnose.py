"""Which row and column holds a value that cannot be used, and how many rows are left out for missing values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spiral.engine.message import Message

from .errors import ModelError, raise_together
from .expressions import columns_of, translate
from .kinds import as_float
from .relation import Relation, line_of
from .spec import ModelSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir


#: So many values of a column that are no numbers are said with their row.
SHOWN = 5


def text_column_error(relation: Relation, column: str) -> ModelError:
    """The error of a text column where numbers are needed: which of its values are no numbers, by row, if any are."""
    value = relation.table[column]
    rows, count = wrong_rows(relation, value, value.notnull() & value.try_cast("float64").isnull(), most=SHOWN)
    if not rows:
        return ModelError("numbers_as_text", column=column)
    if count == 1:
        return ModelError("not_a_number", row=rows[0][0], column=column, value=rows[0][1])
    shown = [Message.of("row_value", row=row, value=written) for row, written in rows]
    return ModelError("not_numbers", column=column, count=count, rows=shown)


def refuse_infinite(spec: ModelSpec, relation: Relation) -> None:
    """Raise ModelError naming each column's first infinite value. NaN alone are let through: they are missing."""
    problems = []
    for expression in spec.measures:
        value = as_float(translate(expression, relation.table))
        row = first_row(relation, value, value.isinf())
        if row is not None:
            problems.append(ModelError("value_infinite", row=row[0], column=expression.replace("`", "")))
    raise_together(problems)


def as_number(expression: str, relation: Relation) -> ir.Value:
    """The expression as float64. Raises ModelError for a text column, naming its first value that is no number."""
    for column in columns_of(expression):
        if relation.table[column].type().is_string():
            raise text_column_error(relation, column)
    return as_float(translate(expression, relation.table))


def check_weights(spec: ModelSpec, relation: Relation) -> None:
    """Raise ModelError naming the first prior weight, or weight of a membership, that cannot be one."""
    if spec.weights:
        weight = as_number(spec.weights, relation)
        row = first_row(relation, weight, (weight <= 0) | weight.isinf())
        if row is not None:
            raise ModelError("weight_not_positive", row=row[0], column=spec.weights, value=row[1])
        if spec.bits:
            raise ModelError("weights_need_floats")
    for expression in (name for level in spec.crossed for name in level.weights):
        share = as_number(expression, relation)
        row = first_row(relation, share, (share < 0) | share.isinf())
        if row is not None:
            raise ModelError("membership_weight_negative", row=row[0], column=expression, value=row[1])


def null_counts(expressions: list[str], relation: Relation) -> dict[str, int]:
    """How many rows lack each expression (NaN count as missing)."""
    if not expressions:
        return {}
    table = relation.table
    counted: dict[str, Any] = {}
    for i, expression in enumerate(expressions):
        value = translate(expression, table)
        absent = value.isnull() | value.isnan() if value.type().is_floating() else value.isnull()
        counted[f"a{i}"] = absent.fill_null(True).sum()
    row = relation.run(table.agg(**counted)).to_pylist()[0]
    return {expression: int(row[f"a{i}"] or 0) for i, expression in enumerate(expressions)}


def missing_counts(spec: ModelSpec, relation: Relation, used: int, *, skip_nan: bool) -> dict[str, int]:
    """Rows left out because a value is missing, by column; empty when every row was used.

    Raises ModelError when the specification refuses missing values.
    """
    total = int(relation.run(relation.table.agg(n=relation.table.count()))["n"][0].as_py())
    if total == used:
        return {}
    alone = [name for level in spec.crossed if level.check != "mm" for name in level.columns]
    keys = [f"`{name}`" for name in [*spec.key_columns, *alone]]
    keys += [spec.weights] if spec.weights else []
    expressions = [m for m in [*spec.measures, *spec.categories, *keys] if not m.startswith("missing(")]
    absent = {name.strip("`"): count for name, count in null_counts(expressions, relation).items() if count}
    absent = {name: count for name, count in absent.items() if f"missing({name})" not in spec.categories}
    if spec.missing == "refuse":
        columns = [f"{name} ({count})" for name, count in absent.items()]
        raise ModelError("values_missing", rows=total - used, columns=columns)
    return {"rader": total - used, **absent}


def first_row(relation: Relation, value: ir.Value, wrong: ir.BooleanValue) -> tuple[int, Any] | None:
    """(what the row is called, value) of the first row where ``wrong`` holds, in the order the table is stored."""
    rows, _ = wrong_rows(relation, value, wrong, most=1)
    return rows[0] if rows else None


def wrong_rows(
    relation: Relation, value: ir.Value, wrong: ir.BooleanValue, *, most: int
) -> tuple[list[tuple[int, Any]], int]:
    """The first rows where ``wrong`` holds, each as (what the row is called, value), and how many there are."""
    import ibis

    numbered = relation.table.select(row=ibis.row_number() + 1, value=value, wrong=wrong)
    chosen = numbered.filter(numbered.wrong)
    rows = relation.run(chosen.order_by("row").limit(most)).to_pylist()
    count = len(rows) if len(rows) < most else int(relation.run(chosen.agg(n=chosen.count()))["n"][0].as_py())
    return [(line_of(relation, int(row["row"])), row["value"]) for row in rows], count
