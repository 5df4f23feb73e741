"""Every possible region of tiny tables, one by one: the attack that misses nothing."""

import numpy as np
import pytest

from spiral.engine.disclosure import FrequencyTable, Ledger, Outcome, Rules, protect
from spiral.engine.disclosure.exhaustive import every_region, fewest_hidden, indistinguishable
from spiral.engine.disclosure.synthetic import tiny_linked_region, tiny_region
from spiral.engine.figures import State


def sensitive(n: int, hits: int, outcome: Outcome) -> bool:
    """The rule, written out a second time."""
    everybody = hits == n if outcome is Outcome.HITS else hits == 0
    return n < 10 or 1 <= hits <= 4 or 1 <= n - hits <= 4 or everybody


def needs(table: FrequencyTable, outcome: Outcome) -> list[int]:
    """Possible counts each cell must keep; 0 where the count is not sensitive."""
    counts = zip(table.cell_n.tolist(), table.cell_hits.tolist(), strict=True)
    return [min(3, n + 1) if sensitive(n, hits, outcome) else 0 for n, hits in counts]


@pytest.mark.slow
@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("made", [tiny_region, tiny_linked_region])
def test_no_sensitive_count_of_a_tiny_region_can_be_narrowed_to_two_values(made, outcome):
    attacked = 0
    for seed in range(75):
        table = made(seed)
        protected = protect(table, Ledger(), Rules(outcome))
        regions = every_region(table)
        left = indistinguishable(table, regions, protected.statements)
        anyway = indistinguishable(table, regions, ())
        for i, needed in enumerate(needs(table, outcome)):
            possible = len(np.unique(anyway[:, i]))
            if needed:
                assert len(np.unique(left[:, i])) >= min(possible, needed), (seed, table.cells[i])
                assert (possible < needed) == (table.cells[i] in protected.owner_report.already_open)
                attacked += possible > 1
    assert attacked > 250


def test_on_tiny_regions_no_more_is_hidden_than_a_tenth_over_the_fewest_possible():
    hidden = fewest = tables = 0
    for seed in range(60):
        for table in (tiny_region(seed), tiny_linked_region(seed)):
            needed = [
                0 if public else need for need, public in zip(needs(table, Outcome.HITS), table.public, strict=True)
            ]
            plain = [i for i, need in enumerate(needs(table, Outcome.HITS)) if not need and not table.public[i]]
            regions = every_region(table)
            if len(plain) > 9 or len(regions) > 60_000:
                continue
            tables += 1
            protected = protect(table, Ledger(), Rules(Outcome.HITS))
            hidden += sum(protected.statements[i].state is State.HIDDEN for i in plain)
            fewest += fewest_hidden(table, regions, plain, needed)
    assert tables >= 80
    assert 40 <= fewest <= hidden <= 1.1 * fewest
