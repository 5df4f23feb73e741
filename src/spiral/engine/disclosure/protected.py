"""A protected table: the only thing a page, a chart, an export or an interface may draw a count or a share from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from spiral.engine.disclosure.audit import Evidence
from spiral.engine.disclosure.certificate import Certificate, Uncertified
from spiral.engine.disclosure.ledger import Known, box, where_of
from spiral.engine.disclosure.primary import Primary
from spiral.engine.disclosure.rules import deviation_may_stand, mean_may_stand
from spiral.engine.disclosure.statement import Statement, reason
from spiral.engine.disclosure.table import Coordinates
from spiral.engine.figures import Figure, State
from spiral.engine.message import Message


class Hiding(StrEnum):
    """Why a cell is not shown exactly: for the owner's own eyes, since the answer tells about the count."""

    FEW_PUPILS = "few_pupils"
    MASK = "mask"  # told as "~100" or "~0"
    WITHDRAWN = "withdrawn"  # the mask would have told too much
    EVERYBODY = "everybody"
    GUARDED = "guarded"  # another source masks it
    COVER = "cover"  # hidden to cover other cells


@dataclass(frozen=True)
class Account:
    """What only the owner may see: why each cell is hidden, the audit's evidence, and what was open already."""

    why: Mapping[Coordinates, Hiding]
    primary: Mapping[Coordinates, Primary]
    evidence: Evidence
    already_open: tuple[Coordinates, ...]

    def covered_by(self, cell: Coordinates) -> tuple[Coordinates, ...]:
        """Sensitive cells some of whose other possible values need ``cell`` to be hidden."""
        moves = [move for move in self.evidence.moves if _change(cell, move, self.evidence)]
        return tuple(
            other
            for other, kind in self.primary.items()
            if kind and other != cell and any(_change(other, move, self.evidence) for move in moves)
        )


def _change(cell: Coordinates, move: Mapping[int, int], evidence: Evidence) -> int:
    return sum(
        change
        for i, change in move.items()
        if all(c is None or c == v for c, v in zip(cell, evidence.rows[i], strict=True))
    )


@dataclass(frozen=True)
class Shown:
    """One cell as a reader meets it. ``why`` is None where the figures are exact."""

    where: Mapping[str, str | None]
    pupils: Figure
    hits: Figure
    share: Figure
    why: Message | None


@dataclass(frozen=True)
class Protected:
    """Statements and the certificate that covers them. ``account`` stays with the owner."""

    columns: tuple[str, ...]
    statements: tuple[Statement, ...]
    certificate: Certificate
    account: Account | None = field(default=None, repr=False, compare=False)

    @cached_property
    def _sealed(self) -> bool:
        return self.certificate.covers(self.columns, self.statements)

    def check(self) -> None:
        """Raises Uncertified unless the certificate is the one of exactly these statements."""
        if not self._sealed:
            raise Uncertified("the statements are not those the audit passed")

    def figures(self) -> dict[Coordinates, Shown]:
        """Every cell as typed figures with the reason. Raises Uncertified."""
        self.check()
        return {said.cell: self._shown(said) for said in self.statements}

    def archive(self) -> dict[str, Any]:
        """What an edition keeps, to be shown again as it was: symbols and the certificate. Raises Uncertified."""
        self.check()
        said = [[list(s.cell), s.state.value, s.n, s.hits, s.low, s.high, s.few_pupils] for s in self.statements]
        return {"columns": list(self.columns), "statements": said, "certificate": self.certificate.as_json()}

    @classmethod
    def restored(cls, archive: Mapping[str, Any]) -> Protected:
        """An archived table, without the owner's account. Raises Uncertified for one that is not as it was archived."""
        try:
            statements = tuple(Statement(tuple(s[0]), State(s[1]), *s[2:]) for s in archive["statements"])
            restored = cls(tuple(archive["columns"]), statements, Certificate.from_json(archive["certificate"]))
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise Uncertified("the archive is damaged") from error
        restored.check()
        return restored

    def as_known(self, source: str) -> tuple[Known, ...]:
        """What outsiders know once this is published: the next table's ledger grows by it. Raises Uncertified."""
        self.check()
        return tuple(self._known(said, source) for said in self.statements)

    def _known(self, said: Statement, source: str) -> Known:
        where = where_of(self.columns, said.cell)
        if said.hits is not None and said.n is not None:
            return Known.exact(where, said.n, said.hits, source)
        return Known(box(where), said.state, source, said.n, said.low, said.high)

    def mean(self, cell: Coordinates, value: float, pupils: int) -> Figure:
        """A mean over ``pupils`` of a cell's pupils. Raises Uncertified."""
        self.check()
        return Figure.of(value) if mean_may_stand(pupils, self.certificate.rules.base) else Figure(State.HIDDEN)

    def deviation(self, cell: Coordinates, value: float) -> Figure:
        """A standard deviation beside a cell's mean: only where its share stands open. Raises Uncertified."""
        self.check()
        said = self._by_cell[cell]
        may = deviation_may_stand(said.state is State.VALUE, said.n or 0, self.certificate.rules.base)
        return Figure.of(value) if may else Figure(State.HIDDEN)

    @cached_property
    def _by_cell(self) -> dict[Coordinates, Statement]:
        return {said.cell: said for said in self.statements}

    def as_json(self) -> dict[str, object]:
        """``certificate`` and ``cells``, as `spiral protect --json` and files have them. Raises Uncertified."""
        self.check()
        cells = [
            {
                **dict(zip(self.columns, said.cell, strict=True)),
                "n": said.n,
                "state": said.state.value,
                "hits": said.hits,
                "low": said.low,
                "high": said.high,
            }
            for said in self.statements
        ]
        return {"certificate": self.certificate.as_json(), "cells": cells}

    def _shown(self, said: Statement) -> Shown:
        where = dict(zip(self.columns, said.cell, strict=True))
        pupils = Figure(State.HIDDEN) if said.n is None else Figure.of(said.n)
        if said.hits is not None and said.n:
            return Shown(where, pupils, Figure.of(said.hits), Figure.of(said.hits / said.n), None)
        if said.state is State.RANGE and said.n and said.low is not None and said.high is not None:
            hits = Figure(State.RANGE, low=said.low, high=said.high)
            share = Figure(State.RANGE, low=said.low / said.n, high=said.high / said.n)
        else:
            hits = share = Figure(said.state)
        return Shown(where, pupils, hits, share, reason(said))
