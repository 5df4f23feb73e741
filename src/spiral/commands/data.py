"""`spiral snapshot build` and `spiral fetch`: the open data, from files or from the sources' services."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from spiral.commands.arguments import address, path
from spiral.commands.output import Commands, fail
from spiral.sources.reading.system_errors import reason


def add_snapshot(commands: Commands) -> None:
    snapshot = commands.add_parser("snapshot", help="ögonblicksbilden av öppna data")
    build = snapshot.add_subparsers(required=True, metavar="ÅTGÄRD").add_parser(
        "build", help="bygg den från originalen"
    )
    build.add_argument("--from", dest="source", type=path, required=True, metavar="MAPP", help="originalfilerna")
    build.add_argument("--to", dest="target", type=path, required=True, metavar="MAPP", help="där den ska ligga")
    build.set_defaults(run=_snapshot_build)


def _snapshot_build(args: argparse.Namespace) -> int:
    from spiral.sources.snapshot.build import build

    try:
        built = build(args.source, args.target)
    except OSError as error:
        return fail(f"Kan inte skriva till {args.target} ({reason(error)}). Välj en annan mapp.")
    return _report(built.written, built.problems, built.rows)


def add_fetch(commands: Commands) -> None:
    fetch = commands.add_parser("fetch", help="hämta öppna data från källornas tjänster")
    fetch.add_argument("source", choices=["kolada", "skolverket", "pxweb"], help="vilken källa")
    fetch.add_argument("--to", dest="target", type=path, default=Path("snapshot"), metavar="MAPP", help="vart")
    fetch.add_argument("--resume", action="store_true", help="fortsätt en avbruten hämtning")
    fetch.add_argument("--accept-shrink", action="append", default=[], metavar="SERIE", help="godta att serien krympt")
    fetch.add_argument("--base", type=address, metavar="ADRESS", help="en annan adress än källans egen")
    fetch.set_defaults(run=_fetch)


def _fetch(args: argparse.Namespace) -> int:
    from spiral.sources.live.polite import FetchStopped
    from spiral.sources.snapshot.fetch import fetch_from
    from spiral.sources.snapshot.files import BrokenSnapshot
    from spiral.sources.snapshot.refresh import FetchOrder

    order = FetchOrder(args.target, args.resume, frozenset(args.accept_shrink))
    try:
        fetched = fetch_from(args.source, order, base=args.base)
    except (FetchStopped, BrokenSnapshot) as stop:
        return fail(str(stop))
    except OSError as error:
        return fail(f"Kan inte skriva till {args.target} ({reason(error)}). Välj en annan mapp.")
    return _report(fetched.written, (*fetched.problems, *fetched.shrunk), fetched.rows)


def _report(written: bool, problems: Iterable[object], rows: dict[str, int]) -> int:
    for problem in problems:
        print(problem, file=sys.stderr)
    for name, count in rows.items():
        print(f"{name}: {count} rader")
    return 0 if written else fail("Inget skrevs: det som fanns ligger kvar.")
