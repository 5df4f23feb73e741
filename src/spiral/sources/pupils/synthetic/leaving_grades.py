"""Leaving grades of year 9 out of a pupil's standing: who passes what, and how well.

A pupil's standing in the unit is a standard normal number. Who passes all subjects, and who is eligible, is decided by
two thresholds on it (with some chance), so that the unit's published shares come true; how good the passes are by the
unit's level, solved for in :mod:`calibration` so that its merit value does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from spiral.engine.measures.codes import Code

#: "Sv" stands for the course plan that the pupil follows; the second language is last.
SUBJECTS = ("Bl", "En", "Hkk", "Idh", "Ma", "Mu", "Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh", "Sl", "Sv", "Tk", "M2")
CORE = tuple(SUBJECTS.index(subject) for subject in ("En", "Ma", "Sv"))
LANGUAGE = SUBJECTS.index("M2")
#: How much easier a subject is than the others, in steps between grades.
EASE = np.array([0.1, 0.2, 0.15, 0.2, -0.25, 0.15, -0.05, -0.15, -0.15, 0.0, 0.0, 0.0, -0.05, 0.15, -0.1, 0.0, -0.2])
#: How far a standard deviation of standing moves each grade, and the spread between a pupil's subjects, in steps.
_BY_STANDING, _BETWEEN_SUBJECTS = 1.15, 0.75
#: The correlation of standing with what decides who passes.
_PASSING = 0.85
#: Non-passes: at most this many of those who are eligible; how soon they become many further down.
_MOST_OF_ELIGIBLE, _SOON = 3.99, 2.5
#: Shares of those who fail whose fails are dashes (streck), for lack of a basis: eligible, and not.
_DASHES = (0.15, 0.3)
#: Shares: who studies no second language; who has a subject or two left out, and who all of them, by adapted studies.
_NO_LANGUAGE, _ADAPTED, _ALL_ADAPTED = 0.13, 0.015, 0.0004
_STEPS = (Code.E, Code.D, Code.C, Code.B, Code.A)

Floats = NDArray[np.floating]


def subject_standing(standing: Floats, random: np.random.Generator) -> NDArray[np.float32]:
    """Each pupil's standing in each subject (n × subjects), in steps between grades."""
    noise = random.standard_normal((len(standing), len(SUBJECTS)), np.float32)
    return (_BY_STANDING * standing[:, None] + EASE + _BETWEEN_SUBJECTS * noise).astype(np.float32)


def passing(standing: Floats, chance: Floats) -> NDArray[np.float64]:
    """What decides who passes, between 0 and 1 and uniform over a unit; ``chance``: standard normal."""
    return np.asarray(ndtr(_PASSING * standing + np.sqrt(1 - _PASSING**2) * chance))


def left_out(n: int, random: np.random.Generator) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which subjects (n × subjects) a pupil is not graded in: not studied, and left out by adapted studies."""
    not_studied = np.zeros((n, len(SUBJECTS)), bool)
    not_studied[:, LANGUAGE] = random.random(n) < _NO_LANGUAGE
    adapted = np.zeros((n, len(SUBJECTS)), bool)
    who = np.flatnonzero(random.random(n) < _ADAPTED)
    others = np.setdiff1d(np.arange(len(SUBJECTS)), CORE)
    for _time in range(2):
        adapted[who, random.choice(others, len(who))] = True
    adapted[random.random(n) < _ALL_ADAPTED] = True
    return not_studied & ~adapted, adapted


def failed(
    passing: Floats, standing: NDArray[np.float32], outside: NDArray[np.bool_], shares: tuple[Floats, Floats]
) -> NDArray[np.bool_]:
    """Which subjects (n × subjects) are not passed: the lowest. ``shares``: who is eligible, and who passes all, in the
    pupil's unit; ``outside``: what is not graded."""
    eligible, every = shares
    below, above = 1 - eligible, 1 - every
    is_low, is_middle = passing < below, (passing >= below) & (passing < above)
    depth_low = passing / np.maximum(below, 1e-9)
    depth_middle = (passing - below) / np.maximum(above - below, 1e-9)
    number = np.where(is_low, 1 + np.floor((len(SUBJECTS) - 0.01) * (1 - np.minimum(depth_low, 1)) ** _SOON), 0)
    middle = 1 + np.floor(_MOST_OF_ELIGIBLE * (1 - np.clip(depth_middle, 0, 1)) ** 2)
    number = np.where(is_middle, middle, number).astype(np.intp)
    result = np.zeros(standing.shape, bool)
    rows = np.flatnonzero(number > 0)
    order = standing[rows].copy()
    order[outside[rows]] = np.inf
    core = np.array(CORE)
    lowest_core = core[np.argmin(order[:, core], axis=1)]
    for subject in CORE:
        order[is_middle[rows], subject] = np.inf
    ranked = np.sort(order, axis=1)
    limit = ranked[np.arange(len(rows)), np.minimum(number[rows], len(SUBJECTS)) - 1]
    lowest = order <= limit[:, None]
    low = np.flatnonzero(is_low[rows])
    lowest[low, lowest_core[low]] = True
    result[rows] = lowest & np.isfinite(order) & ~outside[rows]
    return result


def steps(level: Floats, standing: NDArray[np.float32]) -> NDArray[np.float32]:
    """The grade of a pass (n × subjects) as 0 for E to 4 for A."""
    return np.clip(np.floor(standing + level[..., None].astype(np.float32) + np.float32(0.5)), 0, 4)


def written_grades(
    passing: Floats,
    fails: NDArray[np.bool_],
    step: NDArray[np.float32],
    not_graded: tuple[NDArray[np.bool_], NDArray[np.bool_]],
    eligible: Floats,
    random: np.random.Generator,
) -> NDArray[np.uint8]:
    """The codes (n × subjects) in the file; ``not_graded`` as of :func:`left_out`."""
    not_studied, adapted = not_graded
    codes = np.array(_STEPS, np.uint8)[step.astype(np.intp)]
    has_dashes = random.random(len(fails)) < np.where(passing < 1 - eligible, _DASHES[1], _DASHES[0])
    codes[fails] = Code.F
    codes[fails & has_dashes[:, None]] = Code.NO_BASIS
    codes[not_studied] = Code.NOT_GRADED
    codes[adapted] = Code.ADAPTED
    return codes
