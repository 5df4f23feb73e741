"""Tables made elsewhere, for `spiral protect`: a CSV with one row per inner cell, and a TOML that describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spiral.engine.disclosure import FrequencyTable, Layout, Outcome, Rules, TableError
from spiral.engine.disclosure.rules import rarer_outcome
from spiral.engine.message import EngineError
from spiral.sources.reading import read_in_child
from spiral.sources.reading.limits import ORIGINAL, UPLOAD, Limits
from spiral.sources.reading.problems import Unreadable

#: The columns every table has beside its dimensions: pupils, and those of them who reach the measure.
PUPILS, HITS = "n", "hits"
_KEYS = {"dimensions", "parents", "margins", "public", "thresholds", "sensitive", "time", "family"}
_THRESHOLDS = {"base": int, "few": int, "values": int, "masks": bool}
#: More problems than this are counted, not listed.
LISTED = 20


@dataclass(frozen=True)
class Contradiction:
    """A table, or its description, which contradicts itself: the file, and what the engine says of it."""

    file: str
    error: EngineError


class ProtectTableError(ValueError):
    """What is wrong with the files: every problem at once, with file, row, column and what to do."""

    def __init__(self, problems: Sequence[str | Contradiction]) -> None:
        self.problems = list(problems[:LISTED])
        if len(problems) > LISTED:
            self.problems.append(f"… och {len(problems) - LISTED} fel till.")
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class ProtectionTask:
    """A table as read, the rules it asked for, and the family of measure and population that it belongs to."""

    table: FrequencyTable
    rules: Rules
    family: str = ""


@dataclass(frozen=True)
class NamedText:
    """A file's name, which its problems are reported with, and its text."""

    name: str
    text: str


def read(table_path: Path, spec_path: Path) -> ProtectionTask:
    """Read both files. Raises ProtectTableError."""
    return parse_table(_read_text(table_path), _read_text(spec_path), ORIGINAL)


def read_all(tables: Sequence[Path], specs: Sequence[Path]) -> dict[str, ProtectionTask]:
    """Several tables by name, with one description for all or one for each. Raises ProtectTableError, with every
    problem of them all."""
    if len(specs) not in (1, len(tables)):
        raise ProtectTableError(
            [
                f"{len(tables)} tabeller och {len(specs)} beskrivningar: ge en --spec för alla, eller en för varje "
                "tabell."
            ]
        )
    problems: list[str | Contradiction] = []
    tasks: dict[str, ProtectionTask] = {}
    for table, spec in zip(tables, specs if len(specs) > 1 else [*specs] * len(tables), strict=True):
        name = table.name if [other.name for other in tables].count(table.name) == 1 else str(table)
        if name in tasks:
            problems.append(f"{name}: tabellen står två gånger.")
        try:
            tasks[name] = read(table, spec)
        except ProtectTableError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    for name, task in tasks.items():
        first = next(other for other in tasks if tasks[other].family == task.family)
        if task.rules != tasks[first].rules:
            problems.append(
                f"{first} och {name} har olika thresholds eller sensitive: ge dem samma, eller olika family om måtten "
                f"är "
                "olika."
            )
    if problems:
        raise ProtectTableError(problems)
    return tasks


def parse_table(table_file: NamedText, spec_file: NamedText, limits: Limits = UPLOAD) -> ProtectionTask:
    """The table and its description, parsed in a child process. Raises ProtectTableError."""
    content = table_file.text.encode(errors="replace")
    try:
        parts = read_in_child(
            "protect", content, table_file.name, limits=limits, spec=spec_file.text, spec_name=spec_file.name
        )
    except Unreadable as refused:
        raise ProtectTableError([str(refused.problem)]) from refused
    description = _check_keys(parts["spec"], spec_file)
    layout = _layout(description, spec_file)
    rows, n, hits = _rows(parts["lines"], parts["broken"], table_file, layout)
    try:
        table = FrequencyTable.of(layout, rows, n, hits)
    except TableError as error:
        raise ProtectTableError([Contradiction(table_file.name, error)]) from error
    return ProtectionTask(table, _rules(description, spec_file, sum(n), sum(hits)), _family(description, spec_file))


def _family(description: Mapping[str, object], file: NamedText) -> str:
    family = description.get("family", "")
    if not isinstance(family, str) or len(family) > 200:
        raise ProtectTableError([f'{file.name}: family ska vara ett namn, till exempel "behörighet 2026".'])
    return family


