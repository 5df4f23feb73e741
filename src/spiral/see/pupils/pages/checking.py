"""*Kontrollera före SCB*: which files can be sent, and what each school is to mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spiral.ground.words import in_words, joined
from spiral.see.pupils.queries import unit_names
from spiral.sources.pupils.check import Checked
from spiral.sources.pupils.form import nearest, title, years
from spiral.sources.reading.problems import Problem, Severity

#: SCB's last day: the eighteenth of June (SKOLFS 2011:142).
_LAST_MONTH, _LAST_DAY = 6, 18
#: Problems of one file that stand on the page; the workbook has all.
SHOWN = 200
READY, TO_MEND, TO_CHECK, UNKNOWN = "ready", "mend", "check", "unknown"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file in the table of files."""

    name: str
    what: str
    school: str
    rows: int | None
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """The same problem in one row, or in rows that follow each other."""

    rows: str
    column: str
    message: str
    remedy: str
    is_error: bool


@dataclass(frozen=True, slots=True)
class FileProblems:
    """What is to be mended in one file. ``whole``: of the file, not of a row; ``more``: beyond those that are shown."""

    file: str
    caption: str
    lines: tuple[ProblemLine, ...]
    whole: tuple[Problem, ...]
    more: int


@dataclass(frozen=True, slots=True)
class SchoolProblems:
    """The files of one school that have something to mend. ``number``: its place among them, for its workbook."""

    number: int
    school: str
    files: tuple[FileProblems, ...]
    is_read: bool


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The whole page. ``rows``: pupils in the files that are without errors."""

    headline: tuple[str, ...]
    files: tuple[FileLine, ...]
    schools: tuple[SchoolProblems, ...]
    forms: str
    days_left: int | None
    rows: int
    has_ready: bool


def check_page(files: Sequence[Checked], today: date) -> CheckPage:
    """The page of some files that have been checked."""
    names = unit_names(unit for file in files for unit in file.units)
    lines = tuple(_line(file, names) for file in files)
    by_school: dict[str, list[Checked]] = {}
    for file in files:
        if file.problems:
            by_school.setdefault(_school(file, names), []).append(file)
    schools = tuple(
        SchoolProblems(number, school, tuple(map(_problems, of_school)), any(file.survey for file in of_school))
        for number, (school, of_school) in enumerate(sorted(by_school.items()), 1)
    )
    ready = [file for file in files if file.ok]
    return CheckPage(
        headline=_headline(files, by_school),
        files=lines,
        schools=schools,
        forms=_forms(files),
        days_left=_days_left(today),
        rows=sum(file.rows for file in ready),
        has_ready=bool(ready),
    )


def _days_left(today: date) -> int | None:
    """Days until this spring's last day; None when it is not this spring."""
    left = (date(today.year, _LAST_MONTH, _LAST_DAY) - today).days
    return left if 0 <= left < 120 else None


def _forms(files: Iterable[Checked]) -> str:
    """The years of the forms that the files were read by."""
    read = {nearest(file.survey, file.year or years()[file.survey][-1])[0].year for file in files if file.survey}
    return joined([str(year) for year in sorted(read)])


def _school(file: Checked, names: dict[str, str]) -> str:
    if file.survey is None:
        return _("Läses inte")
    if not file.units:
        return _("Skola okänd")
    known = [names[unit] for unit in file.units]
    return known[0] if len(known) == 1 else _("%(n)s skolor") % {"n": in_words(len(known), common=True)}


def _line(file: Checked, names: dict[str, str]) -> FileLine:
    if file.survey is None:
        return FileLine(file.file, _("Känns inte igen"), "–", None, UNKNOWN, _("Läses inte"))
    errors = sum(problem.severity is Severity.ERROR for problem in file.problems)
    warnings = len(file.problems) - errors
    words = [ngettext("%(n)s fel", "%(n)s fel", errors) % {"n": errors}] if errors else []
    if warnings:
        words.append(ngettext("%(n)s varning", "%(n)s varningar", warnings) % {"n": warnings})
    state = TO_MEND if errors else TO_CHECK if warnings else READY
    if any(problem.code == "moved" for problem in file.problems):
        words = [_("Kolumner har bytt plats")]
    what = f"{title(file.survey)}, {file.year}" if file.year else title(file.survey)
    said = ", ".join(words) or _("Klar att skicka")
    return FileLine(file.file, what, _school(file, names), file.rows, state, said)


def _headline(files: Sequence[Checked], by_school: dict[str, list[Checked]]) -> tuple[str, ...]:
    """What can be sent, and who has something to mend, in one or two sentences."""
    ready = sum(file.ok for file in files)
    wrong = [file for file in files if file.survey and not file.ok]
    if ready == len(files):
        return (
            ngettext("Filen är klar för SCB.", "Alla %(n)s filer är klara för SCB.", ready)
            % {"n": in_words(ready, common=True)},
        )
    first = (
        ngettext("%(n)s fil är klar för SCB.", "%(n)s filer är klara för SCB.", ready)
        % {"n": in_words(ready, common=True).capitalize()}
        if ready
        else _("Ingen fil är klar för SCB än.")
    )
    schools = [
        school for school, of_school in by_school.items() if any(file.survey and not file.ok for file in of_school)
    ]
    if not schools:
        return (first,)
    where = schools[0] if len(schools) == 1 else _("%(n)s skolor") % {"n": in_words(len(schools), common=True)}
    second = ngettext("%(n)s ska rättas på %(where)s.", "%(n)s ska rättas på %(where)s.", len(wrong)) % {
        "n": in_words(len(wrong), common=True).capitalize(),
        "where": where,
    }
    return (first, second)


def _problems(file: Checked) -> FileProblems:
    """The problems of one file, rows that follow each other with the same problem as one line."""
    whole = tuple(problem for problem in file.problems if problem.row is None)
    by_row = [problem for problem in file.problems if problem.row is not None]
    wrong = {problem.row for problem in by_row if problem.severity is Severity.ERROR}
    lines = _grouped(by_row)
    caption = _("%(file)s, %(right)s av %(rows)s rader är utan fel") % {
        "file": file.file,
        "right": max(0, file.rows - len(wrong)),
        "rows": file.rows,
    }
    return FileProblems(file.file, caption, tuple(lines[:SHOWN]), whole, max(0, len(lines) - SHOWN))


def _grouped(problems: Sequence[Problem]) -> list[ProblemLine]:
    """Problems in the order of their first row; the same one in rows that follow each other is said once."""

    def same_thing(problem: Problem) -> tuple[str, str, str]:
        return problem.column, problem.message, problem.remedy

    lines: list[tuple[int, ProblemLine]] = []
    by_thing: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        by_thing.setdefault(same_thing(problem), []).append(problem)
    for (column, message, remedy), of_thing in by_thing.items():
        numbered = enumerate(sorted({problem.row or 0 for problem in of_thing}))
        for _difference, run in groupby(numbered, key=lambda pair: pair[1] - pair[0]):
            rows = [row for _place, row in run]
            said = str(rows[0]) if len(rows) == 1 else f"{rows[0]}–{rows[-1]}"
            is_error = of_thing[0].severity is Severity.ERROR
            lines.append((rows[0], ProblemLine(said, column, message, remedy, is_error)))
    return [line for _row, line in sorted(lines, key=lambda pair: pair[0])]
