"""The one shape every source is read into: a table with a row for each figure."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from spiral.engine.figures import State

#: Columns of an observation table. ``value`` is null exactly when ``state`` is a mask; ``n`` only where the source
#: gives the number behind the figure (surveys).
SCHEMA = pl.Schema(
    {
        "part": pl.String,  # one of PARTS
        "measure": pl.String,  # the source's own key: KPI id, field name, column title
        "area": pl.String,  # Underlag's area, or a survey's respondents; else ""
        "place_kind": pl.String,  # riket | municipality | owner | unit
        "place": pl.String,  # of a Place
        "period": pl.String,  # in the source's own words
        "sex": pl.String,  # T all, K girls, M boys
        "programme": pl.String,  # upper secondary only; else ""
        "state": pl.String,  # spiral.engine.figures.State
        "value": pl.Float64,
        "n": pl.Int32,
    }
)

#: What names one figure: two rows with the same key are a duplicate.
KEY = ("part", "measure", "area", "place_kind", "place", "period", "sex", "programme")

PARTS = ("kolada", "slutbetyg", "planned_educations", "planned_educations_masks", "gymnasium", "underlag")

NUMERIC_STATES = (State.VALUE.value, State.ROUNDED.value)


def observations(frame: pl.DataFrame, **constants: str) -> pl.DataFrame:
    """``frame`` as an observation table: constants filled in, absent texts "", columns in order and typed."""
    filled = frame.with_columns(pl.lit(value).alias(name) for name, value in constants.items())
    absent = [
        pl.lit("T" if name == "sex" else "" if kind == pl.String else None, dtype=kind).alias(name)
        for name, kind in SCHEMA.items()
        if name not in filled.columns
    ]
    return filled.with_columns(absent).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def no_observations() -> pl.DataFrame:
    """An observation table without rows."""
    return pl.DataFrame(schema=SCHEMA)


def combined(tables: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All tables in one, sorted by key so that the same input always gives the same bytes."""
    return pl.concat([no_observations(), *tables]).sort(KEY)


def duplicates(table: pl.DataFrame) -> pl.DataFrame:
    """The rows whose key occurs more than once."""
    return table.filter(table.select(KEY).is_duplicated())
