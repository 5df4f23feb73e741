"""The same pupils' grades in year 6 and, three years later, in year 9: raised, the same or lowered, subject by subject.

Merit values of the two are not compared, for they are of other subjects (and blocks, which are never expanded). Sv and
Sva are one area. Languages and other subjects are not compared: the two grades may be of different ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.linking import rows_in, taken_at
from spiral.engine.measures.measure import MeasureKind, PupilMeasure, share
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.subjects import SUBJECTS, SWEDISH_AREA, measure_word, subject_codes
from spiral.engine.measures.versions import GradeScale, RuleVersion

AREA = "/".join(SWEDISH_AREA)
_NOT_COMPARED = {"M1", "M2", "ML", "Ovr", "No", "So", "Sva"}
#: What is compared, in the order of the subjects.
COMPARED = tuple(AREA if s == SWEDISH_AREA[0] else s for s in SUBJECTS if s not in _NOT_COMPARED)
#: Springs between the surveys of a pair.
SPRINGS = {
    ("betyg_ak6", "betyg_ak9"): 3,
    ("np3", "np6"): 3,
    ("np3", "betyg_ak6"): 3,
    ("np3", "betyg_ak9"): 6,
    ("np6", "np9"): 3,
    ("np6", "betyg_ak9"): 3,
}


@dataclass(frozen=True, slots=True)
class SubjectChange:
    """How many of the pairs of grades were raised, the same, lowered."""

    raised: int
    same: int
    lowered: int


@dataclass(frozen=True, slots=True)
class Progression:
    """Two cohorts put together. Everybody of the first is in ``matched``, ``only_from`` or ``not_linkable_from``, and
    everybody of the second in ``matched``, ``only_to`` or ``not_linkable_to``. A subject without pairs has zeros."""

    before: str  # "betyg_ak6 2023"
    after: str
    matched: int
    only_from: int
    only_to: int
    not_linkable_from: int
    not_linkable_to: int
    subjects: Mapping[str, SubjectChange]

    @property
    def match_rate(self) -> float:
        """The share of the second cohort that is matched, 0–1; 0 where there is nobody."""
        whole = self.matched + self.only_to + self.not_linkable_to
        return self.matched / whole if whole else 0.0


def cohort_pairs(
    tables: Iterable[Pupils], before: str = "betyg_ak6", after: str = "betyg_ak9"
) -> list[tuple[Pupils, Pupils]]:
    """The tables that are of one cohort, in the order of years, whatever the order of the tables. Raises ValueError for
    surveys that no cohort takes one after the other."""
    springs = _springs(before, after)
    by_survey = {(table.survey, table.year): table for table in tables}
    return [
        (by_survey[before, year - springs], table)
        for (survey, year), table in sorted(by_survey.items(), key=lambda item: item[0])
        if survey == after and (before, year - springs) in by_survey
    ]


def _springs(before: str, after: str) -> int:
    if (before, after) not in SPRINGS:
        raise ValueError(f"{before} and {after} are not of one cohort one after the other")
    return SPRINGS[before, after]


def require_one_cohort(before: Pupils, after: Pupils) -> None:
    """Raises ValueError for tables that are not of one cohort."""
    springs = _springs(before.survey, after.survey)
    if after.year - before.year != springs:
        raise ValueError(f"{before.survey} and {after.survey} of one cohort are {springs} springs apart")


def progression(before: Pupils, after: Pupils, version: RuleVersion) -> Progression:
    """The whole of two surveys of grades of one cohort. Raises ValueError for other tables."""
    require_one_cohort(before, after)
    rows = rows_in(after, before)
    matched = int((rows >= 0).sum())
    changes = {
        subject: SubjectChange(*(int(measure.value.sum()) for measure in of_subject))
        for subject, of_subject in _changes(before, after, rows, version.scale).items()
    }
    return Progression(
        f"{before.survey} {before.year}",
        f"{after.survey} {after.year}",
        matched,
        int(before.linkable.sum()) - matched,
        int(after.linkable.sum()) - matched,
        int((~before.linkable).sum()),
        int((~after.linkable).sum()),
        changes,
    )


def change_measures(before: Pupils, after: Pupils, version: RuleVersion) -> tuple[PupilMeasure, ...]:
    """``raised_ma``, ``same_ma``, ``lowered_ma`` …: shares of the pairs of grades, over the rows of ``after``: a cube
    shows them by unit and sex with intervals. Raises ValueError for tables that are not of one cohort."""
    require_one_cohort(before, after)
    changes = _changes(before, after, rows_in(after, before), version.scale)
    return tuple(measure for of_subject in changes.values() for measure in of_subject)


def match_measure(before: Pupils, after: Pupils) -> PupilMeasure:
    """``matched``: the share of all of ``after`` that is in ``before`` too, which is said beside every change. Raises
    ValueError for tables that are not of one cohort."""
    require_one_cohort(before, after)
    return share("matched", np.ones(len(after), np.bool_), rows_in(after, before) >= 0)


def _changes(
    before: Pupils, after: Pupils, rows: NDArray[np.intp], scale: GradeScale
) -> dict[str, tuple[PupilMeasure, ...]]:
    """Raised, same, lowered of each subject, over the rows of ``after``; ``rows``: theirs in ``before``."""
    first, last = _compared_codes(before, scale), _compared_codes(after, scale)
    measures: dict[str, tuple[PupilMeasure, ...]] = {}
    for subject in COMPARED:
        codes = taken_at(first[subject], rows), last[subject]
        pair = scale.is_grade(codes[0]) & scale.is_grade(codes[1])
        change = scale.points_of(codes[1]) - scale.points_of(codes[0])
        word = measure_word(subject)
        measures[subject] = (
            share(f"raised_{word}", pair, change > 0),
            share(f"same_{word}", pair, change == 0),
            share(f"lowered_{word}", pair, change < 0),
        )
    return measures


def _compared_codes(pupils: Pupils, scale: GradeScale) -> dict[str, NDArray[np.uint8]]:
    """The codes (n,) of what is compared; of Swedish the grade of the course plan that has one, Sv before Sva."""
    codes, nothing = subject_codes(pupils), np.zeros(len(pupils), np.uint8)
    swedish, second = (codes.get(subject, nothing) for subject in SWEDISH_AREA)
    area = np.where(scale.is_grade(swedish), swedish, second)
    return {subject: area if subject == AREA else codes.get(subject, nothing) for subject in COMPARED}


def carried(
    before: Pupils, first: PupilMeasure, after: Pupils, last: PupilMeasure
) -> tuple[PupilMeasure, PupilMeasure]:
    """How a later share goes for those who were hits of an earlier one, and for those who were not, over the rows of
    ``after``: ``passed_ma_after_np3_ma`` and ``passed_ma_after_not_np3_ma``. Raises ValueError for measures that are no
    shares, and tables that are not of one cohort."""
    require_one_cohort(before, after)
    if first.kind is not MeasureKind.SHARE or last.kind is not MeasureKind.SHARE:
        raise ValueError("shares are carried over, not means")
    rows = rows_in(after, before)
    there = rows >= 0
    inside, hit = (np.zeros(len(after), np.bool_) for _ in range(2))
    inside[there], hit[there] = first.inside[rows[there]], first.value[rows[there]]
    inside &= last.inside
    value = last.value.astype(np.bool_, copy=False)
    return (
        share(f"{last.name}_after_{first.name}", inside & hit, value),
        share(f"{last.name}_after_not_{first.name}", inside & ~hit, value),
    )
