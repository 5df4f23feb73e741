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
#: What is said of one value that cannot be used, and of several.
INFINITE = ("value_infinite", "values_infinite")
NO_WEIGHT = ("weight_not_positive", "weights_not_positive")
NO_SHARE = ("membership_weight_negative", "membership_weights_negative")


def text_column_error(relation: Relation, column: str) -> ModelError:
    """The error of a text column where numbers are needed: which of its values are no numbers, by row, if any are."""
    value = relation.table[column]
    rows, count = wrong_rows(relation, value, value.notnull() & value.try_cast("float64").isnull(), most=SHOWN)
    if not rows:
        is_empty = not int(relation.run(value.count().as_table())[0][0].as_py())
        return ModelError("category_empty" if is_empty else "numbers_as_text", column=column)
    if count == 1:
        return ModelError("not_a_number", row=rows[0][0], column=column, value=rows[0][1])
    return ModelError("not_numbers", column=column, count=count, rows=_row_values(rows))


def two_words(relation: Relation, column: str) -> tuple[str, ...]:
    """The two words of a text column that has no others and no numbers, in C order; else none."""
    value = relation.table[column]
    asked = value.name("word").as_table().filter(lambda t: t.word.notnull()).distinct().limit(3)
    words = sorted(relation.run(asked)["word"].to_pylist())
    is_numbers = any(word.replace(",", "").replace(".", "").isdigit() for word in words)
    return tuple(words) if len(words) == 2 and not is_numbers else ()


def refuse_infinite(spec: ModelSpec, relation: Relation) -> None:
    """Raise ModelError naming each column's first infinite values. NaN alone are let through: they are missing."""
    problems = []
    for expression in spec.measures:
        value = as_float(translate(expression, relation.table))
        problems += value_problems(relation, expression.replace("`", ""), value, value.isinf(), INFINITE)
    raise_together(problems)


def value_problems(
    relation: Relation, column: str, value: ir.Value, wrong: ir.BooleanValue, codes: tuple[str, str]
) -> list[ModelError]:
    """What is said of the values where ``wrong`` holds: nothing, the one there is, or the first and how many;
    ``codes`` of the error for one and for several."""
    rows, count = wrong_rows(relation, value, wrong, most=SHOWN)
    if count > 1:
        return [ModelError(codes[1], column=column, count=count, rows=_row_values(rows))]
    return [ModelError(codes[0], row=row, column=column, value=written) for row, written in rows]


def _row_values(rows: list[tuple[int, Any]]) -> list[Message]:
    return [Message.of("row_value", row=row, value=written) for row, written in rows]


def as_number(expression: str, relation: Relation) -> ir.Value:
    """The expression as float64. Raises ModelError for a text column, naming its first value that is no number."""
    for column in columns_of(expression):
        if relation.table[column].type().is_string():
            raise text_column_error(relation, column)
    return as_float(translate(expression, relation.table))


def check_weights(spec: ModelSpec, relation: Relation) -> None:
    """Raise ModelError naming every column of prior weights, or of a membership's, with values that cannot be one."""
    problems = [ModelError("weights_need_floats")] if spec.weights and spec.bits else []
    shares = [name for level in spec.crossed for name in level.weights]
    for expression in dict.fromkeys([spec.weights, *shares] if spec.weights else shares):
        try:
            weight = as_number(expression, relation)
        except ModelError as problem:
            problems.append(problem)
            continue
        is_share = expression != spec.weights
        wrong = (weight < 0) | weight.isinf() if is_share else (weight <= 0) | weight.isinf()
        problems += value_problems(relation, expression, weight, wrong, NO_SHARE if is_share else NO_WEIGHT)
    raise_together(problems)


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
