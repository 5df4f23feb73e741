"""What level a unit's grades need for its published figures to come true, by a reference sample of pupils.

The sample is spread evenly over standing and chance (an additive sequence of two numbers, Roberts 2018), so that 512
pupils give a mean merit value within a point.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from spiral.sources.pupils.synthetic import earlier_grades, leaving_grades

_SAMPLE = 512
_PLASTIC = 1.32471795724474602596
_AT_ONCE, _ROUNDS = 64, 9
#: Merit points of a step between grades in one subject; the points of an E.
_STEP, _LOWEST = 2.5, 10.0
_LEVELS = np.linspace(-2.5, 5.5, 65)

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class ReferenceSample:
    """The sample: standing (k,), what decides who passes (k,), standing by subject (k × subjects), what is not graded
    (k × subjects)."""

    standing: NDArray[np.float64]
    passing: NDArray[np.float64]
    by_subject: NDArray[np.float32]
    outside: NDArray[np.bool_]


@cache
def reference() -> ReferenceSample:
    """The sample, the same for all."""
    random = np.random.default_rng(0)
    turns = (0.5 + np.outer(np.arange(1, _SAMPLE + 1), [1 / _PLASTIC, 1 / _PLASTIC**2])) % 1
    standing, chance = ndtri(turns).T
    not_studied, adapted = leaving_grades.left_out(_SAMPLE, random)
    return ReferenceSample(
        standing,
        leaving_grades.passing(standing, chance),
        leaving_grades.subject_standing(standing, random),
        not_studied | adapted,
    )


def solve_levels(merit: Floats, all_subjects: Floats, eligible: Floats) -> NDArray[np.float64]:
    """The level (units,) at which each unit's mean merit value, over those with a pass, is the one wanted."""
    levels = np.zeros(len(merit))
    for begin in range(0, len(merit), _AT_ONCE):
        part = slice(begin, begin + _AT_ONCE)
        levels[part] = _solve(merit[part], all_subjects[part], eligible[part])
    return levels


def _passes(all_subjects: Floats, eligible: Floats) -> NDArray[np.bool_]:
    """What is passed by the reference pupils in each unit: units × k × subjects."""
    sample = reference()
    fails = [
        leaving_grades.failed(sample.passing, sample.by_subject, sample.outside, (np.array(e), np.array(a)))
        for e, a in zip(eligible.tolist(), all_subjects.tolist(), strict=True)
    ]
    return ~np.array(fails) & ~sample.outside


def _solve(merit: Floats, all_subjects: Floats, eligible: Floats) -> NDArray[np.float64]:
    passed = _passes(all_subjects, eligible)
    number = passed.sum(axis=2)
    counted = np.maximum((number > 0).sum(axis=1), 1)
    passes = number.sum(axis=1) / counted
    level = np.full(len(merit), 1.5)
    for _round in range(_ROUNDS):
        step = leaving_grades.steps(level[:, None], reference().by_subject)
        reached = _LOWEST * passes + _STEP * (step * passed).sum(axis=(1, 2)) / counted
        level = np.clip(level + 1.2 * (merit - reached) / (_STEP * passes), -4, 8)
    return level


def merit_by_standing(merit: float, all_subjects: float, eligible: float) -> float:
    """How many merit points a standard deviation of standing is, in a unit with these figures: the slope of the
    regression over those with a pass."""
    shares = np.array([all_subjects]), np.array([eligible])
    level = solve_levels(np.array([merit]), *shares)
    passed = _passes(*shares)[0]
    step = leaving_grades.steps(level, reference().by_subject)
    value = ((_LOWEST + _STEP * step) * passed).sum(axis=1)
    inside = value > 0
    covariance = np.cov(reference().standing[inside], value[inside])
    return float(covariance[0, 1] / covariance[0, 0])


@cache
def _earlier_means() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean and the spread of pupils' mean points in year 6 at each of ``_LEVELS``."""
    random, sample = np.random.default_rng(0), reference().standing
    none = np.zeros((_SAMPLE, 2), bool)
    points = [
        earlier_grades.mean_points(
            earlier_grades.draw_grades(sample, np.full(_SAMPLE, level), none, none[:, 0], random)
        )
        for level in _LEVELS
    ]
    return np.array([np.nanmean(p) for p in points]), np.array([np.nanstd(p) for p in points])


def earlier_level(mean_points: Floats) -> NDArray[np.float64]:
    """The level at which pupils' mean points in year 6 are as wanted."""
    return np.interp(mean_points, np.maximum.accumulate(_earlier_means()[0]), _LEVELS)


def earlier_spread(mean_points: float) -> float:
    """The standard deviation of pupils' mean points in year 6, where their mean is this."""
    means, spreads = _earlier_means()
    return float(np.interp(mean_points, np.maximum.accumulate(means), spreads))
