"""`spiral fit --predictions FILE`: each row's prediction as a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from spiral.cli import main
from spiral.commands import table_file
from spiral.engine.mixed import fit

FORMULA = "`merit 9` ~ merit.6 + kön + (1 | huvudman/skolenhet/årskull)"
NUMBERS = ["predicted", "se", "low", "high", "new_low", "new_high"]


def run(capsys, *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def folder(pupils, tmp_path) -> Path:
    pupils.write_parquet(tmp_path / "elever.parquet")
    pupils.drop("merit 9").head(40).write_csv(tmp_path / "nya.csv")
    return tmp_path


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_the_predictions_are_written_row_by_row_for_other_programs(capsys, folder, pupils, ending):
    place = folder / f"väntat.{ending}"
    code, out, err = run(capsys, "fit", FORMULA, folder / "elever.parquet", "--predictions", place)
    assert (code, err) == (0, "")
    said = (
        "2400 rader. Varje rad är en elevs: filen är för eget bruk, är inte avidentifierad och får inte lämnas vidare."
    )
    assert f"{place}: {said}" in out
    readers = {"parquet": pl.read_parquet, "csv": pl.read_csv, "xlsx": pl.read_excel}
    rows = readers[ending](place)
    assert rows.columns == ["row", "huvudman", "skolenhet", "årskull", *NUMBERS, "known", "why"]
    wanted = pl.DataFrame(pl.from_arrow(fit(FORMULA, pupils).predict(pupils).table()))
    assert rows["row"].to_list() == list(range(1, 2401))
    assert rows["skolenhet"].to_list() == pupils["skolenhet"].to_list()
    assert set(rows["known"]) == {"huvudman; skolenhet:huvudman; årskull:skolenhet:huvudman"}
    for name in NUMBERS:
        np.testing.assert_allclose(rows[name].to_numpy(), wanted[name].to_numpy(), rtol=1e-9)


def test_rows_of_a_text_file_have_its_lines_and_a_reason_in_words(capsys, folder):
    text = (folder / "nya.csv").read_text().splitlines()
    head, unit = text[0].split(","), text[0].split(",").index("skolenhet")
    changed = [line.split(",") for line in text[1:5]]
    changed[0][head.index("kön")] = "okänt"
    changed[1][head.index("merit.6")] = ""
    changed[2][unit] = "=cmd"
    lines = ["", text[0], *map(",".join, changed[:2]), "", *map(",".join, changed[2:])]
    (folder / "nya.csv").write_text("\n".join(lines) + "\n")
    words = (FORMULA, folder / "elever.parquet", "--new", folder / "nya.csv", "--predictions", folder / "p.csv")
    code, out, _ = run(capsys, "fit", *words)
    assert code == 0
    rows = pl.read_csv(folder / "p.csv")
    assert rows["row"].to_list() == [3, 4, 6, 7]
    assert rows["why"].to_list() == ["okänd kategori i kön", "merit.6 saknas", None, None]
    assert rows["predicted"].is_null().to_list() == [True, True, False, False]
    assert rows["skolenhet"][2] == "'=cmd"
    assert rows["known"].to_list()[2:] == ["huvudman", rows["known"][0]]
    assert "2 av 4 rader har ingen förutsägelse: merit.6 saknas (rader: 1); kön har kategorier" in out
    assert "som modellen inte är skattad med: okänt (rader: 1)." in out
    assert "skolenhet:huvudman (rader: 1) och årskull:skolenhet:huvudman (rader: 1)." in out
    _, out, err = run(capsys, "fit", *words, "--language", "en", "--json")
    assert "your own use" in err
    assert "unknown category in kön" in (folder / "p.csv").read_text()
    assert out.startswith("{")


def test_statistics_predict_rows_that_are_given_and_none_otherwise(capsys, folder, pupils):
    run(capsys, "moments", FORMULA, folder / "elever.parquet", "-o", folder / "s.json")
    code, out, err = run(capsys, "fit", "--moments", folder / "s.json", "--predictions", folder / "p.csv")
    assert (code, out) == (2, "")
    assert "ange dem med --new DATA" in err
    words = ("--moments", folder / "s.json", "--predictions", folder / "p.csv", "--new", folder / "nya.csv")
    assert run(capsys, "fit", *words)[0] == 0
    wanted = pl.DataFrame(pl.from_arrow(fit(FORMULA, pupils).predict(pupils.head(40)).table()))
    np.testing.assert_allclose(pl.read_csv(folder / "p.csv")["predicted"], wanted["predicted"], rtol=1e-6)


def test_yes_and_no_have_probabilities(capsys, folder, pupils):
    table = pupils.with_columns(ja=(pl.col("merit 9") > 210).cast(pl.Int8))
    table.write_parquet(folder / "ja.parquet")
    words = ("ja ~ merit.6 + (1 | skolenhet)", folder / "ja.parquet", "--family", "binomial")
    assert run(capsys, "fit", *words, "--predictions", folder / "p.parquet")[0] == 0
    rows = pl.read_parquet(folder / "p.parquet")
    assert rows.columns == ["row", "skolenhet", "predicted", "se", "low", "high", "known", "why"]
    assert (rows["low"] < rows["predicted"]).all()
    assert (rows["predicted"] < rows["high"]).all()
    assert rows["predicted"].mean() == pytest.approx(table["ja"].mean(), abs=0.02)


def test_a_call_that_cannot_be_answered_is_refused_before_anything_is_read(capsys, folder):
    data = folder / "elever.parquet"
    for words, wanted in (
        (("--predictions", folder / "p.ods"), "för förutsägelserna ska sluta på .parquet, .csv, .xlsx"),
        (("--new", folder / "nya.csv"), "--new används tillsammans med --predictions"),
        (("--predictions", data), "används redan i samma kommando"),
        (("--predictions", folder / "nya.csv", "--new", folder / "nya.csv"), "används redan i samma kommando"),
        (("--predictions", folder / "p.csv", "--reliability", "merit.6=0.9"), "utan mätfel"),
    ):
        code, out, err = run(capsys, "fit", FORMULA, data, *words)
        assert (code, out) == (2, "")
        assert wanted in err


def test_all_faults_of_the_other_file_are_told_and_nothing_is_written(capsys, folder, pupils):
    before = sorted(folder.iterdir())
    words = (FORMULA, folder / "elever.parquet", "--predictions", folder / "p.csv", "--new")
    pupils.select("huvudman", "merit.6").head(3).write_csv(folder / "nya.csv")
    code, out, err = run(capsys, "fit", *words, folder / "nya.csv")
    assert (code, out) == (1, "")
    assert err.startswith(f"{folder / 'nya.csv'}: ")
    assert all(f"Kolumnen {name} finns inte i tabellen" in err for name in ("kön", "skolenhet", "årskull"))
    other = pupils.drop("merit 9").head(3).with_columns(pl.Series("merit.6", ["200", "mycket", "210"]))
    other.write_csv(folder / "nya.csv")
    code, _, err = run(capsys, "fit", *words, folder / "nya.csv")
    assert code == 1
    assert "nya.csv: Rad 3, kolumn merit.6: ”mycket” är inget tal." in err
    other.head(0).write_csv(folder / "nya.csv")
    assert run(capsys, "fit", *words, folder / "nya.csv")[0] == 1
    assert "finns inte" in run(capsys, "fit", *words, folder / "saknas.csv")[2]
    assert sorted(folder.iterdir()) == before


def test_what_was_there_is_left_when_the_file_cannot_be_written_whole(capsys, folder, monkeypatch):
    (folder / "p.xlsx").write_text("gammal")
    monkeypatch.setattr(table_file, "MOST_IN_SHEET", 1000)
    words = (FORMULA, folder / "elever.parquet", "--predictions", folder / "p.xlsx")
    code, out, err = run(capsys, "fit", *words)
    assert (code, out) == (1, "")
    assert "Ett kalkylblad rymmer 1000 rader. Välj .parquet eller .csv." in err
    assert (folder / "p.xlsx").read_text() == "gammal"
    assert sorted(place.name for place in folder.iterdir()) == ["elever.parquet", "nya.csv", "p.xlsx"]
