"""What a table to protect is said to be, in TOML: dimensions and groups, rules, family; and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spiral.engine.disclosure import Layout, Outcome, Rules, TableError
from spiral.engine.disclosure.rules import rarer_outcome
from spiral.engine.message import EngineError

#: The columns every table has beside its dimensions: pupils, and those of them who reach the measure.
PUPILS, HITS = "n", "hits"
_KEYS = {"dimensions", "parents", "margins", "public", "thresholds", "sensitive", "time", "family", "inner"}
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
class NamedText:
    """A file's name, which its problems are reported with, and its text."""

    name: str
    text: str


def check_keys(description: dict[str, object], file: NamedText) -> dict[str, object]:
    """``description``, if all its keys are known. Raises ProtectTableError."""
    known = ", ".join(sorted(_KEYS))
    if strange := sorted(set(description) - _KEYS):
        raise ProtectTableError([f"{file.name}: ”{key}” känns inte igen. Använd {known}." for key in strange])
    return description


def layout_of(description: Mapping[str, object], file: NamedText) -> Layout:
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
        problems.append(f"{file.name}: time ska vara namnet på kolumnen med år, till exempel ”year”.")
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


def rules_of(description: Mapping[str, object], file: NamedText, n: int, hits: int) -> Rules:
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


def family_of(description: Mapping[str, object], file: NamedText) -> str:
    family = description.get("family", "")
    if not isinstance(family, str) or len(family) > 200:
        raise ProtectTableError([f"{file.name}: family ska vara ett namn, till exempel ”behörighet årskurs 9”."])
    return family


def inner_of(description: Mapping[str, object], file: NamedText) -> list[str]:
    """Values that are cells though they look like totals. Raises ProtectTableError."""
    inner = description.get("inner", [])
    if not (isinstance(inner, list) and all(isinstance(value, str) for value in inner)):
        raise ProtectTableError(
            [f'{file.name}: inner ska vara en lista med värden, till exempel ["Alla tiders skola"].']
        )
    return inner
