"""What an analyst is told about her own table: what is hidden, why, and what more would cost."""

import pytest

from spiral.engine.disclosure import FrequencyTable, Layout, Ledger, Outcome, RefusalReason, Rules, protect
from spiral.engine.disclosure.protected import HidingReason
from spiral.engine.disclosure.showing import price_of
from spiral.engine.disclosure.statement import CellStatement, reason_shown
from spiral.engine.figures import State
from spiral.exchange.wording import sentence
from spiral.exchange.wording.protected import refusal_as_json, refusal_as_text

RULES = Rules(Outcome.HITS)
ROWS = [{"owner": "Norr", "unit": u} for u in ("Ek", "Björk", "Al")] + [{"owner": "Söder", "unit": "Lin"}]


@pytest.fixture(scope="module")
def table() -> FrequencyTable:
    return FrequencyTable.of(Layout(("unit",), {"unit": ("owner",)}), ROWS, [6, 30, 40, 50], [1, 9, 11, 14])


@pytest.fixture(scope="module")
def protected(table):
    return protect(table, Ledger(), RULES)


def test_one_small_unit_is_covered_by_one_other_figure_and_the_owner_is_told_which(protected):
    covers = [cell for cell, why in protected.owner_report.why.items() if why is HidingReason.COVER]
    assert protected.owner_report.why["Norr", "Ek"] is HidingReason.FEW_PUPILS
    assert len(covers) == 1
    assert ("Norr", "Ek") in protected.owner_report.covered_by(covers[0])


def test_showing_a_covering_figure_costs_the_figures_that_must_cover_instead(table, protected):
    cover = next(cell for cell, why in protected.owner_report.why.items() if why is HidingReason.COVER)
    price = price_of(cover, table, Ledger(), RULES, protected)
    assert price.refused is None
    assert price.shown == (cover,)
    assert len(price.hidden) >= 1


def test_a_sensitive_figure_cannot_be_shown_at_any_price(table, protected):
    price = price_of(("Norr", "Ek"), table, Ledger(), RULES, protected)
    assert price.refused is not None
    assert price.refused.reason is RefusalReason.SENSITIVE
    assert "Det gäller: Norr, Ek." in refusal_as_text(price.refused)
    assert refusal_as_json(price.refused)["certificate"] is None
    assert refusal_as_json(price.refused)["cells"] == []


@pytest.mark.parametrize(
    ("said", "swedish", "english"),
    [
        (CellStatement(("A",), State.VALUE, n=20, hits=9), "", ""),
        (
            CellStatement(("A",), State.HIDDEN, few_pupils=True),
            "för få elever för att visas",
            "too few pupils to be shown",
        ),
        (
            CellStatement(("A",), State.NEAR_ALL, n=80, low=76, high=79),
            "minst 95 %, exakt andel visas inte",
            "at least 95%, exact share not shown",
        ),
        (
            CellStatement(("A",), State.NEAR_NONE, n=30, low=1, high=4),
            "högst 14 %, exakt andel visas inte",
            "at most 14%, exact share not shown",
        ),
        (
            CellStatement(("A",), State.RANGE, n=30, low=3, high=7),
            "mellan 3 och 7 elever, exakt antal visas inte",
            "between 3 and 7 pupils, exact number not shown",
        ),
    ],
)
def test_reasons_are_sentences_a_parent_understands_in_both_languages(said, swedish, english):
    why = reason_shown(said)
    assert [sentence(why, language) if why else "" for language in ("sv", "en")] == [swedish, english]


def test_a_statement_cannot_carry_a_number_behind_a_mask():
    with pytest.raises(ValueError, match="a mask is never a number"):
        CellStatement(("A",), State.HIDDEN, hits=3)
    with pytest.raises(ValueError, match="says nothing"):
        CellStatement(("A",), State.HIDDEN, n=8)
