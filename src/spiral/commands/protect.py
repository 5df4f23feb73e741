"""`spiral protect`: a table made elsewhere, put through the gate."""

from __future__ import annotations

import argparse
import json
import sys

from spiral.commands.arguments import path
from spiral.commands.output import Commands


def add_protect(commands: Commands) -> None:
    protect = commands.add_parser("protect", help="skydda en tabell: dölj det som går att räkna tillbaka till elever")
    protect.add_argument("table", type=path, metavar="TABLE.csv", help="en rad per inre cell: dimensioner, n och hits")
    protect.add_argument("--spec", type=path, required=True, metavar="SPEC.toml", help="dimensioner, marginaler")
    protect.add_argument("--json", action="store_true", help="skriv certifikat och celler som JSON")
    protect.set_defaults(run=_protect)


def _protect(args: argparse.Namespace) -> int:
    """Protect a table made elsewhere; nothing is printed of one that cannot be."""
    from spiral.engine.disclosure import Ledger, TableRefused, protect
    from spiral.exchange.wording.protected import as_text, problems, refusal_as_json, refusal_as_text
    from spiral.sources.tables.protect import ProtectTableError, read

    try:
        task = read(args.table, args.spec)
        protected = protect(task.table, Ledger(), task.rules)
    except ProtectTableError as error:
        print("\n".join(problems(error)), file=sys.stderr)
        return 1
    except TableRefused as refused:
        if args.json:
            print(json.dumps(refusal_as_json(refused), ensure_ascii=False, indent=1))
        print(refusal_as_text(refused), file=sys.stderr)
        return 1
    print(json.dumps(protected.as_json(), ensure_ascii=False, indent=1) if args.json else as_text(protected))
    return 0
