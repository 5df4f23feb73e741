"""The gate: a table and what is published already go in; a certified table or a refusal comes out. It fails closed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from spiral.engine.disclosure.attack import AttackFailed
from spiral.engine.disclosure.audit import AuditEvidence, AuditFailed, certify
from spiral.engine.disclosure.block import SuppressionPattern
from spiral.engine.disclosure.intervals import SolverFailed
from spiral.engine.disclosure.ledger import (
    AppliedLedger,
    Ledger,
    PublishedCell,
    apply_ledger,
    cells_of_overlapping_years,
    ledgers_of_readers,
    where_of_cell,
)
from spiral.engine.disclosure.primary import PrimaryReason, SuppressionProblem, suppression_problem
from spiral.engine.disclosure.protected import HidingReason, OwnerReport, ProtectedTable
from spiral.engine.disclosure.refusal import RefusalReason, TableRefused
from spiral.engine.disclosure.remedies import Remedy, working_remedies
from spiral.engine.disclosure.rules import Rules
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.suppress import suppress
from spiral.engine.disclosure.table import Coordinates, FrequencyTable
from spiral.engine.figures import State

#: Seconds the solver may spend on one block; beyond them the table is refused.
SECONDS = 60.0
#: What a mistake in the machinery may look like. Each refuses the table: a fault never shows a number.
_FAULTS = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, AssertionError)


def protect(
    table: FrequencyTable,
    ledger: Ledger,
    rules: Rules,
    *,
    show: Collection[Coordinates] = (),
    remedies: bool = True,
    seconds: float = SECONDS,
) -> ProtectedTable:
    """Decide what of ``table`` may be said beside everything in ``ledger``.

    show: cells that must be shown exactly (the total of a release, say); others are hidden around them. remedies: try
    and measure what could be shown instead, when it is refused.
    Raises TableRefused when that cannot be done safely, when the ledger cannot be compared with the table, and when the
    solver, the memory or the machinery fails.
    """
    try:
        return _protect_beside_every_ledger(table, ledger, rules, frozenset(show), seconds)
    except Exposed as exposed:
        offered: tuple[Remedy, ...] = ()
        if remedies:
            offered = working_remedies(
                table, exposed.cells, lambda other: _exact_figures(other, ledger, rules, show, seconds)
            )
        raise TableRefused(exposed.reason, exposed.cells, remedies=offered) from exposed
    except (SolverFailed, AttackFailed) as error:
        raise TableRefused(RefusalReason.SOLVER) from error
    except MemoryError as error:
        raise TableRefused(RefusalReason.MEMORY) from error
    except AuditFailed as error:
        raise TableRefused(RefusalReason.AUDIT) from error
    except _FAULTS as error:
        raise TableRefused(RefusalReason.FAULT) from error


class Exposed(Exception):
    """Showing what was asked for would expose these cells."""

    def __init__(self, reason: RefusalReason, cells: tuple[Coordinates, ...]) -> None:
        self.reason = reason
        self.cells = cells
        super().__init__(str(reason))


def _exact_figures(
    table: FrequencyTable, ledger: Ledger, rules: Rules, show: Collection[Coordinates], seconds: float
) -> int | None:
    """How many figures could be shown exactly, or None when the table would be refused."""
    try:
        protected = protect(table, ledger, rules, show=set(show) & set(table.cells), remedies=False, seconds=seconds)
    except TableRefused:
        return None
    return sum(statement.state is State.VALUE for statement in protected.statements)


def _protect_beside_every_ledger(
    table: FrequencyTable, ledger: Ledger, rules: Rules, show: frozenset[Coordinates], seconds: float
) -> ProtectedTable:
    """Safe beside every reading of the ledger: what one of them hides is hidden in all, until all agree."""
    hidden: tuple[PublishedCell, ...] = ()
    while True:
        before = hidden
        for known in ledgers_of_readers(ledger, table):
            protected = _protect_beside(table, known.plus(hidden), rules, show, seconds)
            now = _hidden_cells(protected)
            hidden = (*hidden, *(cell for cell in now if cell not in hidden))
        if hidden == before or len(ledgers_of_readers(ledger, table)) == 1:
            return protected


def _hidden_cells(protected: ProtectedTable) -> tuple[PublishedCell, ...]:
    """The hidden cells, as masked in the next reading."""
    return tuple(
        PublishedCell.masked(where_of_cell(protected.columns, statement.cell), "gate")
        for statement in protected.statements
        if statement.state is State.HIDDEN
    )


def _protect_beside(
    table: FrequencyTable, ledger: Ledger, rules: Rules, show: frozenset[Coordinates], seconds: float
) -> ProtectedTable:
    applied = apply_ledger(ledger, table)
    if applied.mismatches:
        raise TableRefused(RefusalReason.MISMATCH, details=applied.mismatches)
    if crossing := cells_of_overlapping_years(ledger, table):
        raise Exposed(RefusalReason.OVERLAP, crossing)
    asked = np.array([cell in show for cell in applied.table.cells], dtype=bool)
    problem = suppression_problem(applied, rules, asked)
    if len(sensitive := np.flatnonzero(asked & (problem.needed != 0))):
        raise Exposed(RefusalReason.SENSITIVE, tuple(problem.cells[i] for i in sensitive))
    pattern = suppress(problem, seconds)
    if asked.any() and pattern.narrow:
        # As narrow without the cells asked for: open already, whatever is shown. Only the others are our doing.
        free = suppress(suppression_problem(applied, rules, np.zeros_like(asked)), seconds).narrow
        exposed = tuple(
            problem.cells[i] for i, left in sorted(pattern.narrow.items()) if i not in free or left < free[i]
        )
        if exposed:
            raise Exposed(RefusalReason.DIFFERENCE, exposed)
    return _certify(table, applied, rules, problem, pattern)


def _certify(
    table: FrequencyTable,
    applied: AppliedLedger,
    rules: Rules,
    problem: SuppressionProblem,
    pattern: SuppressionPattern,
) -> ProtectedTable:
    statements = tuple(_statement(problem, pattern, i, rules) for i in range(table.shown))
    columns = table.layout.columns
    public = tuple(
        PublishedCell.exact(
            where_of_cell(columns, cell),
            int(table.cell_n[i]),
            int(table.cell_hits[i]),
            "public",
        )
        for i, cell in enumerate(table.cells)
        if table.public[i]
    )
    evidence = AuditEvidence(
        columns=columns,
        rows=table.rows,
        pupils=tuple(int(v) for v in table.n),
        hits=tuple(int(v) for v in table.hits),
        known=(*public, *applied.placed),
        statements=statements,
        watched=table.cells[table.shown :],
        moves=tuple(pattern.moves),
        rules=rules,
    )
    verdict = certify(evidence)
    why = {s.cell: _hiding_reason(problem, pattern, i) for i, s in enumerate(statements) if s.state is not State.VALUE}
    primary = {cell: PrimaryReason(int(problem.primary[i])) for i, cell in enumerate(table.cells)}
    return ProtectedTable(
        columns, statements, verdict.certificate, OwnerReport(why, primary, evidence, verdict.already_open)
    )


def _statement(problem: SuppressionProblem, pattern: SuppressionPattern, cell: int, rules: Rules) -> CellStatement:
    """What may be said of a cell. Sensitive counts that lie open elsewhere are listed for the owner, not repeated."""
    name, n, hits = problem.cells[cell], int(problem.cell_n[cell]), int(problem.cell_hits[cell])
    if problem.sayable[cell] and not pattern.hidden[cell]:
        return CellStatement(name, State.VALUE, n=n, hits=hits)
    if problem.masked[cell] and not pattern.withdrawn[cell]:
        state = State.NEAR_ALL if problem.primary[cell] == PrimaryReason.NEAR_ALL else State.NEAR_NONE
        return CellStatement(name, state, n=n, low=int(problem.mask_low[cell]), high=int(problem.mask_high[cell]))
    return CellStatement(name, State.HIDDEN, few_pupils=n < rules.base)


def _hiding_reason(problem: SuppressionProblem, pattern: SuppressionPattern, cell: int) -> HidingReason:
    kind = PrimaryReason(int(problem.primary[cell]))
    if kind in (PrimaryReason.NEAR_NONE, PrimaryReason.NEAR_ALL):
        return HidingReason.WITHDRAWN if pattern.withdrawn[cell] or not problem.masked[cell] else HidingReason.MASK
    return {
        PrimaryReason.NONE: HidingReason.COVER,
        PrimaryReason.FEW_PUPILS: HidingReason.FEW_PUPILS,
        PrimaryReason.EVERYBODY: HidingReason.EVERYBODY,
        PrimaryReason.GUARDED: HidingReason.GUARDED,
    }[kind]
