"""What an import would change: pupils new, changed, gone and as they were, in each unit that the files are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.pupils import Pupils
from spiral.see.pupils.archive.parquet import codes_of

#: More than this share of a unit's pupils gone, and somebody must say that it is meant.
GONE_TO_ASK = 0.05


@dataclass(frozen=True, slots=True)
class ImportChange:
    """The pupils of one unit, survey and year, before and after. ``unit`` is empty for pupils of no known unit."""

    survey: str
    year: int
    unit: str
    new: int
    changed: int
    gone: int
    same: int

    @property
    def is_any(self) -> bool:
        """Is anything other than it was?"""
        return bool(self.new or self.changed or self.gone)

    @property
    def must_ask(self) -> bool:
        """Are so many gone that a person should confirm it?"""
        return self.gone > GONE_TO_ASK * (self.gone + self.changed + self.same)


def changes(before: Pupils | None, after: Pupils) -> list[ImportChange]:
    """The changes, unit by unit in the order of their codes. Units that ``after`` is not about are left as they are."""
    columns = sorted({*after.columns, *(before.columns if before is not None else ())})
    result = []
    for number, unit in enumerate([*after.units, ""]):
        index = number if unit else -1
        now = _rows(after, after.unit == index, columns)
        then = {} if before is None else _rows(before, _is_unit(before, unit), columns)
        if not now and not unit:
            continue
        same = sum(now[person] == then[person] for person in now.keys() & then.keys())
        result.append(
            ImportChange(
                after.survey,
                after.year,
                unit,
                new=len(now.keys() - then.keys()),
                changed=len(now.keys() & then.keys()) - same,
                gone=len(then.keys() - now.keys()),
                same=same,
            )
        )
    return result


def _is_unit(pupils: Pupils, unit: str) -> NDArray[np.bool_]:
    if not unit:
        return pupils.unit == -1
    return pupils.unit == (pupils.units.index(unit) if unit in pupils.units else -2)


def _rows(pupils: Pupils, chosen: NDArray[np.bool_], columns: Sequence[str]) -> dict[int, bytes]:
    """What stands of each pupil, by pseudonym: class, sex, birth year and codes."""
    lines = np.flatnonzero(chosen)
    codes = codes_of(pupils, columns)[lines]
    rows = {}
    for line, codes_of_line in zip(lines.tolist(), codes, strict=True):
        group = pupils.groups[pupils.group[line]] if pupils.group[line] >= 0 else ""
        about = f"{group}|{pupils.sex[line]}|{pupils.born[line]}|".encode()
        rows[int(pupils.person[line])] = about + codes_of_line.tobytes()
    return rows
