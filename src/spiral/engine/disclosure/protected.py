"""A protected table: the only thing a page, a chart, an export or an interface may draw a count or a share from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from spiral.engine.disclosure.audit import AuditEvidence
from spiral.engine.disclosure.certificate import Certificate, Uncertified
from spiral.engine.disclosure.ledger import PublishedCell, sorted_where, where_of_cell
from spiral.engine.disclosure.primary import PrimaryReason
from spiral.engine.disclosure.rules import deviation_may_stand, mean_may_stand
from spiral.engine.disclosure.statement import CellStatement, reason_shown
from spiral.engine.disclosure.table import Coordinates
from spiral.engine.figures import Figure, State
from spiral.engine.message import Message


class HidingReason(StrEnum):
    """Why a cell is not shown exactly. Only the owner may see it, since it says something about the count."""

    FEW_PUPILS = "few_pupils"
    MASK = "mask"  # printed as "~100" or "~0"
    WITHDRAWN = "withdrawn"  # the mask would have given too much away
    EVERYBODY = "everybody"
    GUARDED = "guarded"  # another source masks it
    COVER = "cover"  # hidden to cover other cells


@dataclass(frozen=True)
class OwnerReport:
    """What only the owner may see: why each cell is hidden, the audit's evidence, and what was open already."""

    why: Mapping[Coordinates, HidingReason]
    primary: Mapping[Coordinates, PrimaryReason]
    evidence: AuditEvidence
    already_open: tuple[Coordinates, ...]

    def covered_by(self, cell: Coordinates) -> tuple[Coordinates, ...]:
        """Sensitive cells some of whose other possible values need ``cell`` to be hidden."""
        moves = [move for move in self.evidence.moves if _change_of_cell(cell, move, self.evidence)]
        return tuple(
            other
            for other, kind in self.primary.items()
            if kind and other != cell and any(_change_of_cell(other, move, self.evidence) for move in moves)
        )


def _change_of_cell(cell: Coordinates, move: Mapping[int, int], evidence: AuditEvidence) -> int:
    return sum(
        change
        for i, change in move.items()
        if all(c is None or c == v for c, v in zip(cell, evidence.rows[i], strict=True))
    )


@dataclass(frozen=True)
class ShownCell:
    """One cell as it is shown. ``why`` is None where the figures are exact; ``share`` is from 0 to 1."""

    where: Mapping[str, str | None]
    pupils: Figure
    hits: Figure
    share: Figure
    why: Message | None


@dataclass(frozen=True)
class ProtectedTable:
    """Statements and the certificate that covers them. ``owner_report`` stays with the owner."""

    columns: tuple[str, ...]
    statements: tuple[CellStatement, ...]
    certificate: Certificate
    owner_report: OwnerReport | None = field(default=None, repr=False, compare=False)

    @cached_property
    def _sealed(self) -> bool:
        return self.certificate.covers(self.columns, self.statements)

    def check(self) -> None:
        """Raises Uncertified unless the certificate is the one of exactly these statements."""
        if not self._sealed:
            raise Uncertified("the statements are not those the audit passed")

    def figures(self) -> dict[Coordinates, ShownCell]:
        """Every cell as typed figures with the reason. Raises Uncertified."""
        self.check()
        return {statement.cell: self._shown(statement) for statement in self.statements}

    def archive(self) -> dict[str, Any]:
        """What an edition keeps, to be shown again as it was: symbols and the certificate. Raises Uncertified."""
        self.check()
        rows = [[list(s.cell), s.state.value, s.n, s.hits, s.low, s.high, s.few_pupils] for s in self.statements]
        return {"columns": list(self.columns), "statements": rows, "certificate": self.certificate.as_json()}

    @classmethod
    def restored(cls, archive: Mapping[str, Any]) -> ProtectedTable:
        """An archived table, without the owner's account. Raises Uncertified for one that is not as it was archived."""
        try:
            statements = tuple(CellStatement(tuple(s[0]), State(s[1]), *s[2:]) for s in archive["statements"])
            restored = cls(tuple(archive["columns"]), statements, Certificate.from_json(archive["certificate"]))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Uncertified("the archive is damaged") from error
        restored.check()
        return restored

    def as_published(self, source: str) -> tuple[PublishedCell, ...]:
        """What outsiders know once this is published: the next table's ledger grows by it. Raises Uncertified."""
        self.check()
        return tuple(self._published_cell(statement, source) for statement in self.statements)

    def _published_cell(self, statement: CellStatement, source: str) -> PublishedCell:
        where = where_of_cell(self.columns, statement.cell)
        if statement.hits is not None and statement.n is not None:
            return PublishedCell.exact(where, statement.n, statement.hits, source)
        return PublishedCell(sorted_where(where), statement.state, source, statement.n, statement.low, statement.high)

    def mean(self, cell: Coordinates, value: float, pupils: int) -> Figure:
        """A mean over ``pupils`` of a cell's pupils. Raises Uncertified."""
        self.check()
        return Figure.of(value) if mean_may_stand(pupils, self.certificate.rules.base) else Figure(State.HIDDEN)

    def deviation(self, cell: Coordinates, value: float) -> Figure:
        """A standard deviation beside a cell's mean: only where its share stands open. Raises Uncertified."""
        self.check()
        statement = self._by_cell[cell]
        may = deviation_may_stand(statement.state is State.VALUE, statement.n or 0, self.certificate.rules.base)
        return Figure.of(value) if may else Figure(State.HIDDEN)

    @cached_property
    def _by_cell(self) -> dict[Coordinates, CellStatement]:
        return {statement.cell: statement for statement in self.statements}

    def as_json(self) -> dict[str, object]:
        """``certificate`` and ``cells``, as `spiral protect --json` and files have them. Raises Uncertified."""
        self.check()
        cells = [
            {
                **dict(zip(self.columns, statement.cell, strict=True)),
                "n": statement.n,
                "state": statement.state.value,
                "hits": statement.hits,
                "low": statement.low,
                "high": statement.high,
            }
            for statement in self.statements
        ]
        return {"certificate": self.certificate.as_json(), "cells": cells}

    def _shown(self, statement: CellStatement) -> ShownCell:
        where = dict(zip(self.columns, statement.cell, strict=True))
        pupils = Figure(State.HIDDEN) if statement.n is None else Figure.of(statement.n)
        if statement.hits is not None and statement.n:
            return ShownCell(where, pupils, Figure.of(statement.hits), Figure.of(statement.hits / statement.n), None)
        if statement.state is State.RANGE and statement.n and statement.low is not None and statement.high is not None:
            hits = Figure(State.RANGE, low=statement.low, high=statement.high)
            share = Figure(State.RANGE, low=statement.low / statement.n, high=statement.high / statement.n)
        else:
            hits = share = Figure(statement.state)
        return ShownCell(where, pupils, hits, share, reason_shown(statement))
