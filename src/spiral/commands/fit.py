"""`spiral fit`: the mixed model, fitted and told."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING, Any

from spiral.commands.arguments import add_data_options, column_and_value, folder, output, path, whole_number
from spiral.commands.effects_file import effects_table, written
from spiral.commands.fit_bootstrap import add_bootstrap, bootstrapped
from spiral.commands.output import Commands, fail, problem_sentence, write_whole
from spiral.commands.predictions_file import PredictionsFileError, write_predictions, wrong_call
from spiral.commands.statistics_file import StatisticsFileError, read_statistics
from spiral.commands.table_file import KINDS

if TYPE_CHECKING:
    from spiral.engine.mixed import Bootstrap, CorrectedFit, Effects, Fit
    from spiral.engine.mixed.binary.fit import BinaryFit


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
    add_data_options(command)
    command.set_defaults(run=_fit)


def _fit(args: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: threads only get in each other's way
    from spiral.engine.mixed import ModelError
    from spiral.sources.tables.opening import TableOpenError, open_table

    if args.output and args.output.suffix.casefold() not in KINDS:
        return fail(f"{args.output}: ett filnamn för effekterna ska sluta på {', '.join(KINDS)}.", code=2)
    if wrong := wrong_call(args):
        return fail(wrong, code=2)
    if not args.moments and not (args.formula and args.data):
        return fail("Ange FORMEL och DATA, eller --moments FIL.", code=2)
    if args.seed is not None and not args.bootstrap:
        return fail("--seed hör till --bootstrap: skriv båda.", code=2)
    try:
        other = open_table(str(args.new)) if args.new else None
        result, corrected, table = _fitted(args)
        refits = bootstrapped(args, corrected or result)
        said = write_predictions(args, result, other if args.new else table) if args.predictions else ""
    except (ModelError, TableOpenError, StatisticsFileError, PredictionsFileError) as problem:
        return fail(problem_sentence(problem))
    result = corrected.fit if corrected else result
    _print(args, result, corrected, refits)
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


def _fitted(args: argparse.Namespace) -> tuple[Fit | BinaryFit, CorrectedFit | None, Any]:
    """(fit, the same corrected for measurement error if that was asked for, its rows if there are any). Raises
    ModelError, TableOpenError, StatisticsFileError."""
    from spiral.engine.mixed import fit, merge
    from spiral.sources.tables.opening import open_table

    if args.moments:
        return fit(merge([read_statistics(name) for name in args.moments]), method=args.method), None, None
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
    return result, _corrected(args, result, table), table


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


def _print(
    args: argparse.Namespace, result: Fit | BinaryFit, corrected: CorrectedFit | None, refits: Bootstrap | None
) -> None:
    """What was found, in words or as JSON."""
    from spiral.engine.mixed.bootstrap.rows import bootstrap_document
    from spiral.engine.mixed.document import json_pieces
    from spiral.exchange.wording import sentence
    from spiral.exchange.wording.bootstrap_table import bootstrap_table
    from spiral.exchange.wording.effects_table import effects_tables
    from spiral.exchange.wording.report import report

    if args.json:
        beside: dict[str, Any] = {"warnings": [sentence(warning, args.language) for warning in result.warnings]}
        beside |= {"bootstrap": bootstrap_document(refits)} if refits else {}
        sys.stdout.writelines(json_pieces((corrected or result).document() | beside))
        print()
        return
    print(report(result, args.language))
    if args.effects:
        is_trials = result.spec.family == "binomial" and bool(result.spec.weights)
        print(f"\n{effects_tables(result.effects(), args.language, is_trials=is_trials)}")
    if refits:
        print(f"\n{bootstrap_table(refits, args.language)}")
    if corrected:
        print(f"\n{sentence(corrected.said, args.language)}")


def _paths(result: Fit | BinaryFit) -> dict[str, Effects]:
    """The path sums, where there is more than one nested level."""
    return result.paths() if len(result.spec.levels) > 1 else {}
