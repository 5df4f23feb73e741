"""Tables so small that every word the gate says of them, and why, stands in a test: decided in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from spiral.engine.disclosure import FrequencyTable, Layout, Outcome, Rules, TableRefused
from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.figures import State
from spiral.engine.message import Message

FAILING, PASSING = Rules(Outcome.HITS), Rules(Outcome.MISSES)
WITHOUT_UNITS = Message.of("drop_margin", columns=["unit"])
A, B, C, D, TOTAL = ("A",), ("B",), ("C",), ("D",), (None,)


def units(n: Sequence[int], hits: Sequence[int], *public: frozenset[str]) -> FrequencyTable:
    """One unit after the other, and their total."""
    return FrequencyTable.of(Layout(("unit",), public=public), [{"unit": unit} for unit in "ABCD"[: len(n)]], n, hits)


def value(cell: tuple[str | None, ...], n: int, hits: int) -> CellStatement:
    return CellStatement(cell, State.VALUE, n=n, hits=hits)


def hidden(cell: tuple[str | None, ...], few_pupils: bool = False) -> CellStatement:
    return CellStatement(cell, State.HIDDEN, few_pupils=few_pupils)


def refused(*args: object, **more: object) -> TableRefused:
    with pytest.raises(TableRefused) as refusal:
        protect(*args, **more)
    return refusal.value
