"""Tables made elsewhere, for `spiral protect`: a CSV with one row per inner cell, and a TOML that describes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spiral.engine.characters import line
from spiral.engine.disclosure import FrequencyTable, Layout, Rules, TableError
from spiral.sources.reading import read_in_child
from spiral.sources.reading.limits import ORIGINAL, UPLOAD, Limits
from spiral.sources.reading.problems import Unreadable
from spiral.sources.tables.description import (
    HITS,
    PUPILS,
    Contradiction,
    NamedText,
    ProtectTableError,
    check_keys,
    family_of,
    inner_of,
    layout_of,
    rules_of,
)
from spiral.sources.tables.overlaps import CellRows, Overlap, overlaps

#: The lines of one overlap that are named.
LINES_NAMED = 6


@dataclass(frozen=True)
class ProtectionTask:
    """A table as read, the rules it asked for, and the family of measure and population that it belongs to."""

    table: FrequencyTable
    rules: Rules
    family: str = ""


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
                "är olika."
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
    description = check_keys(parts["spec"], spec_file)
    layout = layout_of(description, spec_file)
    rows = _rows(parts["lines"], parts["broken"], table_file, layout)
    _check_overlaps(rows, layout, description, spec_file, table_file)
    n, hits = ([count[k] for count in rows.counts] for k in (0, 1))
    try:
        table = FrequencyTable.of(layout, rows.texts, n, hits)
    except TableError as error:
        raise ProtectTableError([Contradiction(table_file.name, error)]) from error
    return ProtectionTask(table, rules_of(description, spec_file, sum(n), sum(hits)), family_of(description, spec_file))


def _read_text(path: Path) -> NamedText:
    try:
        return NamedText(path.name, path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise ProtectTableError([f"{path}: filen finns inte. Kontrollera namnet."]) from error
    except (IsADirectoryError, PermissionError) as error:
        raise ProtectTableError([f"{path}: filen går inte att läsa. Är det en fil du får öppna?"]) from error
    except UnicodeDecodeError as error:
        raise ProtectTableError([f"{path.name}: filen är inte UTF-8. Spara om den som CSV UTF-8."]) from error


def _rows(
    lines: list[tuple[int, list[str]]], broken: tuple[int, str] | None, file: NamedText, layout: Layout
) -> CellRows:
    header = [line(name) for name in lines[0][1]] if lines else []
    needed = [*layout.columns, PUPILS, HITS]
    problems = [
        f"{file.name}: kolumnen ”{c}” saknas. Lägg till den, eller ta bort den ur beskrivningen."
        for c in needed
        if c not in header
    ]
    problems += [f"{file.name}: kolumnen ”{c}” finns två gånger." for c in dict.fromkeys(header) if header.count(c) > 1]
    if problems:
        raise ProtectTableError(problems)
    rows: list[dict[str, str]] = []
    for number, cells in lines[1:]:
        row, faults = _row(header, cells, layout, f"{file.name}: rad {number}")
        problems += faults
        rows.append(row)
    if broken:
        problems.append(f"{file.name}: rad {broken[0]} går inte att läsa som CSV ({broken[1]}).")
    if problems:
        raise ProtectTableError(problems)
    if not rows:
        raise ProtectTableError([f"{file.name}: filen har en rubrikrad men inga rader."])
    return CellRows(
        [{c: row[c] for c in layout.columns} for row in rows],
        [(int(row[PUPILS]), int(row[HITS])) for row in rows],
        [number for number, _cells in lines[1:]],
    )


def _check_overlaps(
    rows: CellRows, layout: Layout, description: Mapping[str, object], spec: NamedText, file: NamedText
) -> None:
    """Raises ProtectTableError when a row is a total of others, or one name is written in two ways."""
    inner = {line(value) for value in inner_of(description, spec)}
    if listed := overlaps(rows, layout.dimensions, layout.parents, inner):
        raise ProtectTableError([f"{file.name}: {_overlap(one)}" for one in listed])


def _overlap(one: Overlap) -> str:
    """What overlaps, where, and what to do."""
    numbers = ", ".join(str(number) for number in one.lines[:LINES_NAMED])
    where = f"rad {numbers}{' …' if len(one.lines) > LINES_NAMED else ''}, kolumn {one.column}"
    named = [f"”{part}”" for part in one.parts]
    parts = " och ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    if one.is_spelling:
        return (
            f"{where}: ”{one.value}” och {parts} är samma namn skrivet på flera sätt. Skriv det likadant på alla rader."
        )
    if one.is_near:
        return (
            f"{where}: ”{one.value}” är nästan summan av {parts}. Ta bort raderna om det är en total, eller skriv "
            f'inner = ["{one.value}"] i beskrivningen om det är en egen ruta.'
        )
    if one.parts:
        return (
            f"{where}: ”{one.value}” är summan av {parts}. Ta bort de raderna: en tabell har bara inre rutor, och "
            "Spiral räknar totalerna."
        )
    return (
        f"{where}: ”{one.value}” ser ut som en total, en del eller ett medelvärde av andra rader. Ta bort "
        f'raden, eller skriv inner = ["{one.value}"] i beskrivningen om det är en egen ruta.'
    )


def _row(header: list[str], cells: list[str], layout: Layout, place: str) -> tuple[dict[str, str], list[str]]:
    """One row's texts, counts only where they are whole numbers, and what is wrong with it."""
    if len(cells) != len(header):
        return {}, [f"{place}: raden har inte lika många fält som rubriken."]
    texts = {key: line(cell) for key, cell in zip(header, cells, strict=True)}
    problems = [f"{place}, kolumn {c}: tomt. Skriv ett värde." for c in layout.columns if not texts[c]]
    for column in (PUPILS, HITS):
        if not (texts[column].isascii() and texts[column].isdigit() and len(texts[column]) < 9):
            problems.append(f"{place}, kolumn {column}: ”{texts.pop(column)}” är inget antal. Skriv ett heltal från 0.")
    if not problems and int(texts[HITS]) > int(texts[PUPILS]):
        problems.append(
            f"{place}, kolumn {HITS}: {texts[HITS]} av {texts[PUPILS]} elever. Fler än alla kan inte nå måttet."
        )
    return texts, problems
