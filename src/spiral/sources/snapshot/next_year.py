"""Where the next year's merit values land, by unit and municipality, out of the snapshot's own observations; and what
was reached when the year came."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import polars as pl

from spiral.engine.expected import LEAST_PUPILS, NextValue, next_year
from spiral.engine.periods import is_school_year, school_year_after

MERIT = "averageGradesMeritRating9thGrade"
PUPILS = "Antal elever"
#: School years that are looked back on, as many as the model of the expected value is fitted to.
SPAN = 5
#: The part of a municipality's pupils whose units must have a range of their own, for the municipality to have one.
NEARLY_ALL = 0.9


class Range(NamedTuple):
    """Where one place's figure lands: ``n`` pupils in ``units`` units, what it was the year before, and the middle and
    the ends of the range, in merit points."""

    kind: str
    place: str
    n: int
    units: int
    before: float
    middle: float
    low: float
    high: float

    def holds(self, reached: float) -> bool:
        """Did the figure land inside?"""
        return self.low <= reached <= self.high


class YearAhead(NamedTuple):
    """What is said of ``period`` out of the years until ``until``."""

    period: str
    until: str
    ranges: tuple[Range, ...]


def graded_years(observations: pl.DataFrame) -> list[str]:
    """The school years that units have merit values of, the newest last."""
    return sorted(p for p in set(_merit(observations)["period"]) if is_school_year(p))


def look_ahead(observations: pl.DataFrame, places: pl.DataFrame, period: str = "") -> YearAhead | None:
    """The ranges of ``period``, of the year after the newest when nothing is said, from earlier years alone. None where
    they are too few, in years or units.

    Units with ``LEAST_PUPILS`` pupils and an open value in the year before have one, and municipalities whose own units
    nearly all do. Pupils are counted in the newest year before ``period`` that they are published for; where none is,
    in the first.
    """
    years = graded_years(observations)
    if not years:
        return None
    period = period or school_year_after(years[-1])
    before = [year for year in years if year < period][-SPAN:]
    sizes = _sizes(observations, period)
    wide = _merit(observations).filter(pl.col("period").is_in(before))
    if len(before) < 2 or wide.is_empty():
        return None
    table = wide.pivot("period", index="place", values="value", aggregate_function="first").select("place", *before)
    table = table.join(sizes, on="place").filter(pl.col("n") >= LEAST_PUPILS).sort("place")
    y = table.select(before).cast(pl.Float64).fill_null(float("nan")).to_numpy()
    try:
        said = next_year(table["place"].to_list(), y, table["n"].to_numpy())
    except ValueError:
        return None
    last = reached(observations, places, before[-1])
    ranges = [
        _range("unit", unit, int(n), 1, last[unit], landing)
        for unit, n, landing in zip(said.units, said.n, said.alone(), strict=True)
    ]
    at = {unit: k for k, unit in enumerate(said.units)}
    pupils = dict(sizes.iter_rows())
    for municipality, own in own_units(places).items():
        listed = [at[unit] for unit in own if unit in at]
        n = sum(said.n[listed])
        if listed and n >= NEARLY_ALL * sum(pupils[unit] for unit in own if unit in last and unit in pupils):
            together = said.together(listed)
            ranges.append(_range("municipality", municipality, int(n), len(listed), last[municipality], together))
    return YearAhead(period, before[-1], tuple(ranges))


def in_hindsight(observations: pl.DataFrame, places: pl.DataFrame) -> list[YearAhead]:
    """What would have been said of each year that has come, from the years before it alone."""
    listed = (look_ahead(observations, places, period) for period in graded_years(observations))
    return [ahead for ahead in listed if ahead is not None]


def reached(observations: pl.DataFrame, places: pl.DataFrame, period: str) -> dict[str, float]:
    """Place → merit value of ``period``: of units, and of municipalities the mean of their own units over pupils, who
    are counted as :func:`look_ahead` does unless those of the year itself are published."""
    values = dict(_merit(observations).filter(pl.col("period") == period).select("place", "value").iter_rows())
    pupils = dict(_sizes(observations, school_year_after(period)).iter_rows())
    means = {}
    for municipality, own in own_units(places).items():
        listed = [unit for unit in own if unit in values and unit in pupils]
        if listed:
            weights = [pupils[unit] for unit in listed]
            means[municipality] = float(np.average([values[unit] for unit in listed], weights=weights))
    return values | means


def own_units(places: pl.DataFrame) -> Mapping[str, list[str]]:
    """Municipality → the units in it that it runs itself."""
    owners = places.filter(pl.col("kind") == "owner", pl.col("owner_kind") == "kommunal")
    home = dict(owners.select("code", "municipality_code").iter_rows())
    units = places.filter(pl.col("kind") == "unit").select("code", "municipality_code", "owner_orgnr")
    own: dict[str, list[str]] = {}
    for code, municipality, owner in units.sort("code").iter_rows():
        if municipality is not None and home.get(owner) == municipality:
            own.setdefault(municipality, []).append(code)
    return dict(sorted(own.items()))


def _range(kind: str, place: str, n: int, units: int, before: float, landing: NextValue) -> Range:
    return Range(kind, place, n, units, *(round(float(points), 1) for points in (before, *landing)))


def _merit(observations: pl.DataFrame) -> pl.DataFrame:
    """place, period, value: what units have openly."""
    return _of_units(observations, "planned_educations", MERIT)


def _sizes(observations: pl.DataFrame, period: str) -> pl.DataFrame:
    """place, n: pupils in the newest counted year before ``period``, or else in the first."""
    counted = _of_units(observations, "slutbetyg", PUPILS)
    years = sorted(set(counted["period"]))
    year = max((p for p in years if p < period), default=years[0] if years else "")
    return counted.filter(pl.col("period") == year).select("place", pl.col("value").alias("n")).unique("place")


def _of_units(observations: pl.DataFrame, part: str, measure: str) -> pl.DataFrame:
    return observations.filter(
        pl.col("place_kind") == "unit",
        pl.col("sex") == "T",
        pl.col("part") == part,
        pl.col("measure") == measure,
        pl.col("value").is_not_null(),
    ).select("place", "period", "value")
