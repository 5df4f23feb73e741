"""Grades of year 6 out of a pupil's standing and the unit's level. Their mean is what the leaving grades build upon."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import Code

#: "Sv" stands for the course plan that the pupil follows.
SUBJECTS = ("Bl", "En", "Hkk", "Idh", "Ma", "M2", "Mu", "Bi", "Fy", "Ke", "Ge", "Hi", "Re", "Sh", "Sl", "Sv", "Tk")
BLOCKS = {"No": ("Bi", "Fy", "Ke"), "So": ("Ge", "Hi", "Re", "Sh")}
_EASE = np.array([0.15, 0.1, 0.1, 0.2, -0.2, -0.1, 0.15, 0.0, -0.1, -0.1, 0.0, 0.0, 0.0, 0.0, 0.15, -0.1, 0.0])
_BY_STANDING, _BETWEEN_SUBJECTS = 1.1, 0.7
#: Shares of pupils and units: fails that are dashes, who studies no second language, subjects left out by adapted
#: studies, and units that do not teach technology in year 6.
_DASHES, _NO_LANGUAGE, _ADAPTED, _NOT_TAUGHT = 0.12, 0.1, 0.008, 0.04
_STEPS = (Code.F, Code.E, Code.D, Code.C, Code.B, Code.A)
_POINTS = {Code.F: 0.0, Code.E: 10.0, Code.D: 12.5, Code.C: 15.0, Code.B: 17.5, Code.A: 20.0}


def draw_grades(
    standing: NDArray[np.floating],
    level: NDArray[np.floating],
    blocks: NDArray[np.bool_],
    not_taught: NDArray[np.bool_],
    random: np.random.Generator,
) -> dict[str, NDArray[np.uint8]]:
    """Subject → codes (n,), blocks among them. ``blocks`` (n × 2): whose unit grades No and So as one; ``not_taught``
    (n,): whose unit does not teach technology yet."""
    n = len(standing)
    noise = random.standard_normal((n, len(SUBJECTS)), np.float32)
    where = (_BY_STANDING * standing + level)[:, None] + _EASE + _BETWEEN_SUBJECTS * noise
    step = np.clip(np.floor(where + 1.5), 0, 5).astype(np.intp)
    matrix = np.array(_STEPS, np.uint8)[step]
    matrix[(matrix == Code.F) & (random.random(n) < _DASHES)[:, None]] = Code.NO_BASIS
    codes = {subject: matrix[:, place].copy() for place, subject in enumerate(SUBJECTS)}
    for place, (block, subjects) in enumerate(BLOCKS.items()):
        as_one = blocks[:, place]
        codes[block] = np.where(as_one, codes[subjects[0]], Code.NOT_GRADED).astype(np.uint8)
        for subject in subjects:
            codes[subject][as_one] = Code.NOT_GRADED
    codes["M2"][random.random(n) < _NO_LANGUAGE] = Code.NOT_GRADED
    who = np.flatnonzero(random.random(n) < _ADAPTED)
    for subject in ("Hkk", "Sl"):
        codes[subject][who] = Code.ADAPTED
    codes["Tk"][not_taught] = Code.NOT_TAUGHT
    return codes


def units_without(units: int, random: np.random.Generator) -> NDArray[np.bool_]:
    """Which units do not teach technology in year 6."""
    return random.random(units) < _NOT_TAUGHT


def mean_points(codes: dict[str, NDArray[np.uint8]]) -> NDArray[np.float64]:
    """The mean points (n,) of each pupil's grades, F as 0; NaN without any."""
    table, graded = np.zeros(256), np.zeros(256)
    for code, points in _POINTS.items():
        table[code], graded[code] = points, 1
    total = sum(table[column] for column in codes.values())
    number = sum(graded[column] for column in codes.values())
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)
