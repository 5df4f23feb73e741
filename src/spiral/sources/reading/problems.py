"""Problems in a file, each with file, row, column, message and remedy, so that a coordinator can correct it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


class Severity(StrEnum):
    """Whether a problem stops the file from being imported."""

    ERROR = "error"  # nothing of the file is imported
    WARNING = "warning"  # the file is imported and the finding listed


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. ``row`` is the line of the file (first line 1), ``column`` its heading; either may be unknown."""

    file: str
    row: int | None
    column: str
    message: str
    remedy: str
    severity: Severity = Severity.ERROR
    code: str = ""  # the kind of problem, for programs; empty where nobody reads it

    @property
    def where(self) -> str:
        """Row and column in Swedish, as far as they are known: "Rad 14, kolumn Betyg"."""
        parts = [f"rad {self.row}"] if self.row is not None else []
        if self.column:
            parts.append(f"kolumn {self.column}")
        place = ", ".join(parts)
        return place[:1].upper() + place[1:]

    def __str__(self) -> str:
        text = f"{self.message} {self.remedy}".strip()
        return f"{self.file}: {self.where}: {text}" if self.where else f"{self.file}: {text}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of a file: a table, empty when anything in the file is an error, and every problem."""

    table: pl.DataFrame
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)

    @property
    def ok(self) -> bool:
        return not self.errors


class Unreadable(Exception):
    """The file cannot be read at all; carries the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


#: A file saved with the wrong settings is wrong in every row: the first few say enough.
SHOWN_PER_KIND = 5


@dataclass(slots=True)
class Findings:
    """Collects the problems of one file and decides whether its table may be used."""

    file: str
    _problems: list[Problem] = field(default_factory=list)
    _seen: Counter[tuple[str, str, Severity]] = field(default_factory=Counter)

    def error(self, message: str, remedy: str, *, row: int | None = None, column: str = "", kind: str = "") -> None:
        self._add(Problem(self.file, row, column, message, remedy, Severity.ERROR), kind)

    def warning(self, message: str, remedy: str, *, row: int | None = None, column: str = "", kind: str = "") -> None:
        self._add(Problem(self.file, row, column, message, remedy, Severity.WARNING), kind)

    def _add(self, problem: Problem, kind: str) -> None:
        key = (kind or problem.message, problem.column, problem.severity)
        self._seen[key] += 1
        if self._seen[key] <= SHOWN_PER_KIND:
            self._problems.append(problem)

    @property
    def problems(self) -> list[Problem]:
        """All of them, those of a kind beyond the first few as a count."""
        problems = list(self._problems)
        for (_, column, severity), count in self._seen.items():
            if count > SHOWN_PER_KIND:
                more = count - SHOWN_PER_KIND
                problems.append(Problem(self.file, None, column, f"… och {more} fel till av samma slag.", "", severity))
        return problems

    def reading(self, table: pl.DataFrame) -> Reading:
        """The reading of this file: never half of it."""
        reading = Reading(table, tuple(self.problems))
        return reading if reading.ok else Reading(table.clear(), reading.problems)
