"""Every option of every command, given wrongly: a sentence in Swedish, no traceback, nothing half-written."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import polars as pl
import pytest

from spiral import cli
from spiral.sources.live.polite import FetchStopped, PoliteClient

FORMULA = "y ~ x + (1 | u)"
#: What a number, and a name of a file or folder, can be.
NUMBERS = ("0", "-1", "101", "1e308", "9" * 5000, "tio", "", "٣", "1.5", "nan")
PATHS = ("", " ", "\0", "x" * 5000, "y" * 300, "/proc/finns/inte", "/dev/null/x", "/dev/null")
TEXTS = ("", "\0", "x" * 5000, "finns inte", "☃", "'; drop table elever; --")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    rows = pl.DataFrame(
        {
            "y": [float(i * i % 17) for i in range(60)],
            "x": [float(i % 7) for i in range(60)],
            "u": [i % 6 for i in range(60)],
        }
    )
    rows.write_csv("elever.csv")
    Path("tabell.csv").write_text("unit,n,hits\nA,20,12\nB,40,25\n")
    Path("tabell.toml").write_text('dimensions = ["unit"]\n')
    Path("minnen.txt").write_text("Rubrik\n\nEn anteckning om skolan\n")
    return tmp_path


#: A right call of each command, but for what it would ask of others.
CALLS = {
    "snapshot build": ["snapshot", "build", "--from", "original", "--to", "ut"],
    "fetch": ["fetch", "kolada", "--to", "ut", "--base", "http://127.0.0.1:9", "--resume"],
    "protect": ["protect", "tabell.csv", "--spec", "tabell.toml", "--ledger", "l.jsonl", "--json"],
    "fit": ["fit", FORMULA, "elever.csv", "--nodes", "9", "--table", "t", "--moments", "a.json", "--method", "ml"],
    "fit, pictures": ["fit", FORMULA, "elever.csv", "--pictures", "bilder"],
    "fit, predictions": ["fit", FORMULA, "elever.csv", "--predictions", "ut.csv", "--new", "elever.csv"],
    "fit, bootstrap": ["fit", FORMULA, "elever.csv", "--bootstrap", "100", "--seed", "7"],
    "fit, weighted": ["fit", FORMULA, "elever.csv", "--weights", "x + 1"],
    "fit, corrected": ["fit", FORMULA, "elever.csv", "--reliability", "x=0.9"],
    "fit, errors": ["fit", FORMULA, "elever.csv", "--sem", "x=x"],
    "moments": ["moments", FORMULA, "elever.csv", "-o", "ut.json", "--spec", "a.json", "--table", "t"],
    "minutes": ["minutes", "minnen.txt", "--json"],
    "pupils measures": ["pupils", "measures", "elever.csv", "--by", "unit", "--json"],
    "pupils erase": ["pupils", "erase", "--born", "2011", "--dry-run"],
    "node": ["node", "--port", "8001"],
    "pupils synthetic": [
        *("pupils", "synthetic", "--seed", "1", "--owner", "9903", "--pupils", "40", "--out", "ut"),
        *("--years", "2026", "--dirty", "0.1"),
    ],
    "audit verify": ["audit", "verify", "--anchor", "ankare"],
}
#: Option → values; a choice is given one that is not there.
VALUES = {
    "--from": PATHS,
    "--to": PATHS,
    "--spec": PATHS,
    "--moments": PATHS,
    "-o": PATHS,
    "--nodes": NUMBERS,
    "--base": TEXTS,
    "--table": TEXTS,
    "--anchor": PATHS,
    "--ledger": PATHS,
    "--pictures": PATHS,
    "--predictions": PATHS,
    "--new": PATHS,
    "--bootstrap": NUMBERS,
    "--seed": NUMBERS,
    "--weights": TEXTS,
    "--reliability": TEXTS,
    "--sem": TEXTS,
    "--method": TEXTS,
    "--accept-shrink": TEXTS,
    "--by": TEXTS,
    "--born": NUMBERS,
    "--port": NUMBERS,
    "--protected": PATHS,
    "--owner": TEXTS,
    "--pupils": NUMBERS,
    "--out": PATHS,
    "--years": NUMBERS,
    "--dirty": NUMBERS,
}
POSITIONAL = {"protect": (1, PATHS), "minutes": (1, PATHS), "fetch": (1, TEXTS), "pupils measures": (2, PATHS)}


def unreachable(*_: object) -> None:
    raise FetchStopped("Tjänsten svarar inte.")


def call(words: list[str]) -> int:
    try:
        return cli.main(words)
    except SystemExit as ended:
        return int(ended.code or 0)


def wrong_calls() -> list[tuple[list[str], str]]:
    found = []
    for name, words in CALLS.items():
        for option in [word for word in words if word in VALUES]:
            for value in VALUES[option]:
                at = words.index(option)
                found.append(([*words[: at + 1], value, *words[at + 2 :]], f"{name} {option} {value[:12]!r}"))
        if name in POSITIONAL:
            at, values = POSITIONAL[name]
            found += [([*words[:at], value, *words[at + 1 :]], f"{name} {value[:12]!r}") for value in values]
    data = [
        [*words[:1], value, "elever.csv", *more]
        for words, more in ((["fit"], []), (["moments"], ["-o", "ut.json"]))
        for value in (
            *TEXTS,
            "y ~ x",
            "y ~ (1 | u)" * 500,
            "y ~ " + "(" * 900,
            "y ~ (x + u) ** 99999999 + (1 | u)",
            "y ~ x + (1 | u) + (1 | u)",
            "y ~ " + " * ".join(f"x{i}" for i in range(40)) + " + (1 | u)",
            "y ~ x ** -1 + (1 | u)",
            "y ~ log(x) + (1 | u)",
            "y ~ x + (1 | 1e308)",
        )
    ]
    places = (
        *PATHS,
        "elever.parquet",
        "*.csv",
        "/dev/zero.csv",
        "elever.csv/x.csv",
        "x" * 300 + ".csv",
        "trasig.csv",
        "tom.csv",
    )
    data += [["fit", FORMULA, place] for place in places]
    data += [["fit", FORMULA, "postgresql://127.0.0.1:9/x", "--engine", "postgres", "--table", "t"]]
    return found + [(words, " ".join(words)[:60].replace("\0", "0")) for words in data]


@pytest.mark.parametrize(("words", "name"), wrong_calls(), ids=lambda given: given if isinstance(given, str) else "")
def test_a_wrong_call_is_answered_in_one_sentence(
    words: list[str], name: str, folder: Path, capsys, monkeypatch
) -> None:
    (folder / "trasig.csv").write_text('y,x,u\n1,2,3\n"4,5\n6,7,8,9\n' + "hej\n" * 9)
    (folder / "tom.csv").write_text("")
    monkeypatch.setattr(PoliteClient, "_request", unreachable)
    before = sorted(p.name for p in folder.rglob("*"))
    code = call(words)
    out, err = capsys.readouterr()
    if code:
        assert code in (1, 2)
        assert out == ""
        assert err.strip()
        assert "Traceback" not in err
        assert (
            not re.search(r"\b(error|invalid|expected|required|argument)\b", err.replace("--", ""), re.IGNORECASE)
            or "(" in err
        )
        kept = {name for name in (p.name for p in folder.rglob("*")) if name not in before} - {"ut", ".journal"}
        assert kept == set()


def test_every_option_with_a_value_is_tried() -> None:
    def options(parser: argparse.ArgumentParser) -> set[str]:
        found = set()
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                for inner in action.choices.values():
                    found |= options(inner)
            elif action.option_strings and action.nargs != 0 and action.choices is None and action.dest != "help":
                found.add(action.option_strings[0])
        return found

    assert options(cli.parser()) <= set(VALUES)


def test_an_output_is_never_put_in_the_place_of_a_device(folder: Path, capsys) -> None:
    assert call(["moments", FORMULA, "elever.csv", "-o", "/dev/null"]) == 2
    assert "/dev/null är ingen vanlig fil" in capsys.readouterr().err


def test_an_output_is_whole_or_not_there(folder: Path, capsys, monkeypatch) -> None:
    (folder / "ut.json").write_text("det gamla")

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    assert call(["moments", FORMULA, "elever.csv", "-o", "ut.json"]) == 2
    assert (folder / "ut.json").read_text() == "det gamla"
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith("tmp")) == []
    assert capsys.readouterr().err.startswith("ut.json går inte att läsa eller skriva")
