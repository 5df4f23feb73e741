"""`spiral …`: thin; every command is one call, and heavy imports wait until their command runs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spiral", description="Systematiskt kvalitetsarbete över kommungränserna")
    commands = parser.add_subparsers(title="kommandon", required=True, metavar="KOMMANDO")
    _add_snapshot(commands)
    _add_fetch(commands)
    _add_protect(commands)
    return parser


def _add_snapshot(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    snapshot = commands.add_parser("snapshot", help="ögonblicksbilden av öppna data")
    build = snapshot.add_subparsers(required=True, metavar="ÅTGÄRD").add_parser(
        "build", help="bygg den från originalen"
    )
    build.add_argument("--from", dest="source", type=Path, required=True, metavar="MAPP", help="originalfilerna")
    build.add_argument("--to", dest="target", type=Path, required=True, metavar="MAPP", help="där den ska ligga")
    build.set_defaults(run=_snapshot_build)


def _snapshot_build(args: argparse.Namespace) -> int:
    from spiral.sources.build import build

    try:
        built = build(args.source, args.target)
    except OSError as error:
        return _stopped(f"Kan inte skriva till {args.target} ({error.strerror}). Välj en annan mapp.")
    return _told(built.written, built.problems, built.rows)


def _add_fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fetch = commands.add_parser("fetch", help="hämta öppna data från källornas tjänster")
    fetch.add_argument("source", choices=["kolada", "skolverket"], help="vilken källa")
    fetch.add_argument("--to", dest="target", type=Path, default=Path("snapshot"), metavar="MAPP", help="vart")
    fetch.add_argument("--resume", action="store_true", help="fortsätt en avbruten hämtning")
    fetch.add_argument("--accept-shrink", action="append", default=[], metavar="SERIE", help="godta att serien krympt")
    fetch.add_argument("--base", metavar="ADRESS", help="en annan adress än källans egen")
    fetch.set_defaults(run=_fetch)


def _fetch(args: argparse.Namespace) -> int:
    from spiral.sources.fetch import fetch_from
    from spiral.sources.polite import FetchStopped
    from spiral.sources.refresh import Order
    from spiral.sources.snapshot import BrokenSnapshot

    order = Order(args.target, args.resume, frozenset(args.accept_shrink))
    try:
        fetched = fetch_from(args.source, order, base=args.base)
    except (FetchStopped, BrokenSnapshot) as stop:
        return _stopped(str(stop))
    except OSError as error:
        return _stopped(f"Kan inte skriva till {args.target} ({error.strerror}). Välj en annan mapp.")
    return _told(fetched.written, (*fetched.problems, *fetched.shrunk), fetched.rows)


def _told(written: bool, problems: Iterable[object], rows: dict[str, int]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    for name, count in rows.items():
        print(f"{name}: {count} rader")
    return 0 if written else _stopped("Inget skrevs: det som fanns ligger kvar.")


def _stopped(why: str) -> int:
    print(why, file=sys.stderr)
    return 1


def _add_protect(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    protect = commands.add_parser("protect", help="skydda en tabell: dölj det som går att räkna tillbaka till elever")
    protect.add_argument("table", type=Path, metavar="TABLE.csv", help="en rad per inre cell: dimensioner, n och hits")
    protect.add_argument("--spec", type=Path, required=True, metavar="SPEC.toml", help="dimensioner, marginaler")
    protect.add_argument("--json", action="store_true", help="skriv certifikat och celler som JSON")
    protect.set_defaults(run=_protect)


def _protect(args: argparse.Namespace) -> int:
    """Protect a table made elsewhere; nothing is printed of one that cannot be."""
    from spiral.engine.disclosure import Ledger, Refused, protect
    from spiral.engine.disclosure.report import as_text, refusal_as_json, refusal_as_text
    from spiral.sources.protect_tables import ProtectTableError, read

    try:
        given = read(args.table, args.spec)
        protected = protect(given.table, Ledger(), given.rules)
    except ProtectTableError as error:
        print(error, file=sys.stderr)
        return 1
    except Refused as refused:
        if args.json:
            print(json.dumps(refusal_as_json(refused), ensure_ascii=False, indent=1))
        print(refusal_as_text(refused), file=sys.stderr)
        return 1
    print(json.dumps(protected.as_json(), ensure_ascii=False, indent=1) if args.json else as_text(protected))
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when the input was wrong, 2 when the call was."""
    args = _parser().parse_args(argv)
    return int(args.run(args) or 0)


if __name__ == "__main__":
    sys.exit(main())
