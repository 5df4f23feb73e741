"""The rules that measures are worked out by, as data: the grade scale, what a merit value and eligibility are, and what
the years of school are called. A reform is another version; ``sources/pupils/rules`` has those that are known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import CODES, Code, among
from spiral.engine.measures.subjects import SUBJECTS


class VersionStatus(StrEnum):
    """How far a version has come."""

    IN_FORCE = "in_force"
    DECIDED = "decided"  # by parliament, to begin on a later day
    PROPOSED = "proposed"


@dataclass(frozen=True, slots=True)
class GradeScale:
    """Grades, the best first, with their points and which of them are passes. Raises ValueError."""

    name: str
    signs: tuple[str, ...]  # how each is written
    grades: tuple[Code, ...]
    points: tuple[float, ...]
    passes: tuple[Code, ...]

    def __post_init__(self) -> None:
        if not len(self.signs) == len(self.grades) == len(self.points) or not self.grades:
            raise ValueError("a scale needs grades, each with its points")
        if len(set(self.grades)) < len(self.grades):
            raise ValueError("a grade stands twice in the scale")
        if any(a <= b for a, b in zip(self.points, self.points[1:], strict=False)) or self.points[-1] < 0:
            raise ValueError("the points of a scale fall from grade to grade, to 0 at the least")
        if not self.passes or self.passes != self.grades[: len(self.passes)]:
            raise ValueError("the passes of a scale are its best grades")

    def points_of(self, codes: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Points of each code; 0 of what is no grade."""
        table = np.zeros(CODES)
        table[list(self.grades)] = self.points
        return table[codes]

    def is_grade(self, codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Is the code a grade of the scale?"""
        return among(codes, self.grades)

    def is_pass(self, codes: NDArray[np.uint8]) -> NDArray[np.bool_]:
        """Is the code a pass?"""
        return among(codes, self.passes)


@dataclass(frozen=True, slots=True)
class MeritRule:
    """A merit value: the ``best`` grades of all but ``extra``, and ``extra`` besides; their sum, or their mean where
    ``mean``. Of it the final tests are ``tests``, a share, by the mean of their grades. Raises ValueError."""

    name: str
    best: int | None = None  # None: all
    extra: str | None = None
    mean: bool = False
    tests: float = 0.0

    def __post_init__(self) -> None:
        if self.best is not None and self.best < 1:
            raise ValueError(f"{self.name}: at least one grade is counted")
        if self.extra is not None and self.extra not in SUBJECTS:
            raise ValueError(f"{self.name}: {self.extra!r} is no subject")
        if not 0 <= self.tests < 1 or (self.tests and not self.mean):
            raise ValueError(f"{self.name}: the share of tests is at least 0 and below 1, and only of a mean")


@dataclass(frozen=True, slots=True)
class EligibilityRule:
    """Who may begin a programme: a pass in one subject of each of ``areas``, ``others`` passes in subjects of no area,
    those of ``among`` with them, and where ``least_mean`` is said a mean of points not below it. Raises ValueError."""

    name: str
    areas: tuple[tuple[str, ...], ...] = ()
    others: int = 0
    among: tuple[str, ...] = ()
    least_mean: float | None = None

    def __post_init__(self) -> None:
        of_areas = [subject for area in self.areas for subject in area]
        strange = {*of_areas, *self.among} - set(SUBJECTS)
        if strange:
            raise ValueError(f"{self.name}: {', '.join(sorted(strange))} is no subject")
        if self.others < 0 or set(of_areas) & set(self.among):
            raise ValueError(f"{self.name}: the others are 0 or more, and not of the areas")
        if not self.areas and not self.others and not self.among and self.least_mean is None:
            raise ValueError(f"{self.name}: asks for nothing")


@dataclass(frozen=True, slots=True)
class YearLabels:
    """What the year of school of each survey is called. ``starts_at``: the calendar year in which year 1 begins, less
    the year of birth."""

    years: Mapping[str, int]
    starts_at: int

    def label(self, survey: str) -> int:
        """The year of school. Raises KeyError for a survey that has none."""
        return self.years[survey]

    def born(self, survey: str, year: int) -> int:
        """The birth cohort that is in the survey's year of school in the spring of ``year``: what is compared over a
        reform of the years."""
        return year - self.starts_at - self.years[survey]


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """Everything that measures are worked out by, with its source and the day it begins. Raises ValueError."""

    key: str
    status: VersionStatus
    begins: date
    source: str
    scale: GradeScale
    merit: tuple[MeritRule, ...]
    eligibility: tuple[EligibilityRule, ...]
    labels: YearLabels
    #: Which grade of this scale one of another stands for, where the same pupils are seen under both.
    conversion: Mapping[Code, Code] = field(default_factory=dict, hash=False)
    conversion_source: str = ""

    def __post_init__(self) -> None:
        names = [*(rule.name for rule in self.merit), *(rule.name for rule in self.eligibility)]
        if len(set(names)) < len(names):
            raise ValueError("two rules have one name")
        own, others = {*self.scale.grades}, {*self.conversion}
        if others and not (own.isdisjoint(others) and {*self.conversion.values()} <= own and self.conversion_source):
            raise ValueError("a conversion is of other grades to those of the scale, and says whose it is")


def in_force(versions: Iterable[RuleVersion], day: date) -> RuleVersion:
    """The version that holds on ``day``: of those that are no mere proposals the last to begin. Raises ValueError."""
    begun = [v for v in versions if v.status is not VersionStatus.PROPOSED and v.begins <= day]
    if not begun:
        raise ValueError(f"no version holds on {day.isoformat()}")
    return max(begun, key=lambda v: v.begins)
