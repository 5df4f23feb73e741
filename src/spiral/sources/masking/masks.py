"""Where a mask is decided for open data: hidden in one is hidden in all, and nothing hidden can be subtracted."""

from __future__ import annotations

import polars as pl

from spiral.engine.figures import PROTECTIVE, State
from spiral.sources.masking.complementary import hidden_by_subtraction
from spiral.sources.masking.crosswalk import MEAN_OF_TESTS, matched_rows
from spiral.sources.reading.observations import NUMERIC_STATES, SCHEMA

#: The strictest first: a number that two sources mask differently takes the stricter mask.
_STRICTEST = (State.HIDDEN, State.FEW_OUTSIDE, State.PROTECTING, State.RANGE, State.NEAR_NONE, State.NEAR_ALL)
_MATCH_KEY = ("figure", "shared_place", "year", "sex")


def mask_everywhere(table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """``table`` with every protective mask of one source applied to all, and what would give it away hidden too.

    ``table``: observations.SCHEMA; ``places``: places.SCHEMA, which says whose the units are. Numbers become masks,
    never the other way, so nothing is printed that the sources do not print. What is masked already keeps its own
    source's mark: "~100" in one and ".." in another are both masks. Masking what is masked changes nothing.
    """
    while True:
        matched = matched_rows(table.with_row_index("id"), places)
        masked = _hide(table, pl.concat([_hidden_elsewhere(matched), _latest_of_hidden_year(matched)]).unique("id"))
        masked = _hide(masked, hidden_by_subtraction(masked, places))
        if masked.equals(table):
            return masked
        table = masked


def _hidden_elsewhere(matched: pl.DataFrame) -> pl.DataFrame:
    """``id`` and ``mask`` of every number whose figure another source masks."""
    rank = {state.value: number for number, state in enumerate(_STRICTEST)}
    of_one_figure = (pl.col("measure") != MEAN_OF_TESTS) & (pl.col("period") != "latest")
    strictest = (
        matched.filter(pl.col("state").is_in([state.value for state in PROTECTIVE]) & of_one_figure)
        .with_columns(pl.col("state").replace_strict(rank, return_dtype=pl.Int8).alias("rank"))
        .group_by(_MATCH_KEY)
        .agg(pl.col("rank").min())
    )
    mask_of = {number: state for state, number in rank.items()}
    return (
        matched.filter(pl.col("state").is_in(NUMERIC_STATES))
        .join(strictest, on=_MATCH_KEY)
        .group_by("id", "period")
        .agg(pl.col("rank").min())
        .select(
            "id",
            # "latest" may be of an earlier year, of which "~100" would be a false statement
            pl.when(pl.col("period") == "latest")
            .then(pl.lit(State.HIDDEN.value))
            .otherwise(pl.col("rank").replace_strict(mask_of, return_dtype=pl.String))
            .alias("mask"),
        )
    )


def _latest_of_hidden_year(matched: pl.DataFrame) -> pl.DataFrame:
    """``id`` and ``mask`` of every "latest" that no stated year of its figure prints, where a year is masked."""
    on = ["figure", "shared_place", "sex"]
    latest = matched.filter((pl.col("period") == "latest") & pl.col("state").is_in(NUMERIC_STATES))
    stated = matched.filter((pl.col("period") != "latest") & (pl.col("part") != "kolada"))
    beside = (
        latest.join(stated, on=on, suffix="_stated")
        .group_by("id")
        .agg(
            pl.col("state_stated").is_in([state.value for state in PROTECTIVE]).any().alias("is_hidden"),
            ((pl.col("value_stated") - pl.col("value")).abs() < 0.06).any().alias("is_printed"),
        )
    )
    hidden = beside.filter(pl.col("is_hidden") & ~pl.col("is_printed"))
    return hidden.select("id", pl.lit(State.HIDDEN.value).alias("mask"))


def _hide(table: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """``table`` with the masks of ``new`` (``id``: row number, ``mask``) on the numbers they are for."""
    return (
        table.with_row_index("id")
        .join(new, on="id", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("mask", "state").alias("state"), pl.when(pl.col("mask").is_null()).then("value").alias("value")
        )
        .select(SCHEMA.names())
    )
