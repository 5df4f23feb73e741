from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from spiral.sources.reading.problems import Reading
from spiral.sources.skolverket.slutbetyg import MEASURES, read_slutbetyg, read_slutbetyg_units

NAME = "slutbetyg_ak9_samtliga_elever_2024-25_skolenhet.csv"
MERIT = "Genomsnittligt meritvärde (17 ämnen)"
ELIGIBLE = "Andel (%) elever behöriga till yrkesprog."


@pytest.fixture
def path(originals: Path) -> Path:
    return originals / "skolverket" / NAME


def spoil(path: Path, old: str, new: str, count: int = 1) -> Path:
    text = path.read_bytes().decode("utf-8-sig")
    assert old in text
    path.write_bytes(b"\xef\xbb\xbf" + text.replace(old, new, count).encode())
    return path


def test_the_sample_gives_four_figures_a_school(path: Path) -> None:
    reading = read_slutbetyg(path)
    assert reading.problems == ()
    assert reading.table.height == 4 * 13
    assert reading.table.get_column("period").unique().to_list() == ["2024/25"]


def test_figures_and_masks_are_those_printed(path: Path) -> None:
    table = read_slutbetyg(path).table
    lunden = dict(table.filter(pl.col("place") == "38081093").select("measure", "state").iter_rows())
    assert list(lunden.values()) == ["hidden", "missing", "missing", "hidden"]
    liljesten = table.filter(pl.col("place") == "34900938").get_column("value").to_list()
    assert liljesten == [142.0, 71.1, 75.4, 204.4]
    near = table.filter((pl.col("measure") == ELIGIBLE) & (pl.col("state") == "near_all"))
    assert near.height == 6
    assert near.get_column("value").null_count() == 6


def test_units_carry_their_owner_and_municipality(path: Path) -> None:
    units = read_slutbetyg_units(path)
    lunden = units.filter(pl.col("code") == "38081093").row(0, named=True)
    assert lunden == {
        "name": "Lunden",
        "code": "38081093",
        "municipality": "Götene",
        "municipality_code": "1471",
        "owner_type": "Kommunal",
        "owner": "Götene kommun",
        "owner_orgnr": "2120001652",
    }


def test_reading_twice_gives_the_same(path: Path) -> None:
    assert read_slutbetyg(path).table.equals(read_slutbetyg(path).table)


def test_columns_in_another_order_read_the_same(path: Path) -> None:
    expected = read_slutbetyg(path).table
    lines = path.read_text("utf-8-sig").split("\n")
    end = next(i for i, line in enumerate(lines) if line.startswith("Rapport"))
    turned = [";".join(reversed(line.strip().split(";"))) for line in lines[5 : end - 1]]
    lines = [*lines[:5], *turned, *lines[end:]]
    path.write_text("\n".join(lines), "utf-8-sig")
    assert read_slutbetyg(path).table.sort(pl.all()).equals(expected.sort(pl.all()))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_another_encoding_reads_the_same_and_is_remarked_upon_when_unusual(path: Path, encoding: str) -> None:
    expected = read_slutbetyg(path).table
    path.write_bytes(path.read_text("utf-8-sig").encode(encoding, errors="replace"))
    reading = read_slutbetyg(path)
    assert reading.table.equals(expected)
    assert len(reading.problems) == (0 if encoding == "utf-8" else 1)


def test_windows_line_ends_read_the_same(path: Path) -> None:
    expected = read_slutbetyg(path).table
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert read_slutbetyg(path).table.equals(expected)


