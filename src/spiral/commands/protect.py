"""`spiral protect`: tables made elsewhere, put through the gate, together and beside what was published before."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING

from spiral.commands.arguments import path
from spiral.commands.output import Commands, fail

if TYPE_CHECKING:
    from spiral.engine.disclosure import ProtectedTable, Publication
    from spiral.sources.tables.protect import ProtectionTask


def add_protect(commands: Commands) -> None:
    protect = commands.add_parser("protect", help="skydda tabeller: dölj det som går att räkna tillbaka till elever")
    protect.add_argument(
        "tables", type=path, nargs="+", metavar="TABLE.csv", help="en rad per inre cell: dimensioner, n och hits"
    )
    protect.add_argument(
        "--spec",
        type=path,
        action="append",
        required=True,
        metavar="SPEC.toml",
        help="dimensioner, marginaler: en för alla tabeller, eller --spec en gång för varje",
    )
    protect.add_argument("--ledger", type=path, metavar="FIL", help="det som är publicerat: läses, och växer")
    protect.add_argument("--json", action="store_true", help="skriv certifikat och celler som JSON")
    protect.set_defaults(run=_protect)


def _protect(args: argparse.Namespace) -> int:
    """Protect tables made elsewhere; nothing is printed of one that cannot be, nor before the ledger has it."""
    from spiral.engine.disclosure import TableRefused
    from spiral.exchange.wording.protected import problems, refusal_as_json, refusal_as_text
    from spiral.sources.tables.ledger_file import LedgerFileError, opened
    from spiral.sources.tables.protect import ProtectTableError, read_all

    try:
        tasks = read_all(args.tables, args.spec)
        with opened(args.ledger) if args.ledger else nullcontext() as ledger:
            protected, editions = _protected(tasks, ledger.editions if ledger else ())
            if ledger:
                ledger.add(editions)
                tables = "1 tabell" if len(ledger.editions) == 1 else f"{len(ledger.editions)} tabeller"
                said = f"Liggaren {args.ledger} har {tables}, sigill {ledger.seal[:12]}."
    except ProtectTableError as error:
        return fail("\n".join(problems(error)))
    except LedgerFileError as error:
        return fail(str(error))
    except TableRefused as refused:
        if args.json:
            print(json.dumps(refusal_as_json(refused), ensure_ascii=False, indent=1))
        return fail(refusal_as_text(refused))
    _print(protected, as_json=args.json)
    if args.ledger:
        print(said, file=sys.stderr)
    return 0


def _protected(
    tasks: dict[str, ProtectionTask], published: tuple[Publication, ...]
) -> tuple[dict[str, ProtectedTable], list[Publication]]:
    """Every table protected beside those of its family, by name, and the editions that the ledger gets."""
    from spiral.engine.disclosure import Publication, protect_together

    protected: dict[str, ProtectedTable] = {}
    for family in dict.fromkeys(task.family for task in tasks.values()):
        together = {name: task for name, task in tasks.items() if task.family == family}
        tables = {name: task.table for name, task in together.items()}
        before = [edition for edition in published if edition.family == family]
        protected |= protect_together(tables, before, next(iter(together.values())).rules)
    editions = [Publication.of(name, task.family, task.table, protected[name]) for name, task in tasks.items()]
    return {name: protected[name] for name in tasks}, editions


def _print(protected: dict[str, ProtectedTable], *, as_json: bool) -> None:
    from spiral.exchange.wording.protected import as_text

    if as_json:
        documents = {name: table.as_json() for name, table in protected.items()}
        only = next(iter(documents.values()))
        tables = {"tables": [{"table": name, **document} for name, document in documents.items()]}
        print(json.dumps(only if len(documents) == 1 else tables, ensure_ascii=False, indent=1))
    elif len(protected) == 1:
        print(as_text(next(iter(protected.values()))))
    else:
        print("\n\n".join(f"{name}\n{as_text(table)}" for name, table in protected.items()))
