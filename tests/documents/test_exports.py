"""Files that leave: numbers alone in their columns, what explains them beside, a chart, formulas never run."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import fastexcel
import pytest
from lxml import etree

from spiral.documents.chart import Gap, Pair, Point, Trend
from spiral.documents.export import BESIDE, Sheet, as_csv, as_file, as_xlsx
from spiral.documents.table import Cell, Table, as_table

TREND = Trend(
    title="Betyg i alla ämnen: Vara",
    subtitle="Egna",
    description="Värden.",
    unit="%",
    points=[
        Point("2022/23", 54.25, 47.1, 61.9, 1230),
        Point("2023/24", None, note="dold", reason="för få elever för att visas"),
        Point("2024/25", 60.0),
    ],
)
HOSTILE = Table("Rader", ["Läsår", "Kommentar"], [[Cell("=HYPERLINK(1)"), Cell("54,3 %")]])
FACTS = {"Källa": "Skolverket", "Definition": "Andel\nmed godkänt"}
C = {"c": "http://schemas.openxmlformats.org/drawingml/2006/chart"}


def _rows(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def test_a_csv_has_a_number_its_unit_its_interval_and_the_reason_for_none_in_columns_of_their_own() -> None:
    low, high = "95 % intervall, nedre gräns", "95 % intervall, övre gräns"
    assert _rows(as_csv(Sheet(as_table(TREND), FACTS))) == [
        ["Period", "Värde", low, high, "Elever", "Enhet", "Varför inget tal"],
        ["2022/23", "54,25", "47,1", "61,9", "1230", "%", ""],
        ["2023/24", "", "", "", "", "", "för få elever för att visas"],
        ["2024/25", "60", "", "", "", "%", ""],
    ]


def test_an_english_csv_is_written_as_english_spreadsheets_read_it() -> None:
    english = Trend(title="a", subtitle="b", description="c", language="en", points=[Point("2025", 1234.5, 1, 2, 30)])
    assert _rows(as_csv(Sheet(as_table(english), {}, "en")), ",")[1] == ["2025", "1234.5", "1", "2", "30"]


def test_what_explains_a_csv_lies_beside_it_and_not_in_it() -> None:
    sheet = Sheet(as_table(TREND), FACTS, file="merit.csv")
    assert b"Skolverket" not in as_csv(sheet)
    told = json.loads(as_file([sheet], BESIDE, ""))
    assert told["url"] == "merit.csv"
    assert told["dialect"]["delimiter"] == ";"
    assert {"name": "Definition", "text": "Andel\nmed godkänt"} in told["notes"]
    assert [c["titles"] for c in told["tableSchema"]["columns"]] == _rows(as_csv(sheet))[0]
    assert told["tableSchema"]["columns"][1]["datatype"] == {"base": "decimal", "format": {"decimalChar": ","}}


def test_what_no_row_may_be_without_stands_on_every_row() -> None:
    sheet = Sheet(as_table(TREND), {}, every_row={"Observera": "Påhittade svar."})
    assert [row[-1] for row in _rows(as_csv(sheet))] == ["Observera", *["Påhittade svar."] * 3]


def test_texts_among_numbers_stay_where_they_are() -> None:
    mixed = Table("Svar", ["Fråga", "Svar"], [[Cell("1"), Cell("3", 3.0)], [Cell("2"), Cell("Egna ord")]])
    assert _rows(as_csv(Sheet(mixed, {})))[1:] == [["1", "3"], ["2", "Egna ord"]]


def test_a_workbook_has_named_sheets_numbers_that_add_up_and_a_sheet_that_explains() -> None:
    book = fastexcel.read_excel(as_xlsx([Sheet(as_table(TREND), FACTS, name="Betyg"), Sheet(as_table(TREND), FACTS)]))
    assert book.sheet_names == ["Betyg", "Betyg i alla ämnen Vara", "Om siffrorna"]
    rows = book.load_sheet(0, header_row=2, n_rows=3).to_polars()
    assert rows["Värde"].sum() == pytest.approx(114.25)
    assert rows["95 % intervall, nedre gräns"].to_list() == [47.1, None, None]
    assert rows["Elever"].sum() == 1230
    assert rows["Varför inget tal"][1] == "för få elever för att visas"
    about = str(book.load_sheet("Om siffrorna", header_row=None).to_polars().rows())
    assert "Skolverket" in about
    assert "Andel\\nmed godkänt" in about


def test_numbers_of_a_workbook_have_the_decimals_of_the_page() -> None:
    assert b'formatCode="#,##0.0"' in _part(as_xlsx([Sheet(as_table(TREND), {})]), "xl/styles.xml")


def test_a_workbook_draws_a_chart_of_its_own_with_the_interval_as_error_bars() -> None:
    chart = etree.fromstring(_part(as_xlsx([Sheet(as_table(TREND), {})]), "xl/charts/chart1.xml"))
    [series] = chart.findall(".//c:ser", C)
    assert series.findtext("c:val//c:f", namespaces=C) == "'Betyg i alla ämnen Vara'!$B$4:$B$6"
    below, above = (
        [float(v) for v in series.xpath(f"c:errBars/c:{name}//c:v/text()", namespaces=C)] for name in ("minus", "plus")
    )
    assert below == pytest.approx([54.25 - 47.1, 0, 0])
    assert above == pytest.approx([61.9 - 54.25, 0, 0])


def test_two_groups_are_two_series_without_error_bars_and_a_table_of_texts_has_no_chart() -> None:
    gap = Gap(title="a", subtitle="b", description="c", names=("Flickor", "Pojkar"), pairs=[Pair("2024", 230.0, 210.0)])
    chart = etree.fromstring(_part(as_xlsx([Sheet(as_table(gap), {})]), "xl/charts/chart1.xml"))
    assert len(chart.findall(".//c:ser", C)) == 2
    assert not chart.findall(".//c:errBars", C)
    with zipfile.ZipFile(io.BytesIO(as_xlsx([Sheet(HOSTILE, {})]))) as package:
        assert not [name for name in package.namelist() if "chart" in name]


def test_sheets_with_the_same_or_an_impossible_name_get_one_of_their_own() -> None:
    names = ["Andel [%]: a/b", "x" * 40, "x" * 40, "Om siffrorna", ""]
    book = fastexcel.read_excel(as_xlsx([Sheet(HOSTILE, {}, name=name) for name in names]))
    assert book.sheet_names == ["Andel % a b", "x" * 31, f"{'x' * 29} 2", "Om siffrorna 2", "Rader", "Om siffrorna"]


def test_a_csv_runs_no_formula() -> None:
    assert _rows(as_csv(Sheet(HOSTILE, {})))[1][0] == "'=HYPERLINK(1)"


@pytest.mark.parametrize(("text", "kept"), [("-2+cmd", "'-2+cmd"), ("=1", "'=1"), ("-6,5", "-6,5"), ("−4–11", "−4–11")])
def test_no_cell_of_a_csv_is_run(text: str, kept: str) -> None:
    from spiral.documents.export import safe

    assert safe(text) == kept
