"""`spiral pupils synthetic`: SCB's files of made-up pupils, with the truth beside them."""

from __future__ import annotations

import argparse
import math
import os

from spiral.commands.arguments import folder, whole_number
from spiral.commands.output import Commands, fail

#: A nation's compulsory school.
_MOST_PUPILS = 1_200_000
_MOST_SEED = 999_999_999
_MOST_DIRTY = 0.5
_USUAL_DIRTY = 0.002


def add_synthetic(kinds: Commands) -> None:
    synthetic = kinds.add_parser("synthetic", help="skriv SCB:s filer för en påhittad region, med facit")
    synthetic.add_argument(
        "--seed", type=whole_number(0, _MOST_SEED), required=True, metavar="TAL", help="samma frö ger samma filer"
    )
    synthetic.add_argument(
        "--owner", default="all", metavar="KOD", help="en påhittad kommuns kod, eller all för alla femton"
    )
    synthetic.add_argument(
        "--pupils", type=whole_number(1, _MOST_PUPILS), required=True, metavar="ANTAL", help="elever i hela regionen"
    )
    synthetic.add_argument("--out", type=folder, required=True, metavar="MAPP", help="en ny eller tom mapp")
    synthetic.add_argument(
        "--years",
        type=whole_number(0, 9_999),
        nargs="+",
        default=(),
        metavar="ÅR",
        help="vårterminer som filerna är från; utan val tre, så att en årskull följs genom årskurs 3, 6 och 9",
    )
    synthetic.add_argument(
        "--dirty",
        type=_share,
        default=_USUAL_DIRTY,
        metavar="ANDEL",
        help=f"andel rader som görs felaktiga, från 0 till {_MOST_DIRTY}".replace(".", ","),
    )
    synthetic.set_defaults(run=_synthetic)


def _share(text: str) -> float:
    """A kind of value: a share, with point or comma."""
    try:
        share = float(text[:40].replace(",", ".")) if text.isascii() else math.nan
    except ValueError:
        share = math.nan
    if not 0 <= share <= _MOST_DIRTY:
        raise argparse.ArgumentTypeError(f"”{text[:40]}” går inte, skriv en andel från 0 till 0,5")
    return share


def _synthetic(args: argparse.Namespace) -> int:
    """Write the folder; 2 for a wrong call."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from spiral.sources.pupils.synthetic.drawing import (
        EARLIEST,
        MOST_OF_A_COHORT,
        SyntheticOrder,
        newest_year,
        usual_years,
    )
    from spiral.sources.pupils.synthetic.region import municipality_codes
    from spiral.sources.pupils.synthetic.writing import ALL, NOTICE, write_synthetic
    from spiral.sources.snapshot.files import BrokenSnapshot, open_snapshot

    newest, codes = newest_year(), municipality_codes()
    if args.owner not in {ALL, *codes}:
        said = args.owner[:40]
        return fail(f"--owner: ”{said}” finns inte. Skriv all, eller en kod från {codes[0]} till {codes[-1]}.", code=2)
    years = tuple(sorted(set(args.years))) or usual_years()
    if strange := [year for year in years if not newest - EARLIEST <= year <= newest]:
        return fail(f"--years: {strange[0]} går inte. Skriv år från {newest - EARLIEST} till {newest}.", code=2)
    order = SyntheticOrder(args.seed, args.pupils, years)
    if max(order.cohorts.values()) > MOST_OF_A_COHORT:
        most = MOST_OF_A_COHORT * len(order.cohorts)
        return fail(f"--pupils: med de åren får regionen ha högst {most} elever. Skriv färre, eller fler år.", code=2)
    if args.out.exists() and any(args.out.iterdir()):
        return fail(f"{args.out} är inte tom. Skriv namnet på en ny mapp.", code=2)
    try:
        observations = open_snapshot().skolverket
    except BrokenSnapshot as error:
        return fail(str(error))
    written = write_synthetic(order, args.owner, args.dirty, observations, args.out)
    print(f"{NOTICE}: {written.rows} rader i {written.files} filer i {args.out}. {written.dirty} rader är felaktiga.")
    print(f"Facit ligger bredvid. Läs {args.out / 'README.txt'}.")
    return 0
