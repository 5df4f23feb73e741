"""A survey measured: every measure of its kind, by the dimensions that are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spiral.engine.measures.cube import Cube, cube
from spiral.engine.measures.dimensions import DIMENSIONS
from spiral.engine.measures.grades import grade_measures
from spiral.engine.measures.measure import PupilMeasure
from spiral.engine.measures.national_tests import measures_of_tests
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.versions import RuleVersion

#: Surveys of grades; the others are of national tests.
GRADES = ("betyg_ak6", "betyg_ak9")
TESTS = ("np3", "np6", "np9")
#: How the measures of the distribution in a subject are named ("grades_ma_a"); no other begins so.
DISTRIBUTION = "grades_"
#: The survey of the same pupils and the same spring that a survey is held against.
BESIDE = {"np6": "betyg_ak6", "np9": "betyg_ak9", "betyg_ak6": "np6", "betyg_ak9": "np9"}


def measures_of(pupils: Pupils, version: RuleVersion, beside: Pupils | None = None) -> Iterator[PupilMeasure]:
    """Every measure of the survey. ``beside``: of grades the same spring's tests, of tests its grades; what needs both
    is left out without. Raises ValueError for a survey that is not known, and for one of another spring beside it."""
    if pupils.survey not in GRADES + TESTS:
        raise ValueError(f"{pupils.survey!r} is no survey")
    if pupils.survey in GRADES:
        return grade_measures(pupils, version, beside)
    return measures_of_tests(pupils, version, beside)


def measured(
    pupils: Pupils,
    version: RuleVersion,
    by: Sequence[str] = ("unit", "sex"),
    beside: Pupils | None = None,
    *,
    distribution: bool = True,
) -> Cube:
    """Every measure by the dimensions of these names (``dimensions.DIMENSIONS``), with every margin. ``distribution``:
    also the share of each grade in each subject, three measures of four. Raises ValueError as :func:`measures_of`, and
    for a dimension that is not known."""
    if strange := set(by) - set(DIMENSIONS):
        raise ValueError(f"{', '.join(sorted(strange))} is no dimension")
    dimensions = [DIMENSIONS[name](pupils) for name in by]
    measures = measures_of(pupils, version, beside)
    if not distribution:
        measures = (measure for measure in measures if not measure.name.startswith(DISTRIBUTION))
    return cube(pupils.survey, pupils.year, measures, dimensions)
