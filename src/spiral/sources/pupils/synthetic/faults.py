"""Lines made wrong in every way that ``messages.toml`` has a problem of a line for, one fault a line.

A fault changes the fields of one right line and says which column it is in; None where it cannot be made of that line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from spiral.sources.pupils.form import Form, Kind

#: Faults that add a line: what stands there instead of a changed one.
ADDED = ("duplicate", "duplicate_file", "heading", "heading_order", "blank_line")
_GRADE = re.compile(r"[A-F]")
_LEAST_OF_A_CLASS = 12
_NO_UNIT = "09999999"


@dataclass(slots=True)
class Line:
    """A line to change: its fields by the form's columns, and how many lines its file has."""

    form: Form
    year: int
    fields: list[str]
    in_file: int

    def __getitem__(self, name: str) -> str:
        return self.fields[self.form.place(name)]

    def __setitem__(self, name: str, text: str) -> None:
        self.fields[self.form.place(name)] = text

    def has(self, *names: str) -> bool:
        """Are there such columns?"""
        return {*names} <= {column.name for column in self.form.columns}

    def first(self, kind: Kind) -> str:
        """The name of the first column of a kind; empty when there is none."""
        return next((column.name for column in self.form.columns if column.kind is kind), "")

    @property
    def is_grades(self) -> bool:
        """Is it of a survey of grades?"""
        return self.has("Ma")


def _fields(line: Line) -> str | None:
    del line.fields[-4:]
    return ""


def _name_semicolon(line: Line) -> str | None:
    if not line.has("Efternamn"):
        return None
    line["Efternamn"] = "Exempel;gren"
    return "Efternamn"


def _trailing(line: Line) -> str | None:
    line.fields.append("")
    return ""


def _day(line: Line) -> str | None:
    line["Datum"] = line["Datum"].replace("-", "/")
    return "Datum"


def _other_year(line: Line) -> str | None:
    if line.in_file < 3:
        return None
    line["Datum"] = f"{line.year - 1}{line['Datum'][4:]}"
    return "Datum"


def _number(change: Callable[[str, int], str]) -> Callable[[Line], str | None]:
    """A fault in a personal number; temporary numbers are left as they are."""

    def fault(line: Line) -> str | None:
        if not line["PersonNr"].isdigit():
            return None
        line["PersonNr"] = change(line["PersonNr"], line.year)
        return "PersonNr"

    return fault


def _aged(number: str, year: int) -> str:
    """The number of somebody born thirty years before the survey."""
    eleven = f"{year - 30}{number[4:11]}"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(eleven[2:])]
    return eleven + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def _unit(line: Line) -> str | None:
    line["Skolenhetskod"] = line["Skolenhetskod"][1:]
    return "Skolenhetskod"


def _unknown_unit(line: Line) -> str | None:
    line["Skolenhetskod"] = _NO_UNIT
    return "Skolenhetskod"


def _group(text: Callable[[str], str], least: int = 0) -> Callable[[Line], str | None]:
    def fault(line: Line) -> str | None:
        name = line.first(Kind.GROUP)
        if line.in_file < least:
            return None
        line[name] = text(line[name])
        return name

    return fault


def _name_digits(line: Line) -> str | None:
    if not line.has("Fornamn"):
        return None
    line["Fornamn"] = f"1{line['Fornamn']}"
    return "Fornamn"


def _first_code(line: Line) -> str:
    """A column of codes that is never left blank: mathematics."""
    return "Ma" if line.is_grades else "MA_A_PR" if line.has("MA_A_PR") else "MA_PROVB"


def _code(line: Line) -> str | None:
    name = _first_code(line)
    line[name] = "G"
    return name


def _points(line: Line) -> str | None:
    for column in line.form.columns:
        if column.kind is Kind.POINTS and line[column.name]:
            line[column.name] = "98"
            return column.name
    return None


def _code_inexact(line: Line) -> str | None:
    name = _first_code(line)
    line[name] = line[name].lower() if _GRADE.fullmatch(line[name]) else f"{line[name]} "
    return name


def _blank(line: Line) -> str | None:
    name = _first_code(line)
    line[name] = ""
    return name


def _blank_part(line: Line) -> str | None:
    for name in ("SV_A_DELT", "NO_A_DELT"):
        if line.has(name) and line[name] and next(c for c in line.form.columns if c.name == name).digital:
            line[name] = ""
            return name
    return None


def _neither(line: Line) -> str | None:
    if not line.has("Sv"):
        return None
    line["Sv"] = line["Sva"] = "2"
    return "Sv"


def _both(line: Line) -> str | None:
    if not line.has("Sv"):
        return None
    line["Sv"] = line["Sva"] = "E"
    return "Sv"


