"""What Skolverket has published counts as known when a new table is tried, and no hidden figure is needed for that."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from spiral.engine.disclosure import FrequencyTable, Layout, Outcome, PublishedCell, Rules
from spiral.engine.figures import State
from spiral.exchange.families import FAMILIES, Family
from spiral.see.releases import actions
from spiral.see.results.published import known
from spiral.sources.snapshot.files import open_snapshot
from spiral.trust.access.viewer import viewer_of

pytestmark = pytest.mark.figures

RULES = Rules(Outcome.MISSES)


@pytest.mark.parametrize("family", ["all-subjects-9", "vocational-9"])
def test_what_the_shipped_files_print_counts_as_known_and_what_they_hide_is_never_a_count(family: str) -> None:
    cells = known(family)
    snapshot = open_snapshot()
    ours = snapshot.places.filter((pl.col("kind") == "unit") & pl.col("skaraborg"))["code"].to_list()
    listed = snapshot.skolverket.filter((pl.col("part") == "slutbetyg") & pl.col("place").is_in(ours))
    assert {dict(cell.where)["unit"][0] for cell in cells} <= set(listed["place"])
    exact, masked = (
        [cell for cell in cells if (cell.low is not None and cell.low == cell.high) is is_exact]
        for is_exact in (True, False)
    )
    assert len(exact) > 5
    assert all(cell.state is not State.VALUE for cell in masked)
    assert any(cell.may_be_printed for cell in masked)
    # Below ten pupils nobody prints; above, some source may.
    assert all(cell.may_be_printed is (cell.n is not None) for cell in masked)


def exempelby() -> FrequencyTable:
    """A made-up owner of a large unit and a small one."""
    units = {"Storskolan": (142, 89), "Lillskolan": (8, 3)}
    layout = Layout(("unit", "year"), {"unit": ("owner",)}, (frozenset({"unit", "year"}), frozenset({"owner", "year"})))
    rows = [{"owner": "Exempelby", "unit": unit, "year": "2024/25"} for unit in units]
    return FrequencyTable.of(layout, rows, [n for n, _ in units.values()], [h for _, h in units.values()])


LARGE = {"unit": "Storskolan", "year": "2024/25"}
PRINTED = PublishedCell.share(LARGE, 142, 62.7, 1, "Skolverket")
#: The same unit as the ledger has it where another source hides the figure.
NOT_REPEATED = PublishedCell.masked(LARGE, "Skolverket", n=142, may_be_printed=True)
SMALL = PublishedCell.masked({"unit": "Lillskolan", "year": "2024/25"}, "Skolverket")


@pytest.mark.parametrize("large", [PRINTED, NOT_REPEATED])
def test_a_table_that_would_give_a_hidden_unit_away_by_subtraction_hides_its_owner(
    large: PublishedCell, person
) -> None:
    """Whether we hold the large unit's figure or only know that a source may print it."""
    with FAMILIES.holding({"exempelby": Family("exempelby", "Exempelby", lambda: (large, SMALL))}):
        protected = actions.check(exempelby(), RULES, family="exempelby", by=viewer_of(person("natverksmedlem")))
        shown = {said.cell[1]: said.state for said in protected.statements}
        assert shown["Lillskolan"] is State.HIDDEN
        assert shown[None] is State.HIDDEN
        assert shown["Storskolan"] is (State.VALUE if large is PRINTED else State.HIDDEN)


def test_without_the_reading_of_other_sources_the_owner_would_have_been_shown(person) -> None:
    """What the test above is worth: a mask taken for unknown everywhere covers the small unit in name only."""
    trusting = dataclasses.replace(NOT_REPEATED, may_be_printed=False)
    with FAMILIES.holding({"exempelby": Family("exempelby", "Exempelby", lambda: (trusting, SMALL))}):
        protected = actions.check(exempelby(), RULES, family="exempelby", by=viewer_of(person("natverksmedlem")))
        assert {said.cell[1]: said.state for said in protected.statements}[None] is State.VALUE
