"""A table as a file has it: a number alone in each column of numbers, its unit, the ends of its interval and the reason
why there is no number in columns of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from spiral.documents.table import NOT_GIVEN, Cell, Table
from spiral.engine.numbers import Language

_WORDS: dict[Language, dict[str, str]] = {
    "sv": {"low": "{}, nedre gräns", "high": "{}, övre gräns", "unit": "Enhet", "why": "Varför inget tal"},
    "en": {"low": "{}, lower bound", "high": "{}, upper bound", "unit": "Unit", "why": "Why no number"},
}


@dataclass(frozen=True, slots=True)
class FileColumn:
    """One column of a file: texts, or numbers with so many decimals where somebody reads them. ``of`` is the column of
    the table that it comes from, and ``part`` what it has of it."""

    title: str
    cells: Sequence[str | float | None]
    of: int | None = None
    part: Literal["text", "value", "low", "high", "unit", "why"] = "text"
    decimals: int = 0

    @property
    def is_number(self) -> bool:
        return self.part in ("value", "low", "high")


def columns_of(table: Table, language: Language) -> list[FileColumn]:
    """The table's columns, each taken apart; the units and the reasons last, where there are any."""
    words = _WORDS[language]
    listed: list[FileColumn] = []
    numeric = []
    for i, title in enumerate(table.columns):
        cells = [row[i] for row in table.rows]
        decimals = max((cell.decimals for cell in cells), default=0)
        if any(cell.low is not None for cell in cells):
            listed.append(FileColumn(words["low"].format(title), [c.low for c in cells], i, "low", decimals))
            listed.append(FileColumn(words["high"].format(title), [c.high for c in cells], i, "high", decimals))
        elif i and _is_numeric(cells):
            numeric.append(i)
            listed.append(FileColumn(title, [c.value for c in cells], i, "value", decimals))
        else:
            listed.append(FileColumn(title, [c.text for c in cells], i))
    units = [next((row[i].unit for i in numeric if row[i].unit), "") for row in table.rows]
    reasons = ["; ".join(dict.fromkeys(_reasons(row, numeric))) for row in table.rows]
    if any(units):
        listed.append(FileColumn(words["unit"], units, part="unit"))
    if any(reasons):
        listed.append(FileColumn(words["why"], reasons, part="why"))
    return listed


def _is_numeric(cells: Sequence[Cell]) -> bool:
    """Has it numbers, and otherwise only reasons why there is none?"""
    return any(c.value is not None for c in cells) and all(c.value is not None or c.mask or not c.text for c in cells)


def _reasons(row: Sequence[Cell], numeric: Sequence[int]) -> list[str]:
    return [row[i].text for i in numeric if row[i].value is None and row[i].text and row[i].text not in NOT_GIVEN]
