"""`spiral …`: thin; every command is one call of what stands in ``commands``."""

from __future__ import annotations

import argparse
import gc
import sys

from spiral.commands.arguments import SwedishParser
from spiral.commands.audit import add_audit
from spiral.commands.data import add_fetch, add_snapshot
from spiral.commands.fit import add_fit
from spiral.commands.minutes import add_minutes
from spiral.commands.moments import add_moments
from spiral.commands.node import add_node
from spiral.commands.output import fail
from spiral.commands.protect import add_protect
from spiral.commands.pupils import add_pupils
from spiral.sources.reading.system_errors import reason

_COMMANDS = (
    add_snapshot,
    add_fetch,
    add_protect,
    add_fit,
    add_moments,
    add_minutes,
    add_pupils,
    add_node,
    add_audit,
)


def parser() -> argparse.ArgumentParser:
    """The arguments of every command."""
    root = SwedishParser(prog="spiral", description="Systematiskt kvalitetsarbete över kommungränserna")
    commands = root.add_subparsers(title="kommandon", required=True, metavar="KOMMANDO")
    for add in (
        add_snapshot,
        add_fetch,
        add_protect,
        add_fit,
        add_moments,
        add_minutes,
        add_pupils,
        add_node,
        add_audit,
    ):
        add(commands)
    return root


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when the input was wrong, 2 when the call was."""
    args = parser().parse_args(argv)
    gc.set_threshold(100_000)  # imports make many objects and no rubbish: looking for it is a sixth of their time
    try:
        return int(args.run(args) or 0)
    except OSError as error:
        return fail(f"{error.filename or 'Filen'} går inte att läsa eller skriva ({reason(error)}).", code=2)
    except (MemoryError, RecursionError):
        return fail("Det som gavs är för stort för att räkna på.", code=1)
    except KeyboardInterrupt as stop:
        return fail(str(stop) or "Avbrutet.", code=130)


if __name__ == "__main__":
    sys.exit(main())
