"""The same figure under the names, places and years its sources print it by."""

from __future__ import annotations

import polars as pl

#: The mean of three subjects' tests: gives the third away beside two of them, and so is hidden with any of them.
#: Its own mask hides none of the three.
MEAN_OF_TESTS = "np9_mean_of_SVE_ENG_MA"

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
            "planned_educations": (f"averageResultNationalTestsSubject{subject}9thGrade", MEAN_OF_TESTS),
            "planned_educations_masks": (f"averageResultNationalTestsSubject{subject}9thGrade",),
        }
        for subject in ("SVE", "ENG", "MA")
    },
}


def matched_rows(table: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """The rows of CROSSWALK's figures, with ``figure``, ``shared_place`` and ``year`` (in which the period ends).

    "latest" says no year: it is matched with the newest year of its figure, so a mask there hides it too.
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
    of_owners = owner_municipalities(places).with_columns(pl.lit("owner").alias("place_kind"))
    matched = table.join(names, on=["part", "measure"]).join(of_owners, on=["place", "place_kind"], how="left")
    matched = matched.with_columns(
        pl.coalesce("home", "place").alias("shared_place"), year_of(pl.col("period")).alias("year")
    )
    newest = pl.col("year").max().over("figure")
    return matched.with_columns(pl.coalesce("year", newest).alias("year")).drop("home")


def owner_municipalities(places: pl.DataFrame) -> pl.DataFrame:
    """The municipality of each municipal owner: ``place`` (the owner's number) and ``home``."""
    owners = places.filter((pl.col("kind") == "owner") & (pl.col("owner_kind") == "kommunal"))
    return owners.select(pl.col("code").alias("place"), pl.col("municipality_code").alias("home"))


def year_of(period: pl.Expr) -> pl.Expr:
    """The year a period ends: "2024/25" and Kolada's "2025" are the same spring; null for "latest"."""
    start = period.str.extract(r"^([0-9]{4})", 1).cast(pl.Int32)
    return pl.when(period.str.contains("/")).then(start + 1).otherwise(start)
