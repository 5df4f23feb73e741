"""What is asked for is shown or refused with its reason and a remedy, and a fault anywhere shows nothing."""

from __future__ import annotations

import pytest
from tests.engine.disclosure.small_tables import FAILING, PASSING, TOTAL, WITHOUT_UNITS, A, B, C, D, refused, units

from spiral.engine.disclosure import FrequencyTable, Layout, Ledger, PublishedCell, RefusalReason, gate
from spiral.engine.disclosure.attack import AttackFailed
from spiral.engine.disclosure.audit import AuditFailed
from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.intervals import SolverFailed
from spiral.engine.disclosure.protected import HidingReason
from spiral.engine.figures import State
from spiral.engine.message import Message


def test_what_is_asked_for_is_shown_and_others_are_hidden_around_it() -> None:
    table = units([6, 30, 40, 50], [1, 9, 11, 14])
    usual = {s.cell for s in protect(table, Ledger(), PASSING).statements if s.state is State.HIDDEN}
    [cover] = usual - {A}
    protected = protect(table, Ledger(), PASSING, show=[cover])
    said = {s.cell: s for s in protected.statements}
    assert said[cover].state is State.VALUE
    assert [cell for cell, why in protected.owner_report.why.items() if why is HidingReason.COVER] != []


def test_what_is_sensitive_is_not_shown_for_being_asked_for_and_all_that_is_sensitive_is_named() -> None:
    refusal = refused(units([6, 30, 40], [1, 29, 11]), Ledger(), FAILING, show=[A, B, C])
    assert (refusal.reason, refusal.cells) == (RefusalReason.SENSITIVE, (A, B))
    assert refusal.details == ()


def test_what_all_that_is_asked_for_would_expose_is_named() -> None:
    refusal = refused(units([6, 30, 40], [1, 9, 11]), Ledger(), PASSING, show=[B, C, TOTAL])
    assert (refusal.reason, refusal.cells) == (RefusalReason.DIFFERENCE, (A,))
    assert [(r.what, r.exact, r.cells) for r in refusal.remedies] == [(WITHOUT_UNITS, 1, 1)]
    assert refused(units([6, 30, 40], [1, 9, 11]), Ledger(), PASSING, show=[B, C, TOTAL], remedies=False).remedies == ()


def test_what_was_narrow_already_is_not_called_exposed_by_what_is_asked_for() -> None:
    table = units([150, 60, 30, 40], [2, 30, 1, 12])
    ledger = Ledger(
        (PublishedCell.share({"unit": "A"}, 150, 1, 0, "Kolada"), PublishedCell.exact({"unit": "B"}, 60, 30, "Kolada"))
    )
    for show in ([], [D], [TOTAL]):
        protected = protect(table, ledger, FAILING, show=show, remedies=False)
        assert protected.owner_report.already_open == (A,)
        assert all(s.state is State.VALUE for s in protected.statements if s.cell in show)
    refusal = refused(table, ledger, FAILING, show=[TOTAL, D], remedies=False)
    assert (refusal.reason, refusal.cells) == (RefusalReason.DIFFERENCE, (C,))


def test_a_remedy_is_measured_with_the_ledger_the_rules_and_what_is_asked_for() -> None:
    layout = Layout(("unit",), {"unit": ("owner",)})
    rows = [{"owner": "N", "unit": unit} for unit in "ABC"] + [{"owner": "S", "unit": "D"}]
    table = FrequencyTable.of(layout, rows, [6, 30, 40, 50], [1, 9, 11, 14])
    ledger = Ledger((PublishedCell.exact({"owner": "S"}, 50, 14, "Kolada"),))
    show = [("N", "B"), ("N", "C"), ("N", None)]
    refusal = refused(table, ledger, PASSING, show=show)
    assert (refusal.reason, refusal.cells) == (RefusalReason.DIFFERENCE, (("N", "A"),))
    assert refusal.remedies
    for remedy in refusal.remedies:
        asked = set(show) & set(remedy.table.cells)
        again = protect(remedy.table, ledger, PASSING, show=asked)
        exact = [s for s in again.statements if s.state is State.VALUE]
        assert (remedy.exact, remedy.cells) == (len(exact), len(remedy.table.cells))


def test_a_table_that_does_not_agree_with_what_is_published_is_refused_with_where() -> None:
    refusal = refused(units([30, 40], [9, 11]), Ledger((PublishedCell.exact({"unit": "A"}, 31, 9, "Kolada"),)), PASSING)
    assert (refusal.reason, refusal.cells) == (RefusalReason.MISMATCH, ())
    assert refusal.details == (Message.of("published_of_another_number", source="Kolada", published=31, pupils=30),)


@pytest.mark.parametrize(
    ("fault", "because"),
    [
        (SolverFailed("late"), RefusalReason.SOLVER),
        (AttackFailed("late"), RefusalReason.SOLVER),
        (MemoryError(), RefusalReason.MEMORY),
        (AuditFailed("narrow"), RefusalReason.AUDIT),
        (ZeroDivisionError(), RefusalReason.FAULT),
        (KeyError("A"), RefusalReason.FAULT),
        (TypeError(), RefusalReason.FAULT),
        (ValueError(), RefusalReason.FAULT),
        (RuntimeError(), RefusalReason.FAULT),
        (AssertionError(), RefusalReason.FAULT),
    ],
    ids=repr,
)
@pytest.mark.parametrize("where", ["apply_ledger", "suppression_problem", "suppress", "certify"])
def test_a_fault_anywhere_shows_nothing(
    where: str, fault: Exception, because: RefusalReason, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: object, **more: object) -> None:
        raise fault

    monkeypatch.setattr(gate, where, broken)
    refusal = refused(units([30, 40], [9, 11]), Ledger(), PASSING)
    assert (refusal.reason, refusal.cells, refusal.details, refusal.remedies) == (because, (), (), ())


def test_the_solver_gets_the_seconds_it_is_given_each_time_it_is_asked(times_suppressed) -> None:
    protect(units([30, 40], [9, 11]), Ledger(), PASSING)
    assert times_suppressed == [60.0]
    times_suppressed.clear()
    refusal = refused(units([6, 30, 40], [1, 9, 11]), Ledger(), PASSING, show=[B, C, TOTAL], seconds=7.5)
    assert refusal.remedies
    assert times_suppressed == [7.5] * 3, "the table, the table without what is asked for, and the remedy"


def test_a_remedy_shows_what_was_asked_for_and_is_tried_once(times_suppressed) -> None:
    margins = (frozenset[str](), frozenset({"sex"}), frozenset({"unit"}))
    rows = [{"unit": unit, "sex": sex} for unit in "ABC" for sex in "FP"]
    table = FrequencyTable.of(
        Layout(("unit", "sex"), margins=margins), rows, [3, 3, 15, 15, 20, 20], [1, 0, 1, 8, 1, 10]
    )
    refusal = refused(table, Ledger(), FAILING, show=[("B", None), ("C", None), (None, None)])
    assert [(r.what, r.exact, r.cells) for r in refusal.remedies] == [(WITHOUT_UNITS, 1, 3)]
    assert len(times_suppressed) == 2 + 2 + 1, "the table, without sex (refused as well), without unit"


def test_what_would_be_exposed_is_an_exception_that_says_why_and_where() -> None:
    exposed = gate.Exposed(RefusalReason.DIFFERENCE, (A, B))
    assert (exposed.reason, exposed.cells, str(exposed)) == (RefusalReason.DIFFERENCE, (A, B), "difference")
