"""Disclosure control: one gate that every count, share, table and chart passes before anybody sees it.

`protect` takes a `FrequencyTable` (inner cells and any margins), a `Ledger` (what is published already) and `Rules`. It
returns a `ProtectedTable` with a certificate, or raises `TableRefused`. Only `ProtectedTable.figures` and
`ProtectedTable.as_json` give numbers out. `protect_together` takes several tables of the same pupils, beside
`Publication`s published before.
"""

from spiral.engine.disclosure.certificate import Certificate, Uncertified
from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.ledger import Ledger, PublishedCell
from spiral.engine.disclosure.linked import protect_together
from spiral.engine.disclosure.protected import ProtectedTable, ShownCell
from spiral.engine.disclosure.publication import Publication
from spiral.engine.disclosure.refusal import RefusalReason, TableRefused
from spiral.engine.disclosure.remedies import Remedy
from spiral.engine.disclosure.rules import Outcome, Rules
from spiral.engine.disclosure.table import Coordinates, FrequencyTable, Layout, TableError

__all__ = [
    "RefusalReason",
    "Certificate",
    "Coordinates",
    "Publication",
    "PublishedCell",
    "Layout",
    "Ledger",
    "Outcome",
    "ProtectedTable",
    "TableRefused",
    "Remedy",
    "Rules",
    "ShownCell",
    "FrequencyTable",
    "TableError",
    "Uncertified",
    "protect",
    "protect_together",
]
