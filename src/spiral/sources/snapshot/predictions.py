"""What was said of a year before it came, as files of the snapshot: each has its day and its checksum, and none is
written over. Plain text, so that anybody can keep a copy and see that it is the same."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from spiral.engine.periods import is_school_year
from spiral.sources.live.disk import sha256
from spiral.sources.reading.problems import Problem, Severity
from spiral.sources.snapshot.next_year import Range, YearAhead

FORMAT = 1
PATTERN = "predictions_*.json"
_COLUMNS = list(Range._fields)
_KINDS = frozenset({"unit", "municipality"})
#: Points that the same computation may differ by on two machines, rounding included.
_ROUNDING = 0.2


@dataclass(frozen=True, slots=True)
class PredictionFile:
    """What was said on ``day``, the file's bytes, and the checksum that stands in it, which is of all else in it."""

    day: date
    ahead: YearAhead
    sha256: str
    content: bytes

    @property
    def name(self) -> str:
        return f"predictions_{self.day.isoformat()}.json"


def written(ahead: YearAhead, day: date) -> PredictionFile:
    """The file that says it; the same always gives the same bytes."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "day": day.isoformat(),
        "period": ahead.period,
        "until": ahead.until,
        "measure": "meritvärde i årskurs 9, 17 ämnen: 95 av 100 hamnar mellan low och high",
        "columns": _COLUMNS,
        "rows": [list(row) for row in ahead.ranges],
    }
    digest = _digest(document)
    *head, (_rows, rows) = document.items()
    lines = [f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in head]
    listed = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in rows)
    text = "\n".join(["{", f' "sha256": "{digest}",', *lines, f' "rows": [\n{listed}\n ]', "}", ""])
    return PredictionFile(day, ahead, digest, text.encode())


def read(name: str, content: bytes) -> PredictionFile:
    """The file's content. Raises ValueError, in Swedish and with a remedy, for what is not as it was written."""
    again = "Lägg tillbaka den som den skrevs, eller hämta ögonblicksbilden igen."
    try:
        document = json.loads(content)
        day, digest, version = date.fromisoformat(document["day"]), document.pop("sha256"), document["format"]
        ranges = tuple(Range(*row) for row in document["rows"])
        ahead = YearAhead(document["period"], document["until"], ranges)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        raise ValueError(f"{name} går inte att läsa som en fil med det som sagts i förväg. {again}") from None
    if version != FORMAT:
        raise ValueError(f"{name} är skriven av en annan version av Spiral. Hämta ögonblicksbilden igen.")
    if digest != _digest(document):
        raise ValueError(f"{name} är ändrad sedan den skrevs: kontrollsumman i den stämmer inte. {again}")
    said = PredictionFile(day, ahead, digest, content)
    if said.name != name or not _is_whole(document, ahead):
        raise ValueError(f"{name} säger inte det den ska: dag, läsår eller rader är orimliga. {again}")
    return said


def lying_in(folder: Path) -> tuple[list[PredictionFile], list[Problem]]:
    """The files of a folder, the oldest first, and what is wrong with any of them."""
    files, problems = [], []
    for path in sorted(folder.glob(PATTERN)):
        try:
            files.append(read(path.name, path.read_bytes()))
        except ValueError as error:
            problems.append(Problem(path.name, None, "", str(error), ""))
    return files, problems


def with_new(
    earlier: Sequence[PredictionFile], ahead: YearAhead | None, day: date
) -> tuple[list[PredictionFile], list[Problem]]:
    """``earlier`` and, when something else is said than they have said of the year, a new file of ``day``. What was
    said that day already stands: then a warning says that the new was not written."""
    if ahead is None or any(_says_the_same(file.ahead, ahead) for file in earlier):
        return list(earlier), []
    new = written(ahead, day)
    if any(file.day == day for file in earlier):
        message = f"Något annat är redan sagt om {ahead.period} den dagen, och det skrivs aldrig över."
        return list(earlier), [Problem(new.name, None, "", message, "Bygg igen en annan dag.", Severity.WARNING)]
    return sorted([*earlier, new], key=lambda file: file.day), []


def _says_the_same(one: YearAhead, other: YearAhead) -> bool:
    """Of the same year, out of the same figures, but for rounding?"""
    if (one.period, one.until, len(one.ranges)) != (other.period, other.until, len(other.ranges)):
        return False
    return all(
        a[:4] == b[:4] and all(abs(x - y) <= _ROUNDING for x, y in zip(a[4:], b[4:], strict=True))
        for a, b in zip(one.ranges, other.ranges, strict=True)
    )


def _digest(document: dict[str, Any]) -> str:
    return sha256(json.dumps(document, ensure_ascii=False, sort_keys=True).encode())


def _is_whole(document: dict[str, Any], ahead: YearAhead) -> bool:
    """Are year, columns and rows what they are said to be, each place once?"""
    places = [(row.kind, row.place) for row in ahead.ranges]
    return (
        all(isinstance(year, str) and is_school_year(year) for year in (ahead.period, ahead.until))
        and ahead.until < ahead.period
        and document.get("columns") == _COLUMNS
        and len(set(places)) == len(places)
        and all(_is_range(row) for row in ahead.ranges)
    )


def _is_range(row: Range) -> bool:
    if row.kind not in _KINDS or not isinstance(row.place, str):
        return False
    numbers = row[2:]
    if not all(isinstance(v, int | float) and not isinstance(v, bool) and math.isfinite(v) for v in numbers):
        return False
    return row.n > 0 and row.units > 0 and row.low <= row.middle <= row.high
