"""A bad file given to `spiral pupils check` as a user gives it, and what must hold of the answer whatever is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from spiral import cli
from spiral.sources.pupils.form import ColumnKind, Form
from tests.sources.pupils.made_up import content, right_lines

#: Names that stand in every bad file and must never be seen outside it.
FIRST_NAME, LAST_NAME = "Hemlighilda", "Hemligström"
_FILE = {"file", "survey", "year", "rows", "units", "problems"}
_PROBLEM = {"row", "column", "code", "severity", "message", "remedy"}
_SURVEYS = {"betyg_ak6", "betyg_ak9", "np3", "np6", "np9", None}
_UNIT = re.compile(r"Skolenhet \d{8}:")


@dataclass(frozen=True, slots=True)
class Bad:
    """A bad file: the code to end with, the pupils to read, and rows by "kind column". ``more``: others may be told."""

    content: bytes
    end: int
    rows: int
    told: dict[str, Iterable[int | None]] = field(default_factory=dict)
    more: bool = False


def lines_of(form: Form, count: int = 6, **fields: str) -> list[list[str]]:
    """Right lines of pupils whose names are secret, where the form has names."""
    if any(column.kind is ColumnKind.NAME for column in form.columns):
        fields = {"Fornamn": FIRST_NAME, "Efternamn": LAST_NAME} | fields
    return right_lines(form, count, **fields)


def file_of(form: Form, count: int = 6, **fields: str) -> bytes:
    """Such lines as a file."""
    return content(lines_of(form, count, **fields))


def with_field(form: Form, name: str, value: str, row: int = 3) -> bytes:
    """A file of six pupils with one field changed."""
    lines = lines_of(form)
    lines[row - 1][form.place(name)] = value
    return content(lines)


def every_field(form: Form, name: str, value: str) -> bytes:
    """A file of six pupils with one column changed."""
    lines = lines_of(form)
    for line in lines:
        line[form.place(name)] = value
    return content(lines)


def judge(bad: Bad, folder: Path, capsys) -> None:
    """Check it as programs and as people do, and hold the answer against what should be told."""
    path = folder / "fil.txt"
    path.write_bytes(bad.content)
    code = cli.main(["pupils", "check", str(path), "--json"])
    out, err = capsys.readouterr()
    assert err == ""
    answer = json.loads(out)
    assert set(answer) == {"ok", "files"}
    (file,) = answer["files"]
    assert_shape(file)
    by_kind: dict[str, list[int | None]] = {}
    for problem in file["problems"]:
        by_kind.setdefault(f"{problem['code']} {problem['column'] or ''}".strip(), []).append(problem["row"])
    expected = {kind: list(rows) for kind, rows in bad.told.items()}
    assert {kind: rows for kind, rows in by_kind.items() if kind in expected or not bad.more} == expected
    assert (code, file["rows"], answer["ok"]) == (bad.end, bad.rows, bad.end == 0)
    assert (file["survey"] is None) == (bad.end == 2)
    assert_all_rows_are_told(bad.content, file)
    assert cli.main(["pupils", "check", str(path)]) == bad.end
    text, err = capsys.readouterr()
    assert err == ""
    assert_nothing_secret(text)
    assert len(text.splitlines()) == 1 + len(file["problems"])


def assert_shape(file: dict) -> None:
    """The fields and types that programs count on, and sentences for people."""
    assert set(file) == _FILE
    assert file["survey"] in _SURVEYS
    assert file["units"] == sorted(set(file["units"]))
    for problem in file["problems"]:
        assert set(problem) == _PROBLEM
        assert problem["severity"] in ("error", "warning")
        assert problem["row"] is None or problem["row"] >= 1
        assert problem["column"] is None or problem["column"]
        assert problem["message"][0].isupper() or problem["message"][0] == "”"
        assert problem["message"].endswith(".")
        assert problem["remedy"].endswith(".")
        assert not re.search(r"\{[a-z]+\}", problem["message"] + problem["remedy"])
        assert_nothing_secret(problem["message"] + problem["remedy"])


def assert_nothing_secret(text: str) -> None:
    """No name, and no digits in a row as a personal number has; a unit's code is no secret."""
    without_units = _UNIT.sub("", text)
    assert "hemlig" not in text.lower()
    assert not re.search(r"\d{6}", re.sub(r"\S*fil\.txt", "", without_units))


def assert_all_rows_are_told(content: bytes, file: dict) -> None:
    """Every line with anything on it is a pupil, or is told by its row."""
    if file["survey"] is None or any(problem["code"] == "wide" for problem in file["problems"]):
        return
    plain = re.sub(rb"\r+\n|\r", b"\n", content)
    lines = [number for number, line in enumerate(plain.split(b"\n"), 1) if line.strip(b' \t;"\xef\xbb\xbf\x1a')]
    left_out = {
        problem["row"] for problem in file["problems"] if problem["code"] in ("fields", "heading", "heading_order")
    }
    assert len(lines) == file["rows"] + len(left_out & set(lines))
