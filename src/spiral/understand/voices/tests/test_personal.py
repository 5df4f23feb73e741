"""What leads to a person is blocked by shape, and words that may be names are found."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiral.understand.voices.personal import (
    PersonalKind,
    blocked,
    clean,
    given_names,
    has_name,
    pieces,
    possible_names,
    without,
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mejla kalle@skola.se", PersonalKind.EMAIL),
        ("kalle.k+1@skola.exempel.se!", PersonalKind.EMAIL),
        ("kalle (at) skola punkt se", PersonalKind.EMAIL),
        ("kalle snabel-a skola.se", PersonalKind.EMAIL),
        ("kalle @ skola . se", PersonalKind.EMAIL),
        ("kalle＠skola．se", PersonalKind.EMAIL),
        ("ka\u200blle@sko\u00adla.se", PersonalKind.EMAIL),
        ("19120504-0002", PersonalKind.PERSONAL),
        ("120504-1234", PersonalKind.PERSONAL),
        ("1205041234", PersonalKind.PERSONAL),
        ("120504 12 34", PersonalKind.PERSONAL),
        ("12 05 04 - 1234", PersonalKind.PERSONAL),
        ("2012-05-04-1234", PersonalKind.PERSONAL),
        ("2012.05.04 1234", PersonalKind.PERSONAL),
        ("120504+1234", PersonalKind.PERSONAL),
        ("120504–1234", PersonalKind.PERSONAL),
        ("1 2 0 5 0 4 1 2 3 4".replace(" ", ""), PersonalKind.PERSONAL),
        ("20120564-1234", PersonalKind.PERSONAL),
        ("120564-1234", PersonalKind.PERSONAL),
        ("20120504-TF01", PersonalKind.PERSONAL),
        ("２０１２０５０４-1234", PersonalKind.PERSONAL),
        ("۱۲۰۵۰۴-۱۲۳۴", PersonalKind.PERSONAL),
        ("1205\u200b04-1234", PersonalKind.PERSONAL),
        ("ring 031-12 34 56", PersonalKind.PHONE),
        ("0701234567".replace("0701", "070-1"), PersonalKind.PHONE),
        ("+46 70 123 45 67", PersonalKind.PHONE),
        ("+46(0)70-123 45 67", PersonalKind.PHONE),
        ("0046 511 123 45", PersonalKind.PHONE),
        ("0511/123 45", PersonalKind.PHONE),
        ("701234567", PersonalKind.PHONE),
        ("070.123.45.67", PersonalKind.PHONE),
        ("mitt nummer är 12345678", PersonalKind.NUMBER),
    ],
)
def test_addresses_and_numbers_that_lead_to_a_person_are_blocked_however_they_are_written(
    text: str, kind: PersonalKind
) -> None:
    blocks = blocked(clean(text))
    assert [b.kind for b in blocks] == [kind]
    assert blocks[0].piece in clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jag är 14 år och vi är 25 i klassen",
        "kl 10.30 till 11.45",
        "den 2026-11-20",
        "kriget 1939-1945",
        "50 000 000 kronor",
        "sidan 112-134",
        "vi fick 15, 10 och 12 poäng",
        "snabel på en elefant",
        "1/2 + 3/4 = 5/4",
        "åk 7-9",
        "3,14159",
        "kapitel 12 punkt 3",
    ],
)
def test_numbers_that_lead_to_nobody_may_be_written(text: str) -> None:
    assert blocked(clean(text)) == []


def test_everything_that_must_go_is_said_at_once_in_the_order_of_the_text() -> None:
    blocks = blocked(clean("Ring 070-123 45 67, mejla a@b.se eller fråga efter 120504-1234."))
    assert [(b.kind, b.piece) for b in blocks] == [
        (PersonalKind.PHONE, "070-123 45 67"),
        (PersonalKind.EMAIL, "a@b.se"),
        (PersonalKind.PERSONAL, "120504-1234"),
    ]


@pytest.mark.parametrize("date", [f"{m:02d}{d:02d}" for m in (1, 12) for d in (1, 31, 61, 91)])
@pytest.mark.parametrize("gap", ["", "-", " ", "+", " - ", "–"])
@pytest.mark.parametrize("century", ["", "20", "19"])
def test_every_possible_date_with_four_digits_is_a_personal_number(date: str, gap: str, century: str) -> None:
    assert [b.kind for b in blocked(f"{century}12{date}{gap}9876")] == [PersonalKind.PERSONAL]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jag gillar när Kalle hjälper mig.", ["Kalle"]),
        ("Anna är bra", ["Anna"]),
        ("anna är bra", ["anna"]),
        ("Annas bok", ["Annas"]),
        ("min lärare peter är snäll", ["peter"]),
        ("hon heter sussi", ["sussi"]),
        ("läraren Britt-Marie förklarar", ["Britt-Marie"]),
        ("min kompis lollo är snäll", ["lollo"]),
        ("Zlatko Petrovic är bra", ["Zlatko", "Petrovic"]),
        ("JAG HATAR MATTE MED ANNA", ["ANNA"]),
        ("snap: @kalle05", ["@kalle05"]),
        ("mejla mig på a@b.se", []),
        ("Läraren är bra. Xerxes också", []),
        ("Klara är bra", []),
        ("Jag kan klara det", []),
        ("det var Klara som sa", ["Klara"]),
        ("min lärare hjälper mig", []),
        ("läraren är bra", []),
        ("Vi har SO på Måndag", []),
        ("[namn] är snäll", []),
        ("", []),
    ],
)
def test_words_that_may_be_names_are_marked(text: str, names: list[str]) -> None:
    assert possible_names(clean(text)) == names


def test_the_leader_sees_marks_on_names_that_are_also_words() -> None:
    assert possible_names("Klara är bra. Hans bok.", generous=True) == ["Klara", "Hans"]


def test_a_name_is_taken_out_wherever_it_stands() -> None:
    assert without("Kalle sa till Kalle Andersson.", "Kalle") == "[namn] sa till [namn] Andersson."
    assert without("[namn] Andersson", "Andersson") == "[namn]"
    assert without("Anna och Annas bok", "Anna") == "[namn] och Annas bok"
    assert without("snap @kalle05!", "@kalle05") == "snap [namn]!"


def test_the_pieces_are_the_text() -> None:
    text = "Anna och Kalle är bra."
    assert "".join(p.text for p in pieces(text)) == text
    assert [p.text for p in pieces(text) if p.is_marked] == ["Anna", "Kalle"]


def test_a_label_is_searched_for_given_names_only() -> None:
    assert has_name("Mer Rast och Lugn") == ""
    assert has_name("sånt som Anna gör") == "Anna"


def test_the_list_of_given_names_says_where_it_comes_from() -> None:
    from spiral.understand.voices.personal import GIVEN_NAMES

    text = GIVEN_NAMES.read_text(encoding="utf-8")
    assert "Isof" in text
    assert "Permission is hereby granted" in text
    assert len(given_names()) > 900


@given(st.text(max_size=300))
def test_a_cleaned_text_has_nothing_unseen_and_is_clean_already(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    blocked(once)
    assert "".join(p.text for p in pieces(once)) == once


def test_a_long_row_of_signs_is_read_in_no_time() -> None:
    start = time.process_time()
    for text in ("1 " * 300, "1-" * 300, "a@" * 300, "a.b" * 200, "Anna " * 120, "a punkt " * 75, "(" * 600, "0" * 600):
        blocked(clean(text))
        possible_names(clean(text))
    assert time.process_time() - start < 1.0
