"""The attack that masks must be judged by: an owner's printed share minus its open units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from spiral.sources.observations import NUMERIC_STATES

#: privacy.md B2: a sensitive cell must keep at least this many possible values.
MIN_SOLUTIONS = 3
#: A unit is hidden when it has fewer pupils than this.
FEW = 10
#: A share printed with one decimal is at most this far from the true one (and a hair for binary fractions).
HALF_A_TENTH = 0.05 + 1e-9
_PUPILS = "Antal elever"
_TOTALS = ("underlag", "kolada")


def subtract(figures: pl.DataFrame, table: pl.DataFrame, places: pl.DataFrame, figure: str) -> Iterator[dict[str, Any]]:
    """Units hidden by the sources for which fewer than MIN_SOLUTIONS counts fit the owner's printed share.

    ``figures``: one share's rows with ``meets`` and ``year``; ``table``: all observations, for the number of pupils
    (slutbetyg); ``places``: which owner has which units. Knows what a reader knows: n of the open units, the rounding
    to one decimal, and that a hidden unit has 1–9 pupils.
    """
    pupils = table.filter((pl.col("part") == "slutbetyg") & (pl.col("measure") == _PUPILS))
    listed = pupils.select("place", pl.col("value").alias("pupils")).join(
        places.filter(pl.col("kind") == "unit").select(pl.col("code").alias("place"), "owner_orgnr"), on="place"
    )
    units = figures.filter((pl.col("place_kind") == "unit") & pl.col("state").is_in(NUMERIC_STATES) & _exact())
    for year in sorted(_years_with_pupils(pupils) & set(units.get_column("year").to_list())):
        mine = units.filter(pl.col("year") == year).unique("place", maintain_order=True)
        shares = mine.select("place", pl.col("value").alias("share"))
        totals = figures.filter(
            pl.col("part").is_in(_TOTALS)
            & pl.col("place_kind").is_in(["owner", "municipality"])
            & pl.col("state").is_in(NUMERIC_STATES)
            & (pl.col("year") == year)
            & (pl.col("sex") == "T")
        )
        for orgnr, group in listed.join(shares, on="place", how="left").group_by("owner_orgnr", maintain_order=True):
            closed = group.filter(pl.col("pupils").is_null() | pl.col("share").is_null())
            opened = group.filter(pl.col("pupils").is_not_null() & pl.col("share").is_not_null())
            total = totals.filter(_is_total_of(str(orgnr[0]), places))
            if closed.height != 1 or opened.is_empty() or total.is_empty():
                continue
            hidden = closed.row(0, named=True)
            fits = solutions(
                opened.select("pupils", "share").rows(), float(total.get_column("value")[0]), hidden["pupils"]
            )
            if 0 < len(fits) < MIN_SOLUTIONS:
                yield {
                    "figure": figure, "place": hidden["place"], "year": year,
                    "open_in": " ".join(sorted(total.get_column("part").unique())), "hidden_in": "slutbetyg",
                    "solutions": len(fits),
                }  # fmt: skip


def solutions(opened: list[tuple[float, float]], total: float, pupils: float | None) -> list[tuple[int, int]]:
    """(pupils, reaching) of the hidden unit that fit. ``opened``: (pupils, share in per cent) of each open unit."""
    count = sum(round(n) for n, _ in opened)
    reaching = sum(round(n * share / 100) for n, share in opened)
    sizes = range(1, FEW) if pupils is None else [round(pupils)]
    return [
        (size, k)
        for size in sizes
        for k in range(size + 1)
        if abs(100 * (reaching + k) / (count + size) - total) <= HALF_A_TENTH
    ]


def _years_with_pupils(pupils: pl.DataFrame) -> set[int]:
    return {int(period[:4]) + 1 for period in pupils.get_column("period").unique()}


def _exact() -> pl.Expr:
    """Shares with one decimal of a stated year: not "latest", not SALSA's whole per cents and deviations."""
    return (pl.col("period") != "latest") & ~pl.col("measure").str.starts_with("salsa")


def _is_total_of(orgnr: str, places: pl.DataFrame) -> pl.Expr:
    owner = places.filter((pl.col("kind") == "owner") & (pl.col("code") == orgnr))
    code = owner.get_column("municipality_code")[0] if owner.height else None
    kommunal = owner.height and owner.get_column("owner_kind")[0] == "kommunal"
    mine = (pl.col("place_kind") == "owner") & (pl.col("place") == orgnr)
    return mine | ((pl.col("place_kind") == "municipality") & (pl.col("place") == code)) if kommunal else mine
