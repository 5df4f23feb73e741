"""Tables of people in Word as they are made: two beside each other, dittos, merged and hidden rows, odd marks."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement

from spiral.sources.minutes import Minutes
from tests.sources.minutes.reading import everything, understood
from tests.sources.minutes.test_rolls import absent, present

HEAD = ("Namn", "Kommun", "Närvarande")


def document(rows: list[tuple[str, ...]]) -> tuple[Any, Any]:
    """A document with a title, a day and a table; and the table."""
    word = docx.Document()
    word.add_heading("Nätverk slöjd", 1)
    word.add_paragraph("2026-10-06 kl 9-11")
    table = word.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return word, table


def read(word: Any) -> Minutes:
    content = io.BytesIO()
    word.save(content)
    return understood(content.getvalue(), "a.docx")


@pytest.mark.parametrize("second", ["Ersättare", "Suppleant", "Namn"])
def test_two_tables_beside_each_other_are_two(second: str) -> None:
    rows = [("Ledamot", "Närvarande", second, "Närvarande"), ("Alva Saga", "x", "Bo Dikt", "-")]
    result = read(document([*rows, ("Cia Fabel", "-", "Dag Myt", "x"), ("Eva Sägen", "x", "", "")])[0])
    assert sorted(present(result)) == ["Alva Saga", "Dag Myt", "Eva Sägen"]
    assert all(name in absent(result) for name in ("Bo Dikt", "Cia Fabel"))
    assert not any(p.office for p in result.participants)


@pytest.mark.parametrize("ditto", ['-"-', "”", "dito", "– ” –", "Samma som ovan"])
def test_a_ditto_is_what_stands_above_it(ditto: str) -> None:
    rows = [HEAD, ("Alva Saga", "Hjo", "x"), ("Bo Dikt", ditto, "x"), ("Cia Fabel", ditto, "x")]
    assert [p.municipality for p in read(document(rows)[0]).participants] == ["Hjo"] * 3


def test_a_place_that_is_merged_over_rows_is_that_of_each() -> None:
    word, table = document([HEAD, ("Alva Saga", "Hjo", "x"), ("Bo Dikt", "", "x"), ("Cia Fabel", "Vara", "x")])
    table.cell(1, 1).merge(table.cell(2, 1))
    assert [p.municipality for p in read(word).participants] == ["Hjo", "Hjo", "Vara"]


def test_a_hidden_row_is_not_read() -> None:
    word, table = document([HEAD, ("Alva Saga", "Hjo", "x"), ("Bo Dikt", "Vara", "x")])
    table.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    result = read(word)
    assert present(result) == ["Alva Saga"]
    assert "Dikt" not in everything(result)


@pytest.mark.parametrize(("mark", "is_there"), [("(x)", True), ("( X )", True), ("(–)", False), ("(nej)", False)])
def test_a_mark_may_stand_in_brackets(mark: str, is_there: bool) -> None:
    result = read(document([HEAD, ("Alva Saga", "Hjo", "x"), ("Bo Dikt", "Vara", mark)])[0])
    assert ("Bo Dikt" in present(result)) is is_there
    assert not result.problems


def test_a_mark_that_nobody_knows_is_no_name() -> None:
    rows = [("Kommun", "Namn", "6/10"), ("Hjo", "Alva Saga", "X"), ("Tibro", "Bo Dikt", "V")]
    result = read(document(rows)[0])
    assert [(p.name, p.municipality) for p in result.participants] == [("Alva Saga", "Hjo"), ("Bo Dikt", "Tibro")]
    assert any("”V” för Bo Dikt" in problem for problem in result.problems)
