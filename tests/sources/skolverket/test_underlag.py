import zipfile
from collections.abc import Callable
from pathlib import Path

import fastexcel
import polars as pl
import pytest
import xlsxwriter

from spiral.sources.reading.problems import Reading
from spiral.sources.skolverket.underlag import SHEET, read_underlag, read_underlag_owners, read_underlag_units

NAME = "underlag_for_analys_grundskola_2024-25.xlsx"
ALL_SUBJECTS = "Andel (%) elever som har lägst betyget E i samtliga ämnen efter årskurs 9"
GOTENE, LILJESTEN, LUNDEN = "2120001652", "34900938", "38081093"


#: What no test spoils: read once for all that look at it.
UNSPOILED = Path(__file__).parent.parent / "data" / "originals" / "skolverket" / NAME


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_underlag(UNSPOILED)


@pytest.fixture(scope="module")
def units() -> pl.DataFrame:
    return read_underlag_units(UNSPOILED)


@pytest.fixture
def path(originals: Path) -> Path:
    return originals / "skolverket" / NAME


def rewrite(path: Path, change: Callable[[list[list[str | None]]], object], sheet: str = SHEET) -> None:
    """Write the workbook anew with every cell as text, after ``change`` has had its rows."""
    cells = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    rows = [list(row) for row in cells.rows()]
    change(rows)
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet(sheet)
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                if text is not None and text.startswith("=="):
                    page.write_formula(i, j, text[1:], value="#VALUE!")
                elif text is not None:
                    page.write_string(i, j, text)


def put(row: int, column: int, text: str | None) -> Callable[[list[list[str | None]]], object]:
    return lambda rows: rows[row].__setitem__(column, text)


def figure(table: pl.DataFrame, place: str, measure: str) -> tuple[str, float | None]:
    found = table.filter((pl.col("place") == place) & (pl.col("measure") == measure))
    return found.select("state", "value").row(0)


def test_every_place_has_every_measure_once(reading: Reading) -> None:
    assert reading.problems == ()
    counts = reading.table.group_by("place_kind").agg(pl.col("place").n_unique(), pl.len()).sort("place_kind").rows()
    assert counts == [("owner", 7, 7 * 49), ("riket", 1, 49), ("unit", 26, 26 * 49)]


def test_marks_and_decimals_are_those_printed(reading: Reading) -> None:
    table = reading.table
    assert figure(table, GOTENE, ALL_SUBJECTS) == ("value", 57.1)
    assert figure(table, LILJESTEN, ALL_SUBJECTS) == ("hidden", None)
    assert figure(table, LUNDEN, "Antal elever") == ("value", 3.0)
    assert figure(table, "0000", "Andel (%) flickor") == ("value", 48.7)


def test_area_and_measure_are_parted_at_the_first_colon(reading: Reading) -> None:
    areas = reading.table.get_column("area").unique().sort().to_list()
    assert areas == [
        "Delmål 1",
        "Delmål 2",
        "Delmål 3",
        "Delmål 4",
        "Delmål 5",
        "Delmål 6",
        "Elever",
        "Kostnader",
        "Personal",
    ]


def test_a_unit_that_changed_owner_keeps_the_column_that_has_figures(reading: Reading, units: pl.DataFrame) -> None:
    headings = fastexcel.read_excel(UNSPOILED).load_sheet(0, header_row=None, dtypes="string").to_polars().row(2)
    assert sum("(28319392)" in (heading or "") for heading in headings) == 2
    assert figure(reading.table, "28319392", "Antal elever") == ("value", 46.0)
    assert units.filter(pl.col("code") == "28319392").get_column("owner").to_list() == ["BROHOLM EDUCATION AB"]


def test_units_and_owners_are_named_in_the_headings(units: pl.DataFrame) -> None:
    owners = dict(read_underlag_owners(UNSPOILED).iter_rows())
    assert owners[GOTENE] == "GÖTENE KOMMUN"
    lunden = units.filter(pl.col("code") == LUNDEN).row(0, named=True)
    assert lunden == {
        "code": LUNDEN,
        "name": "LUNDEN",
        "owner": "GÖTENE KOMMUN",
        "owner_orgnr": GOTENE,
        "has_figures": True,
        "has_year9": True,
    }


