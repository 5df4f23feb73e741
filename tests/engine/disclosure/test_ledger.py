"""Differences: between tables, editions, years, and against what Skolverket and Kolada have published."""

import numpy as np
import pytest

from spiral.engine.disclosure import (
    FrequencyTable,
    Layout,
    Ledger,
    Outcome,
    PublishedCell,
    RefusalReason,
    Rules,
    TableRefused,
    protect,
)
from spiral.engine.disclosure.attack import Attacker, inner_rows_of, known_counts
from spiral.engine.disclosure.exhaustive import every_region, indistinguishable
from spiral.engine.disclosure.ledger import ledgers_of_readers
from spiral.engine.disclosure.synthetic import tiny_region
from spiral.engine.figures import State
from spiral.engine.message import Message

PASSING = Rules(Outcome.MISSES)
FAILING = Rules(Outcome.HITS)

# A made-up municipality: Storskolan has 142 pupils, of whom 62.7 % pass; Lillskolan is "..".
LARGE = PublishedCell.share({"unit": "Storskolan"}, 142, 62.7, 1, "Skolverket")
SMALL = PublishedCell.masked({"unit": "Lillskolan"}, "Skolverket")
UNIT, OWNER = ("Exempelby", "Lillskolan"), ("Exempelby", None)


def exempelby(margins=(("unit",), ("owner",))) -> FrequencyTable:
    """Exempelby's two units with a made-up result for the hidden one."""
    rows = [{"owner": "Exempelby", "unit": "Storskolan"}, {"owner": "Exempelby", "unit": "Lillskolan"}]
    return FrequencyTable.of(
        Layout(("unit",), {"unit": ("owner",)}, tuple(map(frozenset, margins))), rows, [142, 6], [89, 2]
    )


def test_a_published_share_with_a_decimal_is_a_count():
    assert (LARGE.low, LARGE.high) == (89, 89)
    with pytest.raises(ValueError, match="no whole number"):
        PublishedCell.share({"unit": "A"}, 10, 62.7, 1, "Skolverket")


def test_the_municipal_figure_is_hidden_while_its_large_unit_stands_published():
    protected = protect(exempelby(), Ledger((LARGE, SMALL)), PASSING)
    said = {s.cell: s.state for s in protected.statements}
    assert said == {("Exempelby", "Storskolan"): State.VALUE, UNIT: State.HIDDEN, OWNER: State.HIDDEN}
    outsider = Attacker([142, 6], known_counts(exempelby(), protected.statements, (LARGE, SMALL)))
    assert outsider.interval([1]) == (0, 6)


def test_insisting_on_the_municipal_figure_is_refused_with_the_hidden_unit_named_and_a_remedy_that_works():
    with pytest.raises(TableRefused) as refused:
        protect(exempelby(), Ledger((LARGE, SMALL)), PASSING, show=[OWNER])
    assert refused.value.reason is RefusalReason.DIFFERENCE
    assert refused.value.cells == (UNIT,)
    assert refused.value.reason is RefusalReason.DIFFERENCE
    for remedy in refused.value.remedies:
        protect(remedy.table, Ledger((LARGE, SMALL)), PASSING)


def test_what_lies_open_in_the_published_sources_is_hidden_here_and_listed_not_counted():
    kolada = PublishedCell.exact({"owner": "Exempelby"}, 148, 91, "Kolada")
    protected = protect(exempelby(), Ledger((LARGE, SMALL, kolada)), PASSING)
    assert protected.owner_report.already_open == (UNIT,)
    assert {s.cell: s.state for s in protected.statements}[UNIT] is State.HIDDEN
    assert "open" not in str(protected.as_json())


def test_a_count_that_is_narrow_already_may_not_be_made_narrower():
    rows = [{"unit": "A"}, {"unit": "B"}]
    table = FrequencyTable.of(Layout(("unit",)), rows, [150, 60], [2, 30])
    narrow = PublishedCell.share({"unit": "A"}, 150, 1, 0, "Kolada")
    other = PublishedCell.exact({"unit": "B"}, 60, 30, "Kolada")
    assert (narrow.low, narrow.high) == (1, 2)
    assert protect(table, Ledger((narrow, other)), FAILING).owner_report.already_open == (("A",),)
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger((narrow, other)), FAILING, show=[(None,)], remedies=False)
    assert refused.value.reason is RefusalReason.DIFFERENCE
    assert refused.value.cells == (("A",),)


