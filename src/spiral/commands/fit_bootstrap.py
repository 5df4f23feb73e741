"""`spiral fit --bootstrap`: its options, its progress, and what it says when it is stopped."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from spiral.commands.arguments import whole_number

if TYPE_CHECKING:
    from spiral.engine.mixed import Bootstrap, CorrectedFit, Fit
    from spiral.engine.mixed.binary.fit import BinaryFit

LEAST, MOST = 100, 10_000
SEED = 1
#: Seconds between two lines of progress.
PAUSE = 0.2


def add_bootstrap(command: argparse.ArgumentParser) -> None:
    """The options of a bootstrap."""
    command.add_argument(
        "--bootstrap",
        type=_draws,
        metavar="ANTAL",
        help=f"parametrisk bootstrap: skatta modellen på nytt så många gånger ({LEAST}–{MOST})",
    )
    command.add_argument(
        "--seed",
        type=whole_number(0, 999_999_999),
        metavar="TAL",
        help=f"slumpens frö i --bootstrap, annars {SEED}; samma frö ger samma svar",
    )


def _draws(text: str) -> int:
    try:
        return whole_number(LEAST, MOST)(text)
    except argparse.ArgumentTypeError as wrong:
        why = "med färre står intervallens ändar på någon enstaka omskattning, fler ändrar dem inte"
        raise argparse.ArgumentTypeError(f"{wrong} ({why})") from wrong


def bootstrapped(args: argparse.Namespace, result: Fit | BinaryFit | CorrectedFit) -> Bootstrap | None:
    """The bootstrap, where one was asked for. Raises ModelError, and KeyboardInterrupt that says how far it came."""
    if not args.bootstrap:
        return None
    from spiral.engine.mixed import bootstrap

    done = 0
    show = _progress(args.bootstrap)

    def count(number: int) -> None:
        nonlocal done
        done = number
        show(number)

    try:
        return bootstrap(result, draws=args.bootstrap, seed=SEED if args.seed is None else args.seed, progress=count)
    except KeyboardInterrupt as stop:
        show(0)
        raise KeyboardInterrupt(
            f"Avbrutet efter {done} av {args.bootstrap} omskattningar. Inget redovisas; "
            "utan --bootstrap skrivs modellen genast."
        ) from stop


def _progress(draws: int) -> Callable[[int], None]:
    """Writes on a terminal how far it has come, over the same line; 0, or the last, wipes it. Else nothing."""
    if not sys.stderr.isatty():
        return lambda number: None
    last = 0.0

    def show(number: int) -> None:
        nonlocal last
        if number in (0, draws):
            print("\r\033[K", end="", file=sys.stderr, flush=True)
        elif (now := time.monotonic()) - last > PAUSE:
            last = now
            print(f"\r  omskattning {number} av {draws}", end="", file=sys.stderr, flush=True)

    return show
