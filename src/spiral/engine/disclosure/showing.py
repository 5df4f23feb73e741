"""What it would cost to show more: one hidden figure in exchange for others, tried and counted."""

from __future__ import annotations

from dataclasses import dataclass

from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.ledger import Ledger
from spiral.engine.disclosure.protected import ProtectedTable
from spiral.engine.disclosure.refusal import TableRefused
from spiral.engine.disclosure.rules import Rules
from spiral.engine.disclosure.table import Coordinates, FrequencyTable
from spiral.engine.figures import State


@dataclass(frozen=True)
class Price:
    """What happens if ``cell`` is shown: figures that would be hidden, figures that could be shown too.

    refused: why it cannot be shown at any price, else None.
    """

    cell: Coordinates
    hidden: tuple[Coordinates, ...] = ()
    shown: tuple[Coordinates, ...] = ()
    refused: TableRefused | None = None


def price_of(cell: Coordinates, table: FrequencyTable, ledger: Ledger, rules: Rules, now: ProtectedTable) -> Price:
    """What it would cost to show one hidden cell of ``now``; for the owner's own analyst, costs one run."""
    try:
        other = protect(table, ledger, rules, show=[cell], remedies=False)
    except TableRefused as refused:
        return Price(cell, refused=refused)
    before, after = _exact_cells(now), _exact_cells(other)
    return Price(cell, tuple(c for c in before if c not in after), tuple(c for c in after if c not in before))


def _exact_cells(protected: ProtectedTable) -> dict[Coordinates, None]:
    return dict.fromkeys(statement.cell for statement in protected.statements if statement.state is State.VALUE)
