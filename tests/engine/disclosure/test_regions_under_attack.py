"""Regions too large to search one by one: linear algebra, and exact intervals by integer programming."""

import pytest

from spiral.engine.disclosure import FrequencyTable, Ledger, Outcome, ProtectedTable, Rules, protect
from spiral.engine.disclosure.attack import Attacker, inner_rows_of, known_counts
from spiral.engine.disclosure.primary import PrimaryReason
from spiral.engine.disclosure.synthetic import region
from spiral.engine.figures import State

RULES = Rules(Outcome.HITS)


def attacker_of(table: FrequencyTable, protected: ProtectedTable) -> Attacker:
    return Attacker(table.n.tolist(), known_counts(table, protected.statements))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_no_sensitive_count_of_a_region_is_narrowed_to_two_values_by_integer_programming(seed):
    table = region(seed, owners=4, units=24)
    protected = protect(table, Ledger(), RULES)
    cells = [
        c for c, kind in protected.owner_report.primary.items() if kind and c not in protected.owner_report.already_open
    ]
    needed = [min(3, 1 + int(table.cell_n[table.index[c]])) for c in cells]
    assert attacker_of(table, protected).narrow([inner_rows_of(c, table.rows) for c in cells], needed) == []
    assert len(cells) > 150


def test_linear_algebra_determines_no_hidden_cell_but_finds_them_when_only_the_sensitive_are_hidden():
    table = region(3, owners=4, units=24)
    protected = protect(table, Ledger(), RULES)
    sensitive = [c for c, kind in protected.owner_report.primary.items() if kind]
    hidden = [inner_rows_of(c, table.rows) for c in sensitive if c not in protected.owner_report.already_open]
    assert not any(attacker_of(table, protected).determined(hidden))
    careless = [
        (inner_rows_of(c, table.rows), int(h), int(h))
        for c, h in zip(table.cells, table.cell_hits, strict=True)
        if protected.owner_report.primary[c] is PrimaryReason.NONE
    ]
    assert sum(Attacker(table.n.tolist(), careless).determined(hidden)) > 20


@pytest.mark.slow
def test_the_masks_near_all_and_near_none_leave_three_counts_though_their_meaning_is_known():
    table = region(4, owners=4, units=24)
    protected = protect(table, Ledger(), RULES)
    attacker = attacker_of(table, protected)
    masked = [s for s in protected.statements if s.state in (State.NEAR_ALL, State.NEAR_NONE)]
    assert len(masked) > 50
    for said in masked:
        low, high = attacker.interval(inner_rows_of(said.cell, table.rows))
        assert said.low <= low and high <= said.high and high - low >= 2


def test_masks_alone_give_counts_away_before_the_audit_withdraws_some():
    table = region(4, owners=4, units=24)
    protected = protect(table, Ledger(), RULES)
    withdrawn = [c for c, why in protected.owner_report.why.items() if why == "withdrawn"]
    assert withdrawn
    facts = known_counts(table, protected.statements)
    for cell in withdrawn:
        i = table.index[cell]
        n, hits = int(table.cell_n[i]), int(table.cell_hits[i])
        facts.append((inner_rows_of(cell, table.rows), *((1, 4) if hits <= 4 else (n - 4, n - 1))))
    everything_masked = Attacker(table.n.tolist(), facts)
    sensitive = [
        c for c, kind in protected.owner_report.primary.items() if kind and c not in protected.owner_report.already_open
    ]
    needs = {c: min(3, 1 + int(table.cell_n[table.index[c]])) for c in sensitive}
    assert any(everything_masked.possible(inner_rows_of(c, table.rows), need) < need for c, need in needs.items())
