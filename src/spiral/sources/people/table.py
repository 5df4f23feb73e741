"""A spreadsheet of people and their offices, made by hand: XLSX or CSV with a heading row.

Columns, in any order: namn (or förnamn and efternamn), e-post, roll, plats, nätverk, från, till; the last three may be
absent or empty. A place is never left out: an office without one would be everywhere. Every problem is told with row,
column and remedy; whether roles and places exist is for the register to say.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from spiral.engine.characters import email_address, line, same
from spiral.sources.reading import read_in_child, today
from spiral.sources.reading.delimited import decode, split_rows, unreadable, without_separator_line
from spiral.sources.reading.handmade import FAULT, NO_RESULT, other_sheets, read_lines
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Findings, Problem, Severity, Unreadable

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
    "epostadress": "e-post",
    "mejl": "e-post",
    "mejladress": "e-post",
    "mail": "e-post",
    "mailadress": "e-post",
    "e-mail": "e-post",
    "email": "e-post",
    "för- och efternamn": "namn",
    "befattning": "roll",
    "titel": "roll",
    "uppdrag": "roll",
    "funktion": "roll",
    "kommun": "plats",
    "kommun/skola": "plats",
    "ort": "plats",
    "skola": "plats",
    "skolenhet": "plats",
    "huvudman": "plats",
    "startdatum": "från",
    "slutdatum": "till",
    "till och med": "till",
    "t.o.m.": "till",
    "fr.o.m.": "från",
}
_REQUIRED = ("namn", "e-post", "roll", "plats")
_HALVES = ("förnamn", "efternamn")
#: The rows at the top of a sheet that may be a title, before the headings.
_MOST_TITLE_ROWS = 10
_LONGEST = {"namn": 120, "e-post": 254, "roll": 60, "plats": 160, "nätverk": 120}
_LONGEST_DAY = 40
_LONGEST_HEADING = 60
_DAY = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]00:00(?::00(?:\.0+)?)?)?"
    r"|(?P<year2>\d{4})(?P<month2>\d\d)(?P<day2>\d\d)|(?P<day3>\d{1,2})\.(?P<month3>\d{1,2})\.(?P<year3>\d{4})"
    r"|(?P<day4>\d{1,2})/(?P<month4>\d{1,2}) (?P<year4>\d{4})",
    re.ASCII,
)
#: A day as a spreadsheet keeps it when its cell is no longer shown as one: days since the last of 1899, here 1990–2100.
_SERIAL, _FIRST_SERIAL, _LAST_SERIAL = date(1899, 12, 30), 32_874, 73_415


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
    at, heading = _heading(cells, name)
    rows = []
    for number, cells_of_line in enumerate(cells[at + 1 :], at + 2):
        texts = {key: line(cells_of_line[i]) if i < len(cells_of_line) else "" for key, i in heading.items()}
        if "förnamn" in texts:
            texts = {"namn": line(f"{texts.pop('förnamn')} {texts.pop('efternamn')}"), **texts}
        if any(texts.values()):
            rows.append(_row(number, texts, findings))
    if not rows:
        findings.error("Filen har inga personer under rubrikraden.", "Skriv en rad för varje person och roll.")
    if len(rows) > MAX_ROWS:
        findings.error(f"Filen har {len(rows)} rader.", f"Dela den: högst {MAX_ROWS} rader åt gången.")
    names: dict[str, tuple[str, int]] = {}
    for r in rows:
        before = names.setdefault(str(r["email"]), (str(r["name"]), int(str(r["row"]))))
        if r["email"] and same(before[0]) != same(str(r["name"])):
            findings.error(
                f"Adressen {r['email']} har ett annat namn på rad {before[1]}: ”{before[0]}”.",
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
        if others := other_sheets(content, name, limits):
            sheets = ", ".join(f"”{sheet}”" for sheet in others[:5])
            findings.warning(
                f"Bara det första bladet är läst, inte {sheets}{' …' if len(others) > 5 else ''}.",
                "Läs in ett blad i taget: spara det som en egen fil.",
            )
        return read_lines(content, name, limits)
    if not content.strip():
        raise unreadable(name, "Filen är tom.", "Välj filen med personerna.")
    text = decode(content, name, findings)
    return split_rows(*without_separator_line(text, name))


def _heading(cells: list[list[str]], file: str) -> tuple[int, dict[str, int]]:
    """Which line holds the headings, after a title or empty lines, and each heading's column. Raises Unreadable."""
    at = next((k for k, line_ in enumerate(cells[:_MOST_TITLE_ROWS]) if len(_columns(line_)) >= 2), 0)
    columns: dict[str, int] = {}
    for name, i in _columns(cells[at] if cells else []):
        if name in columns:
            first, second = line(cells[at][columns[name]]), line(cells[at][i])
            is_one = same(first) == same(second)
            raise unreadable(
                file,
                f"Rubriken ”{first}” finns två gånger." if is_one else f"”{first}” och ”{second}” betyder båda {name}.",
                "Ta bort den ena kolumnen." if is_one else "Behåll en kolumn för det och ta bort den andra.",
                row=at + 1,
                column=name,
            )
        columns[name] = i
    halves = [half for half in _HALVES if half in columns]
    if len(halves) == 1 or "namn" in columns:
        for half in halves:
            del columns[half]
    missing = [name for name in _REQUIRED if name not in columns and not (name == "namn" and len(halves) == 2)]
    if missing:
        raise unreadable(
            file,
            f"Rubriken {' och '.join(f'”{m}”' for m in missing)} saknas.",
            "En rad överst ska ha rubrikerna namn, e-post, roll, plats, nätverk, från, till.",
            row=at + 1,
        )
    return at, columns


