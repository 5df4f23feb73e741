"""A table of a PDF is read row by row, ruled or not, in whatever order it was drawn; one with steps is a proposal."""

from __future__ import annotations

import pytest

from spiral.sources.minutes import Minutes
from tests.sources.minutes.reading import understood
from tests.sources.minutes.test_columns_of_a_page import TITLE, Drawn, pdf

ITEMS = [
    ("Ärende", "Anteckning", "Ansvarig"),
    ("Läsning", "Alla kommuner har provat att läsa högt", "Alva Saga"),
    ("", "varje morgon under hösten.", ""),
    ("Beslut", "Vara lämnar siffror till Bo senast den", "Bo Dikt"),
    ("", "20 november.", ""),
    ("Nästa steg", "Vi ses i Hjo.", "Alla"),
]
ITEM_ROWS = (
    "Läsning | Alla kommuner har provat att läsa högt varje morgon under hösten. | Alva Saga",
    "Beslut | Vara lämnar siffror till Bo senast den 20 november. | Bo Dikt",
    "Nästa steg | Vi ses i Hjo. | Alla",
)
SCALE = [
    ("Påstående", "Stämmer inte", "Stämmer delvis", "Stämmer helt"),
    ("Vi läser varje dag", "", "", ""),
    ("Alla barn har en egen", "", "", ""),
    ("bok hemma", "", "", ""),
    ("Rektor följer upp läsningen", "", "", ""),
]
STATEMENTS = ("Vi läser varje dag", "Alla barn har en egen bok hemma", "Rektor följer upp läsningen")
ORDERS = {
    "row by row": lambda drawn: drawn,
    "column by column": lambda drawn: sorted(drawn, key=lambda one: (one[0], -one[1])),
    "from below": lambda drawn: drawn[::-1],
}


def cells(rows: list[tuple[str, ...]], starts: tuple[float, ...], top: float = 720) -> list[Drawn]:
    return [
        (x, top - 15 * n, 10, n == 0, text)
        for n, row in enumerate(rows)
        for x, text in zip(starts, row, strict=True)
        if text
    ]


def read(table: list[Drawn], *, is_ruled: bool = False) -> Minutes:
    before: list[Drawn] = [(60, 760, 10, False, "Närvarande: Alva Saga (Vara), Bo Dikt (Hjo)")]
    after: list[Drawn] = [(60, 500, 12, True, "Läget"), (60, 480, 10, False, "Inget nytt.")]
    content = pdf([TITLE, *before, *table, *after])
    if is_ruled:
        rules = b"".join(b"55 %d 480 0.5 re f\n" % (732 - 15 * n) for n in range(7))
        content = pdf([TITLE, *before, *table, *after], rules)
    return understood(content, "x.pdf")


@pytest.mark.parametrize("is_ruled", [False, True])
@pytest.mark.parametrize("order", ORDERS)
def test_a_table_of_three_columns_is_read_row_by_row_with_its_broken_lines_put_together(order, is_ruled) -> None:
    result = read(ORDERS[order](cells(ITEMS, (60, 160, 420))), is_ruled=is_ruled)
    texts = [*result.unparsed, *(n for i in result.items for n in i.notes)]
    assert [text for text in texts if " | " in text][-3:] == list(ITEM_ROWS)
    assert [(i.heading, i.notes) for i in result.items][-1] == ("Läget", ("Inget nytt.",))
    assert [p.name for p in result.participants] == ["Alva Saga", "Bo Dikt"]


@pytest.mark.parametrize("order", ORDERS)
def test_a_table_with_steps_over_empty_boxes_is_a_proposal(order) -> None:
    result = read(ORDERS[order](cells(SCALE, (60, 260, 350, 440))))
    assert result.statements.scale == ("Stämmer inte", "Stämmer delvis", "Stämmer helt")
    assert result.statements.items == STATEMENTS
    assert result.items[-1].notes == ("Inget nytt.",)


def test_text_in_three_columns_is_read_one_at_a_time() -> None:
    lines = [
        ["Alla kommuner har provat", "att läsa varje morgon och", "följer upp resultatet i", "april med en bild."],
        ["Vara lämnar siffror till Bo", "senast i november, och han", "sammanställer dem i en", "gemensam bild."],
        ["Hjo berättar om hur de", "arbetar med läsning och", "bjuder in till besök hos", "sig i vår."],
    ]
    drawn = [(x, 720 - 15 * n, 10, False, text) for x, own in zip((60, 220, 380), lines, strict=True) for n, text in enumerate(own)]  # fmt: skip
    for order in ORDERS.values():
        said = str(read(order(drawn)))
        assert [said.find(" ".join(own)) for own in lines] == sorted(said.find(" ".join(own)) for own in lines)
        assert all(" ".join(own) in said for own in lines)


def test_names_below_each_other_in_a_column_are_rows_of_their_own() -> None:
    rows = [
        ("Kommun", "Namn", "Roll"),
        ("Vara", "Alva Saga", "rektor"),
        ("", "Bo Dikt", "skolchef"),
        ("Hjo", "Cia Fabel", "rektor"),
    ]
    result = read(cells(rows, (60, 220, 380)))
    assert {p.name for p in result.participants} == {"Alva Saga", "Bo Dikt", "Cia Fabel"}


@pytest.mark.parametrize("ruler", ["", "--- | --- | --- | ---\n"])
def test_a_table_of_steps_in_text_without_outer_strokes_is_a_proposal(ruler: str) -> None:
    rows = "\n".join(f"{statement} |  |  | " for statement in STATEMENTS)
    head = "Påstående | Stämmer inte | Stämmer delvis | Stämmer helt\n"
    result = understood(f"Träff\n2026-10-06\n\nLäget\n\n{head}{ruler}{rows}\n")
    assert result.statements.scale == ("Stämmer inte", "Stämmer delvis", "Stämmer helt")
    assert result.statements.items == STATEMENTS
    assert not any("---" in note for i in result.items for note in i.notes)


def test_a_line_with_strokes_alone_is_no_table() -> None:
    result = understood("Träff\n2026-10-06\n\nLäget\n\nVi jämför | talar | provar\n\nInget mer.\n")
    assert "Vi jämför | talar | provar" in str(result)
