"""`spiral …`: thin; every command is one call, and heavy imports wait until their command runs."""

from __future__ import annotations

import argparse
import sys


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="spiral", description="Systematiskt kvalitetsarbete över kommungränserna")
    parser.add_subparsers(title="kommandon", required=True, metavar="KOMMANDO")
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it went well, 1 when the input was wrong, 2 when the call was."""
    args = _parser().parse_args(argv)
    return int(args.run(args) or 0)


if __name__ == "__main__":
    sys.exit(main())
