"""A spreadsheet of people and their offices, made by hand: XLSX or CSV with a heading row.

Columns, in any order: namn, e-post, roll, plats, nätverk, från, till; the last four may be absent or empty. Every
problem is told with row, column and remedy; whether roles and places exist is for the register to say.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl

from spiral.sources.delimited import decode, read_bytes, split_rows, unreadable
from spiral.sources.problems import Findings, Reading, Unreadable
from spiral.sources.workbook import read_first_sheet

MAX_ROWS = 2000
COLUMNS = {"namn": "name", "e-post": "email", "roll": "role", "plats": "place", "nätverk": "network", "från": "from",
           "till": "to"}  # fmt: skip
#: Other headings that mean the same.
_ALSO = {
    "epost": "e-post", "e-postadress": "e-post", "mejl": "e-post", "mail": "e-post", "kommun": "plats",
    "startdatum": "från",
    "slutdatum": "till", "till och med": "till", "t.o.m.": "till", "fr.o.m.": "från",
}  # fmt: skip
_REQUIRED = ("namn", "e-post", "roll")
_LONGEST = {"namn": 120, "e-post": 254, "roll": 60, "plats": 160, "nätverk": 120}
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}\.[^@\s,;<>]{1,63}")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_SCHEMA = {"row": pl.Int64, "name": pl.String, "email": pl.String, "role": pl.String, "place": pl.String,
           "network": pl.String, "from": pl.Date, "to": pl.Date}  # fmt: skip


def read_people(path: Path) -> Reading:
    """One row for each office, ``row`` the line of the file; empty when anything is an error."""
    findings = Findings(path.name)
    empty = pl.DataFrame(schema=_SCHEMA)
    try:
        rows = _cells(path, findings)
        heading = _heading(rows[0] if rows else [], path.name)
    except Unreadable as refused:
        return Reading(empty, (refused.problem,))
    read = []
    for number, cells in enumerate(rows[1:], 2):
        texts = {name: (cells[i].strip() if i < len(cells) else "") for name, i in heading.items()}
        if any(texts.values()):
            read.append(_row(number, texts, findings))
    if not read:
        findings.error("Filen har inga personer under rubrikraden.", "Skriv en rad för varje person och roll.")
    if len(read) > MAX_ROWS:
        findings.error(f"Filen har {len(read)} rader.", f"Dela den: högst {MAX_ROWS} rader åt gången.")
    names: dict[str, tuple[str, int]] = {}
    for r in read:
        before = names.setdefault(str(r["email"]), (str(r["name"]), int(str(r["row"]))))
        if r["email"] and before[0].casefold() != str(r["name"]).casefold():
            findings.error(
                f"Adressen {r['email']} har ett annat namn på rad {before[1]}: “{before[0]}”.",
                "Skriv samma namn på båda raderna, eller rätta adressen.", row=int(str(r["row"])), column="namn",
                kind="two names",
            )  # fmt: skip
    return findings.reading(pl.DataFrame(read, schema=_SCHEMA) if findings_ok(findings) else empty)


def findings_ok(findings: Findings) -> bool:
    """Whether nothing found so far is an error."""
    return findings.reading(pl.DataFrame()).ok


def _cells(path: Path, findings: Findings) -> list[list[str]]:
    if path.suffix.lower() == ".xlsx":
        frame = read_first_sheet(path)
        return [["" if c is None else str(c) for c in row] for row in frame.iter_rows()]
    text = decode(read_bytes(path), path.name, findings)
    first = text.partition("\n")[0]
    return split_rows(text, path.name, ";" if first.count(";") >= first.count(",") else ",")


def _heading(cells: list[str], file: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for i, cell in enumerate(cells):
        name = _ALSO.get(" ".join(cell.lower().split()), " ".join(cell.lower().split()))
        if name in COLUMNS and name in found:
            raise unreadable(
                file, f"Rubriken “{name}” finns två gånger.", "Ta bort den ena kolumnen.", row=1, column=name
            )
        if name in COLUMNS:
            found[name] = i
    missing = [name for name in _REQUIRED if name not in found]
    if missing:
        raise unreadable(
            file, f"Rubriken {' och '.join(f'“{m}”' for m in missing)} saknas.",
            "Första raden ska ha rubrikerna namn, e-post, roll, plats, nätverk, från, till.", row=1,
        )  # fmt: skip
    return found


def _row(number: int, texts: dict[str, str], findings: Findings) -> dict[str, object]:
    for name in _REQUIRED:
        if not texts[name]:
            findings.error("Cellen är tom.", f"Skriv {name}, eller ta bort raden.", row=number, column=name)
    for name, longest in _LONGEST.items():
        if len(texts.get(name, "")) > longest:
            findings.error(
                f"Texten är {len(texts[name])} tecken.", f"Korta den till högst {longest}.", row=number, column=name,
                kind="too long",
            )  # fmt: skip
    email = texts["e-post"].lower()
    if email and not _EMAIL.fullmatch(email):
        findings.error(
            f"“{texts['e-post']}” är ingen e-postadress.", "Skriv en adress, till exempel namn@kommun.se.",
            row=number, column="e-post", kind="address",
        )  # fmt: skip
    begins = _day(texts.get("från", ""), number, "från", findings)
    ends = _day(texts.get("till", ""), number, "till", findings)
    if begins and ends and ends < begins:
        findings.error(
            "Perioden slutar innan den börjar.", "Ändra från eller till.", row=number, column="till", kind="backwards"
        )
    return {"row": number, "name": " ".join(texts["namn"].split()), "email": email, "role": texts["roll"],
            "place": texts.get("plats", ""), "network": texts.get("nätverk", ""), "from": begins,
            "to": ends}  # fmt: skip


def _day(text: str, number: int, column: str, findings: Findings) -> date | None:
    if not text:
        return None
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(x) for x in found.groups())) if found else _wrong(text, number, column, findings)
    except ValueError:
        return _wrong(text, number, column, findings)


def _wrong(text: str, number: int, column: str, findings: Findings) -> None:
    findings.error(
        f"“{text[:40]}” är inget datum.", "Skriv år, månad, dag: 2027-01-26.", row=number, column=column, kind="day"
    )
