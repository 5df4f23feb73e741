"""The gate: a table and what is published already go in; a certified table or a refusal comes out. It fails closed."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from spiral.engine.disclosure.attack import AttackFailed
from spiral.engine.disclosure.audit import AuditFailed, Evidence, certify
from spiral.engine.disclosure.block import Pattern
from spiral.engine.disclosure.intervals import SolverFailed
from spiral.engine.disclosure.ledger import Applied, Known, Ledger, apply, crossing_years, readings, where_of
from spiral.engine.disclosure.primary import Primary, Problem, pose
from spiral.engine.disclosure.protected import Account, Hiding, Protected
from spiral.engine.disclosure.refusal import Because, Refused
from spiral.engine.disclosure.remedies import Remedy, offer
from spiral.engine.disclosure.rules import Rules
from spiral.engine.disclosure.statement import Statement
from spiral.engine.disclosure.suppress import suppress
from spiral.engine.disclosure.table import Coordinates, Table
from spiral.engine.figures import State

#: Seconds the solver may spend on one block; beyond them the table is refused.
SECONDS = 60.0
#: What a mistake in the machinery may look like. Each refuses the table: a fault never shows a number.
_FAULTS = (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError, AssertionError)


def protect(
    table: Table,
    ledger: Ledger,
    rules: Rules,
    *,
    show: Collection[Coordinates] = (),
    remedies: bool = True,
    seconds: float = SECONDS,
) -> Protected:
    """Decide what of ``table`` may be said beside everything in ``ledger``.

    show: cells that must be shown exactly (the total of a release, say); others are hidden around them. remedies: try
    and measure what could be shown instead, when it is refused.
    Raises Refused when that cannot be done safely, when the ledger cannot be compared with the table, and when the
    solver, the memory or the machinery fails.
    """
    try:
        return _protect(table, ledger, rules, frozenset(show), seconds)
    except Exposed as exposed:
        offered: tuple[Remedy, ...] = ()
        if remedies:
            offered = offer(table, exposed.cells, lambda other: _exact_figures(other, ledger, rules, show, seconds))
        raise Refused(exposed.because, exposed.cells, remedies=offered) from exposed
    except (SolverFailed, AttackFailed) as error:
        raise Refused(Because.SOLVER) from error
    except MemoryError as error:
        raise Refused(Because.MEMORY) from error
    except AuditFailed as error:
        raise Refused(Because.AUDIT) from error
    except _FAULTS as error:
        raise Refused(Because.FAULT) from error


class Exposed(Exception):
    """Showing what was asked for would expose these cells."""

    def __init__(self, because: Because, cells: tuple[Coordinates, ...]) -> None:
        self.because = because
        self.cells = cells
        super().__init__(str(because))


def _exact_figures(
    table: Table, ledger: Ledger, rules: Rules, show: Collection[Coordinates], seconds: float
) -> int | None:
    """How many figures could be shown exactly, or None when the table would be refused."""
    try:
        protected = protect(table, ledger, rules, show=set(show) & set(table.cells), remedies=False, seconds=seconds)
    except Refused:
        return None
    return sum(said.state is State.VALUE for said in protected.statements)


def _protect(table: Table, ledger: Ledger, rules: Rules, show: frozenset[Coordinates], seconds: float) -> Protected:
    """Safe beside every reading of the ledger: what one of them hides is hidden in all, until all agree."""
    hidden: tuple[Known, ...] = ()
    while True:
        before = hidden
        for known in readings(ledger, table):
            protected = _beside(table, known.plus(hidden), rules, show, seconds)
            now = _hidden(protected)
            hidden = (*hidden, *(cell for cell in now if cell not in hidden))
        if hidden == before or len(readings(ledger, table)) == 1:
            return protected


def _hidden(protected: Protected) -> tuple[Known, ...]:
    """The hidden cells, as masked in the next reading."""
    return tuple(
        Known.masked(where_of(protected.columns, said.cell), "gate")
        for said in protected.statements
        if said.state is State.HIDDEN
    )


def _beside(table: Table, ledger: Ledger, rules: Rules, show: frozenset[Coordinates], seconds: float) -> Protected:
    applied = apply(ledger, table)
    if applied.mismatches:
        raise Refused(Because.MISMATCH, details=applied.mismatches)
    if crossing := crossing_years(ledger, table):
        raise Exposed(Because.OVERLAP, crossing)
    asked = np.array([cell in show for cell in applied.table.cells], dtype=bool)
    problem = pose(applied, rules, asked)
    if len(sensitive := np.flatnonzero(asked & (problem.needed != 0))):
        raise Exposed(Because.SENSITIVE, tuple(problem.cells[i] for i in sensitive))
    pattern = suppress(problem, seconds)
    if asked.any() and pattern.narrow:
        # As narrow without the cells asked for: open already, whatever is shown. Only the others are our doing.
        free = suppress(pose(applied, rules, np.zeros_like(asked)), seconds).narrow
        exposed = tuple(
            problem.cells[i] for i, left in sorted(pattern.narrow.items()) if i not in free or left < free[i]
        )
        if exposed:
            raise Exposed(Because.DIFFERENCE, exposed)
    return _certified(table, applied, rules, problem, pattern)


def _certified(table: Table, applied: Applied, rules: Rules, problem: Problem, pattern: Pattern) -> Protected:
    statements = tuple(_statement(problem, pattern, i, rules) for i in range(table.shown))
    columns = table.layout.columns
    public = tuple(
        Known.exact(
            where_of(columns, cell),
            int(table.cell_n[i]),
            int(table.cell_hits[i]),
            "public",
        )
        for i, cell in enumerate(table.cells)
        if table.public[i]
    )
    evidence = Evidence(
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
    why = {s.cell: _why(problem, pattern, i) for i, s in enumerate(statements) if s.state is not State.VALUE}
    primary = {cell: Primary(int(problem.primary[i])) for i, cell in enumerate(table.cells)}
    return Protected(columns, statements, verdict.certificate, Account(why, primary, evidence, verdict.already_open))


def _statement(problem: Problem, pattern: Pattern, cell: int, rules: Rules) -> Statement:
    """What may be said of a cell. Sensitive counts that lie open elsewhere are listed for the owner, not repeated."""
    name, n, hits = problem.cells[cell], int(problem.cell_n[cell]), int(problem.cell_hits[cell])
    if problem.sayable[cell] and not pattern.hidden[cell]:
        return Statement(name, State.VALUE, n=n, hits=hits)
    if problem.masked[cell] and not pattern.withdrawn[cell]:
        state = State.NEAR_ALL if problem.primary[cell] == Primary.NEAR_ALL else State.NEAR_NONE
        return Statement(name, state, n=n, low=int(problem.mask_low[cell]), high=int(problem.mask_high[cell]))
    return Statement(name, State.HIDDEN, few_pupils=n < rules.base)


def _why(problem: Problem, pattern: Pattern, cell: int) -> Hiding:
    kind = Primary(int(problem.primary[cell]))
    if kind in (Primary.NEAR_NONE, Primary.NEAR_ALL):
        return Hiding.WITHDRAWN if pattern.withdrawn[cell] or not problem.masked[cell] else Hiding.MASK
    return {
        Primary.NONE: Hiding.COVER,
        Primary.FEW_PUPILS: Hiding.FEW_PUPILS,
        Primary.EVERYBODY: Hiding.EVERYBODY,
        Primary.GUARDED: Hiding.GUARDED,
    }[kind]
