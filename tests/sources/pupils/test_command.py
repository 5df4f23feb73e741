"""`spiral pupils …` as a program runs it: shapes, exit codes, streams."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from spiral import cli
from tests.sources.pupils.made_up import UNIT, content, form_of, person, right_line, right_lines

GRADES9, NP9 = form_of("betyg_ak9"), form_of("np9")


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: bytes) -> str:
        (tmp_path / name).write_bytes(text)
        return str(tmp_path / name)

    return write


def run(capsys, *words: str) -> tuple[int, dict, str]:
    code = cli.main(["pupils", *words, "--json"])
    out, err = capsys.readouterr()
    return code, json.loads(out), err


def test_a_right_file_is_ok_and_the_shape_is_kept(file, capsys) -> None:
    name = file("a.txt", content(right_lines(GRADES9, 3)))
    code, answer, err = run(capsys, "check", name)
    assert (code, err) == (0, "")
    assert answer == {
        "ok": True,
        "files": [
            {"file": name, "survey": "betyg_ak9", "year": 2026, "rows": 3, "units": [UNIT], "problems": []},
        ],
    }


def test_a_problem_has_row_column_code_severity_message_and_remedy(file, capsys) -> None:
    name = file("a.txt", content(right_lines(GRADES9, 2, Bl="G")))
    code, answer, _ = run(capsys, "check", name)
    assert code == 1
    assert answer["ok"] is False
    assert answer["files"][0]["problems"][0] == {
        "row": 1,
        "column": "Bl",
        "code": "code",
        "severity": "error",
        "message": "”G” finns inte bland kolumnens koder.",
        "remedy": "Skriv någon av A, B, C, D, E, F, 9, 3.",
    }


def test_the_worst_file_decides_and_every_file_has_an_entry(file, capsys, tmp_path: Path) -> None:
    right = file("a.txt", content(right_lines(GRADES9, 2)))
    wrong = file("b.txt", content(right_lines(NP9, 2, MA_PROVB="X")))
    other = file("c.txt", b"helt;annat\n")
    missing = str(tmp_path / "finns inte.txt")
    assert run(capsys, "check", right)[0] == 0
    assert run(capsys, "check", right, wrong)[0] == 1
    code, answer, _ = run(capsys, "check", right, wrong, other, missing, str(tmp_path))
    assert code == 2
    assert [entry["survey"] for entry in answer["files"]] == ["betyg_ak9", "np9", None, None, None]
    assert [entry["problems"][0]["message"] for entry in answer["files"][3:]] == [
        "Filen går inte att läsa: den finns inte.",
        "Filen går inte att läsa: det är en mapp.",
    ]
    whole = answer["files"][2]["problems"][0]
    assert (whole["row"], whole["column"]) == (None, None)


def test_the_text_says_the_same(file, capsys) -> None:
    name = file("a.txt", content(right_lines(GRADES9, 2, Bl="G")))
    assert cli.main(["pupils", "check", name]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{name}: Slutbetyg årskurs 9 2026, 2 elever, 1 skolenhet. 2 fel."
    assert lines[1].startswith("  Fel: Rad 1, kolumn Bl: ”G” finns inte")


def test_measures_pool_the_files_of_a_survey_and_have_every_margin(file, capsys) -> None:
    first = file("a.txt", content(right_lines(GRADES9, 3)))
    second = file("b.txt", content([right_line(GRADES9, n, Skolenhetskod="00000001", Ma="F") for n in (5, 6)]))
    code, answer, err = run(capsys, "measures", first, second, "--by", "unit,sex")
    assert (code, answer["use"]) == (0, "internal")
    assert "ska inte visas för andra" in err
    cells = {(m["measure"], m["unit"], m["sex"]): m for m in answer["measures"]}
    assert cells["all_subjects", None, "all"] == {
        "measure": "all_subjects",
        "survey": "betyg_ak9",
        "year": 2026,
        "unit": None,
        "sex": "all",
        "n": 5,
        "hits": 3,
        "value": 60.0,
    }
    assert (cells["all_subjects", "00000001", "all"]["n"], cells["all_subjects", UNIT, "all"]["n"]) == (2, 3)
    girls, boys = (cells["all_subjects", None, sex]["n"] for sex in ("girls", "boys"))
    assert girls + boys == 5
    assert cells["merit17", UNIT, "all"]["hits"] is None
    assert cells["merit17", UNIT, "all"]["value"] == 16 * 15.0
    assert not [key for key in cells if key[0].startswith("grades_")]
    assert {m["unit"] for m in run(capsys, "measures", first)[1]["measures"]} == {None}
    detailed = run(capsys, "measures", first, "--distribution")[1]["measures"]
    assert next(m for m in detailed if m["measure"] == "grades_ma_c")["value"] == 100.0


def test_the_grade_is_held_against_the_test_of_the_same_year_only(file, capsys) -> None:
    born = person(0, 2011)
    grades = file("a.txt", content([right_line(GRADES9, PersonNr=born, Ma="B")]))
    tests = file("b.txt", content([right_line(NP9, PersonNr=born)]))
    names = {m["measure"]: m for m in run(capsys, "measures", tests, grades)[1]["measures"]}
    assert names["np9_ma_grade_higher"]["value"] == 100.0
    older = file("c.txt", content([right_line(form_of("betyg_ak9", 2025), PersonNr=born, Ma="B")]))
    assert "np9_ma_grade_higher" not in {m["measure"] for m in run(capsys, "measures", tests, older)[1]["measures"]}


def test_progression_links_the_same_pupils_three_years_apart_in_any_order(file, capsys) -> None:
    grades6 = form_of("betyg_ak6", 2024)
    lines6 = [right_line(grades6, PersonNr=person(n, 2011), Ma="E") for n in range(4)]
    for line in lines6:
        line[1] = "2023-06-10"
    lines6.append(right_line(grades6, PersonNr="20110101TF10", Datum="2023-06-10"))
    lines9 = [right_line(GRADES9, PersonNr=person(n, 2011), Ma="C") for n in range(1, 7)]
    lines9.append(right_line(GRADES9, PersonNr="20110101TF10"))
    first, second = file("a.txt", content(lines6)), file("b.txt", content(lines9))
    for files in ((first, second), (second, first)):
        code, answer, _ = run(capsys, "progression", *files)
        (cohort,) = answer["cohorts"]
        assert code == 0
        assert {key: cohort[key] for key in cohort if key != "subjects"} == {
            "from": "betyg_ak6 2023",
            "to": "betyg_ak9 2026",
            "matched": 3,
            "only_from": 1,
            "only_to": 3,
            "not_linkable_from": 1,
            "not_linkable_to": 1,
        }
        assert cohort["subjects"]["Ma"] == {"raised": 3, "same": 0, "lowered": 0}
        assert cohort["subjects"]["Sv/Sva"] == {"raised": 0, "same": 3, "lowered": 0}
        assert not {"M1", "M2", "ML", "No", "So", "Ovr"} & set(cohort["subjects"])
    assert run(capsys, "progression", first)[1]["cohorts"] == []


@pytest.mark.parametrize("command", ["measures", "progression"])
def test_a_file_of_no_survey_stops_the_reckoning(file, capsys, command: str) -> None:
    right, other = file("a.txt", content(right_lines(GRADES9, 2))), file("c.txt", b"helt;annat\n")
    assert cli.main(["pupils", command, right, other]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert other in err
