"""The municipalities that Kolada calls similar to one of the region's: the groups of the newest year."""

from __future__ import annotations

import polars as pl

from spiral.sources.kolada.page_indicators import SKARABORG_GROUP

#: "Liknande kommuner grundskola, Vara, " and the year.
_TITLE = r"^(Liknande kommuner (?:grundskola|gymnasieskola), (.+), )([0-9]{4})$"


def similar_groups(groups: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """The region's own group, and for each municipality of ``names`` its groups of similar ones, of their newest year.

    ``groups``: group_id, title, member_code, of any groups and years; the answer has the same columns, sorted.
    """
    title = pl.col("title")
    similar = groups.with_columns(
        title.str.extract(_TITLE, 1).alias("whose"), title.str.extract(_TITLE, 3).alias("year")
    ).filter((pl.col("group_id") == SKARABORG_GROUP) | title.str.extract(_TITLE, 2).is_in(names))
    newest = pl.col("year").max().over("whose")
    current = similar.filter(pl.col("year").is_null() | (pl.col("year") == newest))
    return current.select("group_id", "title", "member_code").sort("group_id", "member_code")
