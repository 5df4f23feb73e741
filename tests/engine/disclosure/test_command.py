"""`spiral protect`: tables made elsewhere."""

import json

import numpy as np
import pytest

from spiral.cli import main
from spiral.engine.disclosure.attack import Attacker, inner_rows_of
from spiral.engine.disclosure.synthetic import region

SPEC = """dimensions = ["unit", "sex"]
parents = {unit = "owner"}
public = [["owner"], []]
"""
TABLE = """owner,unit,sex,n,hits
Norr,Ekskolan,F,41,30
Norr,Ekskolan,P,44,29
Norr,Björkskolan,F,23,15
Norr,Björkskolan,P,8,6
Söder,Alskolan,F,60,41
Söder,Alskolan,P,57,40
Söder,Linskolan,F,31,22
Söder,Linskolan,P,30,17
"""


@pytest.fixture
def files(tmp_path):
    def write(table=TABLE, spec=SPEC):
        (tmp_path / "tabell.csv").write_text(table, encoding="utf-8")
        (tmp_path / "tabell.toml").write_text(spec, encoding="utf-8")
        return [str(tmp_path / "tabell.csv"), "--spec", str(tmp_path / "tabell.toml")]

    return write


def answer(capsys, arguments, code=0):
    assert main(["protect", *arguments]) == code
    return capsys.readouterr()


def test_the_json_has_a_certificate_and_every_cell_with_null_for_totals_and_hidden_counts(files, capsys):
    said = json.loads(answer(capsys, [*files(), "--json"]).out)
    assert len(said["certificate"]["seal"]) == 64
    cells = {(c["owner"], c["unit"], c["sex"]): c for c in said["cells"]}
    assert len(cells) == 8 + 4 + 4 + 2 + 2 + 1
    assert cells[None, None, None] == {
        "owner": None,
        "unit": None,
        "sex": None,
        "n": 294,
        "state": "value",
        "hits": 200,
        "low": None,
        "high": None,
    }
    small = cells["Norr", "Björkskolan", "P"]
    assert (small["state"], small["n"], small["hits"], small["low"], small["high"]) == (
        "hidden",
        None,
        None,
        None,
        None,
    )
    assert cells["Norr", None, None]["hits"] == 80
    assert {c["state"] for c in said["cells"]} <= {"value", "hidden", "near_all", "near_none", "range"}


@pytest.mark.slow
def test_whoever_reads_the_json_cannot_narrow_a_sensitive_count_to_two_values(files, capsys):
    table = region(11, owners=4, units=20)
    columns = table.layout.columns
    lines = [",".join((*columns, "n", "hits"))]
    lines += [",".join((*row, str(n), str(h))) for row, n, h in zip(table.rows, table.n, table.hits, strict=True)]
    spec = 'dimensions = ["unit", "sex", "background"]\nparents = {unit = "owner"}\npublic = [["owner"], ["sex"], []]\n'
    said = json.loads(answer(capsys, [*files("\n".join(lines), spec), "--json"]).out)
    facts, targets, needed = [], [], []
    for cell in said["cells"]:
        inner = inner_rows_of(tuple(cell[c] for c in columns), table.rows)
        n, hits = int(table.n[inner].sum()), int(table.hits[inner].sum())
        if cell["state"] == "value":
            assert (cell["n"], cell["hits"]) == (n, hits)
            facts.append((inner, hits, hits))
        elif cell["state"] != "hidden":
            assert cell["low"] <= hits <= cell["high"]
            facts.append((inner, cell["low"], cell["high"]))
        if n < 10 or 1 <= hits <= 4 or 1 <= n - hits <= 4:
            targets.append(inner)
            needed.append(min(3, n + 1))
    assert len(targets) > 100
    assert Attacker(table.n.tolist(), facts).narrow(targets, needed) == []


def test_as_text_every_cell_is_a_share_or_a_reason(files, capsys):
    out = answer(capsys, files()).out
    assert "totalt: 68,0 % av 294 elever" in out
    assert "owner Norr, unit Björkskolan, sex P: för få elever för att visas" in out
    assert "värden visas exakt. Certifikat " in out


def test_thresholds_are_taken_from_the_description(files, capsys):
    stricter = SPEC + "[thresholds]\nbase = 40\n"
    said = json.loads(answer(capsys, [*files(spec=stricter), "--json"]).out)
    assert said["certificate"]["rules"]["base"] == 40
    assert all(c["n"] is None or c["n"] >= 40 for c in said["cells"])


def test_semicolons_and_a_byte_order_mark_are_read_as_excel_writes_them(files, capsys):
    plain = answer(capsys, [*files(), "--json"]).out
    excel = answer(capsys, [*files(table="\ufeff" + TABLE.replace(",", ";")), "--json"]).out
    assert excel == plain


