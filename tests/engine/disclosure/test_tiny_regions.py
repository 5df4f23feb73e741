"""Every possible region of tiny tables, one by one: the attack that misses nothing."""

import numpy as np
import pytest

from spiral.engine.disclosure import Ledger, Outcome, Rules, protect
from spiral.engine.disclosure.exhaustive import every_region, fewest_hidden, indistinguishable
from spiral.engine.disclosure.synthetic import tiny_region
from spiral.engine.figures import State

RULES = Rules(Outcome.HITS)


def sensitive(n: int, hits: int) -> bool:
    """The rule, written out a second time."""
    return n < 10 or 1 <= hits <= 4 or 1 <= n - hits <= 4 or hits == n


@pytest.mark.parametrize("start", range(0, 150, 25))
def test_no_sensitive_count_of_a_tiny_region_can_be_narrowed_to_two_values(start):
    attacked = 0
    for seed in range(start, start + 25):
        table = tiny_region(seed)
        protected = protect(table, Ledger(), RULES)
        regions = every_region(table)
        left = indistinguishable(table, regions, protected.statements)
        open_anyway = indistinguishable(table, regions, ())
        for i, (n, hits) in enumerate(zip(table.cell_n.tolist(), table.cell_hits.tolist(), strict=True)):
            if sensitive(n, hits):
                before = len(np.unique(open_anyway[:, i]))
                needed = min(before, 2 if n == 1 else 3)
                assert len(np.unique(left[:, i])) >= needed, (seed, table.cells[i])
                assert before < min(3, n + 1) or table.cells[i] not in protected.account.already_open
                attacked += before > 1
    assert attacked > 100


def test_on_tiny_regions_no_more_is_hidden_than_a_tenth_over_the_fewest_possible():
    hidden = fewest = tables = 0
    for seed in range(120):
        table = tiny_region(seed)
        kinds = [sensitive(n, h) for n, h in zip(table.cell_n.tolist(), table.cell_hits.tolist(), strict=True)]
        needed = [
            min(3, n + 1) if k and not p else 0
            for n, k, p in zip(table.cell_n.tolist(), kinds, table.public, strict=True)
        ]
        plain = [i for i, k in enumerate(kinds) if not k and not table.public[i]]
        regions = every_region(table)
        if len(plain) > 9 or len(regions) > 60_000:
            continue
        tables += 1
        protected = protect(table, Ledger(), RULES)
        hidden += sum(protected.statements[i].state is State.HIDDEN for i in plain)
        fewest += fewest_hidden(table, regions, plain, needed)
    assert tables >= 40
    assert fewest <= hidden <= 1.1 * fewest
