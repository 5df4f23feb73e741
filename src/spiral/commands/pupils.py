"""`spiral pupils …`: SCB's files checked before they are sent, and what they say. Nothing is stored by these."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiral.commands.arguments import path
from spiral.commands.output import Commands
from spiral.sources.reading.system_errors import reason

if TYPE_CHECKING:
    from spiral.sources.pupils.check import Checked

_OK, _WITH_ERRORS, _UNRECOGNISED = 0, 1, 2


def add_pupils(commands: Commands) -> None:
    pupils = commands.add_parser("pupils", help="elevernas filer till SCB: kontrollera dem och räkna på dem")
    kinds = pupils.add_subparsers(required=True, metavar="ÅTGÄRD")
    check = kinds.add_parser("check", help="kontrollera filerna innan de skickas till SCB")
    check.add_argument("files", type=path, nargs="+", metavar="FIL")
    check.add_argument("--json", action="store_true", help="skriv alla problem som JSON")
    check.set_defaults(run=_check)


def _checked(files: list[Path]) -> list[Checked]:
    """Every file checked, in the order given."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no linear algebra here: threads would cost more than the check
    from spiral.sources.pupils.check import check, check_together, unreadable

    checked = []
    for file in files:
        try:
            checked.append(check(str(file), file.read_bytes()))
        except OSError as error:
            checked.append(unreadable(str(file), reason(error)))
    return check_together(checked)


def _check(args: argparse.Namespace) -> int:
    """Print what SCB would say of the files; 0 for nothing, 1 for errors, 2 for a file of no survey."""
    files = _checked(args.files)
    if args.json:
        _print_json({"ok": all(file.ok for file in files), "files": [_as_json(file) for file in files]})
    else:
        from spiral.sources.pupils.report import as_text

        print("\n".join(as_text(file) for file in files))
    return max(_UNRECOGNISED if file.survey is None else _OK if file.ok else _WITH_ERRORS for file in files)


def _as_json(file: Checked) -> dict[str, Any]:
    return {
        "file": file.file,
        "survey": file.survey,
        "year": file.year,
        "rows": file.rows,
        "units": list(file.units),
        "problems": [
            {
                "row": problem.row,
                "column": problem.column or None,
                "code": problem.code,
                "severity": problem.severity.value,
                "message": problem.message,
                "remedy": problem.remedy,
            }
            for problem in file.problems
        ],
    }


def _print_json(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()
