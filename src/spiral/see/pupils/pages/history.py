"""The imports, as they are listed: when, by whom, which files, and what is in each now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from spiral.see.pupils.archive.archive import Batch
from spiral.sources.pupils.form import title


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """The pupils of one survey and year in an import."""

    title: str
    year: int
    pupils: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One import."""

    number: int
    at: datetime
    by: str
    files: tuple[str, ...]
    surveys: tuple[SurveyLine, ...]
    undone_at: datetime | None
    undone_by: str


def history_page(batches: Sequence[Batch]) -> list[BatchLine]:
    """Some imports, in their order."""
    return [_line(batch) for batch in batches]


def _line(batch: Batch) -> BatchLine:
    about = batch.about
    return BatchLine(
        batch.number,
        datetime.fromisoformat(about.at),
        about.by,
        tuple(file.name for file in about.files),
        tuple(SurveyLine(title(table.survey), table.year, len(table)) for table in batch.tables),
        datetime.fromisoformat(about.dropped_at) if about.dropped_at else None,
        about.dropped_by,
    )
