"""Opens delimited text files from anyone: plain or gzipped, any common encoding, with limits; all cells as text."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from spiral.sources.reading.problems import Findings, Problem, Unreadable
from spiral.sources.reading.system_errors import reason

if TYPE_CHECKING:
    import polars as pl

#: The largest open file (Kolada's dump of all municipalities) is 62 MB unpacked; ten times that is not one of ours.
MAX_BYTES = 600_000_000
MAX_CELL = 20_000


def unreadable(file: str, message: str, remedy: str, *, row: int | None = None, column: str = "") -> Unreadable:
    """The exception to raise for a file that cannot be read, with its one problem."""
    return Unreadable(Problem(file, row, column, message, remedy))


def read_bytes(path: Path) -> bytes:
    """The file's bytes, unpacked when it is gzip; Unreadable when it is absent, empty, broken or too large."""
    name = path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            raise unreadable(name, "Filen är för stor.", "Kontrollera att det är rätt fil.")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise unreadable(name, "Filen finns inte.", "Kontrollera mapp och filnamn.") from None
    except OSError as error:
        raise unreadable(name, f"Filen går inte att läsa ({reason(error)}).", "Kontrollera läsrättigheten.") from None
    if raw.startswith(b"\x1f\x8b"):
        try:
            with gzip.open(io.BytesIO(raw)) as packed:
                raw = packed.read(MAX_BYTES + 1)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise unreadable(name, "Den packade filen är avbruten eller trasig.", "Hämta den igen.") from None
        if len(raw) > MAX_BYTES:
            raise unreadable(name, "Filen är för stor när den packas upp.", "Kontrollera att det är rätt fil.")
    if not raw.strip():
        raise unreadable(name, "Filen är tom.", "Hämta den igen.")
    return raw


def decode(raw: bytes, file: str, findings: Findings) -> str:
    """The text: UTF-8 with or without BOM; UTF-16 with BOM and Windows-1252 are read with a warning."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding, named = "utf-16", "UTF-16"
    else:
        try:
            return _checked(raw.decode("utf-8-sig"), file)
        except UnicodeDecodeError:
            encoding, named = "cp1252", "Windows-1252"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        raise unreadable(
            file, "Filens teckenkodning går inte att tolka.", "Spara om den som CSV UTF-8 och försök igen."
        ) from None
    findings.warning(f"Filen är sparad som {named}, inte UTF-8.", "Kontrollera att å, ä och ö är rätt i namnen.")
    return _checked(text, file)


def _checked(text: str, file: str) -> str:
    start = text[:2000].lstrip().lower()
    if start.startswith(("<!doctype html", "<html", "<?xml")):
        raise unreadable(file, "Filen är en webbsida, inte en tabell.", "Hämta själva filen från tjänsten igen.")
    if "\x00" in text:
        raise unreadable(file, "Filen innehåller tecken som inte hör hemma i text.", "Spara om den som CSV UTF-8.")
    if any(mark in text for mark in ("Ã¥", "Ã¤", "Ã¶")):
        raise unreadable(
            file,
            "Å, ä och ö har blivit fel: filen är omkodad två gånger.",
            "Hämta originalfilen igen och öppna den inte i kalkylprogram emellan.",
        )
    return text


def split_rows(text: str, file: str, delimiter: str) -> list[list[str]]:
    """All rows of ``text`` as lists of cells; Unreadable when a quote is left open or a cell is absurdly long."""
    csv.field_size_limit(MAX_CELL)
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise unreadable(
            file,
            "Raden går inte att dela i kolumner (citattecken som inte stängs, eller en mycket lång cell).",
            "Hämta filen igen; den kan vara avbruten.",
            row=len(rows) + 1,
        ) from None
    return rows


#: What spreadsheets put between cells of a text file, the commonest here first.
DELIMITERS = (";", ",", "\t", "|")
_SEPARATOR_LINE = re.compile(r"\"?(?:sep)=(.)\"?\s*(?:\r\n|\r|\n|$)", re.IGNORECASE)


def delimiter_of(heading: str) -> str:
    """What stands between the cells of a line of headings: the sign of ``DELIMITERS`` that it has most of, outside
    quotes."""
    bare = re.sub(r'"[^"]*"', "", heading)
    return max(DELIMITERS, key=bare.count)


def without_separator_line(text: str, file: str) -> tuple[str, str, str]:
    """(text, file, delimiter) for :func:`split_rows`. A first line "sep=;", which Excel writes, says the delimiter and
    is no row; it is left empty, so that lines keep their numbers."""
    if match := _SEPARATOR_LINE.match(text):
        return "\n" + text[match.end() :], file, match[1]
    first = next((line for line in text.splitlines() if line.strip()), "")
    return text, file, delimiter_of(first)


def read_table(path: Path, required: Sequence[str], findings: Findings) -> pl.DataFrame:
    """A comma-separated file with a heading row, every cell as text ("" for empty), plus ``row``, the file's line.

    Columns may come in any order. Unreadable when a required column is absent or repeated, or a row is cut short.
    """
    import polars as pl  # heavy: a child that reads a file for a page does without

    name = path.name
    text = decode(read_bytes(path), name, findings)
    head = next(iter(split_rows(text.partition("\n")[0].rstrip("\r") + "\n", name, ",")), [])
    heading = [cell.strip() for cell in head]
    check_heading(heading, required, name, row=1)
    try:
        frame = pl.read_csv(
            text.encode(), infer_schema=False, truncate_ragged_lines=False, raise_if_empty=False
        ).fill_null("")
    except pl.exceptions.PolarsError as error:
        raise unreadable(
            name, "Raderna har olika många kolumner.", "Hämta filen igen; den kan vara avbruten eller ändrad."
        ) from error
    frame = frame.rename(dict(zip(frame.columns, heading, strict=True))).with_row_index("row", offset=2)
    last = text.rstrip("\r\n").rpartition("\n")[2]
    if frame.height and len(next(iter(split_rows(last, name, ",")), [])) != len(heading):
        raise unreadable(name, "Filen slutar mitt i en rad.", "Hämta den igen.", row=frame.height + 1)
    return frame.select("row", *required)


def check_heading(heading: Sequence[str], required: Sequence[str], file: str, *, row: int) -> None:
    """Unreadable unless every required title stands in the heading exactly once."""
    for title in required:
        count = heading.count(title)
        if count == 0:
            raise unreadable(
                file,
                f"Kolumnen ”{title}” saknas.",
                "Hämta filen i originalformat; kolumnerna får stå i annan ordning men inte byta namn.",
                row=row,
            )
        if count > 1:
            raise unreadable(
                file, f"Kolumnen ”{title}” finns {count} gånger.", "Ta bort dubbletten.", row=row, column=title
            )
