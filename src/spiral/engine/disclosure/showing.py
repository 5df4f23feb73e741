"""What it would cost to show more: one hidden figure in exchange for others, tried and counted."""

from __future__ import annotations

from dataclasses import dataclass

from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.ledger import Ledger
from spiral.engine.disclosure.protected import Protected
from spiral.engine.disclosure.refusal import Refused
from spiral.engine.disclosure.rules import Rules
from spiral.engine.disclosure.table import Coordinates, Table
from spiral.engine.figures import State


@dataclass(frozen=True)
class Price:
    """What happens if ``cell`` is shown: figures that would be hidden, figures that could be shown too.

    refused: why it cannot be shown at any price, else None.
    """

    cell: Coordinates
    hidden: tuple[Coordinates, ...] = ()
    shown: tuple[Coordinates, ...] = ()
    refused: Refused | None = None


def price_of(cell: Coordinates, table: Table, ledger: Ledger, rules: Rules, now: Protected) -> Price:
    """What it would cost to show one hidden cell of ``now``; for the owner's own analyst, costs one run."""
    try:
        other = protect(table, ledger, rules, show=[cell], remedies=False)
    except Refused as refused:
        return Price(cell, refused=refused)
    before, after = _exact(now), _exact(other)
    return Price(cell, tuple(c for c in before if c not in after), tuple(c for c in after if c not in before))


def _exact(protected: Protected) -> dict[Coordinates, None]:
    return dict.fromkeys(said.cell for said in protected.statements if said.state is State.VALUE)
