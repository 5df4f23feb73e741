from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from spiral.sources.reading.problems import Reading
from spiral.sources.skolverket.derived_rows import (
    read_unit_municipalities,
    read_units,
    read_upper_secondary,
    read_year_nine,
)

LILJESTEN = "34900938"


@pytest.fixture
def path(originals: Path) -> Path:
    return originals / "skolverket/grundskola_ak9_per_skola_2020-2025_long.csv"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_every_row_is_a_figure_except_numbers_of_answers(path: Path) -> None:
    lines = path.read_text().splitlines()[1:]
    reading = read_year_nine(path)
    assert reading.problems == ()
    assert reading.table.height == sum("noOfAnswers" not in line for line in lines)


def test_merit_by_year_is_the_one_in_the_file(path: Path) -> None:
    merit = read_year_nine(path).table.filter(
        (pl.col("place") == LILJESTEN) & (pl.col("measure") == "averageGradesMeritRating9thGrade")
    )
    assert dict(merit.select("period", "value").iter_rows()) == {
        "2021/22": 216.4,
        "2022/23": 220.9,
        "2023/24": 205.9,
        "2024/25": 204.4,
    }


def test_survey_means_carry_respondents_and_number_of_answers(path: Path) -> None:
    table = read_year_nine(path).table.filter((pl.col("area") != "") & (pl.col("place") == LILJESTEN))
    assert set(table.get_column("area")) <= {"custodiansgr", "pupilsgr.ak5", "pupilsgr.ak8"}
    assert table.height > 0
    assert table.get_column("n").null_count() == 0
    assert set(table.get_column("measure")) <= {
        "satisfactionMetrics",
        "securityMetrics",
        "workingEnvironmentMetrics",
        "supportMetrics",
        "inspirationMetrics",
    }


def test_the_number_of_pupils_is_rounded_as_the_source_says(path: Path) -> None:
    pupils = read_year_nine(path).table.filter(pl.col("measure") == "totalNumberOfPupils")
    assert pupils.get_column("state").unique().to_list() == ["rounded"]


def test_upper_secondary_figures_carry_their_programme(originals: Path) -> None:
    table = read_upper_secondary(originals / "skolverket/gymnasieskola_per_skola_program_skaraborg.csv").table
    points = table.filter((pl.col("measure") == "admissionPointsAverage") & (pl.col("programme") == "ES25"))
    assert ("54382141", "2025", 247.7) in points.select("place", "period", "value").rows()
    assert "" in table.get_column("programme").to_list()


def test_units_and_their_municipalities_are_named(originals: Path, path: Path) -> None:
    assert read_units(path).filter(pl.col("code") == LILJESTEN).row(0)[1:4] == ("Liljestensskolan 1", "1471", "Götene")
    long = originals / "skolverket/underlag_for_analys_grundskola_2024-25_long.csv"
    assert dict(read_unit_municipalities(long).table.iter_rows())[LILJESTEN] == "1471"


SPOILED = {
    "merit over 340": (",204.4", ",2044", ["kolumn averageGradesMeritRating9thGrade", "2044", "0–340"]),
    "a decimal comma": (",204.4", ',"204,4"', ["”204,4” är inget värde", "decimalpunkt"]),
    "a period in words": (",2024/25,", ",förra året,", ["”förra året” är ingen period", "kolumn time_period"]),
    "a unit code of seven digits": (LILJESTEN, "3490093", ["”3490093” är ingen skolenhetskod"]),
    "a municipality by name": (",1471,", ",Götene,", ["”Götene” är ingen kommunkod"]),
    "a missing column": ("time_period", "period", ["”time_period” saknas"]),
}


@pytest.mark.parametrize("case", SPOILED)
def test_spoiled_rows_are_refused_whole_with_a_remedy(case: str, path: Path, refused: Callable[[Reading], str]) -> None:
    old, new, expected = SPOILED[case]
    spoil(path, old, new)
    text = refused(read_year_nine(path))
    for part in expected:
        assert part in text
