"""Tables: any margins over the same inner cells, and what a table may not be."""

import pytest
from tests.engine.refusals import refused

from spiral.engine.disclosure import FrequencyTable, Layout, TableError
from spiral.engine.disclosure.rules import Outcome, Rules, rarer_outcome
from spiral.engine.message import EngineError

LAYOUT = Layout(("unit", "sex"), {"unit": ("owner",)})
ROWS = [{"owner": "O", "unit": u, "sex": s} for u in ("A", "B") for s in ("F", "P")]


def test_all_margins_are_every_level_of_every_dimension():
    assert {tuple(sorted(m)) for m in LAYOUT.all_margins} == {
        (),
        ("sex",),
        ("owner",),
        ("owner", "sex"),
        ("unit",),
        ("sex", "unit"),
    }


def test_a_unit_names_its_owner_and_a_total_names_nothing():
    table = FrequencyTable.of(LAYOUT, ROWS, [5, 6, 7, 8], [1, 2, 3, 4])
    counts = dict(zip(table.cells, zip(table.cell_n.tolist(), table.cell_hits.tolist(), strict=True), strict=True))
    assert table.layout.columns == ("owner", "unit", "sex")
    assert counts["O", "A", None] == (11, 3)
    assert counts["O", None, "P"] == (14, 6)
    assert counts[None, None, None] == (26, 10)
    assert len(counts) == 4 + 2 + 2 + 1 + 2 + 1


def test_linked_tables_are_margins_without_their_cross():
    margins = (frozenset({"unit"}), frozenset({"sex"}))
    table = FrequencyTable.of(Layout(("unit", "sex"), {"unit": ("owner",)}, margins), ROWS, [5, 6, 7, 8], [1, 2, 3, 4])
    assert set(table.cells) == {("O", "A", None), ("O", "B", None), (None, None, "F"), (None, None, "P")}


def test_a_cell_nobody_is_in_is_not_made():
    table = FrequencyTable.of(LAYOUT, ROWS, [5, 0, 7, 8], [1, 0, 3, 4])
    assert ("O", "A", "P") not in table.cells
    assert ("O", "B", "P") in table.cells


@pytest.mark.parametrize(
    ("rows", "n", "hits", "code"),
    [
        ([], [], [], "table_without_rows"),
        (ROWS[:1], [5], [6], "count_impossible"),
        (ROWS[:1], [5], [-1], "count_impossible"),
        ([ROWS[0], ROWS[0]], [5, 5], [1, 1], "row_repeated"),
        ([ROWS[0], {**ROWS[1], "owner": "Q"}], [5, 5], [1, 1], "child_under_two_parents"),
    ],
)
def test_a_table_that_contradicts_itself_is_not_made(rows, n, hits, code):
    with refused(TableError, code):
        FrequencyTable.of(LAYOUT, rows, n, hits)


def test_thresholds_that_contradict_each_other_are_not_rules():
    with refused(EngineError, "base_lets_masks_overlap", base=9, least=10):
        Rules(Outcome.HITS, base=9)
    with refused(EngineError, "mask_leaves_too_few_values", few=2, values=3):
        Rules(Outcome.HITS, few=2)
    assert Rules(Outcome.HITS, few=2, masks=False).needed(5) == 3


def test_a_table_that_does_not_say_is_protected_for_the_rarer_outcome():
    assert rarer_outcome(100, 12) is Outcome.HITS
    assert rarer_outcome(100, 88) is Outcome.MISSES
    assert rarer_outcome(100, 50) is Outcome.MISSES