SPOILED = {
    "decimal points": (lambda p: spoil(p, "204,4", "204.4"), ["Rad 9, kolumn " + MERIT, "”204.4”", "decimalkomma"]),
    "merit over 340": (lambda p: spoil(p, "204,4", "340,1"), ["Rad 9", MERIT, "340,1", "0–340"]),
    "a share over 100": (lambda p: spoil(p, "71,1", "171,1"), ["Rad 9", "171,1", "0–100"]),
    "a negative count": (lambda p: spoil(p, ";142;", ";-142;"), ["Rad 9, kolumn Antal elever", "-142"]),
    "a word for a number": (lambda p: spoil(p, "204,4", "E+"), ["Rad 9", "”E+” är inget värde"]),
    "a formula": (lambda p: spoil(p, "204,4", "=HYPERLINK(1)"), ["Rad 9", "formel"]),
    "an empty cell": (lambda p: spoil(p, ";142;", ";;"), ["Rad 9, kolumn Antal elever", "Cellen har inget värde"]),
    "a code that lost its digits": (lambda p: spoil(p, "34900938", "349009"), ["Rad 9, kolumn Skol-enhetskod", "åtta"]),
    "a code as a power": (lambda p: spoil(p, "34900938", "3,49E+07"), ["Rad 9", "3,49E+07"]),
    "a municipality without its zero": (lambda p: spoil(p, ";0604;", ";604;"), ["”604” är ingen kommunkod", "fyra"]),
    "an unknown municipality": (lambda p: spoil(p, ";1471;", ";9971;"), ["”9971” är ingen kommunkod"]),
    "a row cut short": (lambda p: spoil(p, ";142;71,1;75,4;204,4", ";142"), ["Rad 9", "8 kolumner, rubriken 11"]),
    "no school year": (lambda p: spoil(p, "Valt läsår: 2024/25", ""), ["Läsåret står inte"]),
    "an impossible school year": (lambda p: spoil(p, "2024/25", "2024/27"), ["Läsåret står inte"]),
    "a missing column": (lambda p: spoil(p, "Antal elever;", "Elever;"), ["Rad 6", "”Antal elever” saknas"]),
    "a doubled column": (lambda p: spoil(p, "Skolkommun", "Skola"), ["”Skola” finns 2 gånger"]),
    "no heading": (lambda p: spoil(p, "Skol-enhetskod", "Kod"), ["Rubrikraden", "Skol-enhetskod"]),
    "no schools": (
        lambda p: p.write_text("".join(p.read_text("utf-8").splitlines(True)[:6] + ["Rapportbeskrivning\n"]), "utf-8"),
        ["inga skolor"],
    ),
    "cut off in the middle": (lambda p: p.write_bytes(p.read_bytes()[:1500]), ["avbruten"]),
    "an open quote": (lambda p: spoil(p, "Lunden;", '"Lunden;'), ["citattecken"]),
    "empty": (lambda p: p.write_bytes(b""), ["tom"]),
    "a web page": (lambda p: p.write_bytes(b"<!DOCTYPE html><html>"), ["webbsida"]),
    "encoded twice": (
        lambda p: p.write_bytes(p.read_text("utf-8-sig").encode().decode("latin-1").encode()),
        ["omkodad två gånger"],
    ),
    "null bytes": (lambda p: spoil(p, "Lunden", "Lun\x00den"), ["tecken som inte hör hemma"]),
    "one school with two merits": (
        lambda p: spoil(p, "Lunden;38081093", "Lunden;34900938"),
        ["34900938, 2024/25 finns 2 gånger med olika värden"],
    ),
}


@pytest.mark.parametrize("case", SPOILED)
def test_a_spoiled_file_is_refused_whole_with_a_remedy(
    case: str, path: Path, refused: Callable[[Reading], str]
) -> None:
    spoiling, expected = SPOILED[case]
    spoiling(path)
    text = refused(read_slutbetyg(path))
    for part in expected:
        assert part in text
    assert NAME in text


def test_a_file_that_is_not_there_is_a_problem_not_a_traceback(
    tmp_path: Path, refused: Callable[[Reading], str]
) -> None:
    assert "finns inte" in refused(read_slutbetyg(tmp_path / "ingen.csv"))


def test_a_repeated_row_with_the_same_values_is_a_warning_and_counts_once(path: Path) -> None:
    line = next(line for line in path.read_text("utf-8-sig").split("\n") if line.startswith("Liljesten"))
    spoil(path, line, f"{line}\n{line}")
    reading = read_slutbetyg(path)
    assert reading.ok
    assert [str(p) for p in reading.problems][0].endswith(
        "34900938, 2024/25 finns 2 gånger med samma värde. Ta bort dubbletten."
    )
    assert reading.table.height == 4 * 13


def test_a_fault_in_every_row_is_told_a_few_times_and_counted(path: Path, refused: Callable[[Reading], str]) -> None:
    text = path.read_text("utf-8-sig")
    start, end = text.index("Lunden"), text.index("Rapportbeskrivning")
    path.write_text(text[:start] + text[start:end].replace(",", ".") + text[end:], "utf-8-sig")
    lines = refused(read_slutbetyg(path)).splitlines()
    assert sum(MERIT in line and "decimalkomma" in line for line in lines) == 5
    assert any("fel till av samma slag" in line for line in lines)


def test_the_measures_are_the_columns_of_the_export(path: Path) -> None:
    heading = path.read_text("utf-8-sig").split("\n")[5].strip().split(";")
    assert heading[7:] == list(MEASURES)
