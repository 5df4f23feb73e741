"""The independent audit: recounts everything from the inner rows and checks the proof that nothing can be worked out.

Shares no code with the suppressor and trusts nothing it says. The proof is a list of moves, each an integer change of
the inner cells. For every move the audit checks that the region it leads to is possible (0 to n in every inner cell)
and would be printed with exactly the same statements and agree with everything already published. A sensitive cell
is safe when the true region and those it cannot be told from hold enough different counts of it. Where they do not,
the audit attacks with the already published cells alone: only a cell that was already so open may remain so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spiral.engine.disclosure.attack import Attacker
from spiral.engine.disclosure.certificate import Certificate, seal
from spiral.engine.disclosure.ledger import PublishedCell
from spiral.engine.disclosure.rules import Outcome, Rules
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.table import Coordinates
from spiral.engine.figures import State


class AuditFailed(RuntimeError):
    """The statements do not hold: nothing may be shown."""


@dataclass(frozen=True)
class AuditEvidence:
    """Everything the audit needs, all of it the owner's own: it never leaves with the statements.

    rows: coordinates of inner cells; pupils, hits: their counts; known: what outsiders know, public margins included;
    watched: cells nothing is said about, whose sensitive counts must not be worked out; moves: inner row → change.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    pupils: tuple[int, ...]
    hits: tuple[int, ...]
    known: tuple[PublishedCell, ...]
    statements: tuple[CellStatement, ...]
    watched: tuple[Coordinates, ...]
    moves: tuple[Mapping[int, int], ...]
    rules: Rules


@dataclass(frozen=True)
class AuditResult:
    """The certificate, and the sensitive cells that follow from published figures, whatever this table shows."""

    certificate: Certificate
    already_open: tuple[Coordinates, ...]


def certify(evidence: AuditEvidence) -> AuditResult:
    """Audit the statements. Raises AuditFailed, or AttackFailed when the solver cannot tell."""
    cells = _recount(evidence)
    for cell in cells.values():
        cell.check_truth(evidence.rules)
    _follow_moves(evidence, cells)
    open_cells, short = [], []
    for cell in cells.values():
        needed = cell.needed(evidence.rules)
        if needed and cell.low == cell.high:
            open_cells.append(cell)
        elif len(cell.values) < needed:
            short.append(cell)
    if short:
        _check_already_open(evidence, cells, short)
    certificate = Certificate(
        evidence.rules,
        len(evidence.statements),
        len(evidence.known),
        seal(evidence.columns, evidence.statements, evidence.rules),
    )
    names = [statement.cell for c in (*open_cells, *short) for statement in c.statements]
    return AuditResult(certificate, tuple(names))


@dataclass
class _AuditedCell:
    """One set of pupils and every statement about it; ``low`` to ``high`` are counts that outsiders know already."""

    name: Coordinates
    inner: tuple[int, ...]
    pupils: int
    hits: int
    low: int
    high: int
    guarded: bool = False
    statements: list[CellStatement] = field(default_factory=list)
    values: set[int] = field(default_factory=set)

    def needed(self, rules: Rules) -> int:
        """Possible values the count must keep; 0 where it is not sensitive."""
        missed = self.pupils - self.hits
        lone = self.hits if rules.sensitive is Outcome.MISSES else missed
        few = 1 <= self.hits <= rules.few or 1 <= missed <= rules.few
        sensitive = self.pupils < rules.base or lone == 0 or few or self.guarded
        return min(rules.values, self.pupils + 1) if sensitive else 0

    def check_truth(self, rules: Rules) -> None:
        """Raises AuditFailed for a statement that is untrue, or that prints a sensitive count nobody knew."""
        if not self.low <= self.hits <= self.high:
            raise AuditFailed(f"{self.name}: published as {self.low} to {self.high}, counted otherwise")
        meanings = {State.NEAR_NONE: (1, rules.few), State.NEAR_ALL: (self.pupils - rules.few, self.pupils - 1)}
        for statement in self.statements:
            if statement.n not in (None, self.pupils):
                raise AuditFailed(f"{statement.cell}: printed {statement.n} pupils, counted {self.pupils}")
            meaning = meanings.get(statement.state, (statement.low, statement.high))
            if (statement.low, statement.high) != meaning or not statement.allows(self.hits):
                raise AuditFailed(f"{statement.cell}: the statement is not true")
            if statement.state is State.VALUE and self.low < self.high and self.needed(rules):
                raise AuditFailed(f"{statement.cell}: a sensitive count is printed")

    def moved(self, change: int) -> None:
        """Add the count after a move. Raises AuditFailed when an outsider could tell the two regions apart."""
        hits = self.hits + change
        if not self.low <= hits <= self.high or not all(statement.allows(hits) for statement in self.statements):
            raise AuditFailed(f"{self.name}: a move would be seen in what is published")
        self.values.add(hits)


