"""A text file of columns as a table: what stands between its cells, and what each column is.

Every cell is read as text and the kinds are decided here, over all rows, as R decides them: NA and the empty cell are
missing; "Yes" stays text; a code keeps its zeros ("01"); 0 and 1 are numbers, quoted or not. Decimal commas and
thousands apart ("1 234,5") are read as Swedish spreadsheets write them, dates as dates.
"""

from __future__ import annotations

import csv
import gzip
import io
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from spiral.engine.characters import line
from spiral.engine.mixed.relation import DuckRelation
from spiral.sources.reading.delimited import without_separator_line
from spiral.sources.reading.system_errors import reason
from spiral.sources.tables.column_kinds import columns_of

#: So much of the file is looked at for its encoding and its heading.
HEAD = 65_536
#: So many rows that cannot be read are named.
SHOWN = 5


class TableOpenError(ValueError):
    """The table cannot be opened; the message says why and what to do."""


@dataclass(frozen=True)
class Dialect:
    """How a file is written: its encoding, the sign between cells, the lines before the heading, the columns."""

    encoding: str
    delimiter: str
    skip: int
    columns: tuple[str, ...]


def open_csv(connection: Any, place: str) -> DuckRelation:
    """The file as a relation with columns of kinds that a model can use. Raises TableOpenError."""
    import duckdb

    path = Path(place)
    first = min(map(str, path.parent.glob(path.name)), default=place) if "*" in place else place
    dialect = dialect_of(first)
    if dialect.encoding != "utf-8":
        return _open_recoded(connection, first, dialect)
    try:
        return _relation(connection, place, first, dialect)
    except duckdb.Error as problem:
        if "unicode" in str(problem):  # further down than the head that was looked at
            return _open_recoded(connection, first, replace(dialect, encoding="cp1252"))
        raise TableOpenError(_uneven_rows(first, dialect)) from problem


def _open_recoded(connection: Any, place: str, dialect: Dialect) -> DuckRelation:
    """The file as a relation, through a copy in UTF-8 that is there as long as the relation is."""
    import duckdb

    folder = tempfile.TemporaryDirectory(prefix="spiral-")
    copy = Path(folder.name) / "table.csv"
    with (
        _bytes(place) as raw,
        io.TextIOWrapper(raw, encoding=dialect.encoding, errors="replace", newline="") as text,
        copy.open("w", encoding="utf-8", newline="") as recoded,
    ):
        shutil.copyfileobj(text, recoded)
    dialect = replace(dialect, encoding="utf-8")
    try:
        relation = _relation(connection, str(copy), str(copy), dialect)
    except duckdb.Error as problem:
        raise TableOpenError(_uneven_rows(str(copy), dialect).replace(str(copy), place)) from problem
    relation.keep = folder
    return relation


def _relation(connection: Any, place: str, first: str, dialect: Dialect) -> DuckRelation:
    texts = _read(connection, place, dialect, dict.fromkeys(dialect.columns, "VARCHAR"))
    columns = columns_of(texts, dialect.delimiter)
    table = _read(connection, place, dialect, {name: kind for name, (kind, _) in columns.items()})
    table = table.project(", ".join(expression for _, expression in columns.values()))
    if "*" in place:  # several files: no line is one row's
        return DuckRelation(table)
    return DuckRelation(table, lines=lambda: (number for number, _ in _records(first, dialect)))


def dialect_of(place: str) -> Dialect:
    """How the file is written. Raises TableOpenError for an empty one, and for a name that two columns have."""
    with _bytes(place) as file:
        raw = file.read(HEAD)
    encoding, text = _decoded(raw)
    text, _, delimiter = without_separator_line(text, place)
    table = text.lstrip("\r\n")
    skip = len(text[: len(text) - len(table)].splitlines())
    records = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter)
    heading, row = next(records, []), next(records, [])
    if not any(heading):
        raise TableOpenError(f"Filen {place} är tom.")
    names = [line(cell) for cell in heading]
    names = ["", *names] if len(row) == len(names) + 1 else names  # as R writes row names
    if doubled := sorted({name for name in names if name and names.count(name) > 1}):
        raise TableOpenError(
            f"{place}: rubrikraden har samma namn två gånger ({', '.join(doubled)}). Ge varje kolumn ett eget."
        )
    return Dialect(encoding, delimiter, skip, tuple(name or f"kolumn {i}" for i, name in enumerate(names, start=1)))


def _decoded(raw: bytes) -> tuple[str, str]:
    """(encoding, text) of the beginning of a file, which may be cut in the middle of a sign."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16", raw[: len(raw) // 2 * 2].decode("utf-16", errors="replace")
    try:
        return "utf-8", raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        if len(raw) == HEAD and problem.start > HEAD - 4:
            return "utf-8", raw[: problem.start].decode("utf-8-sig")
    return "cp1252", raw.decode("cp1252", errors="replace")


def _read(connection: Any, place: str, dialect: Dialect, columns: dict[str, str]) -> Any:
    return connection.read_csv(
        place,
        columns=columns,
        auto_detect=False,
        header=True,
        sep=dialect.delimiter,
        quotechar='"',
        escapechar='"',
        skiprows=dialect.skip,
        na_values=["", "NA"],
    )


def _bytes(place: str) -> Any:
    path = Path(place)
    try:
        return gzip.open(path) if path.suffix.casefold() == ".gz" else path.open("rb")
    except OSError as problem:
        raise TableOpenError(f"Filen {place} går inte att öppna ({reason(problem)}).") from problem


class UnclosedQuoteError(ValueError):
    """A quotation mark is opened in the row of this line and not closed as it should be."""

    def __init__(self, line_number: int) -> None:
        self.line_number = line_number
        super().__init__(line_number)


def _records(place: str, dialect: Dialect, *, strict: bool = False) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of each row of values; empty lines are none. Raises UnclosedQuoteError, where ``strict`` also for
    what may be guessed."""
    with _bytes(place) as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", errors="replace", newline="") as text:
        for _ in range(dialect.skip):
            text.readline()
        reader = csv.reader(text, delimiter=dialect.delimiter, strict=strict)
        begins = 1
        try:
            next(reader, None)
            begins = reader.line_num + 1
            for cells in reader:
                if cells:
                    yield dialect.skip + begins, cells
                begins = reader.line_num + 1
        except csv.Error as problem:
            raise UnclosedQuoteError(dialect.skip + begins) from problem


def _uneven_rows(place: str, dialect: Dialect) -> str:
    """What to say of a file that cannot be read: its rows with another number of cells than the heading, or a
    quotation mark that is never closed."""
    wanted = len(dialect.columns)
    shown: list[str] = []
    count = 0
    try:
        for number, cells in _records(place, dialect, strict=True):
            if len(cells) != wanted:
                count += 1
                shown += [f"rad {number} har {len(cells)}"] if count <= SHOWN else []
    except UnclosedQuoteError as problem:
        if not count:
            return (
                f"{place}: på rad {problem.line_number} öppnas ett citattecken som inte stängs som det ska. Ta bort "
                "det, eller skriv det två gånger om det hör till texten."
            )
    if not count:
        return (
            f"Filen {place} går inte att läsa som csv. Öppna den i programmet som den kommer från och spara om den som "
            "CSV UTF-8."
        )
    more = f" och {count - SHOWN} rader till" if count > SHOWN else ""
    return (
        f"{place}: rubrikraden har {wanted} celler, men {', '.join(shown)}{more}. Har talen decimalkomma ska det stå "
        "semikolon mellan cellerna, och text med skiljetecken i ska stå inom citattecken."
    )
