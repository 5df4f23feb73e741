"""Where a mask is decided for open data: hidden in one source is hidden in all, and what is open anyway is listed."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from spiral.engine.figures import PROTECTIVE, State
from spiral.sources.observations import NUMERIC_STATES, SCHEMA
from spiral.sources.subtraction import subtract

#: One row a figure that some source hides and the published sources together still give away.
#: ``way``: "printed" (another source prints it) or "subtraction" (an owner's total minus its open units gives it).
KNOWN_OPEN = pl.Schema(
    {
        "way": pl.String,
        "figure": pl.String,
        "place_kind": pl.String,
        "place": pl.String,
        "year": pl.Int32,
        "sex": pl.String,
        "open_in": pl.String,  # the parts that print it, or that print the total
        "hidden_in": pl.String,
        "solutions": pl.Int32,  # subtraction only: how many answers fit (1 = exactly known)
    }
)

_E = "Andel (%) elever som har lägst betyget E i "
_PE9 = "ratioOfPupils9thGradeEligibleForNationalProgram"

#: The same figure under the names its sources print it by: figure → part → measures.
#: A unit's figures meet on the unit code; a municipal owner's (Underlag) and "kommunala skolor" (Kolada) on the
#: municipality. SALSA's deviation is its actual value minus the calculated one, and goes with it. Other perspectives
#: (hemkommun, lägeskommun) are other figures and are not in the table.
CROSSWALK: dict[str, dict[str, tuple[str, ...]]] = {
    "merit_9": {
        "slutbetyg": ("Genomsnittligt meritvärde (17 ämnen)",),
        "planned_educations": (
            "averageGradesMeritRating9thGrade",
            "salsaAverageGradesIn9thGradeActual",
            "salsaAverageGradesIn9thGradeDeviation",
        ),
        "planned_educations_masks": ("averageGradesMeritRating9thGrade",),
        "kolada": ("N15505",),
    },
    "all_subjects_9": {
        "slutbetyg": ("Andel (%) elever som uppfyllt betygskriterierna i alla ämnen",),
        "planned_educations": (
            "ratioOfPupilsIn9thGradeWithAllSubjectsPassed",
            "salsaRequirementsReachedActual",
            "salsaRequirementsReachedDeviation",
        ),
        "planned_educations_masks": ("ratioOfPupilsIn9thGradeWithAllSubjectsPassed",),
        "underlag": (_E + "samtliga ämnen efter årskurs 9",),
        "kolada": ("N15419",),
    },
    "eligible_vocational_9": {
        "slutbetyg": ("Andel (%) elever behöriga till yrkesprog.",),
        "planned_educations": (_PE9 + "YR",),
        "planned_educations_masks": (_PE9 + "YR",),
        "underlag": ("Andel (%) elever som blir behöriga till ett nationellt program i gymnasieskolan",),
        "kolada": ("N15436",),
    },
    "all_subjects_6": {
        "planned_educations_masks": ("ratioOfPupilsIn6thGradeWithAllSubjectsPassed",),
        "underlag": (_E + "samtliga ämnen efter årskurs 6",),
        "kolada": ("N15540",),
    },
    "maths_e_9": {"underlag": (_E + "ämnet matematik i årskurs 9",), "kolada": ("N15497",)},
    "maths_e_6": {"underlag": (_E + "ämnet matematik i årskurs 6",), "kolada": ("N15485",)},
    "maths_test_3": {
        "underlag": (
            "Andel (%) elever som uppnår kravnivån på samtliga delprov i det nationella provet i matematik i årskurs 3",
        ),
        "kolada": ("N15454",),
    },
    "swedish_test_3": {
        "underlag": (
            "Andel (%) elever som uppnår kravnivån på samtliga delprov i det nationella provet i svenska eller svenska "
            "som andraspråk i årskurs 3",
        ),
        "kolada": ("N15452",),
    },
    "foreign_background": {"underlag": ("Andel (%) med utländsk bakgrund",), "kolada": ("N15822",)},
    "qualified_teachers": {
        "planned_educations": ("certifiedTeachersQuota",),
        "planned_educations_masks": ("certifiedTeachersQuota",),
        "underlag": ("Lärare i ämne/n, andel (%) med legitimation och behörighet (heltidstjänster)",),
    },
    **{
        f"test_{subject}_9": {
            "planned_educations": (f"averageResultNationalTestsSubject{subject}9thGrade",),
            "planned_educations_masks": (f"averageResultNationalTestsSubject{subject}9thGrade",),
        }
        for subject in ("SVE", "ENG", "MA")
    },
}

#: The strictest first: a number that two sources mask differently takes the stricter mask.
_STRICTEST = (State.HIDDEN, State.RANGE, State.NEAR_NONE, State.NEAR_ALL)
_MEETING = ("figure", "meets", "year", "sex")


@dataclass(frozen=True, slots=True)
class Masked:
    """The observations with every mask applied to every source, and what was open anyway."""

    table: pl.DataFrame
    known_open: pl.DataFrame


def mask_everywhere(table: pl.DataFrame, places: pl.DataFrame) -> Masked:
    """Apply every protective mask of one source to the same figure in all (privacy.md B4).

    ``table``: observations.SCHEMA; ``places``: places.SCHEMA, used to know a municipal owner's municipality.
    Numbers become masks, never the other way, so nothing is printed that the sources do not print. What is masked
    already keeps its own source's mark: "~100" in one and ".." in another are both masks.
    """
    met = _meetings(table.with_row_index("id"), places)
    rank = {state.value: number for number, state in enumerate(_STRICTEST)}
    protective = met.filter(pl.col("state").is_in([state.value for state in PROTECTIVE])).with_columns(
        pl.col("state").replace_strict(rank, return_dtype=pl.Int8).alias("rank")
    )
    strictest = protective.group_by(_MEETING).agg(
        pl.col("rank").min(), pl.col("part").unique().sort().str.join(" ").alias("hidden_in")
    )
    hit = met.filter(pl.col("state").is_in(NUMERIC_STATES)).join(strictest, on=_MEETING)
    mask_of = {number: state for state, number in rank.items()}
    new = hit.select(
        "id",
        # "latest" may be of an earlier year, of which "~100" would be a false statement
        pl.when(pl.col("period") == "latest")
        .then(pl.lit(State.HIDDEN.value))
        .otherwise(pl.col("rank").replace_strict(mask_of, return_dtype=pl.String))
        .alias("mask"),
    )
    masked = (
        table.with_row_index("id")
        .join(new, on="id", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("mask", "state").alias("state"),
            pl.when(pl.col("mask").is_null()).then("value").alias("value"),
        )
        .select(SCHEMA.names())
    )
    printed = (
        hit.group_by(*_MEETING, "place_kind", "place")
        .agg(pl.col("part").unique().sort().str.join(" ").alias("open_in"), pl.col("hidden_in").first())
        .with_columns(pl.lit("printed").alias("way"), pl.lit(None, pl.Int32).alias("solutions"))
        .select(KNOWN_OPEN.names())
        .cast(KNOWN_OPEN)
    )
    known = pl.concat([printed, subtractions(table, places)]).sort(KNOWN_OPEN.names())
    return Masked(masked, known)


def subtractions(table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Rows of KNOWN_OPEN: units whose hidden share an owner's printed share and its open units give away."""
    met = _meetings(table.with_row_index("id"), places)
    rows = [
        {"way": "subtraction", "place_kind": "unit", "sex": "T"} | found
        for figure in ("all_subjects_9", "eligible_vocational_9")
        for found in subtract(met.filter(pl.col("figure") == figure), table, places, figure)
    ]
    return pl.DataFrame(rows, schema=KNOWN_OPEN)