def _read_text(path: Path) -> NamedText:
    try:
        return NamedText(path.name, path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ProtectTableError([f"{path}: filen finns inte. Kontrollera namnet."]) from error
    except (IsADirectoryError, PermissionError) as error:
        raise ProtectTableError([f"{path}: filen går inte att läsa. Är det en fil du får öppna?"]) from error
    except UnicodeDecodeError as error:
        raise ProtectTableError([f"{path.name}: filen är inte UTF-8. Spara om den som CSV UTF-8."]) from error


def _check_keys(description: dict[str, object], file: NamedText) -> dict[str, object]:
    """``description``, if all its keys are known. Raises ProtectTableError."""
    known = ", ".join(sorted(_KEYS))
    if strange := sorted(set(description) - _KEYS):
        raise ProtectTableError([f'{file.name}: "{key}" känns inte igen. Använd {known}.' for key in strange])
    return description


def _layout(description: Mapping[str, object], file: NamedText) -> Layout:
    problems: list[str] = []

    def names(key: str, value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        problems.append(f'{file.name}: {key} ska vara en lista med kolumnnamn, till exempel ["unit", "sex"].')
        return ()

    def margins(key: str) -> tuple[frozenset[str], ...]:
        value = description.get(key, [])
        if isinstance(value, list) and all(isinstance(v, list) for v in value):
            return tuple(frozenset(names(key, v)) for v in value)
        problems.append(f'{file.name}: {key} ska vara en lista av listor, till exempel [["unit"], []].')
        return ()

    dimensions = names("dimensions", description.get("dimensions", []))
    parents: dict[str, tuple[str, ...]] = {}
    given = description.get("parents", {})
    if isinstance(given, dict):
        for child, group in given.items():
            parents[child] = names("parents", [group] if isinstance(group, str) else group)
    else:
        problems.append(f'{file.name}: parents ska vara en tabell, till exempel {{unit = "owner"}}.')
    time = description.get("time")
    if time is not None and not isinstance(time, str):
        problems.append(f'{file.name}: time ska vara namnet på kolumnen med år, till exempel "year".')
    chosen, public = (margins("margins") if "margins" in description else None), margins("public")
    if clash := sorted({PUPILS, HITS} & {*dimensions, *parents, *(g for gs in parents.values() for g in gs)}):
        problems.append(f"{file.name}: {' och '.join(clash)} är antal och kan inte vara dimensioner.")
    if problems:
        raise ProtectTableError(problems)
    try:
        layout = Layout(dimensions, parents, chosen, public, time if isinstance(time, str) else None)
    except TableError as error:
        raise ProtectTableError([Contradiction(file.name, error)]) from error
    return layout


def _rules(description: Mapping[str, object], file: NamedText, n: int, hits: int) -> Rules:
    given = description.get("thresholds", {})
    allowed = ", ".join(_THRESHOLDS)
    if not isinstance(given, dict):
        raise ProtectTableError([f"{file.name}: thresholds ska vara en tabell med {allowed}."])
    problems = []
    for key, value in given.items():
        if key not in _THRESHOLDS:
            problems.append(f"{file.name}: thresholds.{key} känns inte igen. Använd {allowed}.")
        elif type(value) is not _THRESHOLDS[key]:
            wanted = "true eller false" if _THRESHOLDS[key] is bool else "ett heltal"
            problems.append(f"{file.name}: thresholds.{key} = {value!r} går inte. Skriv {wanted}.")
    sensitive = str(description.get("sensitive", rarer_outcome(n, hits).value))
    if sensitive not in [o.value for o in Outcome]:
        problems.append(f'{file.name}: sensitive = "{sensitive}" går inte. Skriv "hits" eller "misses".')
    if problems:
        raise ProtectTableError(problems)
    try:
        return Rules(Outcome(sensitive), **given)
    except EngineError as error:
        raise ProtectTableError([Contradiction(file.name, error)]) from error


def _rows(
    lines: list[tuple[int, list[str]]], broken: tuple[int, str] | None, file: NamedText, layout: Layout
) -> tuple[list[dict[str, str]], list[int], list[int]]:
    header = [name.strip() for name in lines[0][1]] if lines else []
    needed = [*layout.columns, PUPILS, HITS]
    problems = [
        f'{file.name}: kolumnen "{c}" saknas. Lägg till den, eller ta bort den ur beskrivningen.'
        for c in needed
        if c not in header
    ]
    problems += [f'{file.name}: kolumnen "{c}" finns två gånger.' for c in dict.fromkeys(header) if header.count(c) > 1]
    if problems:
        raise ProtectTableError(problems)
    rows: list[dict[str, str]] = []
    n: list[int] = []
    hits: list[int] = []
    for number, cells in lines[1:]:
        row, faults = _row(header, cells, layout, f"{file.name}: rad {number}")
        problems += faults
        rows.append(row)
        n.append(int(row.get(PUPILS, 0)))
        hits.append(int(row.get(HITS, 0)))
    if broken:
        problems.append(f"{file.name}: rad {broken[0]} går inte att läsa som CSV ({broken[1]}).")
    if problems:
        raise ProtectTableError(problems)
    if not rows:
        raise ProtectTableError([f"{file.name}: filen har en rubrikrad men inga rader."])
    return [{c: row[c] for c in layout.columns} for row in rows], n, hits


def _row(header: list[str], cells: list[str], layout: Layout, place: str) -> tuple[dict[str, str], list[str]]:
    """One row's texts, counts only where they are whole numbers, and what is wrong with it."""
    if len(cells) != len(header):
        return {}, [f"{place}: raden har inte lika många fält som rubriken."]
    texts = {key: cell.strip() for key, cell in zip(header, cells, strict=True)}
    problems = [f"{place}, kolumn {c}: tomt. Skriv ett värde." for c in layout.columns if not texts[c]]
    for column in (PUPILS, HITS):
        if not (texts[column].isascii() and texts[column].isdigit() and len(texts[column]) < 9):
            problems.append(f'{place}, kolumn {column}: "{texts.pop(column)}" är inget antal. Skriv ett heltal från 0.')
    if not problems and int(texts[HITS]) > int(texts[PUPILS]):
        problems.append(
            f"{place}, kolumn {HITS}: {texts[HITS]} av {texts[PUPILS]} elever. Fler än alla kan inte nå måttet."
        )
    return texts, problems
