"""`spiral fit` and `spiral moments`: the mixed model."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spiral.commands.arguments import column_and_value, folder, output, path, whole_number
from spiral.commands.effects_file import effects_table, written
from spiral.commands.fit_bootstrap import add_bootstrap, bootstrapped
from spiral.commands.output import Commands, fail, write_whole
from spiral.commands.predictions_file import PredictionsFileError, write_predictions, wrong_call
from spiral.commands.table_file import KINDS

if TYPE_CHECKING:
    from spiral.engine.mixed import CorrectedFit, Effects, Fit, ModelSpec, Moments
    from spiral.engine.mixed.binary import BinaryFit


class StatisticsFileError(ValueError):
    """A file of statistics that cannot be used; the message names it."""


def add_fit(commands: Commands) -> None:
    command = commands.add_parser(
        "fit", help="skatta en flernivåmodell: spiral fit 'merit9 ~ merit6 + (1 | enhet)' FIL"
    )
    command.add_argument("formula", nargs="?", metavar="FORMEL", help="i lme4:s skrivsätt")
    command.add_argument("data", nargs="?", metavar="DATA", help="Parquet- eller CSV-fil, eller postgresql://…")
    command.add_argument(
        "--moments", nargs="+", type=path, metavar="FIL", help="skatta ur samlad statistik i stället för elevdata"
    )
    command.add_argument("--method", choices=["reml", "ml"], default="reml")
    command.add_argument("--nodes", type=whole_number(1, 100), help="noder i kvadraturen; 1 är Laplace (bara binomial)")
    error = command.add_mutually_exclusive_group()
    error.add_argument(
        "--reliability",
        type=column_and_value,
        metavar="KOLUMN=TAL",
        help="rätta för mätfel; i stället för TAL en kolumn",
    )
    error.add_argument(
        "--sem", type=column_and_value, metavar="KOLUMN=KOLUMN", help="mätfelets standardavvikelse (SEM)"
    )
    command.add_argument("--json", action="store_true", help="hela resultatet som JSON")
    command.add_argument("-o", "--output", type=output, metavar="FIL", help="effekterna som .parquet, .csv eller .xlsx")
    command.add_argument("--effects", action="store_true", help="visa varje grupp med intervall i en tabell")
    command.add_argument(
        "--pictures", type=folder, metavar="MAPP", help="gruppernas effekter, kvantiler och residualer som SVG och CSV"
    )
    command.add_argument(
        "--predictions", type=output, metavar="FIL", help="varje rads förutsägelse som .parquet, .csv eller .xlsx"
    )
    command.add_argument("--new", type=path, metavar="DATA", help="förutsäg raderna i en annan Parquet- eller CSV-fil")
    command.add_argument("--language", choices=["sv", "en"], default="sv")
    command.add_argument("--family", choices=["gaussian", "binomial"], default="gaussian")
    add_bootstrap(command)
    _add_data_options(command)
    command.set_defaults(run=_fit)


def add_moments(commands: Commands) -> None:
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
    command.add_argument(
        "--own-use", action="store_true", help="låt grupper med få elever stå som de är; filen får inte lämnas vidare"
    )
    command.add_argument("--sql", action="store_true", help="skriv ut frågorna som ställs")
    _add_data_options(command)
    command.set_defaults(run=_moments)


def _add_data_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("--weights", default="", metavar="KOLUMN", help="varje rads vikt, som weights i lme4")
    command.add_argument("--engine", choices=["duckdb", "postgres", "spark"], default="duckdb")
    command.add_argument("--table", metavar="NAMN", help="tabellens namn i PostgreSQL")
    command.add_argument(
        "--missing", choices=["drop", "category", "refuse"], default="drop", help="hur saknade värden hanteras"
    )


def _fit(args: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only get in each other's way
    from spiral.engine.mixed import ModelError, fit, merge
    from spiral.engine.mixed.bootstrap_rows import bootstrap_document
    from spiral.engine.mixed.document import json_pieces
    from spiral.exchange.wording import sentence
    from spiral.exchange.wording.bootstrap_table import bootstrap_table
    from spiral.exchange.wording.effects_table import effects_tables
    from spiral.exchange.wording.report import report
    from spiral.sources.tables.opening import TableOpenError, open_table

    if args.output and args.output.suffix.casefold() not in KINDS:
        return fail(f"{args.output}: ett filnamn för effekterna ska sluta på {', '.join(KINDS)}.", code=2)
    if wrong := wrong_call(args):
        return fail(wrong, code=2)
    if args.seed is not None and not args.bootstrap:
        return fail("--seed hör till --bootstrap: skriv båda.", code=2)
    try:
        corrected = table = None
        other = open_table(str(args.new)) if args.new else None
        if args.moments:
            parts = [_statistics(name) for name in args.moments]
            result = fit(merge(parts), method=args.method)
        elif args.formula and args.data:
            table = open_table(args.data, engine=args.engine, table=args.table)
            result = fit(
                args.formula,
                table,
                method=args.method,
                family=args.family,
                nodes=args.nodes,
                weights=args.weights,
                missing=args.missing,
                blocks="owner" if args.reliability or args.sem else "total",
            )
            corrected = _corrected(args, result, table)
        else:
            return fail("Ange FORMEL och DATA, eller --moments FIL.", code=2)
        refits = bootstrapped(args, corrected or result)
        predicted = other if args.new else table
        said = write_predictions(args, result, predicted) if args.predictions else ""
    except (ModelError, TableOpenError, StatisticsFileError, PredictionsFileError) as problem:
        return fail(_problem_sentence(problem))
    if corrected:
        result = corrected.fit
    if args.json:
        beside: dict[str, Any] = {"warnings": [sentence(warning, args.language) for warning in result.warnings]}
        beside |= {"bootstrap": bootstrap_document(refits)} if refits else {}
        sys.stdout.writelines(json_pieces((corrected or result).document() | beside))
        print()
    else:
        print(report(result, args.language))
    if args.effects and not args.json:
        print(f"\n{effects_tables(result.effects(), args.language)}")
    if refits and not args.json:
        print(f"\n{bootstrap_table(refits, args.language)}")
    if corrected and not args.json:
        print(f"\n{sentence(corrected.said, args.language)}")
    if said:
        print(said if args.json else f"\n{said}", file=sys.stderr if args.json else sys.stdout)
    if args.output:
        write_whole(
            args.output, written(effects_table({"effect": result.effects(), "path": _paths(result)}), args.output)
        )
    if args.pictures:
        from spiral.commands.fit_pictures import write_pictures

        return write_pictures(args.pictures, result, table, args.language, aside=args.json)
    return 0


def _paths(result: Fit | BinaryFit) -> dict[str, Effects]:
    """The path sums, where there is more than one nested level."""
    return result.paths() if len(result.spec.levels) > 1 else {}


def _corrected(args: argparse.Namespace, result: Fit | BinaryFit, table: object) -> CorrectedFit | None:
    """The fit corrected for measurement error, where that was asked for. Raises ModelError."""
    from spiral.engine.mixed import Fit, ModelError, correct

    asked = args.reliability or args.sem
    if not asked:
        return None
    if not isinstance(result, Fit):
        raise ModelError("correction_needs_nested")
    column, value = asked
    if args.sem:
        return correct(result, column, error_sd=str(value), data=table)
    return correct(result, column, value, data=table)


def _problem_sentence(problem: ValueError) -> str:
    from spiral.engine.message import EngineError
    from spiral.exchange.wording import sentence

    return sentence(problem) if isinstance(problem, EngineError) else str(problem)


def _moments(args: argparse.Namespace) -> int:
    from spiral.engine.mixed import ModelError, ModelSpec, collect, put_small_together, sql, write_moments
    from spiral.exchange.wording import sentence
    from spiral.sources.tables.opening import TableOpenError, open_table

    try:
        spec = _spec(args, ModelSpec)
        table = open_table(args.data, engine=args.engine, table=args.table)
        if args.sql:
            print("\n\n".join(f"-- {name}\n{text}" for name, text in sql(spec, table).items()))
        moments = _own(collect(spec, table)) if args.own_use else put_small_together(collect(spec, table))
        document = write_moments(moments)
    except (ModelError, TableOpenError, StatisticsFileError) as problem:
        return fail(_problem_sentence(problem))
    write_whole(args.output, json.dumps(document, ensure_ascii=False))
    print(f"{args.output}: {moments.size} elever i {len(moments.n)} grupper, specifikation {moments.spec.hash[:12]}")
    print("\n".join(sentence(remark) for remark in moments.remarks), end="\n" if moments.remarks else "")
    return 0


def _own(moments: Moments) -> Moments:
    """Statistics for own use, whose file says so."""
    from spiral.engine.mixed import own_use_warning
    from spiral.exchange.wording import sentence

    return replace(moments, own_use=sentence(own_use_warning(moments)))


def _spec(args: argparse.Namespace, kind: type[ModelSpec]) -> ModelSpec:
    if args.spec:
        return _statistics(args.spec).spec
    return kind.from_formula(args.formula, missing=args.missing, fixed_point=args.fixed_point, weights=args.weights)


def _statistics(name: Path) -> Moments:
    """The statistics in a file. Raises StatisticsFileError, which names the file."""
    from spiral.engine.mixed import ModelError, read_moments
    from spiral.engine.mixed.moments_document import LARGEST, parse

    try:
        with name.open("rb") as file:
            content = file.read(LARGEST + 1)  # no further, whatever its end: a device has none
        return read_moments(parse(content))
    except OSError as problem:
        raise StatisticsFileError(f"Filen {name} går inte att öppna.") from problem
    except ModelError as problem:
        raise StatisticsFileError(f"{name}: {_problem_sentence(problem)}") from problem
