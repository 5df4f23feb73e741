"""Text files as people's programs write them: R, Swedish spreadsheets, pandas, old computers."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from spiral.engine.message import EngineError
from spiral.engine.mixed import fit
from spiral.exchange.wording import sentence
from spiral.sources.tables.opening import TableOpenError, open_table

N = 120
RANDOM = np.random.default_rng(5)
BEFORE = RANDOM.normal(200, 30, N).round(1)
AFTER = (0.8 * BEFORE + np.repeat(RANDOM.normal(0, 9, 12), 10) + RANDOM.normal(0, 9, N)).round(1)
ROWS = [(f"Å{i // 10:02}", "Yes" if i % 3 else "No", str(BEFORE[i]), str(AFTER[i])) for i in range(N)]
HEADING = ("skola", "kön", "före", "efter")
FORMULA = "efter ~ före + kön + (1 | skola)"

Write = Callable[..., str]


@pytest.fixture
def write(tmp_path) -> Write:
    """Write rows as a file of text and say where it is."""

    def write(rows=ROWS, heading=HEADING, sep=",", end="\n", encoding="utf-8", first="", name="elever.csv"):
        lines = [sep.join(cells) for cells in [heading, *rows]]
        (tmp_path / name).write_bytes((first + end.join(lines) + end).encode(encoding))
        return str(tmp_path / name)

    return write


def types(place: str) -> dict[str, str]:
    return {name: str(kind) for name, kind in open_table(place).table.schema().items()}


def refusal(place: str, formula: str = FORMULA) -> str:
    with pytest.raises((EngineError, TableOpenError)) as problem:
        fit(formula, open_table(place))
    return sentence(problem.value) if isinstance(problem.value, EngineError) else str(problem.value)


def swedish(rows=ROWS) -> list[tuple[str, ...]]:
    return [(*cells[:2], cells[2].replace(".", ","), cells[3].replace(".", ",")) for cells in rows]


def thousands() -> list[tuple[str, ...]]:
    return [(*cells[:2], f"1\u00a0{float(cells[2]):06.2f}".replace(".", ","), cells[3]) for cells in ROWS]


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"rows": swedish(), "sep": ";"},
        {"rows": swedish(), "sep": ";", "end": "\r\n", "first": "sep=;\r\n", "encoding": "utf-8-sig"},
        {"rows": swedish(), "sep": "\t", "name": "elever.tsv"},
        {"rows": swedish(), "sep": ";", "encoding": "cp1252"},
        {"sep": "\t", "encoding": "utf-16"},
        {"end": "\r"},
        {"first": "\n\n"},
        {"rows": [(f'"{i + 1}"', *cells) for i, cells in enumerate(ROWS)], "heading": ('""', *HEADING)},
        {"rows": [(f'"{i + 1}"', *cells) for i, cells in enumerate(ROWS)], "sep": "\t", "name": "skriven.txt"},
        {"rows": [tuple(f'"{cell}"' for cell in cells) for cells in ROWS]},
        {"rows": [tuple(f'"{cell}"' for cell in cells) for cells in swedish()]},
        {"heading": ("\ufeffskola", "ko\u0308n", " före", "efter ")},
        {"rows": [(*cells[:3], cells[3].replace("-", "−")) for cells in ROWS]},
    ],
)
def test_the_same_pupils_give_the_same_model_however_they_are_written(write, options):
    place = write(**options)
    found = fit(FORMULA, open_table(place))
    X = np.column_stack([np.ones(N), BEFORE, [cells[1] == "Yes" for cells in ROWS]])
    assert found.names == ("(Intercept)", "före", "könYes")
    assert found.n == N
    assert found.beta[1] == pytest.approx(np.linalg.lstsq(X, AFTER, rcond=None)[0][1], abs=0.1)


def test_thousands_set_apart_are_numbers(write):
    assert types(write(thousands(), sep=";"))["före"] == "float64"


def test_a_packed_file_is_read(write, tmp_path):
    (tmp_path / "packad.csv.gz").write_bytes(gzip.compress(Path(write()).read_bytes()))
    assert fit(FORMULA, open_table(str(tmp_path / "packad.csv.gz"))).n == N


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["Yes", "No"], "string"),
        (["ja", "nej"], "string"),
        (["T", "F"], "string"),
        (["TRUE", "FALSE"], "boolean"),
        (["0", "1"], "int64"),
        (['"0"', '"1"'], "int64"),
        (["01", "02"], "string"),
        (["0", "1", "007"], "string"),
        (["1", "NA"], "int64"),
        (["1.0", "2.0"], "int64"),
        (["0.5", "0"], "float64"),
        (["-1", "1e3", "Inf"], "float64"),
        (["1", ".", "-", "n/a"], "int64"),
        (["2024-01-31", "2025-12-01"], "date"),
        (["2024-01-31", "2025-13-01x"], "string"),
        (["12345678901234567", "12345678901234568"], "string"),
        (["1_000", "2_000"], "string"),
        (['"1,234"', '"2,345"'], "string"),
        (['"0,5"', '"1,25"'], "float64"),
        (["", "NA"], "string"),
    ],
)
def test_a_column_is_what_all_its_rows_are(write, values, kind):
    place = write([("x", values[i % len(values)]) for i in range(40)], ("a", "b"))
    assert types(place)["b"] == kind


def test_a_single_odd_row_far_down_decides(write):
    rows = [("7", "1")] * 30_000 + [("07", "sjuk")]
    assert types(write(rows, ("kod", "tal"))) == {"kod": "string", "tal": "string"}


def test_missing_values_of_r_are_left_out_and_counted(write):
    rows = [(*cells[:2], "NA" if i % 20 == 3 else cells[2], cells[3]) for i, cells in enumerate(ROWS)]
    found = fit(FORMULA, open_table(write(rows)))
    assert found.n == N - 6
    assert [w.fields["columns"] for w in found.warnings if w.code == "rows_left_out_by_column"] == [["före 6"]]


def test_wrong_values_are_all_told_at_once_by_the_lines_of_the_file(write):
    rows = [list(cells) for cells in ROWS]
    rows[4][2], rows[9][3], rows[30][2] = "sjuk", "E+", "frånvarande"
    rows[20][0] = '"två\nrader"'
    said = refusal(write(rows, first="sep=,\n"))
    assert "”sjuk” på rad 7 och ”frånvarande” på rad 34" in said
    assert "Rad 12, kolumn efter: ”E+” är inget tal." in said


def test_points_and_commas_in_one_column_are_told(write):
    rows = swedish()[:60] + ROWS[60:]
    assert "decimalpunkt eller decimalkomma, inte båda" in refusal(write(rows, sep=";"))


def test_rows_with_too_few_or_many_cells_are_told_by_line(write):
    rows = [*ROWS[:6], ROWS[6][:3], *ROWS[7:50], (*ROWS[50], "5")]
    assert "rubrikraden har 4 celler, men rad 8 har 3, rad 52 har 5" in refusal(write(rows))


def test_a_file_without_columns_of_their_own_names_is_refused(write):
    assert "samma namn två gånger (före)" in refusal(write(heading=("skola", "före", "före", "efter")))
    assert "är tom" in refusal(write([], ("",)))


def test_no_copy_of_the_pupils_is_left_behind(write, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    place = write(swedish(), sep=";", encoding="cp1252")
    relation = open_table(place)
    assert list(tmp_path.glob("spiral-*/table.csv"))
    relation.keep.cleanup()
    assert not list(tmp_path.glob("spiral-*/table.csv"))


@pytest.mark.parametrize("cell", ['"Å04', '"Å04" (ny)'])
def test_a_quotation_mark_that_is_not_closed_is_told_by_line(write, cell):
    said = refusal(write([*ROWS[:40], (cell, *ROWS[40][1:]), *ROWS[41:]]))
    assert "på rad 42 öppnas ett citattecken som inte stängs" in said


def test_a_file_with_a_heading_alone_is_said_to_have_no_values(write):
    assert "Kolumnen efter har inga värden" in refusal(write([]))


@pytest.mark.parametrize("unit", [" %", "%", " kr"])
def test_numbers_with_their_unit_are_told_and_are_no_categories(write, unit):
    rows = [(school, sex, f"{i % 7},5{unit}", after) for i, (school, sex, _, after) in enumerate(ROWS)]
    assert f"120 värden som inte är tal, först ”0,5{unit}” på rad 2" in refusal(write(rows, sep=";"))


@pytest.mark.parametrize("day", ["{d}/3 2024", "{d}.03.24", "{d} mars 2024", "2024/3/{d}", "2024-03-{d:02} 12:30"])
def test_days_written_by_hand_are_said_to_be_days(write, day):
    rows = [
        (school, sex, day.format(d=i % 28 + 1).replace("2024", str(1990 + i // 28)), after)
        for i, (school, sex, _, after) in enumerate(ROWS)
    ]
    rows = [(*row[:2], row[2].replace(".24", f".{10 + i // 28}"), row[3]) for i, row in enumerate(rows)]
    assert "är datum som text med fler än 60 olika värden" in refusal(write(rows))
