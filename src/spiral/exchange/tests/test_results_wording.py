"""What is said of a figure: no surer than it is, and with few pupils first that we cannot know."""

from __future__ import annotations

from spiral.engine.estimates import Estimate
from spiral.exchange.wording import results


def test_with_few_pupils_a_comparison_that_finds_nothing_begins_with_that_we_cannot_know() -> None:
    few, many = Estimate(200, 165.2, 234.8, 17), Estimate(200, 165.2, 234.8, 30)
    said = results.versus(few, 228.6, "riket", "poäng", 1, "sv")
    assert said.replace("\u00a0", " ") == (
        "Med 17 elever kan vi inte veta: bara skillnader större än 35 poäng syns. "
        "Det kan inte skiljas från riket, 228,6 poäng."
    )
    assert results.versus(many, 228.6, "riket", "poäng", 1, "sv").startswith("Det kan inte skiljas från")
    assert results.versus(few, 300, "riket", "poäng", 1, "sv").startswith("Det ligger tydligt under")
    share = results.versus(Estimate(60, 38, 79, 20), 72, "riket", "%", 1, "en").replace("\u00a0", " ")
    assert share.startswith("With 20 pupils we cannot know: only differences larger than 22 percentage points show.")
