"""One birth cohort through school: who they are, where they go, and their results in years 3, 6 and 9."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from spiral.engine.measures.codes import Code
from spiral.engine.measures.pupils import Sex
from spiral.sources.pupils.form import Form
from spiral.sources.pupils.synthetic import calibration, earlier_grades, leaving_grades
from spiral.sources.pupils.synthetic.identities import Identities, draw_identities
from spiral.sources.pupils.synthetic.movements import LAST, NOWHERE, STAGES, Movements, draw_movements
from spiral.sources.pupils.synthetic.national_tests import Columns, draw_first_tests, draw_tests
from spiral.sources.pupils.synthetic.region import COHORT_EFFECT, FOLLOWS, MEAN_POINTS, SyntheticRegion

#: Differences in standard deviations: girls less boys in year 3 and what is added to it by year 6 and by year 9,
#: foreign background less others, from abroad less others in year 9.
_GIRLS, _FOREIGN, _FROM_ABROAD = (0.15, 0.25, 0.12), -0.45, -0.8
_SHARE_OF_GIRLS = 0.486
#: How closely the grades of year 6 follow the tests of year 3.
_FOLLOWS_TESTS = 0.72
#: Shares: Swedish as a second language among foreign background and others; mother tongue; a third language.
_SECOND_SWEDISH, _SECOND_OF_OTHERS, _MOTHER_TONGUE, _THIRD_LANGUAGE = 0.4, 0.01, 0.3, 0.004
#: Shares of units: science and social studies graded as blocks in year 6, tests taken digitally.
_BLOCKS, _DIGITAL = (0.25, 0.2), 0.15
CHOSEN_LANGUAGES, OWN_LANGUAGES = ("SPA", "DEU", "FRA"), ("ARA", "SOM", "POL", "BOS", "FAS", "TIR", "ENG", "FIN")
_CHOSEN_SHARES = (0.55, 0.25, 0.2)
_SCIENCE = np.array([Code.PHYSICS, Code.BIOLOGY, Code.CHEMISTRY], np.uint8)
_SOCIAL = np.array([Code.GEOGRAPHY, Code.HISTORY, Code.RELIGION, Code.CIVICS], np.uint8)
#: Area of a test → what of the grades it is beside.
_SUBJECT_OF = {Code.PHYSICS: "Fy", Code.BIOLOGY: "Bi", Code.CHEMISTRY: "Ke"} | {
    Code.GEOGRAPHY: "Ge",
    Code.HISTORY: "Hi",
    Code.RELIGION: "Re",
    Code.CIVICS: "Sh",
}


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticCohort:
    """n pupils who leave year 9 in the spring of ``year``. ``results`` has, by survey, the columns (n,) of its form: by
    SCB's name in tests, by subject in grades; they mean nothing of pupils who are not there then."""

    year: int
    sex: NDArray[np.uint8]
    foreign: NDArray[np.bool_]
    second_swedish: NDArray[np.bool_]
    movements: Movements
    identities: Identities
    chosen_language: NDArray[np.intp]
    own_language: NDArray[np.intp]
    mean_points: NDArray[np.float64]  # of year 6; NaN without
    standing: NDArray[np.float64]  # in year 9, in the pupil's unit
    cohort_effect: NDArray[np.float64]  # by upper unit, in merit points
    results: Mapping[str, Columns]

    def unit(self, region: SyntheticRegion, stage: int) -> NDArray[np.intp]:
        """The place among the region's units of each pupil in a year of school; -1 where she is not in it."""
        if stage == LAST:
            return self.movements.upper
        lower = self.movements.lower[:, STAGES.index(stage)]
        return np.where(lower == NOWHERE, NOWHERE, region.lower[lower])


