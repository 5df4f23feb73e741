"""The same pupils under two versions of the rules, over the reforms that are decided or proposed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from spiral.engine.measures.bridge import bridge, converted
from spiral.engine.measures.codes import GRADE_SIGNS, Code
from spiral.engine.measures.dimensions import by_sex
from spiral.engine.measures.pupils import Pupils
from spiral.sources.pupils.rules import shipped_versions
from tests.engine.measures.plain import POINTS, as_rows, linked, subjects
from tests.engine.measures.pupils import YEAR_6, YEAR_9, drawn, many, pupils, row_of

VERSIONS = shipped_versions()
LETTERS, TEN_YEARS, NUMBERS = (VERSIONS[key] for key in ("letters", "ten_years", "one_to_ten"))
AS_NUMBER = {"A": 10, "B": 8, "C": 6, "D": 5, "E": 4, "F": 2}


def _two() -> Pupils:
    rows = {"p1": row_of(YEAR_9, Ma="C", En="A"), "p2": row_of(YEAR_9, Ma="F", En="E")}
    return pupils("betyg_ak9", YEAR_9, rows, sex=[0, 1])


def test_two_pupils_under_letters_and_numbers_side_by_side() -> None:
    tests = pupils("np9", ["MA_PROVB", "EN_PROVB"], {"p2": "E A", "p1": "A 99"})
    both = bridge(_two(), LETTERS, NUMBERS, [by_sex(_two())], tests)
    rows = {(r["measure"], r["sex"]): r for r in both.rows()}
    assert rows["grade_points_ma", "all"] == {
        "measure": "grade_points_ma",
        "survey": "betyg_ak9",
        "year": 2026,
        "sex": "all",
        "n_before": 2,
        "value_before": 7.5,
        "n_after": 2,
        "value_after": 4.0,
    }
    sides = {key: (r["value_before"], r["value_after"]) for key, r in rows.items()}
    assert sides["passed_ma", "boys"] == (0, 0)
    assert sides["all_subjects", "all"] == (50, 50)
    assert sides["merit17", "girls"] == (35, None)
    assert sides["merit_teachers", "girls"] == (None, 8)
    # teachers' grades 6 and 10, the test 10: 0.7 · 8 + 0.3 · 10; teachers' 2 and 4, the tests 4 and 10
    assert sides["merit_with_tests", "girls"] == (None, pytest.approx(8.6))
    assert sides["merit_with_tests", "boys"] == (None, pytest.approx(0.7 * 3 + 0.3 * 7))
    assert sides["eligible_upper_secondary", "girls"] == (None, 100)
    assert sides["eligible_upper_secondary", "boys"] == (None, 0)
    assert sides["grades_ma_c", "girls"] == (100, None)
    assert sides["grades_ma_6", "girls"] == (None, 100)


@pytest.mark.parametrize(("english", "eligible"), [("E", 100), ("F", 0)])
def test_a_mean_of_four_is_enough(english: str, eligible: int) -> None:
    table = pupils("betyg_ak9", YEAR_9, {"p1": row_of(YEAR_9, Ma="E", Sv="E", En=english)})
    rows = {r["measure"]: r["value_after"] for r in bridge(table, LETTERS, NUMBERS).rows()}
    assert rows["eligible_upper_secondary"] == eligible


def test_without_tests_the_merit_value_that_has_a_part_by_them_is_left_out() -> None:
    names = {r["measure"] for r in bridge(_two(), LETTERS, NUMBERS).rows()}
    assert names & {"merit_with_tests", "merit_teachers"} == {"merit_teachers"}


def test_the_ten_year_school_is_compared_by_birth_cohort() -> None:
    both = bridge(_two(), LETTERS, TEN_YEARS)
    assert (both.year_before, both.year_after) == (9, 10)
    assert both.born_before == both.born_after == 2010
    assert [(r["value_before"], r["n_before"]) for r in both.rows()] == [
        (r["value_after"], r["n_after"]) for r in both.rows()
    ]
    sixth = bridge(pupils("betyg_ak6", YEAR_6, {}, 2029), LETTERS, TEN_YEARS)
    assert (sixth.year_before, sixth.year_after, sixth.born_before, sixth.born_after) == (6, 7, 2016, 2016)


@pytest.mark.slow
@given(drawn("betyg_ak9"), drawn("np9"))
def test_any_pupils_have_the_means_of_their_numbers(table: Pupils, tests: Pupils) -> None:
    expected, taken = {}, as_rows(tests)
    for i, row in enumerate(as_rows(table)):
        numbers = [AS_NUMBER[g] for g in subjects(row).values() if g in POINTS]
        other = linked(row, taken)
        tested = (
            [AS_NUMBER[g] for c, g in other["codes"].items() if c.endswith("PROVB") and g in POINTS] if other else []
        )
        if tested and max(numbers, default=0) >= 4:
            expected[i] = 0.7 * np.mean(numbers) + 0.3 * np.mean(tested)
    rows = list(bridge(table, LETTERS, NUMBERS, (), tests).rows())
    (merit,) = [r for r in rows if r["measure"] == "merit_with_tests"] or [None]
    if not expected:
        assert merit is None
    else:
        assert (merit["n_after"], merit["value_after"]) == (
            len(expected),
            pytest.approx(np.mean(list(expected.values()))),
        )


def test_a_conversion_changes_grades_and_nothing_else() -> None:
    table = many("betyg_ak9", n=200)
    after = converted(table, NUMBERS)
    letters = {Code[g]: GRADE_SIGNS[str(n)] for g, n in AS_NUMBER.items()}
    assert after.codes.tolist() == [[letters.get(code, code) for code in row] for row in table.codes.tolist()]
    assert converted(table, LETTERS).codes.tolist() == table.codes.tolist()
    assert converted(after, NUMBERS).codes.tolist() == after.codes.tolist()


def test_grades_that_a_version_has_not_are_refused() -> None:
    with pytest.raises(ValueError, match="letters has no grade"):
        converted(converted(_two(), NUMBERS), LETTERS)
