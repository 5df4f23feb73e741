"""Measures of grades equal the plain calculation; what each rule turns on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from spiral.engine.measures.codes import Code
from spiral.engine.measures.grades import grade_measures
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.versions import MeritRule
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from tests.engine.measures.equal import ALL, assert_as_plain, cube_of
from tests.engine.measures.plain import as_rows, grade_values
from tests.engine.measures.pupils import NOT_COMPULSORY, YEAR_9, drawn, many, pupils, row_of

VERSION = shipped_versions()[LETTERS]


def _value(table: Pupils, measure: str) -> float | bool | None:
    """Of the only pupil; None where she is outside."""
    (m,) = [m for m in grade_measures(table, VERSION) if m.name == measure]
    return m.value.item() if m.inside.item() else None


def _one(**codes: str) -> Pupils:
    return pupils("betyg_ak9", YEAR_9, {"elev 1": row_of(YEAR_9, **codes)})


@pytest.mark.slow
@given(drawn("betyg_ak9"))
def test_any_pupils_of_year_9_are_measured_as_the_definitions_say(table: Pupils) -> None:
    values = [grade_values(row, "betyg_ak9") for row in as_rows(table)]
    assert_as_plain(table, grade_measures(table, VERSION), values, ("unit", "sex"))


@pytest.mark.slow
@given(drawn("betyg_ak6", most=6))
def test_any_pupils_of_year_6_are_measured_as_the_definitions_say(table: Pupils) -> None:
    values = [grade_values(row, "betyg_ak6") for row in as_rows(table)]
    assert_as_plain(table, grade_measures(table, VERSION), values, ("curriculum",))


@pytest.mark.slow
@pytest.mark.parametrize("survey", ["betyg_ak9", "betyg_ak6"])
def test_thousands_are_measured_as_the_definitions_say(survey: str) -> None:
    table = many(survey)
    values = [grade_values(row, survey) for row in as_rows(table)]
    assert_as_plain(table, grade_measures(table, VERSION), values, ("unit", "sex"))
    chosen = {"merit17", "all_subjects", "passed_sva", "grade_points_ma"}
    some = [m for m in grade_measures(table, VERSION) if m.name in chosen]
    assert_as_plain(table, some, [{k: v for k, v in of.items() if k in chosen} for of in values], ALL)


def test_a_failed_seventeenth_is_worth_nothing_and_takes_no_place() -> None:
    sixteen = {subject: "C" for subject in YEAR_9 if subject not in NOT_COMPULSORY}
    assert _value(_one(**sixteen), "merit17") == 240
    assert _value(_one(**sixteen, M2="F"), "merit17") == 240
    assert _value(_one(**sixteen, M2="9"), "merit17") == 240
    assert _value(_one(**sixteen, M2="E"), "merit17") == 250
    assert _value(_one(**sixteen, M1="A"), "merit17") == 245
    assert _value(_one(**sixteen, ML="A"), "merit17") == 245
    assert _value(_one(**sixteen, M2="E", ML="A"), "merit17") == 255
    assert _value(_one(**dict.fromkeys(sixteen, "A"), M2="A"), "merit17") == 340
    assert _value(_one(**dict.fromkeys(sixteen, "A"), M2="A", ML="A", M1="A", OVR="A"), "merit17") == 340
    assert _value(_one(**dict.fromkeys(sixteen, "A"), M2="A", ML="A"), "merit16") == 320


def test_a_mean_of_the_best_and_an_extra_is_over_as_many_as_there_are() -> None:
    rules = replace(VERSION, merit=(MeritRule("m", best=2, extra="M2", mean=True),))

    def merit(**codes: str) -> float:
        (m,) = [m for m in grade_measures(_one(**codes), rules) if m.name == "m"]
        return m.value.item()

    assert merit(Ma="A", En="C", Bl="E", M2="E") == (20 + 15 + 10) / 3
    assert merit(Ma="A", En="C", Bl="E", M2="9") == (20 + 15) / 2
    assert merit(Ma="A") == 20


def test_who_is_inside() -> None:
    assert (_value(_one(Ma="F"), "merit17"), _value(_one(Ma="F"), "all_subjects")) == (None, False)
    assert (_value(_one(Ma="9"), "merit17"), _value(_one(Ma="9"), "eligible_vocational")) == (None, False)
    assert (_value(_one(Ma="E"), "merit17"), _value(_one(Ma="E"), "all_subjects")) == (10, True)
    assert (_value(_one(), "merit17"), _value(_one(), "all_subjects"), _value(_one(), "grade_count")) == (None,) * 3
    assert (_value(_one(Ma="9"), "grade_points_ma"), _value(_one(Ma="9"), "passed_ma")) == (None, False)


def test_the_other_course_plan_in_swedish_is_not_among_the_other_subjects() -> None:
    eight = {"Sv": "E", "En": "E", "Ma": "E"} | dict.fromkeys(("Bl", "Mu", "Sl", "Tk"), "E")
    assert _value(_one(**eight), "eligible_vocational") is False
    assert _value(_one(**eight, Sva="E"), "eligible_vocational") is False
    assert _value(_one(**eight, Idh="E"), "eligible_vocational") is True
    assert _value(_one(**(eight | {"Sv": "2"}), Sva="E", Idh="E"), "eligible_vocational") is True
    for other in ("M1", "M2", "ML", "Tn", "OVR"):
        assert _value(_one(**eight, **{other: "E"}), "eligible_vocational") is True


def test_a_wrong_code_and_a_blank_are_no_grades() -> None:
    table = _one(Ma="E", En="A")
    codes = table.codes.copy()
    codes[0, YEAR_9.index("En")] = Code.WRONG
    codes[0, YEAR_9.index("Bl")] = Code.BLANK
    wrong = replace(table, codes=codes)
    assert [_value(wrong, m) for m in ("merit17", "all_subjects", "grade_count", "passed_en")] == [10, True, 1, None]


def test_a_column_that_is_no_subject_counts_for_nothing() -> None:
    table = _one(Ma="E")
    wider = replace(
        table, columns=(*table.columns, "M1 (språk)"), codes=np.hstack([table.codes, np.full((1, 1), Code.F, np.uint8)])
    )
    assert [m.name for m in grade_measures(wider, VERSION)] == [m.name for m in grade_measures(table, VERSION)]
    assert _value(wider, "all_subjects") is True


def test_nobody_has_no_cells() -> None:
    nobody = pupils("betyg_ak9", YEAR_9, {})
    assert list(cube_of(nobody, grade_measures(nobody, VERSION)).rows()) == []
    columnless = replace(_one(Ma="E"), columns=(), codes=np.zeros((1, 0), np.uint8))
    assert list(cube_of(columnless, grade_measures(columnless, VERSION)).rows()) == []
