"""A cohort's results hang together: earlier ones predict later ones, tests lie beside grades, gaps are as they usually are."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from spiral.engine.measures.codes import Code
from spiral.engine.measures.subjects import SUBJECTS
from spiral.sources.pupils.synthetic import true_measures
from spiral.sources.pupils.synthetic.cohort import SyntheticCohort
from spiral.sources.pupils.synthetic.drawing import SyntheticOrder, draw_synthetic, newest_year, usual_years


@pytest.fixture(scope="module")
def cohort(published: pl.DataFrame) -> SyntheticCohort:
    _region, cohorts = draw_synthetic(SyntheticOrder(11, 60_000, usual_years()), published)
    return next(cohort for cohort, _forms in cohorts if cohort.year == newest_year())


def _merit(cohort: SyntheticCohort) -> tuple[np.ndarray, np.ndarray]:
    """Who has a merit value, and each value."""
    grades = {s: cohort.results["betyg_ak9"][s] for s in SUBJECTS if s in cohort.results["betyg_ak9"]}
    measure = next(true_measures.of_grades("betyg_ak9", grades))
    return measure.inside & cohort.movements.present(9), measure.value


def test_earlier_results_predict_later_ones(cohort: SyntheticCohort) -> None:
    inside, merit = _merit(cohort)
    both = inside & ~np.isnan(cohort.mean_points)
    assert 0.7 < np.corrcoef(merit[both], cohort.mean_points[both])[0, 1] < 0.85
    parts = np.stack([c for name, c in cohort.results["np3"].items() if name.endswith("_PR")])
    reached = (parts == Code.TOOK_PART).mean(axis=0)
    first = both & cohort.movements.present(3)
    assert 0.4 < np.corrcoef(reached[first], cohort.mean_points[first])[0, 1] < 0.75


def test_girls_and_background_differ_as_they_usually_do(cohort: SyntheticCohort) -> None:
    inside, merit = _merit(cohort)
    girl = cohort.sex == 0
    assert 10 < merit[inside & girl].mean() - merit[inside & ~girl].mean() < 28
    assert 8 < merit[inside & ~cohort.foreign].mean() - merit[inside & cohort.foreign].mean() < 40
    assert 0.05 < cohort.second_swedish.mean() < 0.2


@pytest.mark.parametrize(("tests", "grades"), [("np6", "betyg_ak6"), ("np9", "betyg_ak9")])
def test_tests_lie_beside_grades_with_error(cohort: SyntheticCohort, tests: str, grades: str) -> None:
    test, grade = cohort.results[tests]["MA_PROVB"], cohort.results[grades]["Ma"]
    both = (test >= Code.A) & (test <= Code.F) & (grade >= Code.A) & (grade <= Code.F)
    higher, lower = (grade < test)[both].mean(), (grade > test)[both].mean()
    assert 0.45 < (grade == test)[both].mean() < 0.75
    assert 0 < lower < higher < 0.45


def test_every_code_of_grades_and_tests_occurs(cohort: SyntheticCohort) -> None:
    def codes(survey: str) -> set[int]:
        return {int(code) for column in cohort.results[survey].values() for code in np.unique(column)}

    letters = {Code.A, Code.B, Code.C, Code.D, Code.E, Code.F, Code.NO_BASIS, Code.ADAPTED, Code.NOT_GRADED}
    assert codes("betyg_ak9") == letters
    assert codes("betyg_ak6") == letters | {Code.NOT_TAUGHT}
    assert {Code.BLANK, Code.ABSENT, Code.LOST, Code.SUBSTITUTE} < codes("np9")
    assert {Code.NOT_REACHED, Code.TOOK_PART, Code.ABSENT, Code.LOST} < codes("np3")
    blocks = cohort.results["betyg_ak6"]["No"] != Code.NOT_GRADED
    assert 0.05 < blocks.mean() < 0.6
