"""The examples worked by hand, each of which the engine must give."""

from __future__ import annotations

import re
from typing import Any

import pytest

from spiral.engine.measures.grades import grade_measures
from spiral.engine.measures.measure import MeasureKind, PupilMeasure
from spiral.engine.measures.national_tests import measures_of_tests
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from tests.engine.measures.equal import cube_of
from tests.engine.measures.pupils import EXAMPLES, example_table

TABLES = {table["key"]: table for table in EXAMPLES["table"]}


def _measures(key: str) -> dict[str, PupilMeasure]:
    pupils, version = example_table(key), shipped_versions()[LETTERS]
    if pupils.survey.startswith("betyg"):
        return {m.name: m for m in grade_measures(pupils, version)}
    grades = example_table(TABLES[key]["grades"]) if "grades" in TABLES[key] else None
    return {m.name: m for m in measures_of_tests(pupils, version, grades)}


@pytest.mark.parametrize("example", EXAMPLES["example"], ids=lambda e: f"{e['table']}-{e['measure']}")
def test_the_engine_gives_what_was_worked_out_by_hand(example: dict[str, Any]) -> None:
    measure = _measures(example["table"])[example["measure"]]
    people = example_table(example["table"]).person.tolist()
    each = {p: v.item() for p, i, v in zip(people, measure.inside, measure.value, strict=True) if i}
    assert each == example["each"]
    assert (measure.kind is MeasureKind.SHARE) == ("hits" in example)
    (cell,) = cube_of(example_table(example["table"]), [measure], ()).rows()
    assert (cell["n"], cell["hits"]) == (example["n"], example.get("hits"))
    assert cell["value"] == pytest.approx(example["value"], rel=1e-14)


@pytest.mark.parametrize("example", EXAMPLES["example"], ids=lambda e: f"{e['table']}-{e['measure']}")
def test_an_example_is_explained_in_both_languages(example: dict[str, Any]) -> None:
    assert example["sv"]
    assert example["en"]


def test_every_kind_of_measure_has_an_example() -> None:
    """Those of a subject or a grade count as one; so do higher, same and lower, which are apart for mathematics."""

    def family(name: str) -> str:
        of_subject = re.sub(r"^(grade_points|passed|grades)_(?!count)[a-z0-9]+(_[a-f])?$", r"\1_SUBJECT\2", name)
        of_subject = re.sub(r"^grades_(\w+)_streck$", "grades_SUBJECT_streck", of_subject)
        of_subject = re.sub(r"^(grades_SUBJECT)_[a-f]$", r"\1_GRADE", of_subject)
        return re.sub(r"^np([69])_(sv_sva|sv_sv|ma|sv|en|no|so)_", "npN_SUBJECT_", of_subject)

    every = {family(name) for table in TABLES for name in _measures(table)}
    assert every - {family(example["measure"]) for example in EXAMPLES["example"]} == set()


def test_what_a_form_has_is_measured_and_nothing_else() -> None:
    year_9, year_6 = _measures("grades9"), _measures("grades6")
    assert {n for n in year_9 if n.startswith(("merit", "eligible"))} == {
        *("merit17", "merit16", "eligible_vocational", "eligible_arts", "eligible_economics", "eligible_science"),
    }
    assert {n for n in year_6 if not n.startswith(("grade_points", "passed", "grades_"))} == {
        "all_subjects",
        "grade_count",
    }
    assert {"passed_no", "grades_so_streck", "grade_points_ml", "passed_ovr"} <= set(year_6)
    assert set(year_9) & {"passed_no", "passed_so"} == set()
    assert set(_measures("tests3")) == {"np3_ma", "np3_sv", "np3_sv_sv", "np3_sv_sva"}
    assert set(_measures("tests6")) == {
        f"np6_{s}_{what}"
        for s in ("ma", "sv", "sv_sv", "sv_sva", "en")
        for what in ("passed", "grade_higher", "grade_same", "grade_lower")
    }
    assert {n.split("_")[1] for n in _measures("tests9")} == {"ma", "sv", "en", "no", "so"}
