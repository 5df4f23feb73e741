"""`spiral …`: thin; every command is one call, and heavy imports wait until their command runs."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spiral.engine.mixed import ModelSpec


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spiral", description="Systematiskt kvalitetsarbete över kommungränserna")
    commands = parser.add_subparsers(title="kommandon", required=True, metavar="KOMMANDO")
    _add_fit(commands)
    _add_moments(commands)
    return parser


def _add_fit(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "fit", help="skatta en flernivåmodell: spiral fit 'merit9 ~ merit6 + (1 | enhet)' FIL"
    )
    command.add_argument("formula", nargs="?", metavar="FORMEL", help="i lme4:s skrivsätt")
    command.add_argument("data", nargs="?", metavar="DATA", help="Parquet- eller CSV-fil, eller postgresql://…")
    command.add_argument(
        "--moments", nargs="+", metavar="FIL", help="skatta ur samlad statistik i stället för elevdata"
    )
    command.add_argument("--method", choices=["reml", "ml"], default="reml")
    command.add_argument("--nodes", type=int, default=9, help="noder i kvadraturen; 1 är Laplace (bara binomial)")
    command.add_argument("--json", action="store_true", help="hela resultatet som JSON")
    command.add_argument("--language", choices=["sv", "en"], default="sv")
    command.add_argument("--family", choices=["gaussian", "binomial"], default="gaussian")
    _add_data_options(command)
    command.set_defaults(run=_fit)


def _add_moments(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("moments", help="samla statistik som räcker för modellen, utan elevernas uppgifter")
    command.add_argument("formula", metavar="FORMEL")
    command.add_argument("data", metavar="DATA")
    command.add_argument("-o", "--output", required=True, metavar="FIL")
    command.add_argument("--spec", metavar="FIL", help="samla enligt specifikationen i en annan statistikfil")
    command.add_argument(
        "--fixed-point", action="store_true", help="heltalssummor, lika bit för bit i vilken ordning som helst"
    )
    command.add_argument("--sql", action="store_true", help="skriv ut frågorna som ställs")
    _add_data_options(command)
    command.set_defaults(run=_moments)


def _add_data_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--engine", choices=["duckdb", "postgres", "spark"], default="duckdb")
    command.add_argument("--table", metavar="NAMN", help="tabellens namn i PostgreSQL")
    command.add_argument(
        "--missing", choices=["drop", "category", "refuse"], default="drop", help="hur saknade värden hanteras"
    )


def _fit(args: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only get in each other's way
    from spiral.engine.mixed import ModelError, Moments, fit, merge
    from spiral.sources.tables import TableError, open_table

    try:
        if args.moments:
            parts = [Moments.from_json(_read_json(name)) for name in args.moments]
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
    from spiral.engine.mixed import ModelError, ModelSpec, collect, sql
    from spiral.sources.tables import TableError, open_table

    try:
        spec = _spec(args, ModelSpec)
        table = open_table(args.data, engine=args.engine, table=args.table)
        if args.sql:
            print("\n\n".join(f"-- {name}\n{text}" for name, text in sql(spec, table).items()))
        moments = collect(spec, table)
    except (ModelError, TableError) as problem:
        return _fail(str(problem))
    Path(args.output).write_text(json.dumps(moments.to_json(), ensure_ascii=False), encoding="utf-8")
    print(f"{args.output}: {moments.size} elever i {len(moments.n)} grupper, specifikation {moments.spec.hash[:12]}")
    return 0


def _spec(args: argparse.Namespace, kind: type[ModelSpec]) -> ModelSpec:
    if args.spec:
        return kind.from_json(_read_json(args.spec)["spec"])
    return kind.from_formula(args.formula, missing=args.missing, fixed_point=args.fixed_point)


def _read_json(name: str) -> dict[str, Any]:
    from spiral.engine.mixed import ModelError

    try:
        document: dict[str, Any] = json.loads(Path(name).read_text(encoding="utf-8"))
    except OSError as problem:
        raise ModelError(f"Filen {name} går inte att öppna.") from problem
    except ValueError as problem:
        raise ModelError(f"Filen {name} är inte JSON: samla om statistiken.") from problem
    return document


def _fail(message: str, code: int = 1) -> int:
    print(message, file=sys.stderr)
    return code


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when the input was wrong, 2 when the call was."""
    args = _parser().parse_args(argv)
    return int(args.run(args) or 0)


if __name__ == "__main__":
    sys.exit(main())
