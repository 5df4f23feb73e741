"""Measures of national tests equal the plain calculation; grades are held against tests of the same pupil only."""

from __future__ import annotations

import pytest
from hypothesis import given

from spiral.engine.measures.national_tests import measures_of_tests
from spiral.engine.measures.pupils import Pupils
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from tests.engine.measures.equal import ALL, assert_as_plain
from tests.engine.measures.plain import as_rows, linked, test_values
from tests.engine.measures.pupils import COLUMNS, YEAR_9, drawn, many, pupils, row_of

VERSION = shipped_versions()[LETTERS]


def _plain(tests: Pupils, grades: Pupils | None) -> list[dict[str, float | bool]]:
    others = as_rows(grades) if grades is not None else []
    return [test_values(row, tests.survey, linked(row, others)) for row in as_rows(tests)]


@pytest.mark.slow
@given(drawn("np3"))
def test_any_tests_of_year_3_are_measured_as_the_definitions_say(tests: Pupils) -> None:
    assert_as_plain(tests, measures_of_tests(tests, VERSION), _plain(tests, None), ALL)


@pytest.mark.slow
@given(drawn("np9"), drawn("betyg_ak9"))
def test_any_tests_of_year_9_are_measured_as_the_definitions_say(tests: Pupils, grades: Pupils) -> None:
    assert_as_plain(tests, measures_of_tests(tests, VERSION, grades), _plain(tests, grades), ("unit", "sex"))


@pytest.mark.slow
@given(drawn("np6"), drawn("betyg_ak6"))
def test_any_tests_of_year_6_are_measured_as_the_definitions_say(tests: Pupils, grades: Pupils) -> None:
    assert_as_plain(tests, measures_of_tests(tests, VERSION, grades), _plain(tests, grades), ("sex", "curriculum"))


@pytest.mark.slow
@pytest.mark.parametrize(("survey", "beside"), [("np3", None), ("np6", "betyg_ak6"), ("np9", "betyg_ak9")])
def test_thousands_are_measured_as_the_definitions_say(survey: str, beside: str | None) -> None:
    tests, grades = many(survey, n=2000), many(beside, n=2000, seed=2) if beside else None
    assert_as_plain(tests, measures_of_tests(tests, VERSION, grades), _plain(tests, grades), ("unit", "sex"))


def test_without_grades_nothing_is_held_against_the_test() -> None:
    tests = many("np9", n=20)
    assert not [m.name for m in measures_of_tests(tests, VERSION) if "grade" in m.name]


def test_grades_of_another_spring_are_refused() -> None:
    with pytest.raises(ValueError, match="one spring"):
        measures_of_tests(many("np9", n=3), VERSION, many("betyg_ak9", year=2025, n=3))


def test_a_temporary_number_is_held_against_nothing() -> None:
    row = row_of(YEAR_9, Ma="C")
    tests = pupils("np9", ["MA_PROVB"], {"p1": "D", "p2": "D"}, linkable=[True, False])
    grades = pupils("betyg_ak9", YEAR_9, {"p2": row, "p1": row})
    (higher,) = [m for m in measures_of_tests(tests, VERSION, grades) if m.name == "np9_ma_grade_higher"]
    assert higher.inside.tolist() == [True, False]


def test_a_form_without_a_subject_has_no_measure_of_it() -> None:
    only_ma = [c for c in COLUMNS["np3"] if c.startswith("MA")]
    tests = pupils("np3", only_ma, {"elev 1": "1 1 1 ."})
    assert [m.name for m in measures_of_tests(tests, VERSION)] == ["np3_ma"]
