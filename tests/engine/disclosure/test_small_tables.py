"""What the gate says of each kind of cell, and what it hides for another's sake, on tables of a few units."""

from __future__ import annotations

import pytest
from tests.engine.disclosure.small_tables import FAILING, PASSING, TOTAL, A, B, C, D, hidden, units, value

from spiral.engine.disclosure import FrequencyTable, Layout, Ledger, Outcome, ProtectedTable, PublishedCell, Rules
from spiral.engine.disclosure.gate import protect
from spiral.engine.disclosure.primary import PrimaryReason
from spiral.engine.disclosure.protected import HidingReason
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.figures import State


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
