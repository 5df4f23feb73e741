"""`spiral …`: thin; every command is one call, and heavy imports wait until their command runs."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from spiral.arguments import Parser, address, output, path, whole

if TYPE_CHECKING:
    from spiral.engine.mixed import ModelSpec, Moments


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="spiral", description="Systematiskt kvalitetsarbete över kommungränserna")
    commands = parser.add_subparsers(title="kommandon", required=True, metavar="KOMMANDO")
    _add_snapshot(commands)
    _add_fetch(commands)
    _add_protect(commands)
    _add_fit(commands)
    _add_moments(commands)
    _add_minutes(commands)
    _add_audit(commands)
    return parser


def _add_snapshot(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    snapshot = commands.add_parser("snapshot", help="ögonblicksbilden av öppna data")
    build = snapshot.add_subparsers(required=True, metavar="ÅTGÄRD").add_parser(
        "build", help="bygg den från originalen"
    )
    build.add_argument("--from", dest="source", type=path, required=True, metavar="MAPP", help="originalfilerna")
    build.add_argument("--to", dest="target", type=path, required=True, metavar="MAPP", help="där den ska ligga")
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
    fetch.add_argument("--to", dest="target", type=path, default=Path("snapshot"), metavar="MAPP", help="vart")
    fetch.add_argument("--resume", action="store_true", help="fortsätt en avbruten hämtning")
    fetch.add_argument("--accept-shrink", action="append", default=[], metavar="SERIE", help="godta att serien krympt")
    fetch.add_argument("--base", type=address, metavar="ADRESS", help="en annan adress än källans egen")
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
    protect.add_argument("table", type=path, metavar="TABLE.csv", help="en rad per inre cell: dimensioner, n och hits")
    protect.add_argument("--spec", type=path, required=True, metavar="SPEC.toml", help="dimensioner, marginaler")
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


def _add_fit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "fit", help="skatta en flernivåmodell: spiral fit 'merit9 ~ merit6 + (1 | enhet)' FIL"
    )
    command.add_argument("formula", nargs="?", metavar="FORMEL", help="i lme4:s skrivsätt")
    command.add_argument("data", nargs="?", metavar="DATA", help="Parquet- eller CSV-fil, eller postgresql://…")
    command.add_argument(
        "--moments", nargs="+", type=path, metavar="FIL", help="skatta ur samlad statistik i stället för elevdata"
    )
    command.add_argument("--method", choices=["reml", "ml"], default="reml")
    command.add_argument(
        "--nodes", type=whole(1, 100), default=9, help="noder i kvadraturen; 1 är Laplace (bara binomial)"
    )
    command.add_argument("--json", action="store_true", help="hela resultatet som JSON")
    command.add_argument("--language", choices=["sv", "en"], default="sv")
    command.add_argument("--family", choices=["gaussian", "binomial"], default="gaussian")
    _add_data_options(command)
    command.set_defaults(run=_fit)


def _add_moments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("moments", help="samla statistik som räcker för modellen, utan elevernas uppgifter")
    command.add_argument("formula", metavar="FORMEL")
    command.add_argument("data", metavar="DATA")
    command.add_argument("-o", "--output", type=output, required=True, metavar="FIL")
    command.add_argument(
        "--spec", type=path, metavar="FIL", help="samla enligt specifikationen i en annan statistikfil"
    )
    command.add_argument(
        "--fixed-point", action="store_true", help="heltalssummor, lika bit för bit i vilken ordning som helst"
    )
    command.add_argument("--sql", action="store_true", help="skriv ut frågorna som ställs")
    _add_data_options(command)
    command.set_defaults(run=_moments)


def _add_minutes(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("minutes", help="läs gamla minnesanteckningar: text, Markdown, Word eller PDF")
    command.add_argument("file", type=path, metavar="FIL")
    command.add_argument("--json", action="store_true", help="skriv det som förstods som JSON")
    command.set_defaults(run=_minutes)


def _minutes(args: argparse.Namespace) -> int:
    """What was understood of minutes; nothing is stored."""
    from spiral.sources.minutes import Unreadable, read_minutes
    from spiral.sources.minutes.report import as_text
    from spiral.sources.snapshot import open_snapshot

    try:
        found = read_minutes(args.file.read_bytes(), args.file.name, open_snapshot().municipalities)
    except OSError as error:
        return _fail(f"Filen {args.file} går inte att öppna ({error.strerror}).")
    except Unreadable as problem:
        return _fail(str(problem))
    print(json.dumps(found.as_json(), ensure_ascii=False, indent=1) if args.json else as_text(found))
    return 0


def _add_data_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--engine", choices=["duckdb", "postgres", "spark"], default="duckdb")
    command.add_argument("--table", metavar="NAMN", help="tabellens namn i PostgreSQL")
    command.add_argument(
        "--missing", choices=["drop", "category", "refuse"], default="drop", help="hur saknade värden hanteras"
    )


def _fit(args: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only get in each other's way
    from spiral.engine.mixed import ModelError, fit, merge
    from spiral.sources.tables import TableError, open_table

    try:
        if args.moments:
            parts = [_statistics(name) for name in args.moments]
            result = fit(merge(parts), method=args.method)
        elif args.formula and args.data:
            table = open_table(args.data, engine=args.engine, table=args.table)
            result = fit(
                args.formula, table, method=args.method, family=args.family, nodes=args.nodes, missing=args.missing
            )
        else:
            return _fail("Ange FORMEL och DATA, eller --moments FIL.", code=2)
    except (ModelError, TableError) as problem:
        return _fail(str(problem))
    print(json.dumps(result.to_json(), ensure_ascii=False) if args.json else result.report(args.language))
    return 0


def _moments(args: argparse.Namespace) -> int:
    from spiral.engine.mixed import ModelError, ModelSpec, collect, sql, write_moments
    from spiral.sources.tables import TableError, open_table

    try:
        spec = _spec(args, ModelSpec)
        table = open_table(args.data, engine=args.engine, table=args.table)
        if args.sql:
            print("\n\n".join(f"-- {name}\n{text}" for name, text in sql(spec, table).items()))
        moments = collect(spec, table)
    except (ModelError, TableError) as problem:
        return _fail(str(problem))
    _write(args.output, json.dumps(write_moments(moments), ensure_ascii=False))
    print(f"{args.output}: {moments.size} elever i {len(moments.n)} grupper, specifikation {moments.spec.hash[:12]}")
    return 0


def _spec(args: argparse.Namespace, kind: type[ModelSpec]) -> ModelSpec:
    if args.spec:
        return _statistics(args.spec).spec
    return kind.from_formula(args.formula, missing=args.missing, fixed_point=args.fixed_point)


def _statistics(name: Path) -> Moments:
    """The statistics in a file; what is wrong with it is said with its name."""
    from spiral.engine.mixed import ModelError, read_moments
    from spiral.engine.mixed.moments_document import LARGEST, parse

    try:
        with name.open("rb") as file:
            content = file.read(LARGEST + 1)  # no further, whatever its end: a device has none
        return read_moments(parse(content))
    except OSError as problem:
        raise ModelError(f"Filen {name} går inte att öppna.") from problem
    except ModelError as problem:
        raise ModelError(f"{name}: {problem}") from problem


def _add_audit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    audit = commands.add_parser("audit", help="loggen: skriv ut dess slut, och kontrollera att den är hel")
    kinds = audit.add_subparsers(required=True, metavar="ÅTGÄRD")
    head = kinds.add_parser("head", help="skriv ut loggens slut, att spara utanför databasen")
    head.set_defaults(run=_audit_head)
    verify = kinds.add_parser("verify", help="kontrollera att loggen är hel")
    verify.add_argument("--anchor", type=path, metavar="FIL", help="det som spiral audit head skrev tidigare")
    verify.set_defaults(run=_audit_verify)


def _audit_head(args: argparse.Namespace) -> int:
    from spiral.audit_commands import DatabaseSilent, head

    try:
        print(head())
    except DatabaseSilent as silent:
        return _fail(str(silent))
    return 0


def _audit_verify(args: argparse.Namespace) -> int:
    from spiral.audit_commands import DatabaseSilent, verify
    from spiral.trust.audit.anchors import NoAnchor

    try:
        verdict = verify(args.anchor)
    except NoAnchor as wrong:
        return _fail(str(wrong), code=2)
    except DatabaseSilent as silent:
        return _fail(str(silent))
    print(verdict.sentence, file=sys.stdout if verdict.is_whole else sys.stderr)
    return 0 if verdict.is_whole else 1


def _write(place: Path, text: str) -> None:
    """The whole text at ``place``, or nothing there."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=place.parent, delete=False) as part:
        try:
            part.write(text)
            part.close()
            Path(part.name).replace(place)
        except BaseException:
            Path(part.name).unlink(missing_ok=True)
            raise


def _fail(message: str, code: int = 1) -> int:
    print(message, file=sys.stderr)
    return code


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when the input was wrong, 2 when the call was."""
    args = _parser().parse_args(argv)
    try:
        return int(args.run(args) or 0)
    except OSError as error:
        return _fail(f"{error.filename or 'Filen'} går inte att läsa eller skriva ({error.strerror or error}).", code=2)
    except (MemoryError, RecursionError):
        return _fail("Det som gavs är för stort för att räkna på.", code=1)
    except KeyboardInterrupt:
        return _fail("Avbrutet.", code=130)


if __name__ == "__main__":
    sys.exit(main())
