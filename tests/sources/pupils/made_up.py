"""Made-up pupils in SCB's files, for tests: right lines of every form, to be made wrong one field at a time."""

from __future__ import annotations

from datetime import date, timedelta

from spiral.sources.pupils.check import Checked, check
from spiral.sources.pupils.form import ColumnKind, Form, nearest

UNIT = "12345678"
_RIGHT = {
    ColumnKind.TEXT: "Prov 1",
    ColumnKind.UNIT: UNIT,
    ColumnKind.GROUP: "9A",
    ColumnKind.NAME: "Exempel",
    ColumnKind.PART: "1",
    ColumnKind.POINTS: "6",
    ColumnKind.TEST_GRADE: "C",
    ColumnKind.CURRICULUM: "1",
    ColumnKind.LANGUAGE: "",
}
#: Subjects that most pupils are not graded in.
_LEFT_OUT = ("M1", "M2", "ML", "No", "So", "Sva", "Tn", "Ovr")


def check_digit(nine: str) -> str:
    """Luhn's check digit of yymmdd and three digits."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(nine)]
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def person(number: int, born: int = 2010) -> str:
    """The nth made-up personal number of a year; odd numbers are boys."""
    day = date(born, 1, 1) + timedelta(days=number // 900)
    first = f"{day:%Y%m%d}{100 + number % 900:03}"
    return first + check_digit(first[2:])


def right_line(form: Form, number: int = 0, **fields: str) -> list[str]:
    """A line without faults. ``fields`` are given by SCB's name, with _ for what no Python name can have."""
    names = {_python_name(column.name): place for place, column in enumerate(form.columns)}
    line = []
    for column in form.columns:
        if column.kind is ColumnKind.DAY:
            line.append(f"{form.year}-06-10")
        elif column.kind is ColumnKind.PERSON:
            line.append(person(number, form.year - (9 if form.survey == "np3" else 15)))
        elif column.kind is ColumnKind.GRADE:
            line.append("2" if column.subject in _LEFT_OUT else "C")
        elif column.kind is ColumnKind.TEST_SUBJECT:
            line.append(sorted(column.codes)[0])
        else:
            line.append(_RIGHT[column.kind])
    for name, value in fields.items():
        line[names[name]] = value
    return line


def _python_name(name: str) -> str:
    return name.replace(" (språk)", "_language").replace(" (betyg)", "_grade")


def right_lines(form: Form, count: int, **fields: str) -> list[list[str]]:
    """Lines of as many different pupils."""
    return [right_line(form, number, **fields) for number in range(count)]


def content(lines: list[list[str]], encoding: str = "utf-8") -> bytes:
    """The lines as a file."""
    return "".join(";".join(line) + "\r\n" for line in lines).encode(encoding)


def form_of(survey: str, year: int = 2026, variant: int = 0) -> Form:
    """SCB's form, or one of its variants."""
    return nearest(survey, year)[variant]


def checked(lines: list[list[str]], encoding: str = "utf-8") -> Checked:
    """The lines as a file, checked."""
    return check("fil.txt", content(lines, encoding))


def told(file: Checked) -> list[tuple[int | None, str, str]]:
    """Row, column and kind of every problem."""
    return [(problem.row, problem.column, problem.code) for problem in file.problems]
