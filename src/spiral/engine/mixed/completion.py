"""Completes a specification from the data: which expressions are categories, and round constants to centre on.

Any constant near the mean keeps the digits; it need not be the mean. It is therefore read from the first rows, rounded
to one digit of the standard deviation, and costs no scan. Owners that share statistics state theirs in the
specification.
"""

from __future__ import annotations

import ast
import math
import re
from dataclasses import replace

import numpy as np

from .arrange import arrange_levels
from .checks import check_all_columns, check_crossed, check_kinds
from .diagnose import null_counts, text_column_error, two_words
from .errors import ModelError, raise_together
from .expressions import base_of, columns_of, parse, quoted, translate
from .kinds import as_float, as_name, is_category, written
from .relation import Relation, numbers
from .spec import ModelSpec, Value

SAMPLE_ROWS = 10_000
#: A text column with more values than this is taken for a number that was read as text, or a name.
MOST_CATEGORIES = 60
#: Days as they are written by hand, and by a computer: 2024-03-05, 5/3 2024, 05.03.24, 5 mars 2024.
_DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/. ]\d{2,4}|\d{1,2} [a-zA-Z]{3,9}\.? \d{4}")
#: A number with its unit, which is none to calculate with.
_WITH_UNIT = re.compile(r"[-−]?\d[\d\s.,]{0,20}(?:%|kr)", re.IGNORECASE)


def complete_spec(spec: ModelSpec, relation: Relation) -> ModelSpec:
    """Fill in categories, centres and scales that ``spec`` does not state. Raises ModelError for unknown columns."""
    check_all_columns(spec.expressions, tuple(relation.table.columns))
    check_kinds(spec.expressions, relation)
    spec = arrange_levels(spec, relation)
    check_crossed(spec, relation)
    spec = _with_categories(spec, relation)
    _check_groups(spec)
    if spec.missing == "category":
        spec = _with_missing(spec, relation)
    return _with_constants(spec, relation)


def _text_problems(spec: ModelSpec, relation: Relation) -> dict[str, ModelError]:
    """The error of every text column that the outcome, or a calculation of the formula, needs as numbers."""
    calculated = [base_of(factor)[0] for factor in spec.factors]
    calculated = [inside for inside in calculated if not _is_column(inside) and inside not in spec.categories]
    problems = text_problems([spec.outcome, *calculated], relation)
    if spec.family == "binomial" and _is_column(spec.outcome) and problems:
        column = columns_of(spec.outcome)[0]
        words = two_words(relation, column) if column in problems else ()
        if words:
            problems[column] = ModelError("outcome_in_words", column=quoted(column), words=[*words], word=words[-1])
    return problems


def text_problems(expressions: list[str], relation: Relation) -> dict[str, ModelError]:
    """The error of every text column that ``expressions``, which are numbers, need as numbers."""
    columns = [name for expression in expressions for name in _numbers_of(expression)]
    texts = [name for name in dict.fromkeys(columns) if relation.table[name].type().is_string()]
    return {name: text_column_error(relation, name) for name in texts}


def _is_column(expression: str) -> bool:
    return isinstance(parse(expression)[0], ast.Name)


def _numbers_of(expression: str) -> list[str]:
    """The columns of an expression that must be numbers; a comparison takes texts too, and ``missing`` anything."""
    is_free = any(isinstance(node, ast.Compare) for node in ast.walk(parse(expression)[0]))
    return [] if is_free or expression.startswith("missing(") else columns_of(expression)


def _check_groups(spec: ModelSpec) -> None:
    """Raises ModelError for a level whose every group has a coefficient of its own in the fixed part. A year of each
    school beside the years of all schools is none: the level's columns must all be in one term."""
    for term in spec.fixed:
        inside = [base_of(factor)[0] for factor in term]
        if not all(expression in spec.categories for expression in inside):
            continue
        explained = {name for expression in inside if _is_column(expression) for name in columns_of(expression)}
        for level in spec.all_levels:
            if level.check != "mm" and explained.issuperset(level.columns):
                raise ModelError("group_also_explains", column=level.name)


