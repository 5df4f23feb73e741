"""Which survey a file is: by what its columns hold, never by how many they are alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

from spiral.engine.characters import normal, same
from spiral.engine.personal_numbers import normalised
from spiral.sources.pupils.cells import Split
from spiral.sources.pupils.form import ColumnKind, Form, FormColumn, nearest, years

#: Lines that are looked at, spread over the file.
_SAMPLE = 24
#: The least share of fields that hold what the form says, for a file to be of that form.
_LEAST_SHARE = 0.6
#: A form with as many fields that is as sure as this is the one; others need not be tried.
_SURE_SHARE = 0.9
#: A form of the survey with as many fields that is as likely as this is it, rather than a narrower one.
_LIKELY_SHARE = 0.8
#: How many of a form's names a line has, to be its heading.
_LEAST_NAMES = 0.6
#: Surveys of pupils' grades are not older than this, and dates further off are no days when a file was made.
_MOST_YEARS = 40
#: Files of two surveys look much alike when a column is missing or too many in every line: then the pupils' age tells.
_PERSON_PLACE, _AGES, _AGE_SHARE = 3, 1.5, 0.02
_BORN = re.compile(r"(?:19|20)[0-9]{6}")
_LONGEST_FIELD = 100
_MOST_FIELDS = 100
_DAY = re.compile(r"(\d{4})-\d\d-\d\d", re.ASCII)
_PERSON = re.compile(r"\d{8}(?:\d{4}|TF\d\d)", re.ASCII)
_UNIT = re.compile(r"\d{8}", re.ASCII)
_LANGUAGE = re.compile(r"(?:[A-Za-z]{3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Recognised:
    """The form that a file is in. ``width`` is the number of fields of its lines: the form's, when they are right."""

    form: Form
    year: int | None  # of the days in the file; None when it has none
    width: int


def _names_share(line: Sequence[str], form: Form) -> float:
    """The share of the form's columns and the line's fields that are each other's names, in any order and spelling."""
    names, written = {same(column.name) for column in form.columns}, {same(field) for field in line} - {""}
    return len(names & written) / max(len(names), len(written))


def is_heading(line: Sequence[str], form: Form) -> bool:
    """Is a line the names of the form's columns?"""
    return _names_share(line, form) >= _LEAST_NAMES


def fits(column: FormColumn, text: str) -> bool | None:
    """Does a text belong in a column? None where any text could stand."""
    if not text.isascii():
        text = normal(text).strip()
    if column.kind is ColumnKind.DAY:
        return bool(_DAY.fullmatch(text))
    if column.kind is ColumnKind.PERSON:
        return bool(_PERSON.fullmatch(normalised(text, 2100)))
    if column.kind is ColumnKind.UNIT:
        return bool(_UNIT.fullmatch(text))
    if column.kind is ColumnKind.LANGUAGE:
        return bool(_LANGUAGE.fullmatch(text))
    if column.is_coded:
        return (not text and column.digital) or column.meaning(text.upper()) is not None
    return None


def _sums(columns: Iterable[FormColumn], line: Iterable[str]) -> tuple[list[int], list[int]]:
    """How many of the first k fields hold what their column says, and how many say anything: blanks of codes do not."""
    verdicts = [
        None if column.is_coded and not field else fits(column, field)
        for column, field in zip(columns, line, strict=False)
    ]
    hits = accumulate((verdict is True for verdict in verdicts), initial=0)
    return list(hits), list(accumulate((verdict is not None for verdict in verdicts), initial=0))


def _share(form: Form, line: Sequence[str]) -> float:
    """The share of a line's filled fields that hold what the form says, wherever fields are missing or too many."""
    if len(line) > len(form.columns) and not any(line[len(form.columns) :]):
        line = line[: len(form.columns)]  # separators too many at the end
    hits, judged = _sums(form.columns, line)
    if len(line) == len(form.columns):
        share = hits[-1] / max(1, judged[-1])
        if share >= _SURE_SHARE or line[0] and line[-1]:
            return share
        line = line[1:] if not line[0] else line[:-1]  # moved one step, into an empty field
        return max(share, _share(form, line))
    hits_right, judged_right = _sums(reversed(form.columns), reversed(line))
    most = min(len(line), len(form.columns))
    least_judged = sum(fits(column, "") is not None for column in form.columns) // 2
    missing = abs(len(line) - len(form.columns)) / len(form.columns)
    return (1 - missing) * max(
        (hits[cut] + hits_right[most - cut]) / max(least_judged, judged[cut] + judged_right[most - cut])
        for cut in range(most + 1)
    )


def _sample(split: Split) -> list[list[str]]:
    """Some lines of the file as texts, most of them of the most common width."""
    lines: list[list[str]] = []
    for group in split.groups[:4]:
        room = _SAMPLE - len(lines)
        if not room or group.width > _MOST_FIELDS:
            continue
        for line in range(0, len(group), max(1, -(-len(group) // room))):
            lines.append([field[:_LONGEST_FIELD].strip() for field in group.line(line)])
    return lines


def is_near(year: int, other: int) -> bool:
    """Can both be years of surveys?"""
    return abs(year - other) <= _MOST_YEARS


def _year(lines: Sequence[Sequence[str]]) -> int | None:
    """The year that most lines have been made in; a day that SCB would not take counts too."""
    counted: Counter[int] = Counter()
    for line in lines:
        if len(line) > 1 and (day := re.fullmatch(r"(\d{4})\D?\d\d\D?\d\d", line[1], re.ASCII)):
            counted[int(day[1])] += 1
    year = counted.most_common(1)[0][0] if counted else None
    return year if year and is_near(year, max(known[-1] for known in years().values())) else None


def _age(lines: Sequence[Sequence[str]], year: int | None) -> float | None:
    """The age of most pupils the year that the file is of; None when it is not to be seen."""
    born = [
        int(line[_PERSON_PLACE][:4]) for line in lines if len(line) > _PERSON_PLACE and _BORN.match(line[_PERSON_PLACE])
    ]
    return year - median(born) if born and year else None


def recognise(split: Split) -> Recognised | None:
    """The form that a file is in; None when it is of no survey."""
    lines = _sample(split)
    if not lines:
        return None
    year = _year(lines)
    width = Counter(len(line) for line in lines).most_common(1)[0][0]
    forms = [form for survey, known in years().items() for form in nearest(survey, year or known[-1])]
    forms.sort(key=lambda form: len(form.columns) != width)
    has_room = any(line[-2:] == ["", ""] for line in lines)  # separators too many make it as wide as another form
    age = _age(lines, year)
    best: tuple[float, Form | None] = (0.0, None)
    for form in forms:
        is_sure = best[1] and best[0] >= _SURE_SHARE and len(best[1].columns) == width and not has_room
        if is_sure and len(form.columns) != width:
            break
        if best[1] and best[1].survey == form.survey and len(best[1].columns) == width and best[0] >= _LIKELY_SHARE:
            continue  # blanks at the end are a test taken digitally, not a narrower form
        shares = [_share(form, line) for line in lines if not is_heading(line, form)]
        heading = max(_names_share(line, form) for line in lines) if len(shares) < len(lines) else 0.0
        share = sum(shares) / len(shares) if shares else 1.0
        has_age = age is not None and abs(age - form.usual_age) <= _AGES
        total = share + heading + _AGE_SHARE * has_age
        if (share >= _LEAST_SHARE or heading) and total > best[0]:
            best = (total, form)
    return Recognised(best[1], year, width) if best[1] else None