def _meetings(table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The rows of CROSSWALK's figures with ``figure``, ``meets`` (the place they share) and ``year`` (that it ends).

    "latest" says no year: it meets the newest year of its figure, so a mask there hides it too.
    """
    names = pl.DataFrame(
        [
            (part, measure, figure)
            for figure, sources in CROSSWALK.items()
            for part, measures in sources.items()
            for measure in measures
        ],
        schema={"part": pl.String, "measure": pl.String, "figure": pl.String},
        orient="row",
    )
    homes = places.filter((pl.col("kind") == "owner") & (pl.col("owner_kind") == "kommunal")).select(
        pl.col("code").alias("place"), pl.col("municipality_code").alias("home"), pl.lit("owner").alias("place_kind")
    )
    met = table.join(names, on=["part", "measure"]).join(homes, on=["place", "place_kind"], how="left")
    met = met.with_columns(pl.coalesce("home", "place").alias("meets"), year_of(pl.col("period")).alias("year"))
    newest = pl.col("year").max().over("figure")
    return met.with_columns(pl.coalesce("year", newest).alias("year")).drop("home")


def year_of(period: pl.Expr) -> pl.Expr:
    """The year a period ends: "2024/25" and Kolada's "2025" are the same spring; null for "latest"."""
    start = period.str.extract(r"^([0-9]{4})", 1).cast(pl.Int32)
    return pl.when(period.str.contains("/")).then(start + 1).otherwise(start)
