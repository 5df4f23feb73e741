"""The child that reads one file: ``python -m spiral.sources.reading.child``, a line of JSON and the file on its input.

It answers {"answer": …} or {"problem": …} on its output, once. Nothing else is printed, since what a
library prints may quote the file.
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from typing import Any

from spiral.sources.reading import limits
from spiral.sources.reading.problems import Problem, Unreadable

#: kind → module:function, called with (content, name, limits, **options).
READERS = {
    "minutes": "spiral.sources.minutes:read_document",
    "people": "spiral.sources.people.table:read_rows",
    "sheet": "spiral.sources.reading.workbook:read_columns",
    "template": "spiral.sources.tables.filled_template:read_rows",
    "settings": "spiral.sources.reading.settings_file:read_settings",
    "protect": "spiral.sources.tables.protect_texts:read_texts",
}


def answer(kind: str, content: bytes, name: str, given: limits.Limits, options: dict[str, Any]) -> dict[str, Any]:
    """What the reader says of the file: its answer, or the one problem."""
    module, _, function = READERS[kind].partition(":")
    try:
        return {"answer": getattr(importlib.import_module(module), function)(content, name, given, **options)}
    except Unreadable as refused:
        return {"problem": asdict(refused.problem)}
    except MemoryError:
        return {
            "problem": asdict(
                Problem(
                    name,
                    None,
                    "",
                    "Filen kräver mer minne än en fil får göra.",
                    "Ta bort bilder och tomma blad ur den, eller dela upp den, och försök igen.",
                )
            )
        }
    except RecursionError:
        return {
            "problem": asdict(
                Problem(
                    name,
                    None,
                    "",
                    "Filen är byggd i alldeles för många nivåer.",
                    "Spara om den i programmet som den kommer från.",
                )
            )
        }


def main() -> None:
    """Read the order and the file from stdin, hold to the limits, and write the answer to stdout."""
    order = json.loads(sys.stdin.buffer.readline())
    given = limits.Limits(**order["limits"])
    limits.apply(given)
    content = sys.stdin.buffer.read()
    output = json.dumps(answer(order["kind"], content, order["name"], given, order["options"]))
    sys.stdout.buffer.write(output.encode())


if __name__ == "__main__":
    main()
