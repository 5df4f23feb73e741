"""`spiral moments`: an owner's statistics, from which the mixed model can be fitted without pupils' records."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from spiral.commands.arguments import add_data_options, output, path
from spiral.commands.output import Commands, fail, problem_sentence, write_whole
from spiral.commands.statistics_file import StatisticsFileError, read_statistics

if TYPE_CHECKING:
    from spiral.engine.mixed import ModelSpec, Moments


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
    add_data_options(command)
    command.set_defaults(run=_moments)


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
        return fail(problem_sentence(problem))
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
        return read_statistics(args.spec).spec
    return kind.from_formula(args.formula, missing=args.missing, fixed_point=args.fixed_point, weights=args.weights)
