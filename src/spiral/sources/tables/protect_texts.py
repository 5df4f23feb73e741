"""A table to protect and its description, taken apart: CSV into lines of cells, TOML into a value. Run in a child."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from typing import Any

from spiral.sources.reading.delimited import MAX_CELL, unreadable, without_separator_line
from spiral.sources.reading.limits import Limits
from spiral.sources.reading.settings_file import fault_place


def read_texts(content: bytes, name: str, limits: Limits, spec: str, spec_name: str) -> dict[str, Any]:
    """Both texts taken apart: ``spec`` as a value, ``lines`` as (line of the file, cells) with the heading first, and
    ``broken``, where the table stops being CSV. Run in the child. Raises Unreadable."""
    try:
        description = json.loads(json.dumps(tomllib.loads(spec.replace("\r\n", "\n")), default=str))
    except tomllib.TOMLDecodeError as error:
        raise unreadable(spec_name, f"filen är inte skriven som TOML{fault_place(str(error))}.", "") from error
    text = content.decode()
    if not text.strip():
        raise unreadable(name, "filen är tom.", "")
    csv.field_size_limit(MAX_CELL)
    text, _file, delimiter = without_separator_line(text, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[tuple[int, list[str]]] = []
    broken = None
    try:
        for cells in reader:
            if cells:
                lines.append((reader.line_num, cells))
    except csv.Error:
        broken = (reader.line_num, "citattecken som inte stängs, eller en mycket lång cell")
    return {"spec": description, "lines": lines, "broken": broken}
