"""Lines made wrong in every way that ``messages.toml`` has a problem of a line for, one fault a line.

A fault changes the fields of one right line and says which column it is in; None where it cannot be made of that line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spiral.sources.pupils.form import ColumnKind
from spiral.sources.pupils.synthetic.dirty_line import GRADE, DirtyLine, RowFault
from spiral.sources.pupils.synthetic.grade_faults import GRADE_FAULTS
from spiral.sources.pupils.synthetic.national_test_faults import NATIONAL_TEST_FAULTS

#: Faults that add a line: what stands there instead of a changed one.
ADDED = ("duplicate", "duplicate_file", "heading", "heading_order", "blank_line")
_LEAST_OF_A_CLASS = 12
_NO_UNIT = "09999999"


def _fields(line: DirtyLine) -> str | None:
    del line.fields[-4:]
    return ""


def _name_semicolon(line: DirtyLine) -> str | None:
    if not line.has("Efternamn"):
        return None
    line["Efternamn"] = "Exempel;gren"
    return "Efternamn"


def _trailing(line: DirtyLine) -> str | None:
    line.fields.append("")
    return ""


def _day(line: DirtyLine) -> str | None:
    line["Datum"] = line["Datum"].replace("-", "/")
    return "Datum"


def _other_year(line: DirtyLine) -> str | None:
    if line.in_file < 3:
        return None
    line["Datum"] = f"{line.year - 1}{line['Datum'][4:]}"
    return "Datum"


def _number(change: Callable[[str, int], str]) -> RowFault:
    """A fault in a personal number; temporary numbers are left as they are."""

    def fault(line: DirtyLine) -> str | None:
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


def _unit(line: DirtyLine) -> str | None:
    line["Skolenhetskod"] = line["Skolenhetskod"][1:]
    return "Skolenhetskod"


def _unknown_unit(line: DirtyLine) -> str | None:
    line["Skolenhetskod"] = _NO_UNIT
    return "Skolenhetskod"


def _group(text: Callable[[str], str], least: int = 0) -> RowFault:
    def fault(line: DirtyLine) -> str | None:
        name = line.first(ColumnKind.GROUP)
        if line.in_file < least:
            return None
        line[name] = text(line[name])
        return name

    return fault


def _name_digits(line: DirtyLine) -> str | None:
    if not line.has("Fornamn"):
        return None
    line["Fornamn"] = f"1{line['Fornamn']}"
    return "Fornamn"


def _first_code(line: DirtyLine) -> str:
    """A column of codes that is never left blank: mathematics."""
    return "Ma" if line.is_grades else "MA_A_PR" if line.has("MA_A_PR") else "MA_PROVB"


def _code(line: DirtyLine) -> str | None:
    name = _first_code(line)
    line[name] = "G"
    return name


def _points(line: DirtyLine) -> str | None:
    for column in line.form.columns:
        if column.kind is ColumnKind.POINTS and line[column.name]:
            line[column.name] = "98"
            return column.name
    return None


def _code_inexact(line: DirtyLine) -> str | None:
    name = _first_code(line)
    line[name] = line[name].lower() if GRADE.fullmatch(line[name]) else f"{line[name]} "
    return name


def _blank(line: DirtyLine) -> str | None:
    name = _first_code(line)
    line[name] = ""
    return name


def _quotes(line: DirtyLine) -> str | None:
    name = line.first(ColumnKind.GROUP)
    line[name] = line[name].join(('"', '"'))
    return ""


def _added(line: DirtyLine) -> str | None:
    """The line stays as it is."""
    return ""


#: By the kind of problem that the check names.
FAULTS: Mapping[str, RowFault] = {
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
    "quotes": _quotes,
    **GRADE_FAULTS,
    **NATIONAL_TEST_FAULTS,
    **dict.fromkeys(ADDED, _added),
}
