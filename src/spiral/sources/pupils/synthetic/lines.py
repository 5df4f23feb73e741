"""A survey's pupils as the lines of SCB's files, all units at once: columns become bytes side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spiral.engine.measures.codes import GRADES, Code, among
from spiral.sources.pupils.form import ColumnKind, Form, FormColumn
from spiral.sources.pupils.synthetic.cohort import CHOSEN_LANGUAGES, OWN_LANGUAGES, SyntheticCohort
from spiral.sources.pupils.synthetic.identities import FIRST_NAMES, LAST_NAMES, numbers_at
from spiral.sources.pupils.synthetic.movements import STAGES
from spiral.sources.pupils.synthetic.national_tests import texts_of
from spiral.sources.pupils.synthetic.region import SyntheticRegion

#: What stands in the column System, so that nobody takes the pupils for real ones.
SYSTEM, VERSION = "Påhittad", "1"
ENCODINGS = ("utf-8", "cp1252")
END = "\r\n"
_DAY = "06-10"
_CLASS_SIZE, _CLASSES = 26, 26

#: Texts of a column by encoding, and which of them each line has.
_Field = tuple[Sequence[str], NDArray[np.integer]]


@dataclass(frozen=True, slots=True, eq=False)
class SurveyLines:
    """The files of one survey and year, in the order of units. ``rows``: the pupils (indices into the cohort) line by
    line; ``unit``: theirs among the region's; ``starts`` (rows + 1): where each line begins in ``content``."""

    survey: str
    year: int
    form: Form
    rows: NDArray[np.intp]
    unit: NDArray[np.intp]
    starts: NDArray[np.int64]
    content: bytes

    def line(self, place: int) -> bytes:
        """One line, with its end."""
        return self.content[self.starts[place] : self.starts[place + 1]]

    def files(self) -> list[tuple[int, int, int]]:
        """The unit, first line and line after the last of each file."""
        if not len(self.unit):
            return []
        begins = np.flatnonzero(np.append(True, self.unit[1:] != self.unit[:-1])).tolist()
        return [(int(self.unit[a]), a, b) for a, b in zip(begins, [*begins[1:], len(self.unit)], strict=True)]


def stage_of(survey: str) -> int:
    """The year of school of a survey: its last sign."""
    return int(survey[-1])


def lay_lines(cohort: SyntheticCohort, region: SyntheticRegion, form: Form, year: int) -> SurveyLines:
    """Every pupil who is there, by unit and class."""
    stage = stage_of(form.survey)
    unit = cohort.unit(region, stage)
    rows = np.flatnonzero(unit >= 0)
    rows = rows[np.argsort(unit[rows], kind="stable")]
    unit = unit[rows]
    encoding = np.array([ENCODINGS.index(m.encoding) for m in region.municipalities])[region.municipality[unit]]
    number = numbers_at(cohort.identities, STAGES.index(stage), rows, unit, cohort.sex[rows])
    group = _classes(unit, len(region.codes))
    fields = _fields(cohort, region, form, (rows, unit, group), f"{year}-{_DAY}")
    parts = [
        number if column.kind is ColumnKind.PERSON else _bytes_of(*fields(column), encoding) for column in form.columns
    ]
    content, starts = _side_by_side(parts)
    return SurveyLines(form.survey, year, form, rows, unit, starts, content)


def _classes(unit: NDArray[np.intp], units: int) -> NDArray[np.intp]:
    """The class (0, 1 …) of each line of a unit, of equal sizes."""
    size = np.bincount(unit, minlength=units)
    first = np.cumsum(size) - size
    classes = np.minimum(-(-size // _CLASS_SIZE), _CLASSES)
    return (np.arange(len(unit)) - first[unit]) * classes[unit] // np.maximum(size[unit], 1)


def _fields(
    cohort: SyntheticCohort,
    region: SyntheticRegion,
    form: Form,
    where: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]],
    day: str,
) -> Callable[[FormColumn], _Field]:
    """What stands in each column, but for the number. ``where``: pupils, units and classes, line by line."""
    rows, unit, group = where
    results = cohort.results[form.survey]
    every = np.zeros(len(rows), np.intp)
    stage = stage_of(form.survey)
    digital = {
        column.area: results[column.name][rows] == 0
        for column in form.columns
        if column.digital and column.kind is ColumnKind.TEST_GRADE
    }

    def field(column: FormColumn) -> _Field:
        match column.kind:
            case ColumnKind.DAY:
                return (day,), every
            case ColumnKind.TEXT:
                return (SYSTEM if column.name == "System" else VERSION,), every
            case ColumnKind.UNIT:
                return region.codes, unit
            case ColumnKind.GROUP:
                names = [f"{stage}{chr(ord('A') + number)}" for number in range(_CLASSES)]
                is_blank = digital.get(column.area) if column.digital else None
                return ("", *names), group + 1 if is_blank is None else np.where(is_blank, 0, group + 1)
            case ColumnKind.NAME:
                if column.name == "Fornamn":
                    return FIRST_NAMES, cohort.identities.first_name[rows]
                return LAST_NAMES, cohort.identities.last_name[rows]
            case ColumnKind.LANGUAGE:
                return _language(cohort, column, results[column.subject], rows)
            case ColumnKind.GRADE:
                return texts_of(column), results[column.subject][rows]
            case _:
                return texts_of(column), results[column.name][rows]

    return field


def _language(cohort: SyntheticCohort, column: FormColumn, grades: NDArray[np.uint8], rows: NDArray[np.intp]) -> _Field:
    """A language stands with a grade, a dash or adapted studies, and not with what is not graded."""
    is_studied = among(grades[rows], (*GRADES, Code.NO_BASIS, Code.ADAPTED))
    if column.subject == "ML":
        return ("", *OWN_LANGUAGES), np.where(is_studied, cohort.own_language[rows] + 1, 0)
    other = column.subject == "M1"
    language = (cohort.chosen_language[rows] + other) % len(CHOSEN_LANGUAGES)
    return ("", *CHOSEN_LANGUAGES), np.where(is_studied, language + 1, 0)


def _bytes_of(texts: Sequence[str], index: NDArray[np.integer], encoding: NDArray[np.intp]) -> NDArray[np.uint8]:
    """The fields (rows × longest) as bytes, 0 after the end of a shorter one."""
    encoded = [[text.encode(name) for text in texts] for name in ENCODINGS]
    longest = max(1, max(len(text) for table in encoded for text in table))
    signs = np.array([[list(text.ljust(longest, b"\0")) for text in table] for table in encoded], np.uint8)
    if encoded[0] == encoded[1]:
        return signs[0][index]
    return signs[encoding, index]


def _side_by_side(parts: Sequence[NDArray[np.uint8]]) -> tuple[bytes, NDArray[np.int64]]:
    """The columns with semicolons between, and where each line begins."""
    widths = [part.shape[1] for part in parts]
    matrix = np.zeros((len(parts[0]), sum(widths) + len(parts) - 1 + len(END)), np.uint8)
    place = 0
    for part in parts:
        matrix[:, place : place + part.shape[1]] = part
        place += part.shape[1]
        if place < matrix.shape[1] - len(END):
            matrix[:, place] = ord(";")
            place += 1
    matrix[:, -len(END) :] = list(END.encode())
    is_sign = matrix != 0
    starts = np.append(0, np.cumsum(is_sign.sum(axis=1)))
    return matrix[is_sign].tobytes(), starts
