"""Tables of people: whose column is the name, whose the municipality, and what the marks say of who was there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from spiral.sources.minutes.cells import row_line
from spiral.sources.minutes.contents import Participant
from spiral.sources.minutes.dates import dates
from spiral.sources.minutes.lines import TextLine
from spiral.sources.minutes.people import Places, is_name, participants
from spiral.sources.minutes.roll import present_by, said_beside

_NAME = re.compile(
    r"^(?:namn|för- och efternamn|deltagare|ledamot|ledamöter|ersättare|suppleant(?:er)?|person(?:er)?|"
    r"representant(?:er)?|vem)\b",
    re.I,
)
_FIRST, _LAST = re.compile(r"^förnamn\b", re.I), re.compile(r"^efternamn\b", re.I)
_PLACE = re.compile(r"^(?:kommun|ort|organisation|huvudman|hemkommun|från)\b", re.I)
_OFFICE = re.compile(r"^(?:roll|funktion|titel|befattning|uppdrag|tjänst|yrke)\b", re.I)
_PRESENT = re.compile(
    r"^(?:närvar\w*|närv\.?|deltog|deltar|deltagit|på plats|var med|med|present|status|kryss|här)(?:\W|$)", re.I
)
_ABSENT = re.compile(r"^(?:frånvar\w*|frånv\.?|förhinder|(?:ej|inte) (?:närvar\w*|deltog)|återbud)(?:\W|$)", re.I)
_DITTO = re.compile(r"[-–—]?\s?(?:[\"”“″〃]|''|,,)\s?[-–—]?|dito|d:o|samma(?: som (?:ovan|föregående))?", re.IGNORECASE)
_LEAST_COLUMNS = 2


@dataclass(slots=True)
class Roll:
    """What a table said: those present, those absent as they stand in it, its heading row, and what was not told."""

    present: list[Participant] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    structure: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    rows: int = 0


def attendance(lines: Sequence[TextLine], places: Places, own: date | None) -> Roll | None:
    """The table that ``lines`` begin with, where it is one of people; else None."""
    rows = []
    for line in lines:
        if not line.cells:
            break
        rows.append(line)
    roll = Roll(rows=len(rows))
    for table in _side_by_side(_without_ditto(rows)) if len(rows) > 1 else ():
        if not _read_table(table, places, own, roll):
            return None
    return roll if roll.present or roll.absent else None


def _read_table(rows: Sequence[TextLine], places: Places, own: date | None, roll: Roll) -> bool:
    columns = _columns([row.cells for row in rows], own)
    if columns is None:
        return False
    for n, row in enumerate(rows):
        if n == 0 and columns.is_headed:
            roll.structure.append(row.note)
        else:
            _read_row(row, columns, places, roll)
    if columns.unsure:
        roll.problems.append(f"Tabellen har flera möten ({columns.unsure}). Bocka av dem som var med på det här.")
    return True


def _side_by_side(rows: Sequence[TextLine]) -> list[list[TextLine]]:
    """The tables that stand beside each other in one: "Ledamot | Närvarande | Ersättare | Närvarande"."""
    head = [cell.strip(" :*") for cell in rows[0].cells]
    begins = [n for n, cell in enumerate(head) if _NAME.match(cell)]
    marks = [n for n, cell in enumerate(head) if _PRESENT.match(cell) and n not in begins]
    if len(begins) < 2 or len(marks) != len(begins) or not all(a < b for a, b in zip(begins, marks, strict=True)):
        return [list(rows)]
    if any(mark > begin for mark, begin in zip(marks, begins[1:], strict=False)):
        return [list(rows)]
    parts = zip([0, *begins[1:]], [*begins[1:], None], strict=True)
    return [[row_line(row.cells[a:b]) for row in rows if any(row.cells[a:b])] for a, b in parts]


def _without_ditto(rows: Sequence[TextLine]) -> list[TextLine]:
    """A cell that says "as above" holds what stands above it."""
    filled: list[TextLine] = []
    for row in rows:
        above = filled[-1].cells if filled else ()
        cells = [
            above[n] if n < len(above) and _DITTO.fullmatch(cell.strip()) else cell for n, cell in enumerate(row.cells)
        ]
        filled.append(replace(row, cells=tuple(cells)))
    return filled


@dataclass(frozen=True, slots=True)
class _Columns:
    """Places of the columns; None where there is none. ``present`` and ``absent`` hold marks, or names themselves."""

    name: int | None
    last: int | None = None
    present: int | None = None
    absent: int | None = None
    is_headed: bool = True
    days: tuple[int, ...] = ()  # other meetings' marks
    unsure: str = ""


def _columns(rows: Sequence[tuple[str, ...]], own: date | None) -> _Columns | None:
    head, body = [cell.strip(" :*") for cell in rows[0]], rows[1:]
    if len(head) < _LEAST_COLUMNS:
        return None

    def at(pattern: re.Pattern[str]) -> int | None:
        return next((n for n, cell in enumerate(head) if pattern.match(cell)), None)

    name, present, absent = at(_NAME), at(_PRESENT), at(_ABSENT)
    days = [(n, result[0]) for n, cell in enumerate(head) if (result := dates(cell))]
    unsure = ""
    if name is not None and present is None and days:
        its = [n for n, day in days if own and (day.month, day.day) == (own.month, own.day)]
        present = its[0] if len(its) == 1 else days[0][0] if len(days) == 1 else None
        unsure = "" if present is not None else ", ".join(head[n] for n, _day in days)
    if at(_FIRST) is not None and at(_LAST) is not None:
        return _Columns(at(_FIRST), at(_LAST), present, absent)
    if name is not None and (name != present or at(_PLACE) is not None or at(_OFFICE) is not None):
        others = tuple(n for n, _day in days if n != present)
        return _Columns(name, None, present, absent, days=others, unsure=unsure)
    if present is not None and (absent is not None or at(_PLACE) is not None):
        return _Columns(at(_PLACE) if absent is None else None, None, present, absent)
    return _by_marks(rows) if body else None


def _by_marks(rows: Sequence[tuple[str, ...]]) -> _Columns | None:
    """A table without a heading row: a column of names first, and one with nothing but marks."""
    width = min(len(row) for row in rows)
    for n in range(1, width):
        marks = [row[n].strip() for row in rows if row[n].strip()]
        known = [present_by(mark) for mark in marks]
        if len(marks) > 1 and None not in known and True in known and all(is_name(row[0], 1) for row in rows):
            return _Columns(0, None, n, is_headed=False)
    return None


def _read_row(row: TextLine, columns: _Columns, places: Places, roll: Roll) -> None:
    cells = [cell.strip() for cell in row.cells]

    def cell(at: int | None) -> str:
        return cells[at] if at is not None and at < len(cells) else ""

    mark, absent = cell(columns.present), cell(columns.absent)
    holds_names = columns.absent is None and is_name(mark, 2 if is_name(cell(columns.name), 2) else 1)
    if columns.name is None or (holds_names and present_by(mark) is None):
        _read_names(cells, columns, places, roll)
        return
    name = " ".join(x for x in (cell(columns.name), cell(columns.last)) if x)
    if not name:
        if any(cells):
            roll.problems.append(f"Raden ”{row.text}” i deltagarlistan har inget namn.")
        return
    used = {columns.name, columns.last, columns.present, columns.absent, *columns.days}
    beside = [c for n, c in enumerate(cells) if n not in used and c]
    is_present = present_by(mark) if mark else columns.present is None
    if absent:
        is_present = not present_by(absent) if present_by(absent) is not None else False
    if columns.present is not None and not mark and not absent:
        roll.problems.append(f"Närvaron är inte ifylld för {name}: räknas som frånvarande.")
    if is_present is None:
        roll.problems.append(f"”{mark}” för {name} är varken närvaro eller frånvaro: räknas som närvarande.")
        beside.append(mark)
    elif more := said_beside(mark):
        beside.append(more)
    if is_present is False:
        roll.absent.append(" | ".join(c for c in cells if c))
        return
    roll.structure += [c for c in (mark, absent, *(cell(n) for n in columns.days)) if c and c not in beside]
    line = ", ".join([name, *beside])
    result = participants(f"{name} ({', '.join(beside)})" if beside else name, places, in_list=True)
    roll.present += result or [Participant(name, "", line[len(name) :].strip(" ,"))]


def _read_names(cells: Sequence[str], columns: _Columns, places: Places, roll: Roll) -> None:
    """A row whose cells hold the names themselves: "Närvarande | Frånvarande", "Kommun | Närvarande"."""
    place = cells[columns.name] if columns.name is not None and columns.name < len(cells) else ""
    for n, text in enumerate(cells):
        if not text or n == columns.name:
            continue
        if n == columns.absent:
            roll.absent.append(", ".join(x for x in (text, place) if x))
            continue
        result = participants(text, places, in_list=True)
        if not result:
            roll.problems.append(f"”{text}” bland deltagarna går inte att tolka.")
            roll.structure.append(text)
        for one in result:
            municipality = one.municipality or places.whole(place)
            office = one.office or ("" if places.whole(place) else place)
            roll.present.append(Participant(one.name, municipality, office))
        roll.structure += [place] if place and not result else []
