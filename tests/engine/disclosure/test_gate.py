"""The gate: nothing without a certificate, one reason for all who hide, and every fault fails closed."""

import ast
import inspect
import json
from dataclasses import replace

import pytest

from spiral.engine.disclosure import (
    FrequencyTable,
    Layout,
    Ledger,
    Outcome,
    RefusalReason,
    Rules,
    TableRefused,
    Uncertified,
    attack,
    audit,
    gate,
    protect,
)
from spiral.engine.disclosure.audit import AuditFailed, certify
from spiral.engine.disclosure.intervals import SolverFailed
from spiral.engine.disclosure.statement import CellStatement
from spiral.engine.disclosure.synthetic import region
from spiral.engine.figures import Figure, State
from spiral.exchange.wording.protected import refusal

RULES = Rules(Outcome.HITS)


@pytest.fixture(scope="module")
def table() -> FrequencyTable:
    return region(5, owners=3, units=12)


@pytest.fixture(scope="module")
def protected(table):
    return protect(table, Ledger(), RULES)


def test_figures_are_typed_and_a_mask_carries_no_number(table, protected):
    shown = protected.figures()
    assert len(shown) == len(table.cells)
    assert {f.share.state for f in shown.values()} == {State.VALUE, State.HIDDEN, State.NEAR_ALL, State.NEAR_NONE} - (
        set() if any(f.share.state is State.NEAR_ALL for f in shown.values()) else {State.NEAR_ALL}
    )
    for figure in shown.values():
        assert bool(figure.why) is not figure.share.is_number
        assert figure.hits.state is figure.share.state
        if figure.share.state is State.HIDDEN:
            assert figure.pupils == Figure(State.HIDDEN)


def test_a_changed_statement_cannot_be_shown(protected):
    hidden = next(i for i, said in enumerate(protected.statements) if said.state is State.HIDDEN)
    forged = list(protected.statements)
    forged[hidden] = CellStatement(forged[hidden].cell, State.VALUE, n=7, hits=2)
    for attempt in (replace(protected, statements=tuple(forged)), replace(protected, columns=protected.columns[::-1])):
        with pytest.raises(Uncertified):
            attempt.figures()
        with pytest.raises(Uncertified):
            attempt.as_json()
        with pytest.raises(Uncertified):
            attempt.as_published("utgåva")


def test_the_audit_shares_no_code_with_the_suppressor():
    package = "spiral.engine.disclosure."
    suppressor = {package + name for name in ("primary", "block", "intervals", "repair", "suppress", "cost", "gate")}
    for module in (audit, attack):
        names = [
            node.module for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.ImportFrom)
        ]
        assert package + "rules" in names or package + "statement" in names
        assert not suppressor & set(names)


def test_the_audit_repeats_at_release_and_gives_the_same_seal(protected):
    assert certify(protected.owner_report.evidence).certificate == protected.certificate


def test_the_audit_fails_when_one_hidden_cell_is_shown_as_it_is(table, protected):
    evidence = protected.owner_report.evidence
    caught = 0
    for i, said in enumerate(evidence.statements):
        if said.state is not State.VALUE:
            row = table.index[said.cell]
            told = CellStatement(said.cell, State.VALUE, n=int(table.cell_n[row]), hits=int(table.cell_hits[row]))
            statements = (*evidence.statements[:i], told, *evidence.statements[i + 1 :])
            with pytest.raises(AuditFailed):
                certify(replace(evidence, statements=statements))
            caught += 1
    assert caught > 100


def test_the_audit_fails_for_an_untrue_statement_an_impossible_move_and_a_missing_proof(protected):
    evidence = protected.owner_report.evidence
    value = next(i for i, said in enumerate(evidence.statements) if said.state is State.VALUE and said.hits)
    lie = replace(evidence.statements[value], hits=evidence.statements[value].hits - 1)
    with pytest.raises(AuditFailed, match="not true"):
        certify(replace(evidence, statements=(*evidence.statements[:value], lie, *evidence.statements[value + 1 :])))
    with pytest.raises(AuditFailed, match="impossible region"):
        certify(replace(evidence, moves=({0: -1000},)))
    with pytest.raises(AuditFailed, match="possible counts"):
        certify(replace(evidence, moves=()))


