"""The made-up region: fifteen municipalities, their units, who feeds whom, and what each unit adds.

A unit that has year 9 takes the figures of a published unit, drawn by chance. What those figures are made of is drawn:
mean merit value = a level + the pupils' earlier results + **the unit's effect**, and the effect is independent of the
earlier results, as a mixed model assumes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.sources.pupils.synthetic import calibration
from spiral.sources.pupils.synthetic.published import LeavingTargets

#: Made-up municipalities: name, and share of the region's units. No Swedish municipality is called so.
_MUNICIPALITIES = (
    *(("Alvhult", 0.24), ("Björsunda", 0.15), ("Dimmered", 0.11), ("Ekelöv", 0.08), ("Fagervik", 0.07)),
    *(("Granåker", 0.06), ("Hedlanda", 0.05), ("Isbro", 0.04), ("Kornboda", 0.04), ("Lingmo", 0.03)),
    *(("Mosstorp", 0.03), ("Nyfors", 0.03), ("Ormsjö", 0.03), ("Påtorp", 0.02), ("Rönnsta", 0.02)),
)
#: Codes that no municipality has; units' codes begin with 0, which no unit's does.
_FIRST_CODE = 9901
#: Pupils of a birth cohort in a unit that has year 9, as published.
_USUAL_SIZE = 77
#: Units whose mean merit value is beyond these are of few pupils in special circumstances, and are not taken.
_ORDINARY = (155.0, 300.0)
#: The spread of units' effects and of a cohort's beside it, in merit points.
_EFFECT, COHORT_EFFECT = 8.0, 4.0
#: The mean points of year 6 in all, and what a unit's lies within.
MEAN_POINTS = 12.9
_POINTS_WITHIN = (5.5, 18.6)
#: How closely leaving grades follow those of year 6, within a unit (a correlation).
FOLLOWS = 0.75
_BETWEEN_FEEDERS = 0.45
#: Shares: units that have all years; municipalities whose systems write Windows-1252; units with 1, 2, 3 feeders.
_ALL_YEARS, _OLD_ENCODING = 0.45, 0.3
_FEEDERS = (0.35, 0.4, 0.25)


@dataclass(frozen=True, slots=True)
class SyntheticMunicipality:
    """A made-up municipality, and how its schools' system writes."""

    code: str
    name: str
    encoding: str


@dataclass(frozen=True, slots=True, eq=False)
class SyntheticRegion:
    """All units, u of them: codes, names, municipalities (indices). The k with year 9 (``upper``: places among all)
    have targets, mean points of year 6 and effects in merit points; the l with years 3 and 6 (``lower``) feed
    ``parent`` (places among the upper), with ``weight`` of all pupils, and have mean points of their own."""

    municipalities: tuple[SyntheticMunicipality, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    municipality: NDArray[np.intp]
    upper: NDArray[np.intp]
    targets: LeavingTargets
    points: NDArray[np.float64]
    effect: NDArray[np.float64]
    merit_by_points: float  # merit points that a point of year 6's mean is worth
    lower: NDArray[np.intp]
    parent: NDArray[np.intp]
    weight: NDArray[np.float64]
    lower_points: NDArray[np.float64]


def municipality_codes() -> tuple[str, ...]:
    """The codes that the region's municipalities have."""
    return tuple(str(_FIRST_CODE + number) for number in range(len(_MUNICIPALITIES)))


def draw_region(targets: LeavingTargets, cohort: float, random: np.random.Generator) -> SyntheticRegion:
    """A region for about ``cohort`` pupils of a birth cohort, with made-up names and codes."""
    targets = targets.take(np.flatnonzero((targets.merit >= _ORDINARY[0]) & (targets.merit <= _ORDINARY[1])))
    number = max(len(_MUNICIPALITIES), round(cohort / _USUAL_SIZE))
    shares = np.array([share for _name, share in _MUNICIPALITIES])
    home = np.concatenate(
        [
            np.arange(len(_MUNICIPALITIES)),
            random.choice(len(_MUNICIPALITIES), number - len(_MUNICIPALITIES), p=shares / shares.sum()),
        ]
    )
    order = np.concatenate([random.permutation(len(targets.codes)) for _ in range(1 + number // len(targets.codes))])
    return lay_out(targets.take(order[:number]), np.sort(home), random)


def lay_out(targets: LeavingTargets, home: NDArray[np.intp], random: np.random.Generator) -> SyntheticRegion:
    """A region whose units with year 9 have these targets, each in a municipality (k,)."""
    k = len(targets.codes)
    slope = calibration.merit_by_standing(
        float(np.average(targets.merit)), float(np.average(targets.all_subjects)), float(np.average(targets.eligible))
    )
    merit_by_points = slope * FOLLOWS / calibration.earlier_spread(MEAN_POINTS)
    points, effect = _divided(targets.merit, merit_by_points, random)
    feeders = 1 + random.choice(len(_FEEDERS), k, p=_FEEDERS)
    parent = np.repeat(np.arange(k), feeders)
    is_first = np.append(True, parent[1:] != parent[:-1])
    part = random.uniform(0.5, 1.5, len(parent))
    part /= np.bincount(parent, part)[parent]
    weight = part * (targets.pupils / targets.pupils.sum())[parent]
    about = random.normal(0, _BETWEEN_FEEDERS, len(parent))
    about -= np.bincount(parent, about * part)[parent]
    same = is_first & (random.random(len(parent)) < _ALL_YEARS)[np.searchsorted(parent, parent)]
    units = k + int((~same).sum())
    lower = np.where(same, parent, k - 1 + np.cumsum(~same))
    municipality = np.empty(units, np.intp)
    municipality[:k] = home
    municipality[lower] = home[parent]
    codes, names = _codes_and_names(municipality, k)
    return SyntheticRegion(
        tuple(
            SyntheticMunicipality(code, name, "cp1252" if number % round(1 / _OLD_ENCODING) == 2 else "utf-8")
            for number, (code, (name, _share)) in enumerate(zip(municipality_codes(), _MUNICIPALITIES, strict=True))
        ),
        codes,
        names,
        municipality,
        np.arange(k),
        targets,
        points,
        effect,
        merit_by_points,
        lower,
        parent,
        weight,
        points[parent] + about,
    )


def _divided(
    merit: NDArray[np.float64], merit_by_points: float, random: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each unit's mean points of year 6 and its effect, so that together they are its mean merit value and, over units,
    do not go with one another."""
    about = merit - merit.mean()
    share = min(1.0, _EFFECT**2 / max(float(about.var()), 1e-9))
    effect = share * about + random.normal(0, _EFFECT * np.sqrt(1 - share), len(merit))
    points = np.clip(MEAN_POINTS + (about - effect) / merit_by_points, *_POINTS_WITHIN)
    return points, about - merit_by_points * (points - MEAN_POINTS)


def _codes_and_names(municipality: NDArray[np.intp], upper: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    counted = [0] * len(_MUNICIPALITIES)
    codes, names = [], []
    for place, home in enumerate(municipality.tolist()):
        counted[home] += 1
        codes.append(f"0{home + 1:02}{counted[home]:05}")
        names.append(f"{_MUNICIPALITIES[home][0]} {'skola' if place < upper else 'lågstadieskola'} {counted[home]}")
    return tuple(codes), tuple(names)
