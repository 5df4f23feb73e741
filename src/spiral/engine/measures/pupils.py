"""The pupils of one survey and year, as every measure takes them: a row each, in arrays."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Sex(IntEnum):
    """The sex that a personal number says."""

    GIRL = 0
    BOY = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True, eq=False)
class Pupils:
    """One survey of one year. Every array has a row for each of the n pupils; nobody is in it twice.

    ``person`` is what the same pupil has in another table (a personal number, or a pseudonym; any type that can be
    sorted) and means nothing where ``linkable`` is False: a temporary number is unique within its own file only.
    ``unit`` and ``group`` are indices into ``units`` and ``groups`` (the names of classes), -1 where not known.
    ``codes`` is n × len(columns), :class:`~spiral.engine.measures.codes.Code`; of grades the columns are subjects
    ("Ma", "Sv", "M2"), of tests SCB's names ("MA_PROVB").
    """

    survey: str  # betyg_ak6, betyg_ak9, np3, np6, np9
    year: int  # the calendar year of the spring term
    person: NDArray[Any]
    linkable: NDArray[np.bool_]
    unit: NDArray[np.int32]
    units: tuple[str, ...]
    group: NDArray[np.int32]
    groups: tuple[str, ...]
    sex: NDArray[np.uint8]
    born: NDArray[np.int16]  # the birth cohort, a year; 0 where not known
    columns: tuple[str, ...]
    codes: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.unit)

    def column(self, name: str) -> NDArray[np.uint8]:
        """The codes of one column; blank for all where the form has no such column."""
        if name not in self.columns:
            return np.zeros(len(self), np.uint8)
        return self.codes[:, self.columns.index(name)]
