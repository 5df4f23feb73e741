"""SCB's forms: the columns of each survey and year, as SCB's record descriptions say. The files lie in ``forms/``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from spiral.engine.measures.codes import Code

_FOLDER = Path(__file__).parent / "forms"
_AGE_BEFORE_YEAR_1 = 6


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"  # the day when the file was made, åååå-mm-dd
    PERSON = "person"  # a personal number, a coordination number or a TF number
    UNIT = "unit"  # a school unit's code
    GROUP = "group"  # a class, or the group of a test
    NAME = "name"
    LANGUAGE = "language"  # three letters of ISO 639-3
    GRADE = "grade"
    PART = "part"  # a part of a test: reached, took part, or why not
    POINTS = "points"
    TEST_GRADE = "test_grade"
    CURRICULUM = "curriculum"  # the course plan that a test was judged by
    TEST_SUBJECT = "test_subject"  # the subject that a pupil's test was in


_GRADES = {letter: Code[letter] for letter in "ABCDEF"}
_OUTCOMES = {"0": Code.NOT_REACHED, "1": Code.TOOK_PART, "77": Code.SUBSTITUTE, "88": Code.LOST, "99": Code.ABSENT}

#: What each text means in a column of a kind.
MEANINGS: dict[ColumnKind, dict[str, Code]] = {
    ColumnKind.GRADE: _GRADES
    | {
        "9": Code.NO_BASIS,
        "3": Code.ADAPTED,
        "2": Code.NOT_GRADED,
        "Y": Code.OTHER_GRADING,
        "Z": Code.NOT_TAUGHT,
    },
    ColumnKind.PART: _OUTCOMES,
    ColumnKind.POINTS: {text: _OUTCOMES[text] for text in ("77", "88", "99")},
    ColumnKind.TEST_GRADE: _GRADES | _OUTCOMES,
    ColumnKind.CURRICULUM: {"1": Code.SWEDISH, "2": Code.SWEDISH_SECOND, "99": Code.UNKNOWN},
    ColumnKind.TEST_SUBJECT: {
        "FY": Code.PHYSICS,
        "BI": Code.BIOLOGY,
        "KE": Code.CHEMISTRY,
        "GE": Code.GEOGRAPHY,
        "HI": Code.HISTORY,
        "RE": Code.RELIGION,
        "SH": Code.CIVICS,
    },
}


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form. ``subject`` is the subject of a grade or a language, in one spelling for all forms."""

    name: str
    kind: ColumnKind
    longest: int = 0  # signs, of texts
    subject: str = ""
    codes: frozenset[str] = frozenset()
    least: int = 0  # points
    most: int = 0
    digital: bool = False  # blank when all parts of the subject were taken digitally

    @property
    def area(self) -> str:
        """The test that a column belongs to ("SV" of SV_PROVB); empty for other columns."""
        return self.name.partition("_")[0] if "_" in self.name and not self.subject else ""

    @property
    def is_coded(self) -> bool:
        """Does it hold codes of a fixed list (points among them)?"""
        return self.kind in MEANINGS

    def meaning(self, text: str) -> Code | None:
        """What a text means here; None for a code that the column does not have. Points mean that they took part."""
        if text in self.codes:
            return MEANINGS[self.kind][text]
        if self.kind is ColumnKind.POINTS and text.isascii() and text.isdigit() and len(text) <= 2:
            return Code.TOOK_PART if self.least <= int(text) <= self.most else None
        return None


@dataclass(frozen=True, slots=True)
class Form:
    """The columns of one survey and year, in the order of the file."""

    survey: str
    year: int
    title: str
    columns: tuple[FormColumn, ...]
    either: tuple[tuple[str, ...], ...] = ()  # subjects of which one is graded
    blocks: tuple[tuple[str, tuple[str, ...]], ...] = ()  # a block, and the subjects that it stands for
    variant: str = ""  # what is known of a form with fewer columns; empty for SCB's own
    own_width: int = 0  # how many columns SCB's own has

    @property
    def usual_age(self) -> int:
        """How old most pupils become the year of the survey: those of year 1 become 7."""
        return _AGE_BEFORE_YEAR_1 + int(self.survey[-1])

    def place(self, name: str) -> int:
        """The number of a column by SCB's name, from 0. KeyError when the form has none."""
        for number, column in enumerate(self.columns):
            if column.name == name:
                return number
        raise KeyError(name)

    def first(self, kind: ColumnKind) -> int:
        """The number of the first column of a kind."""
        return next(number for number, column in enumerate(self.columns) if column.kind is kind)

    def subject(self, subject: str, kind: ColumnKind = ColumnKind.GRADE) -> int | None:
        """The number of the column with a subject's grade (or language); None when the form has none."""
        for number, column in enumerate(self.columns):
            if column.subject == subject and column.kind is kind:
                return number
        return None


@cache
def _read(name: str) -> tuple[Form, ...]:
    """A form and its variants, from the file of that name."""
    data = tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))
    columns = tuple(
        FormColumn(
            name=row["name"],
            kind=ColumnKind(row["kind"]),
            longest=row.get("longest", 0),
            subject=row.get("subject", ""),
            codes=frozenset(row.get("codes", "").split()),
            least=row.get("least", 0),
            most=row.get("most", 0),
            digital=row.get("digital", False),
        )
        for row in data["columns"]
    )
    own = Form(
        data["survey"],
        data["year"],
        data["title"],
        columns,
        tuple(tuple(subjects) for subjects in data.get("either", ())),
        tuple((block, tuple(subjects)) for block, subjects in data.get("blocks", {}).items()),
        own_width=len(columns),
    )
    forms = [own]
    for variant in data.get("variants", ()):
        rest = tuple(column for column in columns if column.name not in variant["without"])
        forms.append(replace(own, columns=rest, variant=variant["name"]))
    return tuple(forms)


@cache
def years() -> dict[str, tuple[int, ...]]:
    """The surveys that Spiral can read, and the years whose forms it has."""
    shipped: dict[str, list[int]] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        survey, _, year = path.stem.rpartition("_")
        shipped.setdefault(survey, []).append(int(year))
    return {survey: tuple(known) for survey, known in shipped.items()}


def nearest(survey: str, year: int) -> tuple[Form, ...]:
    """The form of a survey for a year, or of the nearest year there is (the later of two), with its variants."""
    chosen = min(years()[survey], key=lambda known: (abs(known - year), -known))
    return _read(f"{survey}_{chosen}")


def title(survey: str) -> str:
    """What a survey is called."""
    return nearest(survey, years()[survey][-1])[0].title
