"""Faults between the columns of a national test: parts beside its grade, digital tests that are not all blank."""

from __future__ import annotations

from collections.abc import Mapping

from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.synthetic.dirty_line import GRADE, DirtyLine, RowFault


def _blank_part(line: DirtyLine) -> str | None:
    for name in ("SV_A_DELT", "NO_A_DELT"):
        if line.has(name) and line[name] and next(c for c in line.form.columns if c.name == name).digital:
            line[name] = ""
            return name
    return None


def _parts(line: DirtyLine) -> list[str]:
    return [c.name for c in line.form.columns if c.kind is ColumnKind.PART and c.area == "MA"]


def _has_result(line: DirtyLine) -> bool:
    """A test in mathematics with a grade and all its parts."""
    return (
        line.has("MA_PROVB")
        and bool(GRADE.fullmatch(line["MA_PROVB"]))
        and all(line[name] == "1" for name in _parts(line))
    )


def _substitute(line: DirtyLine) -> str | None:
    column = next((c for c in line.form.columns if c.name == "MA_B_DELT"), None)
    if column is None or "77" not in column.codes or not _has_result(line):
        return None
    line["MA_B_DELT"] = "77"
    return "MA_PROVB"


def _not_all_parts(line: DirtyLine) -> str | None:
    if not _has_result(line):
        return None
    line[_parts(line)[-1]] = "99"
    return "MA_PROVB"


def _all_parts(line: DirtyLine) -> str | None:
    if not _has_result(line):
        return None
    line["MA_PROVB"] = "99"
    return "MA_PROVB"


NATIONAL_TEST_FAULTS: Mapping[str, RowFault] = {
    "blank_part": _blank_part,
    "substitute": _substitute,
    "not_all_parts": _not_all_parts,
    "all_parts": _all_parts,
}
