"""Rows made from Planned Educations v4 in June 2026: year-9 schools of the country, Skaraborg's upper secondary."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from spiral.engine.figures import State
from spiral.sources.reading import today
from spiral.sources.reading.checks import PERIOD, check_codes, check_parsed, check_range, check_repeated
from spiral.sources.reading.delimited import read_table
from spiral.sources.reading.observations import no_observations, observations
from spiral.sources.reading.problems import Findings, Reading, Unreadable
from spiral.sources.reading.values import with_figures
from spiral.sources.skolverket.ranges import with_limits

COLUMNS = (
    "school_unit_code",
    "school_unit",
    "municipality_code",
    "municipality",
    "organizer_type",
    "measure",
    "time_period",
    "value",
)
_SURVEY = r"^survey\.([a-z]+(?:\.[a-z0-9]+)?)\.(\w+)$"
_ANSWERS = "noOfAnswers"


def read_year_nine(path: Path) -> Reading:
    """Observations of part "planned_educations": exact values only, a missing year is mostly "~100" or hidden."""
    return _read(path, COLUMNS, "planned_educations")


def read_upper_secondary(path: Path) -> Reading:
    """Observations of part "gymnasium", by programme where the source has one."""
    return _read(path, (*COLUMNS, "program_code"), "gymnasium")


def read_units(path: Path) -> pl.DataFrame:
    """The file's units: code, name, municipality_code, municipality, owner_type."""
    frame = read_table(path, COLUMNS, Findings(path.name))
    return frame.select(
        pl.col("school_unit_code").alias("code"),
        pl.col("school_unit").alias("name"),
        "municipality_code",
        "municipality",
        pl.col("organizer_type").alias("owner_type"),
    ).unique("code", keep="first", maintain_order=True)


def read_unit_municipalities(path: Path) -> Reading:
    """Underlag's units with the municipality the register gives them: code, municipality_code ("" when unknown)."""
    findings = Findings(path.name)
    try:
        frame = read_table(path, ("school_unit_code", "municipality_code"), findings)
    except Unreadable as stop:
        return Reading(pl.DataFrame(schema={"code": pl.String, "municipality_code": pl.String}), (stop.problem,))
    units = frame.filter(pl.col("school_unit_code") != "").unique("school_unit_code", keep="first", maintain_order=True)
    check_codes(units, findings, column="school_unit_code", title="school_unit_code", kind="unit")
    known = units.filter(pl.col("municipality_code") != "")
    check_codes(known, findings, column="municipality_code", title="municipality_code", kind="municipality")
    return findings.reading(units.select(pl.col("school_unit_code").alias("code"), "municipality_code"))


def _read(path: Path, columns: tuple[str, ...], part: str) -> Reading:
    findings = Findings(path.name)
    try:
        frame = read_table(path, columns, findings)
    except Unreadable as stop:
        return Reading(no_observations(), (stop.problem,))
    check_codes(frame, findings, column="school_unit_code", title="school_unit_code", kind="unit")
    check_codes(frame, findings, column="municipality_code", title="municipality_code", kind="municipality")
    for row, period in (
        frame.filter(~pl.col("time_period").str.contains(f"^(?:{PERIOD.pattern})$"))
        .select("row", "time_period")
        .iter_rows()
    ):
        findings.error(
            f"”{period}” är ingen period.",
            f"Skriv läsåret som {today.school_year()}, året som {today.year()} eller terminen som {today.spring()}.",
            row=row,
            column="time_period",
            kind="period",
        )
    figures = with_figures(frame.rename({"value": "text"}), "text", decimal=".")
    check_parsed(figures, findings, text="text", title="measure", decimal=".")
    figures = figures.drop_nulls("state").with_columns(
        pl.col("measure").str.extract(_SURVEY, 1).fill_null("").alias("area"),
        pl.coalesce(pl.col("measure").str.extract(_SURVEY, 2), "measure").alias("measure"),
        (pl.col("program_code") if "program_code" in columns else pl.lit("")).alias("programme"),
    )
    check_range(with_limits(figures), findings, title="measure")
    table = observations(
        _with_answers(figures).rename({"school_unit_code": "place", "time_period": "period"}),
        part=part,
        place_kind="unit",
    ).with_columns(_rounded())
    check_repeated(table, findings)
    return findings.reading(table.unique(maintain_order=True))


def _with_answers(figures: pl.DataFrame) -> pl.DataFrame:
    """Put each survey's number of answers beside its means as ``n``."""
    on = ["school_unit_code", "area", "time_period"]
    answers = figures.filter(pl.col("measure") == _ANSWERS).select(*on, pl.col("value").cast(pl.Int32).alias("n"))
    return figures.filter(pl.col("measure") != _ANSWERS).join(
        answers.unique(on), on=on, how="left", maintain_order="left"
    )


def _rounded() -> pl.Expr:
    """The source says "cirka 590" of pupils; these rows kept only 590."""
    return (
        pl.when((pl.col("measure") == "totalNumberOfPupils") & (pl.col("state") == State.VALUE.value))
        .then(pl.lit(State.ROUNDED.value))
        .otherwise(pl.col("state"))
        .alias("state")
    )
