"""A template that somebody has filled in, a row for each place: XLSX or CSV, whose headings stand in one of the first
lines. Only taken apart; what the cells mean is for whoever made the template to say. Run in a child."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from spiral.engine.characters import line, same
from spiral.sources.reading.delimited import decode, split_rows, unreadable, without_separator_line
from spiral.sources.reading.handmade import FAULT, NO_RESULT, read_lines
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.problems import Findings

MAX_ROWS = 3000
#: The lines at the top that may be a title, before the headings.
_MOST_TITLE_ROWS = 10
#: Longer texts in a cell are cut: whoever reads them says how long they may be.
_LONGEST = 2000
_LONGEST_HEADING = 80


def read_rows(content: bytes, name: str, limits: Limits, columns: list[str], needed: list[str]) -> dict[str, Any]:
    """``rows`` of {"row": line of the file, "cells": {heading: text}} and ``problems``, as JSON; ``columns`` are the
    headings that are read, ``needed`` those that must be there. Other columns are passed over. Raises Unreadable."""
    findings = Findings(name)
    lines = _lines(content, name, limits, findings)
    by_name = {same(column): column for column in columns}
    headings = [[same(cell[:_LONGEST_HEADING]) for cell in cells] for cells in lines[:_MOST_TITLE_ROWS]]
    at = next((k for k, cells in enumerate(headings) if len(by_name.keys() & set(cells)) >= 2), None)
    if at is None:
        raise unreadable(
            name, "Rubrikraden saknas.", f"En av de första raderna ska ha {', '.join(columns)}. Hämta mallen igen."
        )
    where: dict[str, int] = {}
    for i, cell in enumerate(headings[at]):
        if (column := by_name.get(cell)) is not None:
            if column in where:
                raise unreadable(
                    name, f"Rubriken ”{column}” finns två gånger.", "Ta bort den ena kolumnen.", row=at + 1
                )
            where[column] = i
    if missing := [column for column in needed if column not in where]:
        raise unreadable(name, f"Rubriken ”{missing[0]}” saknas.", "Hämta mallen igen och fyll i den.", row=at + 1)
    rows = []
    for number, cells in enumerate(lines[at + 1 :], at + 2):
        texts = {c: line(cells[i])[:_LONGEST] if i < len(cells) else "" for c, i in where.items()}
        for column, text in texts.items():
            if FAULT.fullmatch(text[:_LONGEST_HEADING].upper()) or text.startswith(NO_RESULT):
                remedy = "Skriv värdet i stället för formeln."
                findings.error("Cellen har en formel utan värde.", remedy, row=number, column=column, kind="formula")
        if any(texts.values()):
            rows.append({"row": number, "cells": texts})
    if len(rows) > MAX_ROWS:
        findings.error(f"Filen har {len(rows)} rader.", f"Dela den: högst {MAX_ROWS} rader åt gången.")
    if not rows:
        findings.error("Filen har inga rader under rubrikraden.", "Fyll i mallen, en rad för varje plats.")
    return {"rows": rows[:MAX_ROWS], "problems": [asdict(p) for p in findings.problems]}


def _lines(content: bytes, name: str, limits: Limits, findings: Findings) -> list[list[str]]:
    """A workbook is recognised by its first bytes, not by its name."""
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return read_lines(content, name, limits)
    if not content.strip():
        raise unreadable(name, "Filen är tom.", "Välj filen med svaren.")
    return split_rows(*without_separator_line(decode(content, name, findings), name))