def test_hidden_cells_of_ten_or_more_all_give_the_same_reason_whether_sensitive_or_covering(protected):
    reasons = {
        (why, protected.figures()[cell].why)
        for cell, why in protected.owner_report.why.items()
        if why in ("cover", "withdrawn")
    }
    assert {why for why, _ in reasons} == {"cover", "withdrawn"}
    assert len({sentence for _, sentence in reasons}) == 1


def test_nothing_that_leaves_tells_how_many_masks_were_withdrawn_or_what_covers_what(protected):
    text = json.dumps(protected.as_json())
    assert not any(word in text for word in ("withdrawn", "cover", "primary", "moves", "open"))
    assert "account" not in repr(protected)


def test_the_owner_can_see_which_cells_a_hidden_one_covers(protected):
    covering = [cell for cell, why in protected.owner_report.why.items() if why == "cover"]
    assert covering
    assert all(protected.owner_report.covered_by(cell) for cell in covering)


@pytest.mark.parametrize(
    ("fault", "because"),
    [
        (SolverFailed("Time limit reached"), RefusalReason.SOLVER),
        (MemoryError(), RefusalReason.MEMORY),
        (IndexError("a bug"), RefusalReason.FAULT),
        (AuditFailed("narrow"), RefusalReason.AUDIT),
    ],
)
def test_every_fault_fails_closed_and_says_why_in_swedish(monkeypatch, table, fault, because):
    def broken(*args, **kwargs):
        raise fault

    monkeypatch.setattr(gate, "suppress", broken)
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger(), RULES)
    assert refused.value.reason is because
    assert refusal(refused.value.reason).startswith("Tabellen visas inte: ")
    assert refusal(refused.value.reason, "en").startswith("The table is not shown: ")


def test_a_solver_out_of_time_fails_closed(table):
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger(), RULES, seconds=0.0)
    assert refused.value.reason is RefusalReason.SOLVER


def test_a_suppressor_that_forgets_a_cell_is_stopped_by_the_audit(monkeypatch, table):
    true_suppress = gate.suppress

    def forgetful(problem, seconds):
        pattern = true_suppress(problem, seconds)
        pattern.hidden[:] = False
        return pattern

    monkeypatch.setattr(gate, "suppress", forgetful)
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger(), RULES)
    assert refused.value.reason is RefusalReason.AUDIT


def test_asking_for_a_sensitive_count_is_refused_and_names_it(table, protected):
    small = next(cell for cell, kind in protected.owner_report.primary.items() if kind)
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger(), RULES, show=[small])
    assert refused.value.reason is RefusalReason.SENSITIVE
    assert refused.value.cells == (small,)


def test_protecting_the_same_table_again_gives_the_same_bytes_whatever_the_order_of_its_rows(table, protected):
    columns = table.layout.columns
    rows = [dict(zip(columns, row, strict=True)) for row in table.rows]
    again = protect(FrequencyTable.of(table.layout, rows, table.n.tolist(), table.hits.tolist()), Ledger(), RULES)
    assert again.as_json() == protected.as_json()


def pupils(with_protected: bool) -> tuple[list[dict[str, str]], list[bool], list[bool]]:
    """Two units' pupils; the protected one would change a count, add a unit and tip a cell over the base."""
    people = [({"unit": "A", "sex": "FP"[i % 2]}, i % 5 == 0, False) for i in range(40)]
    people += [({"unit": "B", "sex": "FP"[i % 2]}, i % 7 == 0, False) for i in range(57)]
    if with_protected:
        people[3:3] = [({"unit": "A", "sex": "P"}, True, True), ({"unit": "C", "sex": "F"}, False, True)]
    where, reached, hidden = zip(*people, strict=True)
    return list(where), list(reached), list(hidden)


def test_a_pupil_with_protected_identity_changes_no_byte_of_what_is_shown():
    layout = Layout(("unit", "sex"))
    without = protect(FrequencyTable.of_pupils(layout, *pupils(with_protected=False)), Ledger(), RULES)
    beside = protect(FrequencyTable.of_pupils(layout, *pupils(with_protected=True)), Ledger(), RULES)
    assert json.dumps(beside.as_json()) == json.dumps(without.as_json())
    assert beside.figures() == without.figures()
    where, reached, _ = pupils(with_protected=True)
    unprotected = protect(FrequencyTable.of_pupils(layout, where, reached, [False] * len(where)), Ledger(), RULES)
    assert json.dumps(unprotected.as_json()) != json.dumps(without.as_json())
