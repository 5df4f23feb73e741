"""Files that leave: numbers as numbers, masks as words, formulas never run, metadata always with them."""

from __future__ import annotations

import fastexcel
import pytest

from spiral.documents.export import Sheet, as_csv, as_xlsx
from spiral.documents.table import Cell, Table

TABLE = Table(
    "Betyg i alla ämnen",
    ["Läsår", "Värde"],
    [[Cell("2023/24"), Cell("54,3 %", 54.3)], [Cell("=HYPERLINK(1)"), Cell("för få elever för att visas", mask=True)]],
)
SHEET = Sheet(TABLE, {"Källa": "Skolverket", "Definition": "Andel\nmed godkänt"})


def test_a_workbook_has_the_number_the_mask_and_a_sheet_that_explains() -> None:
    book = fastexcel.read_excel(as_xlsx([SHEET]))
    assert book.sheet_names == ["Tabell 1", "Om uppgifterna"]
    rows = book.load_sheet(0, header_row=2).to_polars().rows()
    assert rows[0] == ("2023/24", "54.3") or rows[0][1] == 54.3
    assert rows[1] == ("=HYPERLINK(1)", "för få elever för att visas")
    about = str(book.load_sheet(1, header_row=None).to_polars().rows())
    assert "Skolverket" in about
    assert "Andel\\nmed godkänt" in about


def test_a_csv_opens_in_swedish_excel_and_runs_no_formula() -> None:
    lines = as_csv(SHEET).decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["# Källa: Skolverket", "# Definition: Andel med godkänt"]
    assert lines[2:5] == ["Läsår;Värde", "2023/24;54,3 %", "'=HYPERLINK(1);för få elever för att visas"]


@pytest.mark.parametrize(("text", "kept"), [("-2+cmd", "'-2+cmd"), ("=1", "'=1"), ("-6,5", "-6,5"), ("−4–11", "−4–11")])
def test_no_cell_of_a_csv_is_run(text: str, kept: str) -> None:
    from spiral.documents.export import _safe

    assert _safe(text) == kept