@pytest.mark.parametrize(
    ("written", "instead", "message"),
    [
        ("41,30", "41,42", "rad 2, kolumn hits: 42 av 41 elever. Fler än alla kan inte nå måttet."),
        ("44,29", "44,2.5", "rad 3, kolumn hits: ”2.5” är inget antal. Skriv ett heltal från 0."),
        ("23,15", "..,15", "rad 4, kolumn n: ”..” är inget antal. Skriv ett heltal från 0."),
        ("23,15", "-3,15", "rad 4, kolumn n: ”-3” är inget antal. Skriv ett heltal från 0."),
        ("Norr,Björkskolan,P", "Norr,,P", "rad 5, kolumn unit: tomt. Skriv ett värde."),
        ("8,6", "8", "rad 5: raden har inte lika många fält som rubriken."),
        ("sex", "kön", "kolumnen ”sex” saknas. Lägg till den, eller ta bort den ur beskrivningen."),
        ("owner,", "owner,owner,", "kolumnen ”owner” finns två gånger."),
        ("Ekskolan,P", "Ekskolan,F", "Ekskolan, F står på två rader. Slå ihop dem."),
        ("Söder,Linskolan,P", "Norr,Linskolan,P", "unit ”Linskolan” har två värden i kolumnen owner: Söder och Norr."),
        (TABLE, "", "filen är tom."),
        (TABLE, "owner,unit,sex,n,hits\n", "filen har en rubrikrad men inga rader."),
    ],
)
def test_every_fault_of_the_table_is_told_in_swedish_with_place_and_remedy(files, capsys, written, instead, message):
    said = answer(capsys, [*files(TABLE.replace(written, instead, 1)), "--json"], code=1)
    assert said.err.strip() == f"tabell.csv: {message}"
    assert said.out == ""


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("dimensions = [", "filen är inte skriven som TOML"),
        (SPEC + "treshold = {base = 5}", "”treshold” känns inte igen. Använd dimensions, "),
        (SPEC + "thresholds = {bas = 5}", "thresholds.bas känns inte igen. Använd base, few, values, masks."),
        (SPEC + "thresholds = {base = 10.5}", "thresholds.base = 10.5 går inte. Skriv ett heltal."),
        (SPEC + "thresholds = {base = 5}", "Tröskelvärdena går inte ihop: med base 5"),
        (SPEC + 'sensitive = "all"', 'sensitive = "all" går inte. Skriv "hits" eller "misses".'),
        (SPEC + 'margins = ["unit"]', "margins ska vara en lista av listor"),
        (SPEC + 'margins = [["skola"]]', "Kolumnen ”skola” nämns men är varken dimension"),
        (SPEC.replace('"owner"}', '"n"}'), "n är antal och kan inte vara dimensioner."),
        (
            SPEC.replace('{unit = "owner"}', '{unit = "owner", owner = "unit"}'),
            "Grupperingen av ”unit” går i en cirkel.",
        ),
        ('parents = {unit = "owner"}', "Tabellen behöver minst en dimension."),
    ],
)
def test_every_fault_of_the_description_is_told_in_swedish_with_remedy(files, capsys, spec, message):
    said = answer(capsys, [*files(spec=spec), "--json"], code=1)
    assert said.err.startswith(f"tabell.toml: {message}")
    assert said.out == ""


def test_every_faulty_row_is_told_at_once(files, capsys):
    bad = TABLE.replace("41,30", "x,30").replace("44,29", "44,y").replace("60,41", "60,61")
    assert len(answer(capsys, files(bad), code=1).err.splitlines()) == 3


def test_missing_files_and_other_encodings_are_told(files, tmp_path, capsys):
    arguments = files()
    (tmp_path / "tabell.csv").write_bytes(TABLE.encode("latin-1"))
    assert "filen är inte UTF-8" in answer(capsys, arguments, code=1).err
    assert "filen finns inte" in answer(capsys, [str(tmp_path / "annan.csv"), *arguments[1:]], code=1).err


def test_a_table_of_few_pupils_shows_nothing_at_all(files, capsys):
    tiny = "unit,n,hits\nA,3,1\nB,4,2\n"
    said = json.loads(answer(capsys, [*files(tiny, 'dimensions = ["unit"]\n'), "--json"]).out)
    assert {c["state"] for c in said["cells"]} == {"hidden"}
    assert not any(isinstance(v, int) for c in said["cells"] for v in c.values())


def test_what_everybody_in_a_cell_has_is_hidden_when_it_is_the_rarer_outcome(files, capsys):
    table = "unit,n,hits\nA,20,0\nB,50,45\nC,60,51\nD,70,60\n"
    said = json.loads(answer(capsys, [*files(table, 'dimensions = ["unit"]\n'), "--json"]).out)
    states = {c["unit"]: c["state"] for c in said["cells"]}
    assert said["certificate"]["rules"]["sensitive"] == "misses"
    assert states["A"] == "hidden"
    assert np.isin("hidden", [states["B"], states["C"], states["D"], states[None]])
