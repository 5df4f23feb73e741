"""`spiral fit` and `spiral moments` from the command line, and files as they come."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from spiral.cli import main
from spiral.engine.mixed import fit

FORMULA = "`merit 9` ~ merit.6 + kön + (1 | huvudman/skolenhet/årskull)"


@pytest.fixture(scope="module")
def folder(pupils, tmp_path_factory):
    place = tmp_path_factory.mktemp("data")
    pupils.write_parquet(place / "elever.parquet")
    pupils.write_csv(place / "elever.csv")
    for name, part in pupils.partition_by("huvudman", as_dict=True).items():
        part.write_parquet(place / f"{name[0]}.parquet")
    return place


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_fit_reports_in_plain_swedish(capsys, folder):
    code, out, _ = run(capsys, "fit", FORMULA, folder / "elever.parquet")
    assert code == 0
    assert "merit 9: 2\xa0400 elever, 8 huvudman, 32 skolenhet:huvudman" in out
    assert "kan skillnaden bero på slumpen" in out


def test_fit_as_json_is_the_same_from_parquet_and_csv(capsys, folder):
    documents = [
        json.loads(run(capsys, "fit", FORMULA, folder / name, "--method", "ml", "--json")[1])
        for name in ("elever.parquet", "elever.csv")
    ]
    assert documents[0]["method"] == "ML"
    assert documents[0]["loglik"] == pytest.approx(documents[1]["loglik"], abs=1e-7)
    assert documents[0]["fixed"]["names"] == ["(Intercept)", "merit.6", "könpojke"]


@pytest.mark.parametrize("formula", [FORMULA, "`merit 9` ~ merit.6 + (merit.6 | skolenhet)"])
def test_the_document_is_written_as_it_would_be_from_its_rows(capsys, folder, pupils, formula):
    written = json.loads(run(capsys, "fit", formula, folder / "elever.parquet", "--json")[1])
    made = json.loads(json.dumps(fit(formula, pupils).to_json()))
    assert list(written) == list(made)
    assert written["effects"].keys() == made["effects"].keys()
    for part in ("effects", "paths"):
        for level, rows in made.get(part, {}).items():
            assert [row["key"] for row in written[part][level]] == [row["key"] for row in rows]
            assert [list(row) for row in written[part][level]] == [list(row) for row in rows]
            ours, theirs = ([row["low"] for row in of] for of in (written[part][level], rows))
            np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_the_effects_are_written_as_a_file_for_other_programs(capsys, folder, ending):
    place = folder / f"effekter.{ending}"
    _, out, _ = run(capsys, "fit", FORMULA, folder / "elever.parquet", "--json", "-o", place)
    readers = {"parquet": pl.read_parquet, "csv": pl.read_csv, "xlsx": pl.read_excel}
    rows = readers[ending](place)
    document = json.loads(out)
    assert len(rows) == 2 * (8 + 32 + 96)
    for part, kind in (("effects", "effect"), ("paths", "path")):
        for level, wanted in document[part].items():
            same = rows.filter((pl.col("part") == kind) & (pl.col("level") == level))
            assert same["group"].to_list() == [row["key"] for row in wanted]
            for name in ("n", "estimate", "low", "high", "unshrunken", "reliability"):
                np.testing.assert_allclose(same[name].to_numpy(), [row[name] for row in wanted], rtol=1e-9)
            np.testing.assert_allclose(same["se"].to_numpy() ** 2, [row["pev"] for row in wanted], rtol=1e-9)


def test_a_group_that_looks_like_a_formula_is_text_in_a_text_file(capsys, folder, pupils):
    pupils.with_columns(skolenhet="=" + pl.col("skolenhet")).write_parquet(folder / "formel.parquet")
    run(capsys, "fit", "`merit 9` ~ (1 | skolenhet)", folder / "formel.parquet", "-o", folder / "formel.csv")
    assert pl.read_csv(folder / "formel.csv")["group"][0] == "'=E00"


def test_a_file_of_effects_of_another_kind_is_refused_before_anything_is_computed(capsys, folder):
    code, _, err = run(capsys, "fit", FORMULA, "finns-inte.parquet", "-o", folder / "effekter.ods")
    assert code == 2
    assert "ska sluta på .parquet, .csv, .xlsx" in err


def test_groups_are_shown_on_request(capsys, folder):
    assert "E05:H1" not in run(capsys, "fit", FORMULA, folder / "elever.parquet")[1]
    assert "\nE05:H1" in run(capsys, "fit", FORMULA, folder / "elever.parquet", "--effects")[1]


def test_owners_that_share_only_statistics_reach_the_pooled_fit(capsys, folder):
    files = []
    for i in range(8):
        extra = ["--spec", str(files[0])] if files else []
        files.append(folder / f"H{i}.json")
        code, out, _ = run(capsys, "moments", FORMULA, folder / f"H{i}.parquet", "-o", files[-1], *extra)
        assert code == 0
        assert "300 elever i 12 grupper" in out
    merged = json.loads(run(capsys, "fit", "--moments", *files, "--json")[1])
    pooled = json.loads(run(capsys, "fit", FORMULA, folder / "elever.parquet", "--json")[1])
    assert merged["n"] == pooled["n"] == 2400
    assert merged["loglik"] == pytest.approx(pooled["loglik"], abs=1e-7)
    assert merged["fixed"]["estimate"] == pytest.approx(pooled["fixed"]["estimate"], rel=1e-8)


def test_the_questions_asked_of_the_data_are_printed_on_request(capsys, folder):
    _, out, _ = run(capsys, "moments", FORMULA, folder / "H0.parquet", "-o", folder / "s.json", "--sql")
    assert "-- cells" in out
    assert "-- leaves" in out
    assert "GROUP BY" in out


def test_binomial_with_nodes(capsys, folder, pupils):
    table = pupils.with_columns(behörig=(pl.col("merit 9") > 210).cast(pl.Int8))
    table.write_parquet(folder / "ja.parquet")
    words = ("behörig ~ merit.6 + (1 | skolenhet)", folder / "ja.parquet", "--family", "binomial", "--nodes", "5")
    code, out, _ = run(capsys, "fit", *words, "--json")
    assert code == 0
    assert json.loads(out)["method"] == "AGQ5"
    assert "Oddskvoter" in run(capsys, "fit", *words)[1]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["fit", FORMULA, "finns-inte.parquet"], 1, "Filen finns-inte.parquet finns inte."),
        (["fit", FORMULA, "elever.xlsx"], 1, "bara filer som slutar på .parquet eller .csv"),
        (["fit", FORMULA], 2, "Ange FORMEL och DATA"),
        (["fit", "--moments", "finns-inte.json"], 1, "Filen finns-inte.json går inte att öppna."),
        (["fit", FORMULA, "x.parquet", "--engine", "postgres"], 1, "postgresql://"),
    ],
)
def test_a_wrong_call_is_answered_in_swedish(capsys, words, code, message):
    got, out, err = run(capsys, *words)
    assert (got, out) == (code, "")
    assert message in err


def test_an_unknown_column_is_answered_without_a_traceback(capsys, folder):
    code, _, err = run(capsys, "fit", "betyg ~ 1 + (1 | skolenhet)", folder / "elever.csv")
    assert code == 1
    assert err.startswith("Kolumnen betyg finns inte i tabellen.")


def test_a_file_that_is_not_what_its_name_says_is_refused(capsys, folder):
    (folder / "trasig.parquet").write_text("inte parquet")
    code, _, err = run(capsys, "fit", FORMULA, folder / "trasig.parquet")
    assert code == 1
    assert "går inte att läsa som parquet" in err


def test_statistics_that_are_not_json_are_refused(capsys, folder):
    (folder / "trasig.json").write_text("{")
    assert "är inte JSON" in run(capsys, "fit", "--moments", folder / "trasig.json")[2]


def test_weights_crossed_groups_and_measurement_error_from_the_command_line(capsys, folder, pupils):
    more = pupils.with_columns(
        avlämnande=pl.format("A{}", pl.int_range(pl.len()) % 17),
        vikt=1 + pl.int_range(pl.len()) % 3,
        pålitlig=0.8 + 0.1 * (pl.int_range(pl.len()) % 2),
    )
    more.write_csv(folder / "korsad.csv")
    crossed = "`merit 9` ~ merit.6 + (1 | skolenhet) + (1 | avlämnande)"
    document = json.loads(run(capsys, "fit", crossed, folder / "korsad.csv", "--weights", "vikt", "--json")[1])
    assert document["groups"] == {"skolenhet": 32, "avlämnande": 17}
    assert {row["group"] for row in document["variance"]} == {"skolenhet", "avlämnande", "Residual"}
    assert all(row["reliability"] is not None for row in document["effects"]["avlämnande"])
    assert "17 avlämnande" in run(capsys, "fit", crossed, folder / "korsad.csv")[1]
    nested = ("fit", FORMULA, folder / "korsad.csv", "--reliability", "merit.6=pålitlig")
    corrected = json.loads(run(capsys, *nested, "--json")[1])
    assert corrected["correction"]["reliability"] == pytest.approx(0.85)
    assert len(corrected["correction"]["se"]) == 3
    assert "Rättat för mätfel i merit.6: reliabilitet 0,85" in run(capsys, *nested)[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--reliability", "merit.6"], "skriv till exempel merit6=0.9"),
        (["--reliability", "merit.6=1,4"], "måste vara större än 0 och högst 1"),
        (["--sem", "merit.6=okänd"], "Kolumnen okänd finns inte"),
        (["--weights", "kön"], "kön"),
    ],
)
def test_wrong_weights_and_errors_are_answered_in_swedish(capsys, folder, words, message):
    code, out, err = 0, "", ""
    try:
        code, out, err = run(capsys, "fit", FORMULA, folder / "elever.csv", *words)
    except SystemExit as stopped:
        code, err = int(stopped.code or 0), capsys.readouterr().err
    assert code in (1, 2)
    assert out == ""
    assert message in err


def test_nested_yes_no_outcomes_and_trials_are_reported(capsys, folder, pupils):
    table = pupils.with_columns(
        ja=(pl.col("merit 9") > 210).cast(pl.Int8), nej=(pl.col("merit 9") <= 210).cast(pl.Int8)
    )
    table.write_parquet(folder / "försök.parquet")
    words = ("cbind(ja, nej) ~ merit.6 + (1 | skolenhet/årskull)", folder / "försök.parquet", "--family", "binomial")
    document = json.loads(run(capsys, "fit", *words, "--json")[1])
    assert document["method"] == "Laplace"
    assert list(document["effects"]) == ["skolenhet", "årskull:skolenhet"]
    assert len(document["paths"]["årskull:skolenhet"]) == 96
    assert "Spridning mellan årskull:skolenhet" in run(capsys, "fit", *words)[1]
    assert "--nodes 1" in run(capsys, "fit", *words, "--nodes", "5")[2]