def draw_cohort(
    region: SyntheticRegion,
    year: int,
    n: int,
    forms: Mapping[str, Form],
    born: int,
    random: np.random.Generator,
    *,
    is_calibrated: bool,
) -> SyntheticCohort:
    """``forms``: those of the surveys that are written of this cohort. ``is_calibrated``: its leaving grades are those
    that were published; other cohorts' differ by an effect of the cohort."""
    observed = tuple(stage for stage in STAGES if any(survey.endswith(str(stage)) for survey in forms))
    movements = draw_movements(region, n, observed, random)
    sex = np.where(random.random(n) < _SHARE_OF_GIRLS, Sex.GIRL, Sex.BOY).astype(np.uint8)
    girl = np.where(sex == Sex.GIRL, 1 - _SHARE_OF_GIRLS, -_SHARE_OF_GIRLS)
    second = movements.lower[:, 1]
    lower = np.where(second == NOWHERE, movements.lower[:, 0], second)
    home = np.where(lower == NOWHERE, movements.upper, region.parent[lower])
    share = region.targets.foreign[home]
    foreign = (random.random(n) < share) | movements.from_abroad
    second_swedish = movements.from_abroad | (random.random(n) < np.where(foreign, _SECOND_SWEDISH, _SECOND_OF_OTHERS))
    standing = _GIRLS[0] * girl + _FOREIGN * (foreign - share)
    standing += _rest(standing) * random.standard_normal(n)
    units = len(region.codes)
    plan = np.where(second_swedish, Code.SWEDISH_SECOND, Code.SWEDISH).astype(np.uint8)
    digital = random.random(units) < _DIGITAL
    results: dict[str, Columns] = {}
    if "np3" in forms:
        spread = calibration.earlier_spread(MEAN_POINTS)
        level = (region.lower_points - MEAN_POINTS) / spread
        results["np3"] = draw_first_tests(forms["np3"], standing + level[movements.lower[:, 0]], plan, random)
    standing = _FOLLOWS_TESTS * standing + _GIRLS[1] * girl
    standing += _rest(standing) * random.standard_normal(n)
    speaks = foreign & (random.random(n) < _MOTHER_TONGUE)
    third = random.random(n) < _THIRD_LANGUAGE
    blocks = random.random((len(region.lower), 2)) < _BLOCKS
    without = earlier_grades.units_without(len(region.lower), random)
    level = calibration.earlier_level(region.lower_points)
    grades = earlier_grades.draw_grades(standing, level[second], blocks[second], without[second], random)
    points = np.where(second == NOWHERE, np.nan, earlier_grades.mean_points(grades))
    if "betyg_ak6" in forms:
        results["betyg_ak6"] = _all_columns(grades, second_swedish, speaks, third, random)
    if "np6" in forms:
        beside = {"MA": grades["Ma"], "SV": grades["Sv"], "EN": grades["En"]}
        at = digital[region.lower[second]]
        results["np6"] = draw_tests(forms["np6"], beside, standing, plan, at, {}, random)
    effect = np.zeros(len(region.upper)) if is_calibrated else random.normal(0, COHORT_EFFECT, len(region.upper))
    standing = _last_standing(region, movements, points, girl, random)
    if "betyg_ak9" in forms:
        leaving = _leaving(region, movements.upper, standing, effect, random)
        results["betyg_ak9"] = _all_columns(leaving, second_swedish, speaks, third, random)
    if "np9" in forms:
        assigned = {
            "NO": random.choice(_SCIENCE, units)[movements.upper],
            "SO": random.choice(_SOCIAL, units)[movements.upper],
        }
        beside = {"MA": leaving["Ma"], "SV": leaving["Sv"], "EN": leaving["En"]}
        beside |= {area: _assigned_grade(leaving, subject) for area, subject in assigned.items()}
        at = digital[movements.upper]
        results["np9"] = draw_tests(forms["np9"], beside, standing, plan, at, assigned, random)
    return SyntheticCohort(
        year,
        sex,
        foreign,
        second_swedish,
        movements,
        draw_identities(sex, movements.from_abroad, born, random),
        random.choice(len(CHOSEN_LANGUAGES), n, p=_CHOSEN_SHARES),
        random.integers(0, len(OWN_LANGUAGES), n),
        points,
        standing,
        effect,
        results,
    )


def _rest(standing: NDArray[np.float64]) -> float:
    """The spread that is left for a standing to have a standard deviation of 1."""
    return float(np.sqrt(max(0.1, 1 - standing.var()))) if len(standing) else 1.0