def _with_categories(spec: ModelSpec, relation: Relation) -> ModelSpec:
    problems = _text_problems(spec, relation)
    categories = dict(spec.categories)
    bases: dict[str, str] = {}
    for factor in spec.factors:
        inside, forced, base = base_of(factor)
        is_open = inside not in categories and not problems.keys() & set(columns_of(inside))
        if is_open and (forced or is_category(translate(inside, relation.table))):
            categories[inside] = ()
        if base is not None:
            bases[inside] = base
    for expression in [key for key, values in categories.items() if not values]:
        base = bases.get(expression)
        try:
            values = _category_values(expression, relation, spec.missing == "category")
            if base is not None and base not in map(written, values):
                raise ModelError(
                    "category_unknown", category=base, expression=expression, categories=list(map(written, values))
                )
        except ModelError as problem:
            problems.setdefault(expression, problem)
            continue
        categories[expression] = tuple(sorted(values, key=lambda value: (written(value) != base, value == "saknas")))
    raise_together(list(problems.values()))
    return replace(spec, categories=categories)


def _category_values(expression: str, relation: Relation, keep_missing: bool) -> list[Value]:
    """The values in C order (numbers by size), as R has them. Raises ModelError for a column that is no category."""
    table = relation.table
    asked = table.select(v=as_name(translate(expression, table))).group_by("v").agg(n=lambda t: t.count())
    values = relation.run(asked.limit(10 * MOST_CATEGORIES))["v"].to_pylist()
    present = sorted(value for value in values if value is not None)
    column = columns_of(expression)[0]
    if present and _mostly_numbers(present):
        raise text_column_error(relation, column)
    if len(present) > MOST_CATEGORIES:
        is_dates = table[column].type().is_temporal() or all(_DATE.match(str(value)) for value in present)
        code = "dates_as_categories" if is_dates else "too_many_categories"
        raise ModelError(code, column=column, most=MOST_CATEGORIES)
    if len(present) < 2 and not (keep_missing and present and None in values):
        if present:
            raise ModelError("category_constant", column=column, value=present[0])
        raise ModelError("category_empty", column=column)
    return [*map(written, present), "saknas"] if keep_missing and None in values else present


def _mostly_numbers(values: list[Value]) -> bool:
    def is_number(value: Value) -> bool:
        try:
            float(str(value).replace(",", "."))
        except ValueError:
            return False
        return True

    texts = [value for value in values if isinstance(value, str)]
    if texts and all(map(_WITH_UNIT.fullmatch, texts)):
        return True
    return len(texts) > 10 and sum(map(is_number, texts)) > len(texts) / 2


def _with_missing(spec: ModelSpec, relation: Relation) -> ModelSpec:
    """A dummy "… saknas" for every measured expression with missing values; the value itself becomes the centre."""
    numbers = [m for m in spec.measures if m != spec.outcome and f"missing({m})" not in spec.categories]
    absent = [expression for expression, count in null_counts(numbers, relation).items() if count]
    categories = dict(spec.categories) | {f"missing({m})": (False, True) for m in absent}
    return replace(spec, categories=categories, fixed=(*spec.fixed, *((f"missing({m})",) for m in absent)))


def _with_constants(spec: ModelSpec, relation: Relation) -> ModelSpec:
    centres, scales = dict(spec.centres), dict(spec.scales)
    open_ones = [m for m in spec.measures if m not in centres or (spec.bits and m not in scales)]
    if open_ones:
        for expression, values in first_rows(open_ones, relation).items():
            centre, scale = _round_constants(values[np.isfinite(values)])
            centres.setdefault(expression, 0.0 if spec.family == "binomial" and expression == spec.outcome else centre)
            scales.setdefault(expression, scale)
    for expression in spec.measures:
        scales.setdefault(expression, 1.0)
        if not scales[expression] > 0:
            raise ModelError("scale_not_positive", expression=expression, scale=scales[expression])
    return replace(spec, centres=centres, scales=scales)


def first_rows(expressions: list[str], relation: Relation) -> dict[str, np.ndarray]:
    """The first rows of measured expressions, by expression; missing values as NaN."""
    table = relation.table
    chosen = {f"m{i}": as_float(translate(expression, table)) for i, expression in enumerate(expressions)}
    rows = relation.run(table.select(**chosen).limit(SAMPLE_ROWS))
    return {expression: numbers(rows[f"m{i}"]) for i, expression in enumerate(expressions)}


def _round_constants(values: np.ndarray) -> tuple[float, float]:
    """(centre rounded to a digit of the SD, SD rounded up to a power of two)."""
    spread = float(values.std()) if len(values) else 0.0
    if not spread > 0:
        return (float(values[0]) if len(values) else 0.0), 1.0
    step = 10.0 ** math.floor(math.log10(spread))
    return round(float(values.mean()) / step) * step, 2.0 ** math.ceil(math.log2(spread))