def _columns(cells: list[str]) -> list[tuple[str, int]]:
    """The headings of a line that we know, as we call them, with their columns."""
    named = [(_ALSO.get(name, name), i) for i, cell in enumerate(cells) if (name := same(cell[:_LONGEST_HEADING]))]
    return [(name, i) for name, i in named if name in COLUMNS or name in _HALVES]


def _row(number: int, texts: dict[str, str], findings: Findings) -> dict[str, object]:
    for name in _REQUIRED:
        if not texts[name]:
            remedy = "Skriv kommunen, skolan eller huvudmannen; gäller rollen hela regionen, skriv regionens namn."
            findings.error(
                "Cellen är tom.",
                remedy if name == "plats" else f"Skriv {name}, eller ta bort raden.",
                row=number,
                column=name,
            )
    for name, text in texts.items():
        if FAULT.fullmatch(text[:_LONGEST_DAY].upper()) or text.startswith(NO_RESULT):
            what = "en formel utan resultat" if text.startswith(NO_RESULT) else f"ett formelfel ({text})"
            findings.error(
                f"Cellen har {what}.", "Skriv värdet i stället för formeln.", row=number, column=name, kind="formula"
            )
            texts[name] = ""
    if texts["namn"] and not any(sign.isalpha() for sign in texts["namn"]):
        findings.error(
            f"”{texts['namn'][:40]}” är inget namn.", "Skriv personens namn.", row=number, column="namn", kind="name"
        )
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
    email = ""
    try:
        email = email_address(texts["e-post"]) if texts["e-post"] else ""
    except ValueError:
        findings.error(
            f"”{texts['e-post']}” är ingen e-postadress.",
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
        "name": texts["namn"],
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
    with suppress(ValueError):
        if match := _DAY.fullmatch(text):
            year, month, day = (
                next(int(written) for key, written in match.groupdict().items() if written and key.startswith(part))
                for part in ("year", "month", "day")
            )
            return date(year, month, day)
        if text.isascii() and text.isdecimal() and _FIRST_SERIAL <= int(text) <= _LAST_SERIAL:
            return _SERIAL + timedelta(days=int(text))
    findings.error(
        f"”{text[:40]}” är inget datum.", f"Skriv år, månad, dag: {today.day()}.", row=number, column=column, kind="day"
    )
    return None
