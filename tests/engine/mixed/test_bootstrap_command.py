"""`spiral fit --bootstrap`: its table, its key in JSON, its progress, how it is stopped and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import spiral.engine.mixed as mixed
from spiral.cli import main
from spiral.engine.mixed import bootstrap, fit
from spiral.engine.mixed.bootstrap.rows import bootstrap_document
from spiral.exchange.wording.bootstrap_table import bootstrap_table

FORMULA = "`merit 9` ~ merit.6 + kön + (1 | skolenhet)"
NAMES = ("part", "group", "term1", "term2")
FIGURES = ("estimate", "bias", "se", "draws_low", "draws_high", "low", "high")


@pytest.fixture(scope="module")
def file(pupils, tmp_path_factory):
    place = tmp_path_factory.mktemp("bootstrap") / "elever.parquet"
    pupils.write_parquet(place)
    return place


def run(capsys, *words: object) -> tuple[int, str, str]:
    try:
        code = main([str(word) for word in words])
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_section_under_the_report_says_the_same_as_the_key_in_json(capsys, file, pupils):
    code, out, err = run(capsys, "fit", FORMULA, file, "--bootstrap", 100)
    assert (code, err) == (0, "")
    section = out[out.index("Parametrisk bootstrap") :]
    assert "skattad på nytt 100 gånger, på utfall som hittats på enligt skattningen (frö 1)." in section
    assert "Alla 100 omskattningar konvergerade." in section
    for name in ("merit.6", "könpojke", "spridning mellan skolenhet", "andel mellan skolenhet, %"):
        assert f"\n{name} " in section
    document = json.loads(run(capsys, "fit", FORMULA, file, "--bootstrap", 100, "--json")[1])
    made = bootstrap(fit(FORMULA, pupils), draws=100)
    assert document["bootstrap"]["zero"] == bootstrap_document(made)["zero"]
    ours, theirs = document["bootstrap"]["rows"], bootstrap_document(made)["rows"]
    for mine, other in zip(ours, theirs, strict=True):
        assert [mine[key] for key in NAMES] == [other[key] for key in NAMES]
        assert [mine[key] for key in FIGURES] == pytest.approx([other[key] for key in FIGURES], rel=1e-5, abs=1e-5)
    assert "effects" in document


def test_without_the_option_there_is_no_bootstrap(capsys, file):
    assert "bootstrap" not in json.loads(run(capsys, "fit", FORMULA, file, "--json")[1])
    assert "bootstrap" not in run(capsys, "fit", FORMULA, file)[1].casefold()


def test_another_seed_is_said_and_gives_another_answer(capsys, file):
    sections = [
        run(capsys, "fit", FORMULA, file, "--bootstrap", 100, "--seed", seed, "--language", "en")[1].split("\n\n")[-1]
        for seed in (1, 2, 2)
    ]
    assert "(seed 2)" in sections[1]
    assert sections[0].splitlines()[1:] != sections[1].splitlines()[1:]
    assert sections[1] == sections[2]


def test_a_file_of_statistics_is_enough(capsys, file, tmp_path):
    run(capsys, "moments", FORMULA, file, "-o", tmp_path / "statistik.json")
    code, out, _ = run(capsys, "fit", "--moments", tmp_path / "statistik.json", "--bootstrap", 100)
    assert code == 0
    assert "Alla 100 omskattningar konvergerade." in out


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--bootstrap", "99"], 2, "skriv ett heltal från 100 till 10000 (med färre står intervallens ändar"),
        (["--bootstrap", "10001"], 2, "skriv ett heltal från 100 till 10000"),
        (["--bootstrap", "många"], 2, "”många” går inte"),
        (["--bootstrap", "100", "--seed", "-1"], 2, "skriv ett heltal från 0"),
        (["--seed", "3"], 2, "--seed hör till --bootstrap"),
        (["--bootstrap", "100", "--reliability", "merit.6=0.9"], 1, "modeller som rättats för mätfel"),
    ],
)
def test_what_cannot_be_is_refused_in_swedish_and_nothing_is_printed(capsys, file, words, code, message):
    got, out, err = run(capsys, "fit", FORMULA, file, *words)
    assert (got, out) == (code, "")
    assert message in err


def test_a_yes_no_outcome_is_refused(capsys, file):
    words = ("(`merit 9` > 210) ~ merit.6 + (1 | skolenhet)", file, "--family", "binomial", "--bootstrap", 100)
    code, out, err = run(capsys, "fit", *words)
    assert (code, out) == (1, "")
    assert "Bootstrap finns inte för ja/nej-utfall" in err


def test_progress_is_shown_on_a_terminal_and_wiped(capsys, file, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("spiral.commands.fit_bootstrap.PAUSE", 0)
    _, out, err = run(capsys, "fit", FORMULA, file, "--bootstrap", 100)
    assert "omskattning 42 av 100" in err
    assert err.endswith("\r\033[K")
    assert "omskattning 42" not in out


def test_one_who_stops_it_is_told_how_far_it_came(capsys, file, monkeypatch):
    def stopped(result, *, draws, seed, progress):
        for number in range(1, 32):
            progress(number)
        raise KeyboardInterrupt

    monkeypatch.setattr(mixed, "bootstrap", stopped)
    code, out, err = run(capsys, "fit", FORMULA, file, "--bootstrap", 100)
    assert (code, out) == (130, "")
    assert err == (
        "Avbrutet efter 31 av 100 omskattningar. Inget redovisas; utan --bootstrap skrivs modellen genast.\n"
    )


def test_the_command_as_a_process_of_its_own(file):
    words = [sys.executable, "-m", "spiral.cli", "fit", FORMULA, str(file), "--bootstrap", "100", "--json"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert json.loads(done.stdout)["bootstrap"]["draws"] == 100


def test_refits_that_failed_and_intervals_that_are_not_there_are_said(pupils):
    made = bootstrap(fit("`merit 9` ~ merit.6 + (merit.6 | skolenhet)", pupils), draws=100)
    made = replace(made, sigma2=np.where(np.arange(100) < 3, np.nan, made.sigma2))
    swedish, english = bootstrap_table(made), bootstrap_table(made, "en")
    assert "3 av 100 omskattningar konvergerade inte och är inte med i tabellen." in swedish
    assert "3 of 100 refits did not converge and are not in the table." in english
    assert "skolenhet: spridning, merit.6" in swedish
    assert "Streck: där gick inget intervall att räkna fram." in swedish
    assert "A dash: no interval could be worked out there." in english


def test_the_command_and_the_engine_have_the_same_limits() -> None:
    """The command refuses before anything is read, so it does not import the engine to ask."""
    from spiral.commands import fit_bootstrap
    from spiral.engine.mixed.bootstrap import refits

    assert (fit_bootstrap.LEAST, fit_bootstrap.MOST) == (refits.LEAST, refits.MOST)
