"""Measurement error that varies between pupils: its variance summed by leaf, which is all that the correction needs."""

from __future__ import annotations

from typing import Any

import numpy as np

from .diagnose import as_number, value_problems
from .errors import ModelError, raise_together
from .expressions import check_columns
from .moments import Moments
from .nesting import sort_leaves
from .plan import Plan
from .relation import as_relation, numbers
from .rows import base_rows

NO_RELIABILITY = ("reliability_of_row", "reliabilities_of_rows")
NO_ERROR = ("error_of_row", "errors_of_rows")


def error_sums(moments: Moments, data: Any, expression: str, *, is_reliability: bool) -> np.ndarray:
    """(J,) the sum over each leaf's pupils of 1 − reliability, or of the squared standard error.

    Raises ModelError for a value that cannot be one, by row, and for data that are not those of ``moments``.
    """
    relation = as_relation(data)
    check_columns(expression, tuple(relation.table.columns))
    value = as_number(expression, relation)
    wrong = value.isnull() | value.isnan() | value.isinf() | (value < 0)
    if is_reliability:
        wrong = wrong | (value > 1) | (value == 0)
    base = base_rows(moments.spec, relation.table, Plan((), (), ()), skip_nan=True, beside={"e": value, "wrong": wrong})
    keys = [f"k{i}" for i in range(len(moments.keys))]
    variance = 1 - base["e"] if is_reliability else base["e"] ** 2
    leaves = relation.run(base.group_by(keys).agg(n=base.count(), e=variance.sum(), wrong=base["wrong"].sum()))
    if any(numbers(leaves["wrong"].cast("float64"))):
        raise_together(
            value_problems(relation, expression, value, wrong, NO_RELIABILITY if is_reliability else NO_ERROR)
        )
    order, names = sort_leaves(leaves, moments.spec)
    if names != moments.keys or (numbers(leaves["n"])[order] != moments.n).any():
        raise ModelError("error_of_other_data")
    sums: np.ndarray = numbers(leaves["e"])[order]
    return sums
