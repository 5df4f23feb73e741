"""Disclosure control: one gate that every count, share, table and chart passes before anybody sees it.

`protect` takes a `Table` (inner cells and any margins), a `Ledger` (what is published already) and `Rules`, and gives
`Protected` with a certificate, or raises `Refused`. Only `Protected.figures` and `Protected.as_json` give numbers out.
"""

from spiral.engine.disclosure.certificate import Certificate, Uncertified
from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.ledger import Known, Ledger
from spiral.engine.disclosure.protected import Protected, Shown
from spiral.engine.disclosure.refusal import Because, Refused
from spiral.engine.disclosure.remedies import Remedy
from spiral.engine.disclosure.rules import Outcome, Rules
from spiral.engine.disclosure.table import Coordinates, Layout, Table, TableError

__all__ = [
    "Because",
    "Certificate",
    "Coordinates",
    "Known",
    "Layout",
    "Ledger",
    "Outcome",
    "Protected",
    "Refused",
    "Remedy",
    "Rules",
    "Shown",
    "Table",
    "TableError",
    "Uncertified",
    "protect",
]
