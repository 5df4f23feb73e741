"""A survey measured whole: its own measures, by what is asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from spiral.engine.measures.surveys import GRADES, TESTS, measured, measures_of
from spiral.sources.pupils.rules import LETTERS, shipped_versions
from tests.engine.measures.pupils import many

VERSION = shipped_versions()[LETTERS]


@pytest.mark.parametrize(
    ("survey", "measure"),
    [
        ("betyg_ak6", "all_subjects"),
        ("betyg_ak9", "merit17"),
        ("np3", "np3_ma"),
        ("np6", "np6_en_passed"),
        ("np9", "np9_so_passed"),
    ],
)
def test_each_survey_has_its_own_measures(survey: str, measure: str) -> None:
    result = measured(many(survey, n=50), VERSION)
    assert measure in result.measures
    assert (result.survey, result.year, result.dimensions) == (survey, 2026, ("unit", "sex"))
    assert survey in GRADES + TESTS


def test_what_is_beside_is_used() -> None:
    tests, grades = many("np9", n=300), many("betyg_ak9", n=300, seed=2)
    both, alone = (set(measured(tests, VERSION, (), beside).measures) for beside in (grades, None))
    assert {name for name in both - alone if not name.split("_grade_")[1:]} == set()
    assert len(both) == 4 * len(alone)


def test_by_nothing_and_by_everything() -> None:
    table = many("betyg_ak6", n=50)
    assert {len(row) for row in measured(table, VERSION, ()).rows()} == {6}
    assert measured(table, VERSION, ("born", "unit")).dimensions == ("born", "unit")


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="colour is no dimension"):
        measured(many("np3", n=3), VERSION, ("unit", "colour"))
    with pytest.raises(ValueError, match="'np4' is no survey"):
        measures_of(replace(many("np3", n=3), survey="np4"), VERSION)
    with pytest.raises(ValueError, match="one spring"):
        measures_of(many("betyg_ak9", n=3), VERSION, many("np9", 2025, n=3))
