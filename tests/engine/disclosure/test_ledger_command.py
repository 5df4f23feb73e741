"""`spiral protect --ledger` and several tables at once, from the command line; the ledger as a file."""

from __future__ import annotations

import fcntl
import json

import pytest

from spiral.cli import main

from .outsider import Pupil, counted, pupils

SPEC = 'dimensions = ["unit", "{second}"]\nsensitive = "hits"\n'


@pytest.fixture
def folder(tmp_path):
    for second in ("sex", "background"):
        (tmp_path / f"{second}.toml").write_text(SPEC.format(second=second))
    write(tmp_path, "sex", pupils(1))
    write(tmp_path, "background", pupils(1))
    return tmp_path


def write(folder, second: str, people: list[Pupil], name: str = "") -> None:
    table = counted(people, "unit", second)
    lines = [f"unit,{second},n,hits"]
    lines += [f"{u},{s},{n},{hits}" for (u, s), n, hits in zip(table.rows, table.n, table.hits, strict=True)]
    (folder / f"{name or second}.csv").write_text("\n".join(lines) + "\n")


def run(capsys, folder, *words: str) -> tuple[int, str, str]:
    code = main(["protect", *(str(folder / word) if "." in word else word for word in words)])
    out, err = capsys.readouterr()
    return code, out, err


def shown(cells: list[dict]) -> int:
    return sum(cell["hits"] is not None for cell in cells)


def test_two_tables_in_one_run_are_protected_together(capsys, folder):
    words = ("sex.csv", "background.csv", "--spec", "sex.toml", "--spec", "background.toml")
    code, out, _ = run(capsys, folder, *words, "--json")
    assert code == 0
    said = json.loads(out)["tables"]
    assert [table["table"] for table in said] == ["sex.csv", "background.csv"]
    assert all(len(table["certificate"]["seal"]) == 64 for table in said)
    apart = [
        json.loads(run(capsys, folder, f"{n}.csv", "--spec", f"{n}.toml", "--json")[1]) for n in ("sex", "background")
    ]
    assert sum(shown(table["cells"]) for table in said) < sum(shown(table["cells"]) for table in apart)
    text = run(capsys, folder, *words)[1]
    assert text.startswith("sex.csv\n")
    assert "\n\nbackground.csv\n" in text


def test_a_table_after_another_is_protected_beside_it(capsys, folder):
    first = run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl", "--json")
    assert first[0] == 0
    assert "har 1 tabell, sigill" in first[2]
    second = run(capsys, folder, "background.csv", "--spec", "background.toml", "--ledger", "ledger.jsonl", "--json")
    alone = run(capsys, folder, "background.csv", "--spec", "background.toml", "--json")
    assert shown(json.loads(second[1])["cells"]) < shown(json.loads(alone[1])["cells"])
    assert "har 2 tabeller" in second[2]


def test_the_same_run_again_adds_nothing(capsys, folder):
    words = ("sex.csv", "background.csv", "--spec", "sex.toml", "--spec", "background.toml", "--ledger", "ledger.jsonl")
    first = run(capsys, folder, *words)
    content = (folder / "ledger.jsonl").read_bytes()
    again = run(capsys, folder, *words)
    assert (again[0], again[1]) == (0, first[1])
    assert (folder / "ledger.jsonl").read_bytes() == content


def test_the_ledger_only_grows_and_holds_no_hidden_result(capsys, folder):
    run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl")
    before = (folder / "ledger.jsonl").read_bytes()
    run(capsys, folder, "background.csv", "--spec", "background.toml", "--ledger", "ledger.jsonl")
    content = (folder / "ledger.jsonl").read_bytes()
    assert content.startswith(before)
    for line in content.decode().splitlines()[1:]:
        entry = json.loads(line)
        assert set(entry) == {"table", "family", "columns", "rows", "statements", "hash"}
        assert all(hits is None for _, state, _, hits, *_ in entry["statements"] if state != "value")
        assert all(len(row) == 2 for row in entry["rows"])


def test_an_edition_with_one_more_pupil_is_refused_and_prints_nothing(capsys, folder):
    run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl")
    before = (folder / "ledger.jsonl").read_bytes()
    write(folder, "sex", [*pupils(1), ("U0", "F", "B0", True)])
    code, out, err = run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl")
    assert (code, out) == (1, "")
    assert "räknar inte samma elever (" in err
    assert "unit U0" in err
    assert (folder / "ledger.jsonl").read_bytes() == before


