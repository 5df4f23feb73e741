"""The bridge over a reform: the same pupils' results under two versions of the rules, side by side.

A series that a reform breaks is continued by measuring one cohort under both: what differs is the reform, not who the
pupils are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from spiral.engine.measures.codes import CODES, GRADE_SIGNS
from spiral.engine.measures.cube import Cube, cube
from spiral.engine.measures.dimensions import Dimension
from spiral.engine.measures.grades import grade_measures
from spiral.engine.measures.pupils import Pupils
from spiral.engine.measures.versions import RuleVersion


@dataclass(frozen=True, slots=True, eq=False)
class Bridge:
    """Two cubes of the same pupils, what each version calls their year of school, and the birth cohort that is the same
    in both: the year in which those born are who go in that year of school in that spring."""

    before: Cube
    after: Cube
    year_before: int
    year_after: int
    born_before: int
    born_after: int

    def rows(self) -> Iterator[dict[str, str | int | float | None]]:
        """A row for each cell of either, with ``n_before``, ``value_before``, ``n_after``, ``value_after``; None where
        a version has no such measure or nobody is inside."""
        sides = {"before": self.before, "after": self.after}
        joined: dict[tuple[object, ...], dict[str, str | int | float | None]] = {}
        for side, of_side in sides.items():
            for row in of_side.rows():
                n, value = row.pop("n"), row.pop("value")
                row.pop("hits")
                nothing = {f"{what}_{name}": None for name in sides for what in ("n", "value")}
                cell = joined.setdefault(tuple(row.values()), row | nothing)
                cell |= {f"n_{side}": n, f"value_{side}": value}
        yield from joined.values()


def bridge(
    pupils: Pupils,
    before: RuleVersion,
    after: RuleVersion,
    dimensions: Sequence[Dimension] = (),
    tests: Pupils | None = None,
) -> Bridge:
    """One survey of grades under both versions. Grades of another scale than a version's are converted as that version
    says (``conversion``, ``conversion_source``). Raises ValueError where a version has no conversion and needs one."""

    def measured(version: RuleVersion) -> Cube:
        tested = None if tests is None else converted(tests, version)
        return cube(pupils.survey, pupils.year, grade_measures(converted(pupils, version), version, tested), dimensions)

    labels = before.labels, after.labels
    return Bridge(
        measured(before),
        measured(after),
        *(years.label(pupils.survey) for years in labels),
        *(years.born(pupils.survey, pupils.year) for years in labels),
    )


def converted(pupils: Pupils, version: RuleVersion) -> Pupils:
    """The same pupils with every grade of another scale as the version's own; other codes as they are. Raises
    ValueError for a grade that the version neither has nor converts."""
    table = np.arange(CODES, dtype=np.uint8)
    table[[*version.conversion]] = [*version.conversion.values()]
    codes = table[pupils.codes]
    own = {*version.scale.grades}
    strange = [code for code in GRADE_SIGNS.values() if code not in own and (codes == code).any()]
    if strange:
        raise ValueError(f"{version.key} has no grade {strange[0].name}, and converts it to none")
    return replace(pupils, codes=codes)