def _recount(evidence: AuditEvidence) -> dict[tuple[int, ...], _AuditedCell]:
    """Every set of pupils that a statement or a published cell is about, counted anew from the inner rows."""
    cells: dict[tuple[int, ...], _AuditedCell] = {}
    behind: dict[tuple[bool, ...], dict[Coordinates, list[int]]] = {}

    def inner_of(name: Coordinates) -> tuple[int, ...]:
        shape = tuple(v is not None for v in name)
        if shape not in behind:
            groups = behind.setdefault(shape, {})
            for i, row in enumerate(evidence.rows):
                key = tuple(v if is_given else None for v, is_given in zip(row, shape, strict=True))
                groups.setdefault(key, []).append(i)
        return tuple(behind[shape].get(name, ()))

    def cell_of(name: Coordinates, inner: tuple[int, ...]) -> _AuditedCell:
        if not inner:
            raise AuditFailed(f"{name}: no pupils behind it")
        if inner not in cells:
            pupils, hits = sum(evidence.pupils[i] for i in inner), sum(evidence.hits[i] for i in inner)
            cells[inner] = _AuditedCell(name, inner, pupils, hits, 0, pupils, values={hits})
        return cells[inner]

    for statement in evidence.statements:
        cell_of(statement.cell, inner_of(statement.cell)).statements.append(statement)
    for name in evidence.watched:
        cell_of(name, inner_of(name))
    for known in evidence.known:
        where = {evidence.columns.index(c): set(values) for c, values in known.where}
        inner = tuple(i for i, row in enumerate(evidence.rows) if all(row[c] in v for c, v in where.items()))
        named = tuple("+".join(sorted(where[i])) if i in where else None for i in range(len(evidence.columns)))
        cell = cell_of(named, inner)
        low = 0 if known.low is None else known.low
        high = cell.pupils if known.high is None else known.high
        cell.low, cell.high = max(cell.low, low), min(cell.high, high)
        cell.guarded |= low != high
    return cells


def _follow_moves(evidence: AuditEvidence, cells: Mapping[tuple[int, ...], _AuditedCell]) -> None:
    """Check that every move leads to a possible region that is printed alike. Raises AuditFailed otherwise."""
    of_row: dict[int, list[_AuditedCell]] = defaultdict(list)
    for cell in cells.values():
        for i in cell.inner:
            of_row[i].append(cell)
    for move in evidence.moves:
        changed: dict[tuple[int, ...], int] = defaultdict(int)
        for i, change in move.items():
            if not 0 <= evidence.hits[i] + change <= evidence.pupils[i]:
                raise AuditFailed(f"{evidence.rows[i]}: a move leads to an impossible region")
            for cell in of_row[i]:
                changed[cell.inner] += change
        for inner, change in changed.items():
            cells[inner].moved(change)


def _check_already_open(
    evidence: AuditEvidence, cells: Mapping[tuple[int, ...], _AuditedCell], short: Sequence[_AuditedCell]
) -> None:
    """Check that published cells alone leave as few values of the ``short`` cells. Raises AuditFailed otherwise."""
    facts = [(c.inner, c.low, c.high) for c in cells.values() if (c.low, c.high) != (0, c.pupils)]
    outsider = Attacker(evidence.pupils, facts)
    for cell in short:
        possible = outsider.possible(cell.inner, cell.needed(evidence.rules))
        if len(cell.values) < possible:
            raise AuditFailed(f"{cell.name}: {len(cell.values)} possible counts, {possible} without this table")
