"""The cells of a cube by measure and sex, as a page asks for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spiral.engine.measures.cube import Cube
from spiral.engine.measures.cube_intervals import cube_intervals
from spiral.engine.measures.differences import GroupDifference, difference_of_means, difference_of_shares
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.surveys import measured
from spiral.sources.pupils.rules import LETTERS, shipped_versions

ALL, GIRLS, BOYS = "all", "girls", "boys"


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One figure of some pupils. ``hits`` is -1 of means, ``spread`` NaN of shares."""

    value: float
    low: float
    high: float
    n: int
    hits: int
    spread: float

    @property
    def is_share(self) -> bool:
        return self.hits >= 0

    def minus(self, other: FigureCell) -> GroupDifference | None:
        """The difference from the same measure of other pupils, with its interval."""
        if self.is_share:
            return difference_of_shares(self.hits, self.n, other.hits, other.n)
        return difference_of_means((self.value, self.spread, self.n), (other.value, other.spread, other.n))


Cells = Mapping[tuple[str, str], FigureCell]


def cells_of(pupils: Pupils, beside: Pupils | None = None) -> Cells:
    """Every measure of some pupils, all of them and by sex: (measure, sex) → figure."""
    cube = measured(pupils, shipped_versions()[LETTERS], ("sex",), beside)
    return _by_name(cube)


def _by_name(cube: Cube) -> Cells:
    lows, highs = cube_intervals(cube)
    sexes = (*cube.labels[0], cube.every[0])
    cells = {}
    for place, (measure, at) in enumerate(zip(cube.measure.tolist(), cube.at[:, 0].tolist(), strict=True)):
        cells[cube.measures[measure], str(sexes[at])] = FigureCell(
            float(cube.value[place]),
            float(lows[place]),
            float(highs[place]),
            int(cube.n[place]),
            int(cube.hits[place]),
            float(cube.spread[place]),
        )
    return cells
