"""`spiral audit head` and `spiral audit verify`: the end of the log, and whether it is whole."""

from __future__ import annotations

import argparse
import sys

from spiral.commands.arguments import path
from spiral.commands.output import Commands, fail


def add_audit(commands: Commands) -> None:
    audit = commands.add_parser("audit", help="loggen: skriv ut dess slut, och kontrollera att den är hel")
    kinds = audit.add_subparsers(required=True, metavar="ÅTGÄRD")
    head = kinds.add_parser("head", help="skriv ut loggens slut, att spara utanför databasen")
    head.set_defaults(run=_audit_head)
    verify = kinds.add_parser("verify", help="kontrollera att loggen är hel")
    verify.add_argument("--anchor", type=path, metavar="FIL", help="det som spiral audit head skrev tidigare")
    verify.set_defaults(run=_audit_verify)


def _audit_head(args: argparse.Namespace) -> int:
    from spiral.commands.log import DatabaseUnavailable, head
    from spiral.trust.audit.anchors import HeadUnreadable

    try:
        print(head())
    except (DatabaseUnavailable, HeadUnreadable) as unavailable:
        return fail(str(unavailable))
    return 0


def _audit_verify(args: argparse.Namespace) -> int:
    from spiral.commands.log import DatabaseUnavailable, verify
    from spiral.trust.audit.anchors import NoAnchor

    try:
        check = verify(args.anchor)
    except NoAnchor as error:
        return fail(str(error), code=2)
    except DatabaseUnavailable as unavailable:
        return fail(str(unavailable))
    print(check.sentence, file=sys.stdout if check.is_whole else sys.stderr)
    return 0 if check.is_whole else 1
