"""From published figures to the engine's inputs: the country's units, their merit values, intake and size."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from statistics import fmean
from typing import NamedTuple

import numpy as np
import polars as pl

from spiral.engine.estimates import CohortVariation, cohort_variation, share_icc, weighted_mean
from spiral.engine.expected import LEAST_PUPILS, Deviation, ExpectedModel, deviations, fit_expected
from spiral.engine.figures import State
from spiral.engine.periods import POOLED
from spiral.sources.register.places import MUNICIPAL_KINDS
from spiral.sources.snapshot.next_year import MERIT, PUPILS, SPAN

#: Raised when the model changes: figures that were worked out by an earlier one are worked out again (``loading``).
REVISION = 3
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
#: Shares of a unit's pupils that have several years: name in the catalogue → part and measure.
SHARES = {
    "all_subjects": ("planned_educations_masks", "ratioOfPupilsIn9thGradeWithAllSubjectsPassed"),
    "vocational": ("planned_educations", "ratioOfPupils9thGradeEligibleForNationalProgramYR"),
}
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


def country_merit(observations: pl.DataFrame, places: pl.DataFrame) -> dict[str, dict[str, dict[str, float]]]:
    """Pupil-weighted mean merit value of the units whose value and size are published, by school year, with how many
    they are and how many are hidden: all units, and municipal ones."""
    slutbetyg = observations.filter(pl.col("part") == "slutbetyg", pl.col("state") != State.MISSING.value)
    wide = slutbetyg.pivot("measure", index=["place", "period"], values="value", aggregate_function="first")
    graded = slutbetyg.filter(pl.col("measure") == MERIT_OF_UNITS).select("place", "period")
    both = wide.select("place", "period", n=PUPILS, merit=MERIT_OF_UNITS).join(graded, on=["place", "period"])
    municipal = places.filter(pl.col("kind") == "unit", pl.col("owner_kind").is_in(MUNICIPAL_KINDS))["code"]
    own = both.filter(pl.col("place").is_in(municipal.to_list()))
    return {
        name: {str(year): _mean(of_year) for (year,), of_year in rows.group_by("period", maintain_order=True)}
        for name, rows in (("merit-country", both), ("merit-municipal", own))
    }


def _mean(units: pl.DataFrame) -> dict[str, float]:
    """The mean of ``units`` (merit, n; null where hidden), as ``queries.CountryMean`` reads it."""
    known = units.drop_nulls()
    value = weighted_mean(known["merit"].to_list(), known["n"].cast(int).to_list())
    return {"value": value, "units": known.height, "hidden": units.height - known.height}


def by_sector(listed: Iterable[Deviation], places: pl.DataFrame) -> dict[str, float]:
    """Mean unshrunken deviation of municipal and independent units, by the register's word for the owner's kind."""
    kinds = dict(places.filter(pl.col("kind") == "unit").select("code", "owner_kind").iter_rows())
    return {
        sector: fmean(of_sector)
        for sector, owners in (("kommunal", MUNICIPAL_KINDS), ("enskild", ("enskild",)))
        if (of_sector := [d.unshrunken for d in listed if kinds.get(d.unit) in owners])
    }


def cohorts(country: Country, observations: pl.DataFrame) -> CohortVariation:
    """How much merit values vary between a unit's cohorts, and how much each of ``SHARES`` does; a share of which too
    few units have several years is left out."""
    n = dict(zip(country.units, country.n, strict=True))
    shares = {}
    for name, (part, measure) in SHARES.items():
        of_units = observations.filter(
            pl.col("part") == part,
            pl.col("measure") == measure,
            pl.col("period").is_in(country.years),
            pl.col("place").is_in(country.units),
            pl.col("value").is_not_null(),
        )
        wide = of_units.pivot("period", index="place", values="value", aggregate_function="first")
        values = wide.drop("place").cast(pl.Float64).fill_null(float("nan")).to_numpy()
        try:
            shares[name] = share_icc(values, np.array([n[place] for place in wide["place"]]))
        except ValueError:
            continue
    return replace(cohort_variation(country.y, country.n), shares=shares)


def parameters(country: Country, model: ExpectedModel, variation: CohortVariation) -> dict[str, object]:
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
        "cohort": asdict(variation),
    }
