"""The gate on tables so small that every word it says, and why, stands here: decided in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from spiral.engine.disclosure import (
    FrequencyTable,
    Layout,
    Ledger,
    Outcome,
    ProtectedTable,
    PublishedCell,
    RefusalReason,
    Rules,
    TableRefused,
    gate,
)
from spiral.engine.disclosure.attack import AttackFailed
from spiral.engine.disclosure.audit import AuditFailed
from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.intervals import SolverFailed
from spiral.engine.disclosure.primary import PrimaryReason
from spiral.engine.disclosure.protected import HidingReason
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


@pytest.fixture
def times_suppressed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that the solver was given, each time that it was asked."""
    asked: list[float] = []
    suppress = gate.suppress

    def timed(problem: object, seconds: float) -> object:
        asked.append(seconds)
        return suppress(problem, seconds)

    monkeypatch.setattr(gate, "suppress", timed)
    return asked


def test_each_kind_of_cell_is_told_in_its_own_way_and_the_owner_knows_why() -> None:
    protected = protect(units([30, 40, 6, 30], [3, 40, 1, 15]), Ledger(), PASSING)
    assert protected.columns == ("unit",)
    assert protected.statements == (
        value(TOTAL, 106, 59),
        CellStatement(A, State.NEAR_NONE, n=30, low=1, high=4),
        value(B, 40, 40),
        hidden(C, few_pupils=True),
        value(D, 30, 15),
    )
    assert protected.owner_report.why == {A: HidingReason.MASK, C: HidingReason.FEW_PUPILS}
    protected = protect(units([30, 40, 6, 30], [3, 40, 1, 15]), Ledger(), FAILING)
    assert protected.owner_report.why == {A: HidingReason.MASK, B: HidingReason.EVERYBODY, C: HidingReason.FEW_PUPILS}
    assert protected.owner_report.primary == {
        TOTAL: PrimaryReason.NONE,
        A: PrimaryReason.NEAR_NONE,
        B: PrimaryReason.EVERYBODY,
        C: PrimaryReason.FEW_PUPILS,
        D: PrimaryReason.NONE,
    }


def test_one_to_four_and_all_but_one_to_four_are_masks_with_their_bounds() -> None:
    protected = protect(units([30, 40, 60, 70], [2, 37, 33, 20]), Ledger(), FAILING)
    assert protected.statements == (
        value(TOTAL, 200, 92),
        CellStatement(A, State.NEAR_NONE, n=30, low=1, high=4),
        CellStatement(B, State.NEAR_ALL, n=40, low=36, high=39),
        value(C, 60, 33),
        value(D, 70, 20),
    )
    assert protected.owner_report.why == {A: HidingReason.MASK, B: HidingReason.MASK}


def test_rules_without_masks_hide_what_they_would_mask() -> None:
    protected = protect(units([30, 40, 60, 70], [2, 37, 33, 20]), Ledger(), Rules(Outcome.HITS, masks=False))
    assert [said for said in protected.statements if said.state is not State.VALUE] == [hidden(A), hidden(B)]
    assert protected.owner_report.why == {A: HidingReason.WITHDRAWN, B: HidingReason.WITHDRAWN}


def test_two_masks_that_a_total_would_open_are_not_both_told() -> None:
    protected = protect(units([30, 30], [4, 4]), Ledger(), FAILING)
    assert protected.statements == (
        value(TOTAL, 60, 8),
        CellStatement(A, State.NEAR_NONE, n=30, low=1, high=4),
        hidden(B),
    )
    assert protected.owner_report.why == {A: HidingReason.MASK, B: HidingReason.WITHDRAWN}


@pytest.mark.parametrize(("pupils", "few"), [(9, True), (10, False)])
def test_a_hidden_cell_says_that_its_pupils_are_few_below_ten(pupils: int, few: bool) -> None:
    protected = protect(units([pupils, 40], [pupils, 20]), Ledger(), FAILING)
    assert {s.cell: s for s in protected.statements}[A] == hidden(A, few_pupils=few)


def test_what_hides_another_is_a_cover_and_only_what_is_needed_is_hidden() -> None:
    protected = protect(units([30, 20, 50], [30, 9, 20]), Ledger(), FAILING)
    assert protected.statements == (value(TOTAL, 100, 59), hidden(A), value(B, 20, 9), hidden(C))
    assert protected.owner_report.why == {A: HidingReason.EVERYBODY, C: HidingReason.COVER}
    assert protected.owner_report.covered_by(C) == (A,)


