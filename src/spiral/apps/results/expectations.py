"""From published figures to the engine's inputs: the country's units, their merit values, intake and size."""

from __future__ import annotations

from dataclasses import asdict
from typing import NamedTuple

import numpy as np
import polars as pl

from spiral.engine.estimates import cohort_variation, weighted_mean
from spiral.engine.expected import LEAST_PUPILS, Deviation, ExpectedModel, deviations, fit_expected

YEARS = ("2020/21", "2021/22", "2022/23", "2023/24", "2024/25")
MERIT = "averageGradesMeritRating9thGrade"
COVARIATES = ("parents_education", "girls", "foreign_background")
LATEST = YEARS[-1]
POOLED = "pooled"


class Country(NamedTuple):
    """Year-9 units with known intake and enough pupils: y (units, years), x (units, covariates), n (units,)."""

    units: list[str]
    y: np.ndarray
    x: np.ndarray
    n: np.ndarray


def country(observations: pl.DataFrame) -> Country:
    """Shape the snapshot's observations. Covariates and n exist for 2024/25 only and serve all years."""
    units = observations.filter(pl.col("place_kind") == "unit", pl.col("sex") == "T", pl.col("value").is_not_null())

    def column(part: str, measure: str, name: str) -> pl.DataFrame:
        found = units.filter(pl.col("part") == part, pl.col("measure") == measure)
        return found.select("place", pl.col("value").alias(name)).unique("place")

    merit = (
        units.filter(pl.col("part") == "planned_educations", pl.col("measure") == MERIT)
        .pivot("period", index="place", values="value", aggregate_function="first")
        .select("place", *YEARS)
    )
    table = (
        merit.join(column("slutbetyg", "Antal elever", "n"), on="place")
        .join(column("planned_educations", "salsaParentsEducation", COVARIATES[0]), on="place")
        .join(column("underlag", "Andel (%) flickor", COVARIATES[1]), on="place")
        .join(column("underlag", "Andel (%) med utländsk bakgrund", COVARIATES[2]), on="place")
        .filter(pl.col("n") >= LEAST_PUPILS)
        .sort("place")
    )
    return Country(
        table["place"].to_list(),
        table.select(YEARS).cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        table.select(COVARIATES).to_numpy(),
        table["n"].to_numpy(),
    )


def expect(found: Country) -> tuple[ExpectedModel, dict[str, list[Deviation]]]:
    """The fitted model, and every unit's deviation for the latest year and pooled over the years."""
    model = fit_expected(found.y, found.x, found.n, YEARS, COVARIATES)
    one = deviations(model, found.units, found.y, found.x, found.n, LATEST)
    pooled = deviations(model, found.units, found.y, found.x, found.n, None)
    return model, {LATEST: one, POOLED: pooled}


def country_merit(observations: pl.DataFrame, places: pl.DataFrame) -> dict[str, float]:
    """Pupil-weighted mean merit value of the units whose value and size are published: all, and municipal ones."""
    slutbetyg = observations.filter(pl.col("part") == "slutbetyg", pl.col("value").is_not_null())
    wide = slutbetyg.pivot("measure", index="place", values="value", aggregate_function="first")
    both = wide.select("place", n="Antal elever", merit="Genomsnittligt meritvärde (17 ämnen)").drop_nulls()
    municipal = places.filter(pl.col("kind") == "unit", pl.col("owner_kind") == "kommunal")["code"]
    own = both.filter(pl.col("place").is_in(municipal.to_list()))
    return {
        name: weighted_mean(rows["merit"].to_list(), rows["n"].cast(int).to_list())
        for name, rows in (("merit-country", both), ("merit-municipal", own))
    }


def parameters(found: Country, model: ExpectedModel, merit: dict[str, float]) -> dict[str, object]:
    """What the pages print of the model, and the cohort variation behind intervals of means and shares."""
    variation = cohort_variation(found.y, found.n)
    slopes = {name: model.slope(name) for name in COVARIATES}
    return {
        "units": model.units,
        "observations": model.observations,
        "stable_sd": model.stable_sd,
        "yearly_sd": model.yearly_sd,
        "pupil_sd": model.pupil_sd,
        "slopes": slopes,
        "cohort": asdict(variation),
        "country": merit,
    }