def _last_standing(
    region: SyntheticRegion,
    movements: Movements,
    points: NDArray[np.float64],
    girl: NDArray[np.float64],
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Standing (n,) in the unit in year 9, of which the mean points of year 6 are the largest part."""
    spread = calibration.earlier_spread(MEAN_POINTS)
    own = np.array([calibration.earlier_spread(mean) for mean in region.points.tolist()])
    within = np.hypot(own, _spread_of_feeders(region)) / spread
    rest = np.sqrt(np.maximum(0.15, 1 - FOLLOWS**2 * within**2 - _GIRLS[2] ** 2 / 4))
    unit = movements.upper
    noise = random.standard_normal(len(unit))
    followed = FOLLOWS * (points - region.points[unit]) / spread + _GIRLS[2] * girl + rest[unit] * noise
    return np.where(np.isnan(points), noise + _FROM_ABROAD * movements.from_abroad, followed)


def _spread_of_feeders(region: SyntheticRegion) -> NDArray[np.float64]:
    """The spread (k,) of mean points between the units that feed each."""
    about = region.lower_points - region.points[region.parent]
    return np.sqrt(np.bincount(region.parent, about**2 * region.weight) / np.bincount(region.parent, region.weight))


def _leaving(
    region: SyntheticRegion,
    unit: NDArray[np.intp],
    standing: NDArray[np.float64],
    effect: NDArray[np.float64],
    random: np.random.Generator,
) -> dict[str, NDArray[np.uint8]]:
    """Subject → codes (n,) of the leaving grades."""
    targets = region.targets
    slope = region.merit_by_points * calibration.earlier_spread(MEAN_POINTS) / FOLLOWS
    every, eligible = (_shifted(share, effect / slope) for share in (targets.all_subjects, targets.eligible))
    level = calibration.solve_levels(targets.merit + effect, every, eligible)
    by_subject = leaving_grades.subject_standing(standing, random)
    not_graded = leaving_grades.left_out(len(standing), random)
    passing = leaving_grades.passing(standing, random.standard_normal(len(standing)))
    outside = not_graded[0] | not_graded[1]
    fails = leaving_grades.failed(passing, by_subject, outside, (eligible[unit], every[unit]))
    step = leaving_grades.steps(level[unit], by_subject)
    matrix = leaving_grades.written_grades(passing, fails, step, not_graded, eligible[unit], random)
    return {subject: matrix[:, place] for place, subject in enumerate(leaving_grades.SUBJECTS)}


def _shifted(share: NDArray[np.float64], by: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares after everybody has moved ``by`` standard deviations."""
    return np.clip(ndtr(ndtri(np.clip(share, 0.01, 0.999)) + by), 0.01, 0.999)


def _assigned_grade(leaving: Mapping[str, NDArray[np.uint8]], assigned: NDArray[np.uint8]) -> NDArray[np.uint8]:
    codes = np.zeros(len(assigned), np.uint8)
    for code, subject in _SUBJECT_OF.items():
        codes = np.where(assigned == code, leaving[subject], codes)
    return codes


def _all_columns(
    grades: Mapping[str, NDArray[np.uint8]],
    second_swedish: NDArray[np.bool_],
    speaks: NDArray[np.bool_],
    third: NDArray[np.bool_],
    random: np.random.Generator,
) -> Columns:
    """Every subject of a form: the course plan that is followed, mother tongue, a third language, and those without."""
    none = np.full(len(second_swedish), Code.NOT_GRADED, np.uint8)
    columns = dict(grades)
    columns["Sva"] = np.where(second_swedish, grades["Sv"], none)
    columns["Sv"] = np.where(second_swedish, none, grades["Sv"])
    is_graded = (grades["M2"] >= Code.A) & (grades["M2"] <= Code.E)
    columns["M1"] = np.where(third & is_graded, grades["M2"], none)
    better = np.array([Code.A, Code.B, Code.C, Code.D, Code.E], np.uint8)
    columns["ML"] = np.where(speaks, better[random.integers(0, len(better), len(none))], none)
    return columns | {"Tn": none, "Ovr": none}
