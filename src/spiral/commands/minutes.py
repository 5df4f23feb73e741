"""`spiral minutes`: old minutes parsed, as text or JSON."""

from __future__ import annotations

import argparse
import json

from spiral.commands.arguments import path
from spiral.commands.output import Commands, fail
from spiral.sources.reading.system_errors import reason


def add_minutes(commands: Commands) -> None:
    command = commands.add_parser("minutes", help="läs gamla minnesanteckningar: text, Word, webbsida, mejl eller PDF")
    command.add_argument("file", type=path, metavar="FIL")
    command.add_argument("--json", action="store_true", help="skriv det som förstods som JSON")
    command.set_defaults(run=_minutes)


def _minutes(args: argparse.Namespace) -> int:
    """Print what was understood of minutes; nothing is stored."""
    from spiral.sources.minutes import Unreadable, read_minutes
    from spiral.sources.minutes.report import as_text
    from spiral.sources.snapshot.files import open_snapshot

    try:
        minutes = read_minutes(args.file.read_bytes(), args.file.name, open_snapshot().municipalities)
    except OSError as error:
        return fail(f"Filen {args.file} går inte att öppna ({reason(error)}).")
    except Unreadable as problem:
        return fail(str(problem))
    print(json.dumps(minutes.as_json(), ensure_ascii=False, indent=1) if args.json else as_text(minutes))
    return 0
