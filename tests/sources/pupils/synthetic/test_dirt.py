"""Dirty rows: each is seen by the check as what the truth says, and the right line is the clean one."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import spiral.sources.pupils
from spiral.sources.pupils.synthetic.faults import ADDED, FAULTS
from tests.sources.pupils.synthetic.reading import checked, contents, truth

#: Seen only by who knows the owner's units.
BY_REGISTER = {"unknown_unit"}
#: What the check says of a file as a whole, or of what another system writes.
OF_FILES = {
    *("empty", "unreadable", "too_large", "other_kind", "unrecognised", "separator", "no_pupils", "older_file"),
    *("other_form", "variant", "no_day", "moved", "moved_languages", "moved_swedish", "encoding_lost", "unseen"),
    *("encoding_mixed", "encoding_other", "encoding_twice"),
}
#: What the check says instead where it can say more: a row that is shifted, cut by another form, written by a spreadsheet.
MORE_EXACT = {
    "fields": {"shifted", "wide", "other_survey", "trailing"},
    "unit": {"unit_short"},
    "duplicate_file": {"fields"},  # a copy of a line that has a fault of its own
}
#: Kinds that no made-up row is given by itself.
NOT_MADE = {"formula", "group_number", "other_survey", "person_rounded", "shifted", "unit_short", "wide"}


def test_there_is_a_fault_for_every_problem_of_a_row() -> None:
    file = Path(spiral.sources.pupils.__file__).parent / "messages.toml"
    assert set(FAULTS) == set(tomllib.loads(file.read_text("utf-8"))) - OF_FILES - NOT_MADE


def test_every_dirty_row_is_seen_as_what_it_is_and_no_other_row_is(dirty: Path) -> None:
    files = checked(dirty)
    seen = {(file.file, p.row, p.column or None, p.code) for file in files for p in file.problems}
    rows = truth(dirty)["dirty"]
    assert {row["kind"] for row in rows} == set(FAULTS)
    kinds: dict[tuple[str, int], set[str]] = {}
    for file, row, _column, code in seen:
        if row:
            kinds.setdefault((file, row), set()).add(code)
    unseen = [
        row
        for row in rows
        if (row["file"], row["row"], row["column"], row["kind"]) not in seen
        and not kinds.get((row["file"], row["row"]), set()) & MORE_EXACT.get(row["kind"], set())
    ]
    assert Counter(row["kind"] for row in unseen).keys() <= BY_REGISTER | {"name_semicolon"}
    named = {(row["file"], row["row"]) for row in rows}
    others = {(file, row, code) for file, row, _column, code in seen if row and (file, row) not in named}
    assert others == set()


def test_the_right_lines_in_place_of_the_dirty_ones_are_the_clean_files(clean: Path, dirty: Path) -> None:
    document = truth(dirty)
    encodings = {m["code"]: m["encoding"] for m in document["municipalities"]}
    by_file: dict[str, list[dict]] = {}
    for row in document["dirty"]:
        by_file.setdefault(row["file"], []).append(row)
    right = contents(clean)
    assert len(by_file) > 300
    for name, content in contents(dirty).items():
        lines: list[str | None] = [*content.decode(encodings[name[:4]]).split("\r\n")[:-1]]
        for row in by_file.get(name, ()):
            lines[row["row"] - 1] = None if row["kind"] in ADDED else row["right"]
        text = "".join(f"{line}\r\n" for line in lines if line is not None)
        assert text.encode(encodings[name[:4]]) == right[name], name
