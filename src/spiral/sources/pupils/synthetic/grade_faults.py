"""Faults between the columns of grades: Swedish, blocks, languages."""

from __future__ import annotations

from collections.abc import Mapping

from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.synthetic.dirty_line import GRADE, DirtyLine, RowFault


def _neither(line: DirtyLine) -> str | None:
    if not line.has("Sv"):
        return None
    line["Sv"] = line["Sva"] = "2"
    return "Sv"


def _both(line: DirtyLine) -> str | None:
    if not line.has("Sv"):
        return None
    line["Sv"] = line["Sva"] = "E"
    return "Sv"


def _no_block(line: DirtyLine) -> str | None:
    if not line.form.blocks:
        return None
    block, subjects = line.form.blocks[0]
    for name in (block, *subjects):
        line[name] = "2"
    return block


def _block_part(line: DirtyLine) -> str | None:
    if not line.form.blocks or line["No"] != "2":
        return None
    line["Bi"] = "2"
    return "Bi"


def _block_both(line: DirtyLine) -> str | None:
    if not line.form.blocks or line["No"] != "2":
        return None
    line["No"] = "C"
    return "Bi"


def _language(language: str, grade: str = "") -> RowFault:
    """A fault of the second language, of those who are graded in it."""

    def fault(line: DirtyLine) -> str | None:
        if not line.has("M2 (betyg)") or not GRADE.fullmatch(line["M2 (betyg)"]):
            return None
        line["M2 (språk)"] = language
        if grade:
            line["M2 (betyg)"] = grade
        if grade == "2" and line["M1 (betyg)"] != "2":
            line["M1 (språk)"], line["M1 (betyg)"] = "", "2"
        return "M2 (språk)"

    return fault


def _languages_swapped(line: DirtyLine) -> str | None:
    own = line.first(ColumnKind.LANGUAGE) and next((name for name in ("ML (språk)", "Modm_anm") if line.has(name)), "")
    if not own or not GRADE.fullmatch(line["M2 (betyg)"]):
        return None
    grade = "ML (betyg)" if own == "ML (språk)" else "Modmalbe"
    line[own], line[grade], line["M2 (språk)"] = "SPA", "C", "ARA"
    return "M2 (språk)"


def _school_choice(line: DirtyLine) -> str | None:
    if not line.has("M2 (betyg)") or not GRADE.fullmatch(line["M2 (betyg)"]):
        return None
    line["M1 (språk)"], line["M1 (betyg)"] = line["M2 (språk)"], line["M2 (betyg)"]
    line["M2 (språk)"], line["M2 (betyg)"] = "", "2"
    return "M1 (betyg)"


GRADE_FAULTS: Mapping[str, RowFault] = {
    "neither": _neither,
    "both": _both,
    "no_block": _no_block,
    "block_part": _block_part,
    "block_both": _block_both,
    "language_missing": _language(""),
    "language_adapted": _language("", "3"),
    "language_alone": _language("SPA", "2"),
    "language_form": _language("SP"),
    "language_grade": _language("C"),
    "languages_swapped": _languages_swapped,
    "school_choice": _school_choice,
}
