"""What was published of a table: its cells' statements, and how many pupils its rows have, but no hidden result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spiral.engine.disclosure.protected import ProtectedTable
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.table import FrequencyTable
from spiral.engine.figures import State
from spiral.engine.message import EngineError


@dataclass(frozen=True)
class Publication:
    """One published table. ``family``: the measure and population that it counts; tables of one family are linked."""

    name: str
    family: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n: tuple[int, ...]
    statements: tuple[CellStatement, ...]

    @classmethod
    def of(cls, name: str, family: str, table: FrequencyTable, protected: ProtectedTable) -> Publication:
        """The edition that ``protected`` is of ``table``. Raises Uncertified."""
        protected.check()
        pupils = tuple(int(n) for n in table.n)
        return cls(name, family, table.layout.columns, table.rows, pupils, protected.statements)

    def as_json(self) -> dict[str, Any]:
        """For the ledger's file: symbols, never the count behind a mask."""
        said = [[list(s.cell), s.state.value, s.n, s.hits, s.low, s.high, s.few_pupils] for s in self.statements]
        rows = [[list(row), pupils] for row, pupils in zip(self.rows, self.n, strict=True)]
        return {
            "table": self.name,
            "family": self.family,
            "columns": list(self.columns),
            "rows": rows,
            "statements": said,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Publication:
        """What ``as_json`` gave. Raises EngineError for anything else."""
        try:
            columns = tuple(_text(c) for c in document["columns"])
            rows = tuple(tuple(_text(v) for v in row) for row, _ in document["rows"])
            pupils = tuple(_count(n) for _, n in document["rows"])
            statements = tuple(
                CellStatement(tuple(None if v is None else _text(v) for v in cell), State(state), *_counts(rest))
                for cell, state, *rest in document["statements"]
            )
            publication = cls(_text(document["table"]), _text(document["family"]), columns, rows, pupils, statements)
        except (KeyError, TypeError, ValueError) as error:
            raise EngineError("publication_misshapen") from error
        widths = {len(row) for row in rows} | {len(s.cell) for s in statements}
        if widths != {len(columns)} or len(set(rows)) != len(rows):
            raise EngineError("publication_misshapen")
        return publication


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _count(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise TypeError(value)
    return value


def _counts(rest: list[Any]) -> tuple[Any, ...]:
    *counts, few = rest
    if (
        len(counts) != 4
        or type(few) is not bool
        or any(c is not None and (type(c) is not int or c < 0) for c in counts)
    ):
        raise TypeError(rest)
    return (*counts, few)