def _no_block(line: Line) -> str | None:
    if not line.form.blocks:
        return None
    block, subjects = line.form.blocks[0]
    for name in (block, *subjects):
        line[name] = "2"
    return block


def _block_part(line: Line) -> str | None:
    if not line.form.blocks or line["No"] != "2":
        return None
    line["Bi"] = "2"
    return "Bi"


def _block_both(line: Line) -> str | None:
    if not line.form.blocks or line["No"] != "2":
        return None
    line["No"] = "C"
    return "Bi"


def _language(language: str, grade: str = "") -> Callable[[Line], str | None]:
    """A fault of the second language, of those who are graded in it."""

    def fault(line: Line) -> str | None:
        if not line.has("M2 (betyg)") or not _GRADE.fullmatch(line["M2 (betyg)"]):
            return None
        line["M2 (språk)"] = language
        if grade:
            line["M2 (betyg)"] = grade
        if grade == "2" and line["M1 (betyg)"] != "2":
            line["M1 (språk)"], line["M1 (betyg)"] = "", "2"
        return "M2 (språk)"

    return fault


def _languages_swapped(line: Line) -> str | None:
    own = line.first(Kind.LANGUAGE) and next(
        (name for name in ("ML (språk)", "Modm_anm") if line.has(name)), ""
    )
    if not own or not _GRADE.fullmatch(line["M2 (betyg)"]):
        return None
    grade = "ML (betyg)" if own == "ML (språk)" else "Modmalbe"
    line[own], line[grade], line["M2 (språk)"] = "SPA", "C", "ARA"
    return "M2 (språk)"


def _school_choice(line: Line) -> str | None:
    if not line.has("M2 (betyg)") or not _GRADE.fullmatch(line["M2 (betyg)"]):
        return None
    line["M1 (språk)"], line["M1 (betyg)"] = line["M2 (språk)"], line["M2 (betyg)"]
    line["M2 (språk)"], line["M2 (betyg)"] = "", "2"
    return "M1 (betyg)"


def _parts(line: Line) -> list[str]:
    return [c.name for c in line.form.columns if c.kind is Kind.PART and c.area == "MA"]


def _has_result(line: Line) -> bool:
    """A test in mathematics with a grade and all its parts."""
    return (
        line.has("MA_PROVB")
        and bool(_GRADE.fullmatch(line["MA_PROVB"]))
        and all(line[name] == "1" for name in _parts(line))
    )


def _substitute(line: Line) -> str | None:
    column = next((c for c in line.form.columns if c.name == "MA_B_DELT"), None)
    if column is None or "77" not in column.codes or not _has_result(line):
        return None
    line["MA_B_DELT"] = "77"
    return "MA_PROVB"


def _not_all_parts(line: Line) -> str | None:
    if not _has_result(line):
        return None
    line[_parts(line)[-1]] = "99"
    return "MA_PROVB"


def _all_parts(line: Line) -> str | None:
    if not _has_result(line):
        return None
    line["MA_PROVB"] = "99"
    return "MA_PROVB"


def _quotes(line: Line) -> str | None:
    name = line.first(Kind.GROUP)
    line[name] = f'"{line[name]}"'
    return ""


def _added(line: Line) -> str | None:
    """The line stays as it is."""
    return ""


#: By the kind of problem that the check names.
FAULTS: Mapping[str, Callable[[Line], str | None]] = {
    "fields": _fields,
    "name_semicolon": _name_semicolon,
    "trailing": _trailing,
    "day": _day,
    "other_year": _other_year,
    "person_blank": _number(lambda number, year: ""),
    "person_form": _number(lambda number, year: number[:-1]),
    "person_inexact": _number(lambda number, year: f"{number[:8]}-{number[8:]}"),
    "person_date": _number(lambda number, year: f"{number[:4]}13{number[6:]}"),
    "person_year": _number(lambda number, year: f"{year + 10}{number[4:]}"),
    "person_check": _number(lambda number, year: number[:-1] + str((int(number[-1]) + 1) % 10)),
    "person_age": _number(_aged),
    "unit": _unit,
    "unknown_unit": _unknown_unit,
    "text_blank": _group(lambda text: ""),
    "long": _group(lambda text: f"{text} med ett alldeles för långt namn"),
    "name_digits": _name_digits,
    "group_spelling": _group(str.lower, _LEAST_OF_A_CLASS),
    "code": _code,
    "points": _points,
    "code_inexact": _code_inexact,
    "blank": _blank,
    "blank_part": _blank_part,
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
    "substitute": _substitute,
    "not_all_parts": _not_all_parts,
    "all_parts": _all_parts,
    "quotes": _quotes,
    **dict.fromkeys(ADDED, _added),
}