def test_another_family_is_another_matter(capsys, folder):
    run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl")
    write(folder, "sex", pupils(9))
    (folder / "sex.toml").write_text(SPEC.format(second="sex") + 'family = "behörighet 2027"\n')
    code, _, err = run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl")
    assert code == 0
    assert "har 2 tabeller" in err


def damage_bit(content: bytes) -> bytes:
    at = content.index(b'"statements"') + 40
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGES = {
    "a bit": damage_bit,
    "a count": lambda content: content.replace(b'"value",', b'"value",1', 1),
    "cut off": lambda content: content[:-20],
    "no end": lambda content: content.rstrip(b"\n"),
    "a line gone": lambda content: b"\n".join([content.split(b"\n")[0], *content.split(b"\n")[2:]]),
    "lines swapped": lambda content: b"\n".join(content.split(b"\n")[i] for i in (0, 2, 1, 3)),
    "a line twice": lambda content: content + content.split(b"\n")[2] + b"\n",
    "emptied": lambda content: b"",
    "no head": lambda content: content.split(b"\n", 1)[1],
    "another file": lambda content: b"unit,n,hits\nU0,3,1\n",
    "not text": lambda content: b"\xff\xfe" + content,
    "a list": lambda content: content + b"[]\n",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_refused_by_name_and_left_as_it_is(capsys, folder, damage):
    for second in ("sex", "background"):
        run(capsys, folder, f"{second}.csv", "--spec", f"{second}.toml", "--ledger", "ledger.jsonl")
    ledger = folder / "ledger.jsonl"
    ledger.write_bytes(DAMAGES[damage](ledger.read_bytes()))
    broken = ledger.read_bytes()
    code, out, err = run(capsys, folder, "sex.csv", "--spec", "sex.toml", "--ledger", "ledger.jsonl")
    assert (code, out) == (1, "")
    assert str(ledger) in err
    assert "Traceback" not in err
    assert ledger.read_bytes() == broken


def test_a_ledger_that_cannot_be_opened_or_is_in_use_is_named(capsys, folder):
    words = ("sex.csv", "--spec", "sex.toml", "--ledger")
    (folder / "en.mapp").mkdir()
    for name in ("en.mapp", "finns-inte/ledger.jsonl"):
        code, out, err = run(capsys, folder, *words, name)
        assert (code, out) == (1, "")
        assert "går inte att öppna" in err
    run(capsys, folder, *words, "ledger.jsonl")
    with (folder / "ledger.jsonl").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert "används av någon annan" in run(capsys, folder, *words, "ledger.jsonl")[2]


def test_a_refused_table_leaves_no_ledger_behind(capsys, folder):
    write(folder, "background", pupils(8))
    words = ("sex.csv", "background.csv", "--spec", "sex.toml", "--spec", "background.toml", "--ledger", "ny.jsonl")
    assert run(capsys, folder, *words)[0] == 1
    assert not (folder / "ny.jsonl").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["sex.csv", "background.csv", "--spec", "sex.toml", "--spec", "sex.toml", "--spec", "sex.toml"],
            "2 tabeller och 3",
        ),
        (["sex.csv", "sex.csv", "--spec", "sex.toml"], "står två gånger"),
        (["sex.csv", "background.csv", "--spec", "sex.toml"], "background.csv: kolumnen ”sex” saknas"),
    ],
)
def test_wrong_calls_with_several_tables_are_answered(capsys, folder, words, message):
    code, out, err = run(capsys, folder, *words)
    assert (code, out) == (1, "")
    assert message in err


def test_tables_of_one_family_have_the_same_rules_and_all_faults_are_told_at_once(capsys, folder):
    (folder / "background.toml").write_text('dimensions = ["unit", "background"]\nsensitive = "misses"\n')
    words = ["sex.csv", "background.csv", "--spec", "sex.toml", "--spec", "background.toml"]
    assert "sex.csv och background.csv har olika" in run(capsys, folder, *words)[2]
    (folder / "background.toml").write_text('dimensions = ["unit", "ålder"]\nfamily = 7\n')
    (folder / "sex.csv").write_text("unit,sex,n,hits\nU0,F,3,4\n")
    err = run(capsys, folder, *words)[2]
    assert "Fler än alla" in err
    assert "ålder" in err
