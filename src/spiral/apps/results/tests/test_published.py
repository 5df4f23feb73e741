"""What Skolverket has published counts as known when a new table is tried."""

from __future__ import annotations

from spiral.apps.releases import actions
from spiral.apps.results.published import known
from spiral.engine.disclosure import Layout, Outcome, Rules, Table
from spiral.engine.figures import State

RULES = Rules(Outcome.MISSES)


def test_what_skolverket_has_published_about_skaraborg_counts_as_known() -> None:
    cells = {dict(k.where)["unit"][0]: k for k in known("all-subjects-9")}
    assert (cells["45270097"].n, cells["45270097"].low, cells["45270097"].high) == (123, 79, 79)
    assert cells["38081093"].state is State.HIDDEN
    # Hidden on our pages since Underlag hides it, but printed in slutbetyg: known all the same.
    assert cells["34900938"].low == cells["34900938"].high == 89


def test_a_table_that_would_give_a_hidden_unit_away_by_subtraction_hides_it(person) -> None:
    """Götene: Liljestensskolan's 89 of 142 are known; with Lunden beside it the owner's total must not be shown."""
    units = {"34900938": (142, 89), "38081093": (8, 3)}
    layout = Layout(("unit", "year"), {"unit": ("owner",)}, (frozenset({"unit", "year"}), frozenset({"owner", "year"})))
    rows = [{"owner": "2120001652", "unit": u, "year": "2024/25"} for u in units]
    table = Table.of(layout, rows, [n for n, _ in units.values()], [h for _, h in units.values()])
    protected = actions.check(table, RULES, family="all-subjects-9", by=person("natverksmedlem"))
    shown = {s.cell: s.state for s in protected.statements}
    assert shown["2120001652", "38081093", "2024/25"] is State.HIDDEN
    assert shown["2120001652", None, "2024/25"] is State.HIDDEN
