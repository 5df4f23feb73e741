"""What measures are shown by: unit, sex, class, course plan in Swedish, birth cohort, or a background that somebody
else knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.pupils import Pupils, Sex
from spiral.engine.measures.subjects import CURRICULA, curriculum


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """``index`` (n,): each pupil's place among ``labels``, -1 where not known. ``every``: what the margin over all is
    called."""

    name: str
    labels: tuple[str | int, ...]
    index: NDArray[np.integer[Any]]
    every: str | None = None


def by_unit(pupils: Pupils) -> Dimension:
    """The school unit."""
    return Dimension("unit", pupils.units, pupils.unit)


def by_sex(pupils: Pupils) -> Dimension:
    """Girls and boys; all where the sex is not asked for."""
    return Dimension(
        "sex", ("girls", "boys"), np.where(pupils.sex == Sex.UNKNOWN, -1, pupils.sex.astype(np.int8)), "all"
    )


def by_group(pupils: Pupils) -> Dimension:
    """The class. Two units may each have a 9A: go by the unit too."""
    return Dimension("group", pupils.groups, pupils.group)


def by_curriculum(pupils: Pupils) -> Dimension:
    """Swedish, or Swedish as a second language."""
    return Dimension("curriculum", CURRICULA, curriculum(pupils))


def by_born(pupils: Pupils) -> Dimension:
    """The birth cohort."""
    years, index = np.unique(pupils.born, return_inverse=True)
    known = years > 0
    place = np.where(known, np.cumsum(known) - 1, -1)
    return Dimension("born", tuple(int(year) for year in years[known]), place[index])


#: By the names that commands take.
DIMENSIONS = {"unit": by_unit, "sex": by_sex, "group": by_group, "curriculum": by_curriculum, "born": by_born}
