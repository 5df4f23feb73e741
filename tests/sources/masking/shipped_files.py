"""The shipped files as an outsider reads them: by figure, year and place, with the names that are the same figure."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import polars as pl

PASSED = "ratioOfPupilsIn9thGradeWithAllSubjectsPassed"
ELIGIBLE = "ratioOfPupils9thGradeEligibleForNationalProgramYR"
MERIT = "averageGradesMeritRating9thGrade"
STRICTER = [f"ratioOfPupils9thGradeEligibleForNationalProgram{code}" for code in ("ES", "NATE", "SAEKHU")]
TESTS = [f"averageResultNationalTestsSubject{subject}9thGrade" for subject in ("SVE", "ENG", "MA")]
MEAN_OF_TESTS = "np9_mean_of_SVE_ENG_MA"
#: Names of one and the same figure.
SAME = {
    "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen": PASSED,
    "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 9": PASSED,
    "N15419": PASSED,
    "Andel (%) elever behöriga till yrkesprog.": ELIGIBLE,
    "Andel (%) elever som blir behöriga till ett nationellt program i gymnasieskolan": ELIGIBLE,
    "N15436": ELIGIBLE,
    "Genomsnittligt meritvärde (17 ämnen)": MERIT,
    "N15505": MERIT,
    "salsaAverageGradesIn9thGradeActual": MERIT,
    "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 6": "passed 6",
    "ratioOfPupilsIn6thGradeWithAllSubjectsPassed": "passed 6",
    "N15540": "passed 6",
    "Andel (%) elever som har lägst betyget E i ämnet matematik i årskurs 9": "maths 9",
    "N15497": "maths 9",
    "Andel (%) elever som har lägst betyget E i ämnet matematik i årskurs 6": "maths 6",
    "N15485": "maths 6",
    "Andel (%) med utländsk bakgrund": "background",
    "N15822": "background",
    "Lärare i ämne/n, andel (%) med legitimation och behörighet (heltidstjänster)": "certifiedTeachersQuota",
}
#: Shares of pupils whose number the files print: figure → the part with "Antal elever".
COUNTED = {
    PASSED: "slutbetyg",
    ELIGIBLE: "slutbetyg",
    "background": "underlag",
    "Andel (%) flickor": "underlag",
    "Andel (%) med föräldrar med eftergymnasial utbildning": "underlag",
}


class Cell(NamedTuple):
    state: str
    value: float | None


class Files:
    """What lies in the folder, by figure, year and place."""

    def __init__(self, folder: Path) -> None:
        frames = [pl.read_parquet(path) for path in sorted(folder.glob("observations_*.parquet"))]
        self.rows = pl.concat(frames).with_columns(
            # Year 9 in one file and the whole school in the other; upper secondary in a part of its own.
            pl.when((pl.col("measure") == "Antal elever") | (pl.col("part") == "gymnasium"))
            .then(pl.concat_str("part", "measure"))
            .otherwise(pl.col("measure").replace(SAME))
            .alias("figure"),
            (
                pl.col("period").str.extract(r"^(\d{4})").cast(pl.Int32)
                + pl.col("period").str.contains("/").cast(pl.Int32)
            ).alias("year"),
        )
        places = pl.read_parquet(folder / "places.parquet")
        owners = places.filter(pl.col("kind") == "owner")
        municipal = owners.filter(pl.col("owner_kind") == "kommunal")
        self.home: dict[str, str] = dict(municipal.select("code", "municipality_code").iter_rows())
        units = places.filter((pl.col("kind") == "unit") & pl.col("owner_orgnr").is_not_null())
        self.owner: dict[str, str] = {
            code: self.home.get(orgnr, orgnr) for code, orgnr in units.select("code", "owner_orgnr").iter_rows()
        }
        units_of: dict[tuple[str, int], dict[str, list[Cell]]] = defaultdict(lambda: defaultdict(list))
        wholes: dict[tuple[str, int, str], list[Cell]] = defaultdict(list)
        stated = self.rows.filter((pl.col("sex") == "T") & pl.col("year").is_not_null() & (pl.col("programme") == ""))
        for figure, year, kind, place, state, value in stated.select(
            "figure", "year", "place_kind", "place", "state", "value"
        ).iter_rows():
            if kind == "unit":
                units_of[figure, year][place].append(Cell(state, value))
            elif kind in ("owner", "municipality"):
                wholes[figure, year, self.home.get(place, place)].append(Cell(state, value))
        self.units_of, self.wholes = units_of, wholes
        self.pupils: dict[tuple[str, int], dict[str, int | None]] = defaultdict(dict)
        counts = stated.filter(
            (pl.col("measure") == "Antal elever") & (pl.col("place_kind") == "unit") & (pl.col("state") != "missing")
        )

        for part, year, place, value in counts.select("part", "year", "place", "value").iter_rows():
            self.pupils[part, year][place] = None if value is None else round(value)
