"""A cube held against the plain calculation."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from spiral.engine.measures.cube import Cube, cube
from spiral.engine.measures.dimensions import DIMENSIONS
from spiral.engine.measures.measure import PupilMeasure
from spiral.engine.measures.pupils import Pupils
from tests.engine.measures.plain import Values, as_rows, cells

ALL = ("unit", "sex", "group", "curriculum", "born")


def cube_of(pupils: Pupils, measures: Sequence[PupilMeasure], dimensions: Sequence[str] = ("unit", "sex")) -> Cube:
    """By the named dimensions."""
    return cube(pupils.survey, pupils.year, measures, [DIMENSIONS[d](pupils) for d in dimensions])


def assert_as_plain(
    pupils: Pupils, measures: Sequence[PupilMeasure], values: list[Values], dimensions: tuple[str, ...]
) -> None:
    """Every cell of the one is a cell of the other, with the same number of pupils, hits, and value."""
    expected = cells(as_rows(pupils), values, dimensions)
    actual = {}
    for row in cube_of(pupils, measures, dimensions).rows():
        place = tuple("*" if row[d] in {None, "all"} else row[d] for d in dimensions)
        assert (row["survey"], row["year"]) == (pupils.survey, pupils.year)
        actual[row["measure"], *place] = (row["n"], row["hits"], row["value"])
    assert {k: v[:2] for k, v in actual.items()} == {k: v[:2] for k, v in expected.items()}
    assert [actual[k][2] for k in expected] == pytest.approx([v[2] for v in expected.values()], rel=1e-12, abs=1e-12)