def test_the_audit_is_given_everything_the_decision_stands_on() -> None:
    printed, masked = (
        PublishedCell.exact({"unit": "B"}, 30, 9, "Kolada"),
        PublishedCell.masked({"unit": "C"}, "Skolverket", n=40),
    )
    table = FrequencyTable.of(
        Layout(("unit", "sex"), {}, (frozenset({"unit"}),), (frozenset(),), watched=(frozenset({"unit", "sex"}),)),
        [{"unit": unit, "sex": sex} for unit in "ABC" for sex in "FP"],
        [3, 3, 15, 15, 20, 20],
        [1, 0, 4, 5, 5, 6],
    )
    protected = protect(table, Ledger((printed, masked)), PASSING)
    evidence = protected.owner_report.evidence
    assert evidence.columns == protected.columns == ("unit", "sex")
    assert evidence.rows == tuple((unit, sex) for unit in "ABC" for sex in "FP")
    assert (evidence.pupils, evidence.hits) == ((3, 3, 15, 15, 20, 20), (1, 0, 4, 5, 5, 6))
    assert evidence.known == (PublishedCell.exact({}, 76, 21, "public"), printed, masked)
    assert evidence.statements == protected.statements
    assert evidence.watched == tuple((unit, sex) for unit in "ABC" for sex in "FP")
    assert evidence.moves
    assert evidence.rules is PASSING
    assert protected.owner_report.already_open == ()
    assert protected.owner_report.why == {
        ("A", None): HidingReason.FEW_PUPILS,
        ("C", None): HidingReason.GUARDED,
    }
    assert protected.owner_report.primary["A", "F"] is PrimaryReason.FEW_PUPILS


def test_a_public_margin_is_known_by_its_own_name_and_counts() -> None:
    table = FrequencyTable.of(
        Layout(("unit",), {"unit": ("owner",)}, public=(frozenset({"owner"}),)),
        [{"owner": owner, "unit": unit} for owner, unit in (("N", "A"), ("N", "B"), ("S", "C"), ("S", "D"))],
        [6, 30, 40, 30],
        [1, 9, 11, 14],
    )
    known = protect(table, Ledger(), PASSING).owner_report.evidence.known
    assert known == (
        PublishedCell.exact({"owner": "N"}, 36, 10, "public"),
        PublishedCell.exact({"owner": "S"}, 70, 25, "public"),
    )


def test_a_cell_that_another_masks_is_guarded_here() -> None:
    ledger = Ledger((PublishedCell.masked({"unit": "A"}, "Skolverket", n=26),))
    protected = protect(units([26, 60, 70], [9, 30, 35]), ledger, PASSING)
    assert protected.statements == (value(TOTAL, 156, 74), hidden(A), hidden(B), value(C, 70, 35))
    assert protected.owner_report.why == {A: HidingReason.GUARDED, B: HidingReason.COVER}


def test_what_may_be_printed_elsewhere_covers_nothing_and_is_the_same_for_every_reader(times_suppressed) -> None:
    ledger = Ledger(
        (
            PublishedCell.masked({"unit": "A"}, "Skolverket", n=60, may_be_printed=True),
            PublishedCell.masked({"unit": "B"}, "Skolverket", n=50, may_be_printed=True),
            PublishedCell.masked({"unit": "C"}, "Skolverket"),
        )
    )
    protected = protect(units([60, 50, 6], [40, 30, 2]), ledger, PASSING)
    assert protected.statements == (hidden(TOTAL), hidden(A), hidden(B), hidden(C, few_pupils=True))
    known = protected.owner_report.evidence.known
    assert [k.where for k in known if k.source == "gate"] == [
        (),
        (("unit", ("A",)),),
        (("unit", ("B",)),),
        (("unit", ("C",)),),
    ]
    assert {k.state for k in known if k.source == "gate"} == {State.HIDDEN}
    assert len(times_suppressed) == 2 * 3, "three readers, and again until none of them hides more"


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


def test_a_table_of_nothing_says_nothing() -> None:
    table = FrequencyTable.of(Layout(("unit",), margins=()), [{"unit": "A"}, {"unit": "B"}], [30, 40], [9, 11])
    protected = protect(table, Ledger(), PASSING)
    assert (protected.statements, protected.owner_report.why) == ((), {})


def test_a_table_that_is_decided_twice_is_decided_alike() -> None:
    table = units([30, 40, 6, 30], [3, 40, 1, 15])
    first, again = (protect(table, Ledger(), FAILING) for _ in range(2))
    assert isinstance(first, ProtectedTable)
    assert first.as_json() == again.as_json()
    first.check()


def test_what_would_be_exposed_is_an_exception_that_says_why_and_where() -> None:
    exposed = gate.Exposed(RefusalReason.DIFFERENCE, (A, B))
    assert (exposed.reason, exposed.cells, str(exposed)) == (RefusalReason.DIFFERENCE, (A, B), "difference")