def test_a_sensitive_count_that_another_source_prints_is_listed_and_not_repeated():
    printed = PublishedCell.exact({"unit": "Lillskolan"}, 6, 2, "Kolada")
    protected = protect(exempelby(), Ledger((LARGE, printed)), PASSING)
    assert {s.cell: s.state for s in protected.statements}[UNIT] is State.HIDDEN
    assert protected.owner_report.already_open == (UNIT,)


def test_a_cell_one_source_masks_and_another_prints_is_masked_here():
    masked = PublishedCell.masked({"owner": "Exempelby"}, "Skolverket")
    printed = PublishedCell.exact({"owner": "Exempelby"}, 148, 91, "Kolada")
    said = {s.cell: s.state for s in protect(exempelby(), Ledger((masked, printed)), PASSING).statements}
    assert said[OWNER] is State.HIDDEN


def test_a_cell_masked_by_another_source_is_masked_here_though_our_own_rules_would_show_it():
    rows = [{"unit": "A"}, {"unit": "B"}, {"unit": "C"}]
    table = FrequencyTable.of(Layout(("unit",)), rows, [26, 60, 70], [9, 30, 35])
    alone = {s.cell[0]: s.state for s in protect(table, Ledger(), PASSING).statements}
    guarded = protect(table, Ledger((PublishedCell.masked({"unit": "A"}, "Skolverket", n=26),)), PASSING)
    beside = {s.cell[0]: s.state for s in guarded.statements}
    assert alone["A"] is State.VALUE
    assert beside["A"] is State.HIDDEN
    assert State.HIDDEN in (beside["B"], beside["C"], beside[None])


def test_a_table_that_counts_other_pupils_than_a_published_cell_is_refused_not_compared():
    kolada = PublishedCell.exact({"owner": "Exempelby"}, 150, 93, "Kolada")
    with pytest.raises(TableRefused) as refused:
        protect(exempelby(), Ledger((kolada,)), PASSING)
    assert refused.value.reason is RefusalReason.MISMATCH
    assert refused.value.details == (
        Message.of("published_of_another_number", source="Kolada", published=150, pupils=148),
    )


def test_a_table_without_a_column_that_is_published_is_refused():
    by_sex = PublishedCell.exact({"unit": "Lillskolan", "sex": "F"}, 3, 1, "Kolada")
    with pytest.raises(TableRefused) as refused:
        protect(exempelby(), Ledger((by_sex,)), PASSING)
    assert refused.value.reason is RefusalReason.MISMATCH
    assert refused.value.details[0].fields["columns"] == ["sex"]


def test_a_masked_cell_that_some_source_may_print_is_no_cover_for_another_and_is_still_protected_itself():
    """Against every outsider: who has read it, and who has not."""
    rows = [{"owner": "Exempelby", "unit": unit} for unit in "ABC"]
    table = FrequencyTable.of(Layout(("unit",), {"unit": ("owner",)}), rows, [60, 50, 6], [40, 30, 2])
    perhaps = [
        PublishedCell.masked({"unit": unit}, "Skolverket", n=n, may_be_printed=True)
        for unit, n in (("A", 60), ("B", 50))
    ]
    ledger = Ledger((*perhaps, PublishedCell.masked({"unit": "C"}, "Skolverket")))
    protected = protect(table, ledger, PASSING)
    for outsider in ledgers_of_readers(ledger, table):
        attacker = Attacker([60, 50, 6], known_counts(table, protected.statements, outsider.known))
        printed = {dict(k.where)["unit"][0] for k in outsider.known if k.state is State.VALUE}
        for number, unit in enumerate("ABC"):
            if unit not in printed:
                low, high = attacker.interval([number])
                assert high - low >= 2, (unit, printed)


