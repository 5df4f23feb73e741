"""Several files checked at once: each has its answer, and what they say together is told."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from spiral import cli
from tests.sources.pupils.judged import assert_shape, file_of, lines_of
from tests.sources.pupils.made_up import content, form_of, person

GRADES9 = form_of("betyg_ak9")


def _check(capsys, *paths: Path) -> tuple[int, list[dict]]:
    code = cli.main(["pupils", "check", *map(str, paths), "--json"])
    out, err = capsys.readouterr()
    assert err == ""
    files = json.loads(out)["files"]
    assert [file["file"] for file in files] == [str(path) for path in paths]
    for file in files:
        assert_shape(file)
    return code, files


def _told(file: dict) -> list[tuple[int | None, str]]:
    return [(problem["row"], problem["code"]) for problem in file["problems"]]


def test_last_years_file_among_this_years_is_told_in_the_older(tmp_path: Path, capsys) -> None:
    older = form_of("betyg_ak9", 2025)
    for name, text in (("ny", file_of(GRADES9)), ("gammal", file_of(older, 3)), ("prov", file_of(form_of("np6")))):
        (tmp_path / name).write_bytes(text)
    code, files = _check(capsys, tmp_path / "ny", tmp_path / "gammal", tmp_path / "prov")
    assert code == 0
    assert [_told(file) for file in files] == [[], [(None, "older_file")], []]
    assert "2025" in files[1]["problems"][0]["message"]
    assert "2026" in files[1]["problems"][0]["message"]


def test_a_pupil_in_two_files_is_told_in_the_later_one_also_when_they_have_one_name(tmp_path: Path, capsys) -> None:
    path = tmp_path / "fil.txt"
    path.write_bytes(file_of(GRADES9, 2))
    code, files = _check(capsys, path, path)
    assert code == 0
    assert [_told(file) for file in files] == [[], [(1, "duplicate_file"), (2, "duplicate_file")]]


def test_files_that_cannot_be_read_have_an_answer_beside_those_that_can(tmp_path: Path, capsys) -> None:
    right, looped = tmp_path / "fil.txt", tmp_path / "ring"
    right.write_bytes(file_of(GRADES9))
    looped.symlink_to(looped)
    code, files = _check(capsys, right, tmp_path / "saknas", tmp_path, looped)
    assert code == 2
    assert [_told(file) for file in files] == [[], *[[(None, "unreadable")]] * 3]


def test_a_pipe_is_read_like_a_file(tmp_path: Path, capsys) -> None:
    pipe = tmp_path / "rör"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(file_of(GRADES9),))
    writer.start()
    code, files = _check(capsys, pipe)
    writer.join()
    assert (code, files[0]["rows"]) == (0, 6)


def test_a_temporary_number_in_two_files_is_not_one_pupil(tmp_path: Path, capsys) -> None:
    for name in "ab":
        (tmp_path / name).write_bytes(content(lines_of(GRADES9, 1, PersonNr="20110101TF10")))
    assert _check(capsys, tmp_path / "a", tmp_path / "b")[0] == 0


def test_the_same_number_in_another_spelling_is_one_pupil(tmp_path: Path, capsys) -> None:
    own = person(3, 2011)
    for name, number in (("a", own), ("b", f"{own[2:8]}-{own[8:]}")):
        (tmp_path / name).write_bytes(content(lines_of(GRADES9, 1, PersonNr=number)))
    code, files = _check(capsys, tmp_path / "a", tmp_path / "b")
    assert code == 1
    assert sorted(_told(files[1])) == [(1, "duplicate_file"), (1, "person_inexact")]


def test_a_name_that_is_not_unicode_is_written_so_that_programs_can_read_it(tmp_path: Path, capfdbinary) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe5.txt"))
    path.write_bytes(file_of(GRADES9))
    assert cli.main(["pupils", "check", str(path), "--json"]) == 0
    (file,) = json.loads(capfdbinary.readouterr().out.decode("utf-8"))["files"]
    assert file["file"] == str(path)
