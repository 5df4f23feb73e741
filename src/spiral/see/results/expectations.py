"""From published figures to the engine's inputs: the country's units, their merit values, intake and size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from statistics import fmean
from typing import NamedTuple

import numpy as np
import polars as pl

from spiral.engine.estimates import cohort_variation, weighted_mean
from spiral.engine.expected import LEAST_PUPILS, Deviation, ExpectedModel, deviations, fit_expected
from spiral.engine.periods import POOLED
from spiral.sources.snapshot.next_year import MERIT, PUPILS, SPAN

#: Raised when the model changes: figures that were worked out by an earlier one are worked out again (``loading``).
REVISION = 2
COVARIATES = ("parents_education", "girls", "foreign_background")
#: What has a square in the model too: the relation with parents' education is not a straight line.
CURVED = COVARIATES[:1]
#: SALSA's share of pupils new to Sweden, a fourth covariate where the source has it.
NEWLY_ARRIVED = "newly_arrived"
#: The share of the units that must have it: then those without are left out, else it is not taken. Nothing is guessed.
NEARLY_ALL = 0.95
#: Pupils of a unit at which the pages say how much units differ.
SIZES = (25, 50, 100)
MERIT_OF_UNITS = "Genomsnittligt meritvärde (17 ämnen)"
#: What the model needs beside the merit values: part, measure, name.
_NEEDED = (
    ("slutbetyg", PUPILS, "n"),
    ("planned_educations", "salsaParentsEducation", COVARIATES[0]),
    ("underlag", "Andel (%) flickor", COVARIATES[1]),
    ("underlag", "Andel (%) med utländsk bakgrund", COVARIATES[2]),
)


_NEWLY_ARRIVED_IN = ("planned_educations", "salsaNewlyImmigratedQuota")


class Country(NamedTuple):
    """Year-9 units with known intake and enough pupils: y (units, years), x (units, covariates), n (units,).

    Intake and n are of the last of ``years`` and serve all of them.
    """

    years: tuple[str, ...]
    covariates: tuple[str, ...]
    units: list[str]
    y: np.ndarray
    x: np.ndarray
    n: np.ndarray


def country(observations: pl.DataFrame) -> Country | None:
    """Shape the snapshot's observations; None when no school year has all that the model needs.

    The share of pupils new to Sweden is a covariate when ``NEARLY_ALL`` of the units with all else have it that year.
    """
    units = observations.filter(pl.col("place_kind") == "unit", pl.col("sex") == "T", pl.col("value").is_not_null())

    def of(part: str, measure: str) -> pl.DataFrame:
        return units.filter(pl.col("part") == part, pl.col("measure") == measure)

    merit = of("planned_educations", MERIT)
    needed = {name: of(part, measure) for part, measure, name in _NEEDED}
    complete = set(merit["period"]).intersection(*(set(table["period"]) for table in needed.values()))
    if not complete:
        return None
    year = max(complete)
    years = tuple(sorted({period for period in merit["period"] if period <= year})[-SPAN:])
    table = merit.pivot("period", index="place", values="value", aggregate_function="first").select("place", *years)
    for name, column in needed.items():
        table = table.join(_of_year(column, year, name), on="place")
    table = table.filter(pl.col("n") >= LEAST_PUPILS).sort("place")
    covariates: tuple[str, ...] = COVARIATES
    newly = _of_year(of(*_NEWLY_ARRIVED_IN), year, NEWLY_ARRIVED)
    with_newly = table.join(newly, on="place", maintain_order="left")
    if with_newly.height >= NEARLY_ALL * table.height and with_newly[NEWLY_ARRIVED].n_unique() > 1:
        table, covariates = with_newly, (*COVARIATES, NEWLY_ARRIVED)
    return Country(
        years,
        covariates,
        table["place"].to_list(),
        table.select(years).cast(pl.Float64).fill_null(float("nan")).to_numpy(),
        table.select(covariates).to_numpy(),
        table["n"].to_numpy(),
    )


def _of_year(column: pl.DataFrame, year: str, name: str) -> pl.DataFrame:
    """place and, as ``name``, the value of ``year``."""
    return column.filter(pl.col("period") == year).select("place", pl.col("value").alias(name)).unique("place")


def expect(country: Country) -> tuple[ExpectedModel, dict[str, list[Deviation]]]:
    """The fitted model, and every unit's deviation for the latest year and pooled over the years."""
    model = fit_expected(country.y, country.x, country.n, country.years, country.covariates, curved=CURVED)
    latest = country.years[-1]
    one = deviations(model, country.units, country.y, country.x, country.n, latest)
    pooled = deviations(model, country.units, country.y, country.x, country.n, None)
    return model, {latest: one, POOLED: pooled}


def country_merit(observations: pl.DataFrame, places: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Pupil-weighted mean merit value of the units whose value and size are published, by school year: all units, and
    municipal ones."""
    slutbetyg = observations.filter(pl.col("part") == "slutbetyg", pl.col("value").is_not_null())
    wide = slutbetyg.pivot("measure", index=["place", "period"], values="value", aggregate_function="first")
    both = wide.select("place", "period", n=PUPILS, merit=MERIT_OF_UNITS).drop_nulls()
    municipal = places.filter(pl.col("kind") == "unit", pl.col("owner_kind") == "kommunal")["code"]
    own = both.filter(pl.col("place").is_in(municipal.to_list()))
    return {
        name: {
            str(year): weighted_mean(of_year["merit"].to_list(), of_year["n"].cast(int).to_list())
            for (year,), of_year in rows.group_by("period", maintain_order=True)
        }
        for name, rows in (("merit-country", both), ("merit-municipal", own))
    }


def by_sector(listed: Iterable[Deviation], places: pl.DataFrame) -> dict[str, float]:
    """Mean unshrunken deviation of municipal and independent units, by the register's word for the owner's kind."""
    kinds = dict(places.filter(pl.col("kind") == "unit").select("code", "owner_kind").iter_rows())
    return {
        kind: fmean(of_kind)
        for kind in ("kommunal", "enskild")
        if (of_kind := [d.unshrunken for d in listed if kinds.get(d.unit) == kind])
    }


def parameters(country: Country, model: ExpectedModel) -> dict[str, object]:
    """What pages and docs print of the model, and the cohort variation behind intervals of means and shares."""
    return {
        "revision": REVISION,
        "year": country.years[-1],
        "units": model.units,
        "observations": model.observations,
        "knows_newly_arrived": NEWLY_ARRIVED in model.covariates,
        "stable_sd": {str(n): model.stable_sd_at(n) for n in SIZES},
        "yearly_sd": model.yearly_sd,
        "pupil_sd": model.pupil_sd,
        "intake_sd": model.intake_sd,
        "slopes": {name: model.slope(name) for name in model.covariates},
        "cohort": asdict(cohort_variation(country.y, country.n)),
    }