@pytest.mark.slow
def test_two_editions_together_give_no_more_than_the_first_allowed():
    """A second table over the same pupils with other margins, attacked together with the first."""
    attacked = 0
    for seed in range(60):
        whole = tiny_region(seed)
        layout = whole.layout
        rows = [dict(zip(layout.columns, row, strict=True)) for row in whole.rows]
        public = layout.public

        def edition(margins, rows=rows, public=public, whole=whole):
            inner = (frozenset({"unit", "group"}),)
            made = Layout(
                ("unit", "group"), {"unit": ("owner",)}, tuple(map(frozenset, margins)), public, watched=inner
            )
            return FrequencyTable.of(made, rows, whole.n.tolist(), whole.hits.tolist())

        first = protect(edition([["unit"], ["owner", "group"]]), Ledger(), FAILING)
        ledger = Ledger(first.as_published("utgåva 1"))
        second = protect(edition([["unit", "group"], ["group"], []]), ledger, FAILING)
        regions = every_region(whole)
        left = indistinguishable(whole, regions, (*first.statements, *second.statements))
        before = indistinguishable(whole, regions, ())
        for i, (n, hits) in enumerate(zip(whole.cell_n.tolist(), whole.cell_hits.tolist(), strict=True)):
            if n < 10 or 1 <= hits <= 4 or 1 <= n - hits <= 4 or hits == n:
                needed = min(3, n + 1, len(np.unique(before[:, i])))
                assert len(np.unique(left[:, i])) >= needed, (seed, whole.cells[i])
                attacked += needed > 1
    assert attacked > 200


YEARS = ["2021", "2022", "2023", "2024"]


def four_years(margins) -> FrequencyTable:
    layout = Layout(
        ("unit", "year"), {"unit": ("owner",), "year": ("period",)}, tuple(map(frozenset, margins)), (), "year"
    )
    counts = {"A": (8, 7, 9, 8), "B": (30, 31, 29, 33), "C": (40, 42, 41, 39)}
    rows = [
        {"owner": "O", "unit": u, "year": y, "period": "2021" if y == "2021" else "2022–2024"}
        for u in counts
        for y in YEARS
    ]
    n = [v for values in counts.values() for v in values]
    return FrequencyTable.of(layout, rows, n, [v // 3 for v in n])


def test_a_period_that_overlaps_a_published_one_is_refused_with_its_cells_named():
    table = four_years([["unit", "period"]])
    published = PublishedCell.exact({"unit": "A", "year": YEARS[:3]}, 24, 7, "Släpp 2023")
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger((published,)), FAILING)
    assert refused.value.reason is RefusalReason.OVERLAP
    assert [cell[table.layout.columns.index("unit")] for cell in refused.value.cells] == ["A"]


def test_periods_that_do_not_overlap_and_annual_totals_are_let_through():
    table = four_years([["unit", "period"], ["year"]])
    published = PublishedCell.exact({"unit": "A", "year": YEARS[1:]}, 24, 7, "Släpp 2024")
    protected = protect(table, Ledger((published,)), FAILING)
    assert len(protected.statements) == 10


def test_annual_figures_cannot_be_subtracted_from_a_pooled_one():
    table = four_years([["unit", "year"], ["unit", "period"], ["unit"]])
    protected = protect(table, Ledger(), FAILING)
    outsider = Attacker(table.n.tolist(), known_counts(table, protected.statements))
    small = [c for c, kind in protected.owner_report.primary.items() if kind]
    assert len(small) >= 4
    assert outsider.narrow([inner_rows_of(c, table.rows) for c in small], [3] * len(small)) == []


def test_pooling_years_is_offered_measured_and_keeps_what_is_published_about_single_years():
    layout = Layout(("unit", "year"), {"unit": ("owner",)}, None, (), "year")
    counts = {"A": (8, 7, 9), "B": (30, 31, 29)}
    rows = [{"owner": "O", "unit": u, "year": y} for u in counts for y in YEARS[:3]]
    table = FrequencyTable.of(layout, rows, [v for vs in counts.values() for v in vs], [3, 2, 4, 10, 11, 9])
    known = tuple(
        PublishedCell.exact({"unit": "B", "year": y}, n, h, "Skolverket")
        for y, n, h in zip(YEARS, (30, 31, 29), (10, 11, 9), strict=False)
    )
    total = ("O", None, "2021")
    with pytest.raises(TableRefused) as refused:
        protect(table, Ledger(known), FAILING, show=[total])
    pooled = {r.what.code: r for r in refused.value.remedies}["pool_years"]
    assert "2021–2023" in {row[pooled.table.layout.columns.index("period")] for row in pooled.table.rows}
    assert pooled.exact > 0
    assert [r.exact for r in refused.value.remedies] == sorted((r.exact for r in refused.value.remedies), reverse=True)
