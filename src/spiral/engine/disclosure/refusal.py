"""A refusal: nothing is shown, why not, which cells would have been exposed, and what could be done instead."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from spiral.engine.disclosure.remedies import Remedy
from spiral.engine.disclosure.table import Coordinates
from spiral.engine.message import Message


class RefusalReason(StrEnum):
    """What stopped the table."""

    DIFFERENCE = "difference"
    SENSITIVE = "sensitive"
    OVERLAP = "overlap"
    MISMATCH = "mismatch"
    AUDIT = "audit"
    SOLVER = "solver"
    MEMORY = "memory"
    FAULT = "fault"


class TableRefused(Exception):
    """No table. ``cells`` would be exposed; ``remedies`` are measured, the one that keeps most figures first."""

    def __init__(
        self,
        reason: RefusalReason,
        cells: Sequence[Coordinates] = (),
        details: Sequence[Message] = (),
        remedies: Sequence[Remedy] = (),
    ) -> None:
        self.reason = reason
        self.cells = tuple(cells)
        self.details = tuple(details)
        self.remedies = tuple(remedies)
        super().__init__("; ".join([reason.value, *map(str, self.details)]))
