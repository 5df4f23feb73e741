"""A spreadsheet of people and their offices, made by hand: XLSX or CSV with a heading row.

Columns, in any order: namn, e-post, roll, plats, nätverk, från, till; the last four may be absent or empty. Every
problem is told with row, column and remedy; whether roles and places exist is for the register to say.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from spiral.sources.reading import read_in_child, today
from spiral.sources.reading.delimited import decode, split_rows, unreadable
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Findings, Problem, Severity, Unreadable
from spiral.sources.reading.workbook import read_columns

MAX_ROWS = 2000
COLUMNS = {
    "namn": "name",
    "e-post": "email",
    "roll": "role",
    "plats": "place",
    "nätverk": "network",
    "från": "from",
    "till": "to",
}
#: Other headings that mean the same.
_ALSO = {
    "epost": "e-post",
    "e-postadress": "e-post",
    "mejl": "e-post",
    "mail": "e-post",
    "kommun": "plats",
    "startdatum": "från",
    "slutdatum": "till",
    "till och med": "till",
    "t.o.m.": "till",
    "fr.o.m.": "från",
}
_REQUIRED = ("namn", "e-post", "roll")
_LONGEST = {"namn": 120, "e-post": 254, "roll": 60, "plats": 160, "nätverk": 120}
_LONGEST_DAY = 40
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}\.[^@\s,;<>]{1,63}")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")


@dataclass(frozen=True, slots=True)
class People:
    """What a spreadsheet of people says: no row at all when anything in it is an error, and every problem.

    A row has ``row`` (the line of the file), name, email, role, place, network, and ``from`` and ``to`` (day or None).
    """

    rows: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        return not any(p.severity is Severity.ERROR for p in self.problems)


def read_people(content: bytes, name: str) -> People:
    """One row for each office. Read in a child; a file that cannot be read is a problem like the others."""
    try:
        answer = read_in_child("people", content, name)
    except Unreadable as refused:
        return People((), (refused.problem,))
    problems = [Problem(**p | {"severity": Severity(p["severity"])}) for p in answer["problems"]]
    rows = [row | {key: row[key] and date.fromisoformat(row[key]) for key in ("from", "to")} for row in answer["rows"]]
    return People(tuple(rows), tuple(problems))


def read_rows(content: bytes, name: str, limits: Limits) -> dict[str, Any]:
    """``rows`` and ``problems`` as JSON; run in the child. Raises Unreadable."""
    findings = Findings(name)
    cells = _cells(content, name, limits, findings)
    heading = _heading(cells[0] if cells else [], name)
    rows = []
    for number, line in enumerate(cells[1:], 2):
        texts = {key: (line[i].strip() if i < len(line) else "") for key, i in heading.items()}
        if any(texts.values()):
            rows.append(_row(number, texts, findings))
    if not rows:
        findings.error("Filen har inga personer under rubrikraden.", "Skriv en rad för varje person och roll.")
    if len(rows) > MAX_ROWS:
        findings.error(f"Filen har {len(rows)} rader.", f"Dela den: högst {MAX_ROWS} rader åt gången.")
    names: dict[str, tuple[str, int]] = {}
    for r in rows:
        before = names.setdefault(str(r["email"]), (str(r["name"]), int(str(r["row"]))))
        if r["email"] and before[0].casefold() != str(r["name"]).casefold():
            findings.error(
                f"Adressen {r['email']} har ett annat namn på rad {before[1]}: “{before[0]}”.",
                "Skriv samma namn på båda raderna, eller rätta adressen.",
                row=int(str(r["row"])),
                column="namn",
                kind="two names",
            )
    problems = findings.problems
    is_whole = not any(p.severity is Severity.ERROR for p in problems)
    return {"rows": rows if is_whole else [], "problems": [asdict(p) for p in problems]}


def _cells(content: bytes, name: str, limits: Limits, findings: Findings) -> list[list[str]]:
    """The cells line by line; a workbook is recognised by its first bytes, not by its name."""
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        columns = read_columns(content, name, limits)
        return [[cell or "" for cell in line] for line in zip(*columns, strict=True)]
    if not content.strip():
        raise unreadable(name, "Filen är tom.", "Välj filen med personerna.")
    text = decode(content, name, findings)
    first = text.partition("\n")[0]
    return split_rows(text, name, ";" if first.count(";") >= first.count(",") else ",")


def _heading(cells: list[str], file: str) -> dict[str, int]:
    columns: dict[str, int] = {}
    for i, cell in enumerate(cells):
        name = _ALSO.get(" ".join(cell.lower().split()), " ".join(cell.lower().split()))
        if name in COLUMNS and name in columns:
            raise unreadable(
                file, f"Rubriken “{name}” finns två gånger.", "Ta bort den ena kolumnen.", row=1, column=name
            )
        if name in COLUMNS:
            columns[name] = i
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise unreadable(
            file,
            f"Rubriken {' och '.join(f'“{m}”' for m in missing)} saknas.",
            "Första raden ska ha rubrikerna namn, e-post, roll, plats, nätverk, från, till.",
            row=1,
        )
    return columns


def _row(number: int, texts: dict[str, str], findings: Findings) -> dict[str, object]:
    for name in _REQUIRED:
        if not texts[name]:
            findings.error("Cellen är tom.", f"Skriv {name}, eller ta bort raden.", row=number, column=name)
    for name in texts:
        longest = _LONGEST.get(name, _LONGEST_DAY)
        if len(texts[name]) > longest:
            findings.error(
                f"Texten är {len(texts[name])} tecken.",
                f"Korta den till högst {longest}.",
                row=number,
                column=name,
                kind="too long",
            )
            texts[name] = texts[name][:longest]  # no pattern is tried on more
    email = texts["e-post"].lower()
    if email and not _EMAIL.fullmatch(email):
        findings.error(
            f"“{texts['e-post']}” är ingen e-postadress.",
            "Skriv en adress, till exempel namn@kommun.se.",
            row=number,
            column="e-post",
            kind="address",
        )
    begins = _day(texts.get("från", ""), number, "från", findings)
    ends = _day(texts.get("till", ""), number, "till", findings)
    if begins and ends and ends < begins:
        findings.error(
            "Perioden slutar innan den börjar.", "Ändra från eller till.", row=number, column="till", kind="backwards"
        )
    return {
        "row": number,
        "name": " ".join(texts["namn"].split()),
        "email": email,
        "role": texts["roll"],
        "place": texts.get("plats", ""),
        "network": texts.get("nätverk", ""),
        "from": begins and begins.isoformat(),
        "to": ends and ends.isoformat(),
    }


def _day(text: str, number: int, column: str, findings: Findings) -> date | None:
    if not text:
        return None
    if match := _DAY.fullmatch(text):
        with suppress(ValueError):
            return date(*(int(x) for x in match.groups()))
    findings.error(
        f"“{text[:40]}” är inget datum.", f"Skriv år, månad, dag: {today.day()}.", row=number, column=column, kind="day"
    )
    return None
