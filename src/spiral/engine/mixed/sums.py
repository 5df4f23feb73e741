"""Sums of W's columns over groups of rows, as Ibis expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .spec import ModelSpec

if TYPE_CHECKING:
    import ibis.expr.types as ir


def column_sum(spec: ModelSpec, value: Any, weight: Any = None) -> Any:
    """A float sum, weighted where there are weights, or an exact one of integers in 38 digits."""
    if weight is not None:
        return (value * weight).sum()
    return value.cast("decimal(38,0)").sum().cast("decimal(38,0)") if spec.bits else value.sum()


def column_sums(spec: ModelSpec, base: ir.Table, weight: Any = None) -> dict[str, Any]:
    """s{q}_{j}: the sum of column j times slope column q; q = 0 is the intercept, so s0_j are plain column sums.

    ``weight``: a column that each row counts by, whose own sum is then s0_0.
    """
    place = {expression: i for i, expression in enumerate(spec.categories)}
    measured = {expression: f"m{i}" for i, expression in enumerate(spec.measures)}
    sums: dict[str, Any] = {"n": base.count()}
    if weight is not None:
        sums["s0_0"] = weight.sum()
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
            if value is None and weight is not None:
                sums[f"s{q}_{j}"] = weight.sum() if inside is None else inside.ifelse(weight, 0.0).sum()
            elif value is None:
                sums[f"s{q}_{j}"] = base.count() if inside is None else inside.sum()
            elif inside is None:
                sums[f"s{q}_{j}"] = column_sum(spec, value, weight)
            else:
                sums[f"s{q}_{j}"] = column_sum(spec, inside.ifelse(value, 0), weight)
    return sums
