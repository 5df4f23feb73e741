"""Every word of old minutes comes out, whatever they look like."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.sources.minutes import Unreadable
from tests.sources.minutes.reading import DATA, everything, lost, sample, understood

_PIECES = st.sampled_from(
    [
        "",
        "",
        "  ",
        "# Rubrik",
        "## Närvarande:",
        "**Fet rad**",
        "**halv** rad",
        "- punkt ett",
        "• punkt två",
        "1. Första",
        "2. Andra",
        "3. Tredje",
        "1: lågt",
        "2: högt",
        "Alva Påhittad (Vara)",
        "Bo Hittepå, Hjo)",
        "Cia & Dag Låtsas (Skara)",
        "Deltagare: Eva Påhitt (Vara), Fia Saga",
        "Frånvarande: Gun Dikt",
        "den 8 december 2026",
        "08:59",
        "2026-11-02",
        "14 oktober kl. 9.15 – 11.45",
        "5 oktober postas häftet. Sedan inget.",
        "26/1 9-12 Tema",
        "En kort rad",
        "En rad som är lång nog för att vara bruten av sidans bredd och som därför går vidare på nästa,",
        "fortsättning med liten bokstav",
        "(parentes)",
        "[text](https://example.org/a) och mer",
        "[ingen](#)",
        "---",
        "===",
        "| a | b |",
        "|---|---|",
        "§ 4 Ekonomi",
        "Närvarande",
        "Hur går det?",
        "261208 NÄT",
        "kl. 9",
        "Nästa möte 3 maj kl. 9.",
        "x" * 200,
        "#",
        "##",
        "**",
        "* * *",
        "1.",
        "12",
        "😀",
        "Tid: kl. 9–12",
        "kommun",
    ]
)


@given(st.lists(_PIECES, max_size=30).map("\n".join))
def test_every_word_of_the_source_is_found_in_what_comes_out(source) -> None:
    try:
        found = understood(source)
    except Unreadable:
        assert not any(c.isalnum() for c in source)
        return
    addresses = re.sub(r"\]\((#)?", "] (", source)
    assert not lost(addresses, found)


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_every_character_of_any_text_is_found_in_what_comes_out(source) -> None:
    import unicodedata

    try:
        found = understood(source)
    except Unreadable:
        return
    before = Counter(c for c in unicodedata.normalize("NFC", source) if c.isalpha())
    assert not before - Counter(unicodedata.normalize("NFC", everything(found)))


@pytest.mark.parametrize("name", ["paste.txt", "onenote.md", "mail.txt"])
def test_nothing_of_the_samples_is_dropped(name) -> None:
    source = (DATA / name).read_text(encoding="utf-8").replace("](#)", "]")
    assert not lost(source, sample(name))


def test_a_heading_that_is_too_long_is_cut_and_kept_whole_below() -> None:
    long = "Ord " * 60
    found = understood(f"# A\n\n# {long}\n\n# B\n")
    assert len(found.items[0].heading) < 155
    assert found.items[0].notes == (long.strip(),)


def test_more_headings_than_a_page_can_carry_are_kept_as_notes() -> None:
    found = understood("# Titel\n" + "\n".join(f"# Rubrik {n}\ntext {n}" for n in range(130)))
    assert len(found.items) == 100
    assert "Rubrik 129" in found.items[-1].notes
