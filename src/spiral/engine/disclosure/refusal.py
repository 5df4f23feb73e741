"""A refusal: nothing is shown, why not, which cells would have been exposed, and what could be done instead."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from spiral.engine.disclosure.remedies import Remedy
from spiral.engine.disclosure.table import Coordinates
from spiral.engine.disclosure.wording import Language


class Because(StrEnum):
    """What stopped the table."""

    DIFFERENCE = "difference"
    SENSITIVE = "sensitive"
    OVERLAP = "overlap"
    MISMATCH = "mismatch"
    AUDIT = "audit"
    SOLVER = "solver"
    MEMORY = "memory"
    FAULT = "fault"


_WORDS: dict[Language, dict[Because, str]] = {
    "sv": {
        Because.DIFFERENCE: "Tabellen visas inte: tillsammans med det som redan är publicerat går det att räkna ut "
        "uppgifter om några få elever.",
        Because.SENSITIVE: "Tabellen visas inte: den ska visa tal om några få elever.",
        Because.OVERLAP: "Tabellen visas inte: dess år överlappar en redan publicerad period, så att enskilda år går "
        "att räkna ut.",
        Because.MISMATCH: "Tabellen visas inte: den går inte att jämföra med det som redan är publicerat.",
        Because.AUDIT: "Tabellen visas inte: granskningen godkände den inte.",
        Because.SOLVER: "Tabellen visas inte: beräkningen av skyddet blev inte klar.",
        Because.MEMORY: "Tabellen visas inte: minnet räckte inte för att beräkna skyddet.",
        Because.FAULT: "Tabellen visas inte: något gick fel när skyddet beräknades.",
    },
    "en": {
        Because.DIFFERENCE: "The table is not shown: with what is published already, facts about a few pupils could "
        "be worked out.",
        Because.SENSITIVE: "The table is not shown: it was to show numbers about a few pupils.",
        Because.OVERLAP: "The table is not shown: its years overlap a period already published, so that single years "
        "could be worked out.",
        Because.MISMATCH: "The table is not shown: it cannot be compared with what is published already.",
        Because.AUDIT: "The table is not shown: the audit did not pass it.",
        Because.SOLVER: "The table is not shown: its protection could not be computed in time.",
        Because.MEMORY: "The table is not shown: there was not memory enough to compute its protection.",
        Because.FAULT: "The table is not shown: something went wrong while its protection was computed.",
    },
}


class Refused(Exception):
    """No table. ``cells`` would be exposed; ``remedies`` are measured, the one that keeps most figures first."""

    def __init__(
        self,
        because: Because,
        cells: Sequence[Coordinates] = (),
        details: Sequence[str] = (),
        remedies: Sequence[Remedy] = (),
    ) -> None:
        self.because = because
        self.cells = tuple(cells)
        self.details = tuple(details)
        self.remedies = tuple(remedies)
        super().__init__(self.reason("sv"))

    def reason(self, language: Language = "sv") -> str:
        """The refusal in one sentence."""
        return _WORDS[language][self.because]