def test_columns_in_another_order_read_the_same(path: Path, reading: Reading) -> None:
    expected = reading.table.sort(pl.all())

    def turn(rows: list[list[str | None]]) -> None:
        for row in rows:
            row[1:] = reversed(row[1:])

    rewrite(path, turn)
    assert read_underlag(path).table.sort(pl.all()).equals(expected)


SPOILED = {
    "a decimal comma": (put(5, 1, "48,7"), ["Rad 6, kolumn Elever: Andel (%) flickor", "”48,7”", "decimalpunkt"]),
    "a share over 100": (put(5, 1, "148.7"), ["Rad 6", "148,7", "0–100"]),
    "a negative number of pupils": (put(4, 1, "-3"), ["Rad 5, kolumn Elever: Antal elever", "-3"]),
    "a survey mean over 10": (put(31, 1, "10.1"), ["Rad 32", "10,1", "0–10"]),
    "a word": (put(5, 1, "hälften"), ["Rad 6", "”hälften” är inget värde"]),
    "an empty cell": (put(5, 1, None), ["Rad 6", "Cellen har inget värde"]),
    "a formula whose result is an error": (put(5, 1, "==1/0"), ["Rad 6", "Cellen har inget värde"]),
    "a formula as text": (put(5, 1, "=cmd|'/C calc'!A0"), ["Rad 6", "formel"]),
    "no riket": (put(2, 1, "SVERIGE"), ["”RIKET: TOTALT” finns inte"]),
    "a heading that names nobody": (put(2, 2, "SKOLAN"), ["Rad 3", "varken riket, huvudman eller skolenhet"]),
    "an empty heading": (put(2, 2, None), ["Rad 3", "varken riket"]),
    "no school year": (put(3, 1, "2024"), ["Rad 4", "”2024” är inget läsår"]),
    "a measure without its area": (put(4, 0, "Antal elever"), ["Rad 5", "”Antal elever” är inget mått"]),
    "the same measure twice": (put(5, 0, "Elever: Antal elever"), ["Rad 6", "finns två gånger"]),
    "cut off before the legend": (lambda rows: rows.__delitem__(slice(40, None)), ["avbruten", "teckenförklaringen"]),
    "nothing below the headings": (lambda rows: rows.__delitem__(slice(3, None)), ["finns inte"]),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_workbook_is_refused_whole_with_a_remedy(
    case: str, path: Path, refused: Callable[[Reading], str]
) -> None:
    change, expected = SPOILED[case]
    rewrite(path, change)
    text = refused(read_underlag(path))
    for part in expected:
        assert part in text
    assert NAME in text


def test_two_sets_of_figures_for_one_unit_are_refused(path: Path, refused: Callable[[Reading], str]) -> None:
    def double(rows: list[list[str | None]]) -> None:
        for row in rows:
            row.append(row[-1])
        rows[5][-1] = "12"

    rewrite(path, double)
    assert "har uppgifter två gånger för 2024/25" in refused(read_underlag(path))


def test_another_sheet_name_is_told_with_the_names_there_are(path: Path, refused: Callable[[Reading], str]) -> None:
    rewrite(path, lambda rows: None, sheet="Blad1")
    assert "Bladet ”Underlag för analys” finns inte, bara ”Blad1”" in refused(read_underlag(path))


def test_a_truncated_workbook_is_refused(path: Path, refused: Callable[[Reading], str]) -> None:
    path.write_bytes(path.read_bytes()[:5000])
    assert "går inte att packa upp" in refused(read_underlag(path))


def test_a_text_file_named_as_a_workbook_is_refused(path: Path, refused: Callable[[Reading], str]) -> None:
    path.write_text("Elever;12\n")
    assert "ingen Excel-arbetsbok" in refused(read_underlag(path))


def test_another_kind_of_package_is_refused(path: Path, refused: Callable[[Reading], str]) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("word/document.xml", "<w:document/>")
    assert "ingen Excel-arbetsbok" in refused(read_underlag(path))


def test_a_package_that_unpacks_to_a_bomb_is_never_unpacked(path: Path, refused: Callable[[Reading], str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * 20_000_000)
    assert path.stat().st_size < 30_000
    assert "blir mycket större när den packas upp" in refused(read_underlag(path))
